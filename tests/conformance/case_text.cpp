#include "case_text.hpp"

#include <wbm/error.hpp>

namespace wbm::conformance {
namespace {

class Writer {
public:
    explicit Writer(const Special& special) : special_(special) {}

    void write(const json::value& node, std::string_view member) {
        if (special_ && special_(out_, node, member)) return;
        if (node.is_array()) return list(node.get_array(), member);
        if (!node.is_object()) return json::append(out_, node, json::Style::fast, json::NonFinite::allow);
        const auto tag = tag_of(node);
        if (tag.empty()) return object(node.get_object());
        tagged(tag, node.get_object(), member);
    }

    std::string take() { return std::move(out_); }

private:
    /// `count` elements: the given ones over and over.
    void list(const json::array& elements, std::size_t count, std::string_view member) {
        out_ += '[';
        for (std::size_t i = 0; i < count; ++i) {
            if (i != 0) out_ += ',';
            write(elements.at(i % elements.size()), member);
        }
        out_ += ']';
    }

    void list(const json::array& elements, std::string_view member) { list(elements, elements.size(), member); }

    void object(const json::object& node) {
        char separator = '{';
        for (const auto& [key, value] : node) {
            out_ += separator;
            separator = ',';
            json::append_string(out_, key, json::Style::fast);
            out_ += ':';
            write(value, key);
        }
        out_ += node.empty() ? "{}" : "}";
    }

    void pairs(const json::array& items) {
        char separator = '{';
        for (const auto& item : items) {
            const json::value& key = item.at(0);
            const auto name = key.is_string() ? std::string(key.get_string()) : json::write(key, json::Style::standard);
            out_ += separator;
            separator = ',';
            json::append_string(out_, name, json::Style::fast);
            out_ += ':';
            write(item.at(1), name);
        }
        out_ += items.empty() ? "{}" : "}";
    }

    void tagged(std::string_view tag, const json::object& node, std::string_view member) {
        const json::value& content = node.at(tag);
        if (tag == "$float")
            out_ += float_token(content.as_string());
        else if (tag == "$np")
            write(node.at("value"), member);
        else if (tag == "$ndarray")
            write(node.at("data"), member);
        else if (tag == "$integer")
            out_ += content.as_string();
        else if (tag == "$tuple" || tag == "$set" || tag == "$frozenset")
            list(content.as_array(), member);
        else if (tag == "$repeat")
            list(content.as_array(), node.at("count").to_number<std::size_t>(), member);
        else if (tag == "$dict")
            pairs(content.as_array());
        else if (tag == "$datetime" || tag == "$date" || tag == "$decimal" || tag == "$type" || tag == "$StringIO")
            json::append_string(out_, content.as_string(), json::Style::fast);
        else if (tag == "$bytes_b64")
            json::append_string(out_, decode_base64(content.as_string()), json::Style::fast);
        else
            throw MediaError(Status::invalid,
                             "argument " + std::string(member) + ": " + std::string(tag) + " is no plain data");
    }

    static std::string_view float_token(std::string_view name) {
        return name == "nan" ? "NaN" : name == "inf" ? "Infinity" : "-Infinity";
    }

    const Special& special_;
    std::string out_;
};

}  // namespace

std::string_view tag_of(const json::value& node) noexcept {
    if (!node.is_object()) return {};
    for (const auto& member : node.get_object())
        if (member.key().starts_with('$')) return member.key();
    return {};
}

std::string text_of(const json::value& node, const Special& special, std::string_view member) {
    Writer writer(special);
    writer.write(node, member);
    return writer.take();
}

std::string decode_base64(std::string_view text) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string out;
    unsigned bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = alphabet.find(c);
        if (digit == alphabet.npos) break;
        bits = bits << 6 | static_cast<unsigned>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xff);
        }
    }
    return out;
}

}  // namespace wbm::conformance
