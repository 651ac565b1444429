#include <wbm/ext/values.h>
#include <wbm/sdk/members.hpp>
#include <wbm/sdk/type_table.hpp>

#include <algorithm>

namespace wbm {
inline namespace sdk {
namespace detail {
namespace {

void write_ascii(wbm_sink sink, std::string_view text) noexcept {
    for (const char& c : text) write(sink, static_cast<unsigned char>(c) < 0x80 ? std::string_view(&c, 1) : "?");
}

}  // namespace

void write(wbm_sink sink, std::string_view text) noexcept { sink.write(sink.ctx, text.data(), text.size()); }

// Allocates nothing, so that "out of memory" can be said.
void refuse(wbm_sink error, const char* type, std::string_view text) noexcept {
    const std::string_view name = type;
    const bool named = text.substr(0, name.size()) == name && text.substr(name.size(), 2) == ": ";
    if (!named) {
        write(error, name);
        write(error, ": ");
    }
    if (text.empty()) text = "refused without a reason";
    if (json::is_utf8(text)) {
        write(error, text);
    } else {
        write_ascii(error, text);
    }
}

json::object parse_object(wbm_str text) { return json::read_object(view(text)); }

void check_type_member(const json::object& j, const char* type, const char* const* aliases) {
    const json::value* found = j.if_contains("_type");
    if (found == nullptr || found->is_null()) return;
    if (const json::string* name = found->if_string()) {
        if (std::string_view(*name) == type) return;
        for (; aliases != nullptr && *aliases != nullptr; ++aliases)
            if (std::string_view(*name) == *aliases) return;
    }
    throw invalid("\"_type\" must be \"" + std::string(type) + "\", it is " + brief(*found));
}

void write_object(wbm_sink sink, const json::object& o, json::NonFinite non_finite) {
    write(sink, json::write(o, json::Style::fast, non_finite));
}

void write_json(wbm_sink sink, const json::value& v, json::NonFinite non_finite) {
    write(sink, json::write(v, json::Style::fast, non_finite));
}

std::optional<json::array> parse_list(wbm_str text) {
    const std::string_view trimmed = view(text).substr(std::min(text.size, view(text).find_first_not_of(" \t\r\n")));
    if (!trimmed.starts_with('[')) return std::nullopt;
    return json::read(trimmed).as_array();
}

const wbm_value* object_of(const Part& part, const wbm_type* type) {
    const wbm_handle* handle = part.value();
    const wbm_host* by = host();
    const auto* values = by == nullptr || by->extension == nullptr
                             ? nullptr
                             : static_cast<const wbm_ext_values*>(by->extension(by->ctx, WBM_EXT_VALUES));
    if (values == nullptr || !WBM_HAS(wbm_ext_values, values, object))
        throw unsupported("the host is too old to look into a value; update it");
    if (const wbm_value* found = values->object(handle, type)) return found;
    std::string name;
    values->type(handle, {&name, [](void* ctx, const char* data, std::size_t size) {
                              try {
                                  static_cast<std::string*>(ctx)->append(data, size);
                              } catch (...) {  // the host calls this through C frames: the name is then shorter
                              }
                          }});
    const std::string which = part.name().empty() ? "the source" : "part " + brief(json::value(part.name()));
    throw unsupported(which + " is a value of type " + (name == type->name ? name + " from another plugin" : name) +
                      "; give one of type " + type->name + " that this plugin made");
}

const wbm_host*& host() noexcept {
    static const wbm_host* started_by = nullptr;
    return started_by;
}

}  // namespace detail

void log_warning(std::string_view text) noexcept {
    constexpr std::int32_t warning = 2;
    const wbm_host* host = detail::host();
    if (host != nullptr) host->log(host->ctx, warning, str(text));
}

}  // namespace sdk
}  // namespace wbm
