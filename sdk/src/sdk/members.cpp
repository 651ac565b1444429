#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <limits>

namespace wbm {
inline namespace sdk {
namespace {

constexpr std::size_t brief_bytes = 60;

std::string quoted(std::string_view key) { return brief(json::value(key)); }

/// The member, unless it is missing or null.
const json::value* find(const json::object& o, std::string_view key) {
    const json::value* found = o.if_contains(key);
    return found == nullptr || found->is_null() ? nullptr : found;
}

[[noreturn]] void throw_kind(std::string_view key, const char* wanted, const json::value& is) {
    throw invalid(quoted(key) + " must be " + wanted + ", it is " + brief(is));
}

std::string text_of(std::string_view key, const json::value& v) {
    if (!v.is_string()) throw_kind(key, "text", v);
    return std::string(std::string_view(v.get_string()));
}

/// Cuts between characters.
void shorten(std::string& text, std::size_t bytes) {
    if (text.size() <= bytes) return;
    while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0U) == 0x80U) --bytes;
    text.resize(bytes);
    text += "...";
}

}  // namespace

std::string text(const json::object& o, std::string_view key) {
    const json::value* found = o.if_contains(key);
    if (found == nullptr) throw not_found(quoted(key) + " is missing");
    return text_of(key, *found);
}

std::optional<std::string> optional_text(const json::object& o, std::string_view key) {
    const json::value* found = find(o, key);
    if (found == nullptr) return std::nullopt;
    return text_of(key, *found);
}

std::string text_or(const json::object& o, std::string_view key, std::string_view fallback) {
    const json::value* found = find(o, key);
    return found == nullptr ? std::string(fallback) : text_of(key, *found);
}

json::object object_or_empty(const json::object& o, std::string_view key) {
    const json::value* found = find(o, key);
    if (found == nullptr) return {};
    if (!found->is_object()) throw_kind(key, "an object", *found);
    return found->get_object();
}

std::optional<std::int64_t> optional_integer(const json::object& o, std::string_view key) {
    const json::value* found = find(o, key);
    if (found == nullptr) return std::nullopt;
    if (found->is_int64()) return found->get_int64();
    if (!found->is_uint64()) throw_kind(key, "an integer", *found);
    if (found->get_uint64() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()))
        throw_kind(key, "an integer of 64 bits with sign", *found);
    return static_cast<std::int64_t>(found->get_uint64());
}

bool boolean_or(const json::object& o, std::string_view key, bool fallback) {
    const json::value* found = find(o, key);
    if (found == nullptr) return fallback;
    if (!found->is_bool()) throw_kind(key, "true or false", *found);
    return found->get_bool();
}

void only(const json::object& options, std::initializer_list<std::string_view> known) {
    for (const auto& member : options) {
        const std::string_view key = member.key();
        if (std::find(known.begin(), known.end(), key) != known.end()) continue;
        std::string message = "option " + quoted(key) + " is not known; this type has ";
        if (known.size() == 0) message += "no options";
        const char* separator = "";
        for (const std::string_view name : known) {
            message.append(separator).append(name);
            separator = ", ";
        }
        throw invalid(message);
    }
}

std::string brief(const json::value& v) {
    if (const auto* s = v.if_string(); s != nullptr && s->size() > brief_bytes) {
        std::string start(std::string_view(*s).substr(0, brief_bytes + 1));
        shorten(start, brief_bytes);
        return json::is_utf8(start) ? json::write(json::value(start)) : "text that is not UTF-8";
    }
    if (const auto* a = v.if_array(); a != nullptr && a->size() > brief_bytes)
        return "a list of " + std::to_string(a->size());
    if (const auto* o = v.if_object(); o != nullptr && o->size() > brief_bytes)
        return "an object of " + std::to_string(o->size()) + " members";
    try {
        std::string text = json::write(v, json::Style::fast, json::NonFinite::allow);
        shorten(text, brief_bytes + 2);
        return text;
    } catch (const json::Error&) {
        return v.is_string() ? "text that is not UTF-8" : "a value that is not JSON";
    }
}

}  // namespace sdk
}  // namespace wbm
