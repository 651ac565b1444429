#include "class_labels.hpp"

#include <wbm/sdk.hpp>

#include <openssl/evp.h>

#include <array>
#include <utility>

namespace wbm::image {
namespace {

/// A key's number: 1 for "1"; null for a key that is no number.
json::value id_of_key(std::string_view key) {
    try {
        json::value id = json::read(key);
        return id.is_number() ? id : json::value(nullptr);
    } catch (const json::Error&) {
        return nullptr;
    }
}

/// Python prefers ' and takes " for a text that has only '.
void append_repr(std::string& out, std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    const bool has_single = text.find('\'') != std::string_view::npos;
    const char quote = has_single && text.find('"') == std::string_view::npos ? '"' : '\'';
    out += quote;
    for (const char c : text) {
        const auto code = static_cast<unsigned char>(c);
        if (c == quote || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n' || c == '\r' || c == '\t') {
            out += c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t";
        } else if (code < 0x20 || code == 0x7f) {
            out += "\\x";
            out += digits[code >> 4U];
            out += digits[code & 0xfU];
        } else {
            out += c;
        }
    }
    out += quote;
}

void append_repr(std::string& out, const json::value& v) {
    if (v.is_string()) return append_repr(out, std::string_view(v.get_string()));
    if (v.is_null()) {
        out += "None";
    } else if (v.is_bool()) {
        out += v.get_bool() ? "True" : "False";
    } else if (const json::array* list = v.if_array()) {
        out += '[';
        for (const json::value& element : *list) {
            if (&element != list->data()) out += ", ";
            append_repr(out, element);
        }
        out += ']';
    } else if (const json::object* o = v.if_object()) {
        out += '{';
        for (const auto& member : *o) {
            if (out.back() != '{') out += ", ";
            append_repr(out, std::string_view(member.key()));
            out += ": ";
            append_repr(out, member.value());
        }
        out += '}';
    } else {
        out += json::write(v, json::Style::standard, json::NonFinite::allow);
    }
}

std::string md5_hex(std::string_view text) {
    constexpr char digits[] = "0123456789abcdef";
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    std::size_t size = 0;
    if (EVP_Q_digest(nullptr, "MD5", nullptr, text.data(), text.size(), digest.data(), &size) != 1)
        throw Error(WBM_INTERNAL, "OpenSSL cannot compute an MD5 digest, which names the list of classes");
    std::string hex;
    for (std::size_t i = 0; i < size; ++i) {
        hex += digits[digest[i] >> 4U];
        hex += digits[digest[i] & 0xfU];
    }
    return hex;
}

}  // namespace

void check_labels(const json::object& labels, const std::string& where) {
    for (const auto& label : labels) {
        const json::value key(label.key());
        if (id_of_key(label.key()).is_null())
            throw invalid(where + "the class label " + brief(key) +
                          " is no number; \"class_labels\" maps the numbers of classes to their names");
        if (!label.value().is_string())
            throw invalid(where + "the name of class " + brief(key) + " must be text, it is " + brief(label.value()));
    }
}

void ClassList::merge(const json::object& labels) {
    for (const auto& label : labels) set({{"id", id_of_key(label.key())}, {"name", label.value()}});
}

void ClassList::merge(const json::array& more) {
    for (const json::value& one : more) set(one.get_object());
}

void ClassList::set(const json::object& of_class) {
    const auto [place, is_new] = places_.try_emplace(of_class.at("id"), classes_.size());
    if (is_new)
        classes_.push_back(of_class);
    else
        classes_[place->second].get_object()["name"] = of_class.at("name");
}

json::array ids_and_names(const json::array& classes) {
    json::array plain;
    for (const json::value& one : classes) plain.push_back({{"id", one.at("id")}, {"name", one.at("name")}});
    return plain;
}

void check_classes(const json::array& classes, const std::string& where) {
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const json::object* one = classes[i].if_object();
        const std::string place = where + "class " + std::to_string(i);
        if (one == nullptr)
            throw invalid(place + " must be an object such as {\"id\": 1, \"name\": \"cat\"}, it is " +
                          brief(classes[i]));
        for (const char* key : {"id", "name"})
            if (one->if_contains(key) == nullptr)
                throw invalid(place + " has no \"" + key + "\": " + brief(classes[i]));
        if (!one->at("id").is_number() && !one->at("id").is_string())
            throw invalid(place + " has the id " + brief(one->at("id")) + "; give a number or text");
    }
}

std::string default_label(std::string_view id) { return "class_" + std::string(id); }

std::string python_repr(const json::value& v) {
    std::string text;
    append_repr(text, v);
    return text;
}

std::string classes_path(const json::array& classes) {
    return "media/classes/" + md5_hex(python_repr(classes)) + "_cls.classes.json";
}

}  // namespace wbm::image
