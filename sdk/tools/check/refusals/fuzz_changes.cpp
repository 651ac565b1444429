#include "check/refusals/fuzz_changes.hpp"

#include <wbm/json.hpp>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

namespace wbm::tool {
namespace {

constexpr std::size_t max_piece = 4096;
constexpr std::size_t max_changes = 4;  // of one input
constexpr std::array<std::uint64_t, 14> limits{
    0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fffffff, 0x80000000U, 0xffffffffU, ~0ULL >> 1U, ~0ULL};

void put_limit(Random& random, std::string& bytes) {
    constexpr std::array<std::size_t, 4> widths{1, 2, 4, 8};
    const std::size_t width = random.of(widths);
    if (bytes.size() < width) return;
    const std::size_t at = random.below(bytes.size() - width + 1);
    const std::uint64_t number = random.of(limits);
    const bool big_endian = random.one_in(2);
    for (std::size_t i = 0; i < width; ++i)
        bytes[at + (big_endian ? width - 1 - i : i)] = static_cast<char>(number >> (8 * i));
}

/// A place and a length in the bytes; short pieces are as likely as long ones.
std::pair<std::size_t, std::size_t> piece_of(Random& random, std::string_view bytes) {
    const std::size_t at = random.below(bytes.size());
    const std::size_t most = std::min(bytes.size() - at, random.one_in(2) ? std::size_t{8} : max_piece);
    return {at, random.below(most + 1)};
}

void change_once(Random& random, std::string& bytes, std::string_view other) {
    const auto [at, size] = piece_of(random, bytes);
    switch (random.below(7)) {
        case 0:
            if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << random.below(8)));
            return;
        case 1:
            put_limit(random, bytes);
            return;
        case 2:
            bytes.erase(at, size);
            return;
        case 3:
            bytes.resize(bytes.size() - size);
            return;
        case 4:
            bytes.insert(random.below(bytes.size() + 1), bytes.substr(at, size));
            return;
        case 5: {
            const auto [from, count] = piece_of(random, other);
            bytes.replace(at, count, other.substr(from, count));
            return;
        }
        default:
            bytes.insert(at, std::string(1 + random.below(8), static_cast<char>(random.below(256))));
    }
}

json::value odd_number(Random& random) {
    constexpr std::array<double, 8> doubles{-0.0, 0.5, 1e308, -1e308, 5e-324, 4294967296.5, 1e-7, 9007199254740993.0};
    const std::uint64_t limit = random.of(limits);
    switch (random.below(4)) {
        case 0:
            return random.of(doubles);
        case 1:
            return static_cast<std::int64_t>(limit);
        case 2:
            return -static_cast<std::int64_t>(limit >> 1U);
        default:
            return limit;
    }
}

std::string odd_text(Random& random, std::string text) {
    static const std::vector<std::string> texts{"",
                                                "../../etc/passwd",
                                                "/",
                                                "media",
                                                std::string(1, '\0'),
                                                "\xf0\x9f\x98\x80",
                                                "http://",
                                                "nan",
                                                "1",
                                                "@x",
                                                "0:",
                                                std::string(5000, 'y'),
                                                "{}",
                                                "image-file"};
    if (text.empty() || random.one_in(2)) return random.of(texts);
    change_once(random, text, text);
    return json::is_utf8(text) ? text : std::string("?");
}

json::value any_value(Random& random) {
    switch (random.below(6)) {
        case 0:
            return nullptr;
        case 1:
            return random.one_in(2);
        case 2:
            return odd_number(random);
        case 3:
            return json::value(odd_text(random, ""));
        case 4:
            return json::array{1, "a", nullptr};
        default:
            return json::object{{"_type", "image-file"}, {"path", "a"}, {"a", 1}};
    }
}

void collect(json::value& v, std::vector<json::value*>& all) {
    all.push_back(&v);
    if (auto* o = v.if_object())
        for (auto& member : *o) collect(member.value(), all);
    if (auto* list = v.if_array())
        for (json::value& element : *list) collect(element, all);
}

void nest(Random& random, json::value& v) {
    const std::size_t depth = random.one_in(4) ? 200 : 1 + random.below(3);
    for (std::size_t i = 0; i < depth; ++i) {
        json::value inner = std::move(v);
        v = json::array{};
        v.get_array().push_back(std::move(inner));
    }
}

void change_list(Random& random, json::array& list) {
    if (list.empty() || random.one_in(4)) {
        list.push_back(any_value(random));
    } else if (random.one_in(2)) {
        list.erase(list.begin() + static_cast<std::ptrdiff_t>(random.below(list.size())));
    } else {
        list.push_back(json::value(list[random.below(list.size())]));
    }
}

void change_object(Random& random, json::object& o, const json::value& other) {
    if (o.empty()) return;
    const auto member = o.begin() + static_cast<std::ptrdiff_t>(random.below(o.size()));
    const std::string key(member->key());
    switch (random.below(3)) {
        case 0:
            o.erase(key);
            return;
        case 1:
            o[key] = other;
            return;
        default: {
            json::value copy = member->value();  // before the object grows and moves its members
            o[key + "2"] = std::move(copy);
        }
    }
}

void change_value(Random& random, json::value& document) {
    std::vector<json::value*> all;
    collect(document, all);
    json::value& v = *random.of(all);
    const json::value other = *random.of(all);
    if (random.one_in(8)) return nest(random, v);
    if (auto* o = v.if_object(); o != nullptr && !random.one_in(4)) return change_object(random, *o, other);
    if (auto* list = v.if_array(); list != nullptr && !random.one_in(4)) return change_list(random, *list);
    if (v.is_string() && !random.one_in(4))
        v = json::value(odd_text(random, std::string(std::string_view(v.get_string()))));
    else if (v.is_number() && !random.one_in(4))
        v = odd_number(random);
    else
        v = any_value(random);
}

/// A member that comes twice, which no document can hold.
void double_member(Random& random, std::string& text) {
    const std::size_t comma = text.find(',', random.below(text.size()));
    const std::size_t brace = text.rfind('}');
    if (comma == std::string::npos || brace == std::string::npos || comma > brace) return;
    text.insert(brace, text.substr(comma, std::min(brace - comma, max_piece)));
}

}  // namespace

std::string changed_bytes(Random& random, std::string_view bytes, std::string_view other) {
    const std::size_t most = 2 * bytes.size() + max_piece;
    std::string changed(bytes);
    for (std::size_t changes = 1 + random.below(max_changes); changes > 0; --changes)
        change_once(random, changed, other);
    changed.resize(std::min(changed.size(), most));
    return changed;
}

std::string changed_json(Random& random, const std::string& json) {
    if (random.one_in(8)) return changed_bytes(random, json, json);
    json::value document = json::read(json);
    for (std::size_t changes = 1 + random.below(max_changes); changes > 0; --changes) change_value(random, document);
    std::string text;
    try {
        text = json::write(document, json::Style::fast, json::NonFinite::allow);
    } catch (const json::Error&) {  // nested too deep
        return changed_bytes(random, json, json);
    }
    if (random.one_in(16)) double_member(random, text);
    return text;
}

}  // namespace wbm::tool
