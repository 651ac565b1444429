#include "header.hpp"

#include "limits.hpp"
#include "words.hpp"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <set>

namespace pcd {
namespace {

constexpr std::string_view data_names[] = {"ascii", "binary", "binary_compressed"};

std::string quoted(std::string_view text) { return wbm::brief(wbm::json::value(text)); }

/// Reads line after line; what it refuses names the line.
class HeaderReader {
public:
    HeaderReader(std::string_view content, const std::string& name) : text_(content), name_(name) {}

    Header run() {
        while (!has("DATA")) {
            if (!next_line()) fail("the header ends without a DATA line");
            if (words_.empty() || words_[0].starts_with('#')) continue;
            key_ = words_[0] == "COLUMNS" ? "FIELDS" : words_[0];
            words_.erase(words_.begin());
            if (has(key_)) fail(std::string(key_) + " comes twice");
            entry();
            seen_.insert(std::string(key_));
        }
        finish();
        return std::move(header_);
    }

private:
    [[noreturn]] void fail(const std::string& reason) const {
        throw wbm::invalid(name_ + ", line " + std::to_string(line_) + ": " + reason);
    }

    [[nodiscard]] bool has(std::string_view key) const { return seen_.count(std::string(key)) != 0; }

    bool next_line() {
        ++line_;
        const std::size_t end = text_.find('\n', header_.offset);
        if (end == std::string_view::npos || end >= max_header_bytes) return false;
        words_ = words_of(text_.substr(header_.offset, end - header_.offset));
        header_.offset = end + 1;
        return true;
    }

    void entry() {
        if (key_ == "VERSION")
            version();
        else if (key_ == "FIELDS")
            fields();
        else if (key_ == "SIZE" || key_ == "TYPE" || key_ == "COUNT")
            field_entry();
        else if (key_ == "WIDTH")
            header_.width = number(one_word(), max_points);
        else if (key_ == "HEIGHT")
            header_.height = number(one_word(), max_points);
        else if (key_ == "POINTS")
            header_.points = number(one_word(), max_points);
        else if (key_ == "VIEWPOINT")
            viewpoint();
        else if (key_ == "DATA")
            data();
        else
            fail(quoted(key_) + " begins no line of a PCD header");
    }

    std::string_view one_word() const {
        if (words_.size() != 1)
            fail(std::string(key_) + " has " + std::to_string(words_.size()) + " words, expected 1");
        return words_[0];
    }

    [[nodiscard]] std::uint64_t number(std::string_view word, std::uint64_t most) const {
        const auto parsed = parse_number<std::uint64_t>(word);
        if (!parsed || *parsed > most)
            fail(std::string(key_) + " is " + quoted(word) + ", expected a number up to " + std::to_string(most));
        return *parsed;
    }

    void version() {
        const std::string_view version = one_word();
        for (const char* known : {"0.7", ".7", "0.6", ".6", "0.5", ".5"})
            if (version == known) return;
        throw wbm::unsupported(name_ + ": VERSION is " + quoted(version) + ", and what is read here is 0.5 to 0.7");
    }

    void fields() {
        if (words_.empty() || words_.size() > max_fields)
            fail("FIELDS has " + std::to_string(words_.size()) + " words, expected 1 to " + std::to_string(max_fields));
        std::set<std::string_view> names;
        for (const std::string_view word : words_) {
            if (!wbm::json::is_utf8(word)) fail("FIELDS has a name that is not UTF-8");
            if (word != "_" && !names.insert(word).second) fail("FIELDS has " + quoted(word) + " twice");
            header_.fields.push_back({std::string(word), {}, 1});
        }
        types_.assign(words_.size(), '\0');
        sizes_.assign(words_.size(), 0);
    }

    void field_entry() {
        if (!has("FIELDS")) fail(std::string(key_) + " comes before FIELDS");
        if (words_.size() != header_.fields.size())
            fail(std::string(key_) + " has " + std::to_string(words_.size()) + " words, and there are " +
                 std::to_string(header_.fields.size()) + " FIELDS");
        for (std::size_t i = 0; i < words_.size(); ++i) {
            if (key_ == "SIZE") {
                sizes_[i] = number(words_[i], 8);
            } else if (key_ == "COUNT") {
                header_.fields[i].count = number(words_[i], max_count);
                if (header_.fields[i].count == 0) fail("COUNT is 0, and a field has 1 number or more");
            } else {
                if (words_[i] != "I" && words_[i] != "U" && words_[i] != "F")
                    fail("TYPE is " + quoted(words_[i]) + ", expected I, U or F");
                types_[i] = words_[i][0];
            }
        }
    }

    void viewpoint() {
        if (words_.size() != 7)
            fail("VIEWPOINT has " + std::to_string(words_.size()) + " words, expected 7: x y z and a quaternion");
        for (std::size_t i = 0; i < 7; ++i) {
            const auto parsed = parse_number<double>(words_[i]);
            if (!parsed || !std::isfinite(*parsed)) fail("VIEWPOINT has " + quoted(words_[i]) + ", which is no number");
            header_.viewpoint[i] = *parsed;
        }
    }

    void data() {
        const std::string_view said = one_word();
        const auto* found = std::find(std::begin(data_names), std::end(data_names), said);
        if (found == std::end(data_names))
            fail("DATA is " + quoted(said) + ", expected ascii, binary or binary_compressed");
        header_.data = static_cast<Data>(found - std::begin(data_names));
    }

    void finish() {
        for (const char* key : {"FIELDS", "SIZE", "TYPE", "WIDTH"})
            if (!has(key)) fail("the header has no " + std::string(key) + " line before DATA");
        for (std::size_t i = 0; i < header_.fields.size(); ++i) {
            const std::uint64_t size = sizes_[i];
            const bool sound = size == 4 || size == 8 || (types_[i] != 'F' && (size == 1 || size == 2));
            if (!sound)
                fail("the field " + quoted(header_.fields[i].name) + " has SIZE " + std::to_string(size) +
                     " and TYPE " + types_[i] + ", which is no number");
            const auto code = types_[i] == 'F' ? kDLFloat : types_[i] == 'I' ? kDLInt : kDLUInt;
            header_.fields[i].dtype = {static_cast<std::uint8_t>(code), static_cast<std::uint8_t>(8 * size), 1};
        }
        const std::uint64_t product = header_.width * header_.height;  // both are at most max_points
        if (!has("POINTS")) header_.points = product;
        if (header_.points != product || product > max_points)
            fail("WIDTH x HEIGHT is " + std::to_string(header_.width) + " x " + std::to_string(header_.height) +
                 ", and POINTS is " + std::to_string(header_.points) + "; they must agree, up to " +
                 std::to_string(max_points));
        if (header_.points > max_point_bytes / header_.point_bytes())
            fail("the points take more than " + std::to_string(max_point_bytes) + " bytes; split the cloud");
    }

    std::string_view text_;
    const std::string& name_;
    Header header_;
    std::size_t line_ = 0;
    std::string_view key_;
    std::vector<std::string_view> words_;
    std::set<std::string> seen_;
    std::vector<char> types_;
    std::vector<std::uint64_t> sizes_;
};

char letter_of(DLDataType dtype) noexcept {
    if (dtype.code == kDLFloat) return 'F';
    return dtype.code == kDLInt ? 'I' : 'U';
}

}  // namespace

std::size_t Header::point_bytes() const noexcept {
    std::size_t bytes = 0;
    for (const Field& field : fields) bytes += field.bytes();
    return bytes;
}

bool Header::has(std::string_view field) const noexcept {
    return std::any_of(fields.begin(), fields.end(), [&](const Field& f) { return f.name == field; });
}

std::size_t Header::index_of(std::string_view field) const {
    std::string known;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].is_padding()) continue;
        if (fields[i].name == field) return i;
        known += (known.empty() ? "" : ", ") + fields[i].name;
    }
    throw wbm::not_found("the cloud has no field " + quoted(field) + "; it has " + known);
}

const char* name_of(Data data) noexcept { return data_names[static_cast<std::size_t>(data)].data(); }

bool looks_like_pcd(std::string_view content) noexcept {
    return content.starts_with("# .PCD v") || content.starts_with("VERSION 0.") || content.starts_with("VERSION .");
}

Header parse_header(std::string_view content, const std::string& name) { return HeaderReader(content, name).run(); }

std::string make_header(const Header& header) {
    std::string names;
    std::string sizes;
    std::string types;
    std::string counts;
    for (const Field& field : header.fields) {
        names += " " + field.name;
        sizes += " " + std::to_string(field.dtype.bits / 8);
        types += std::string(" ") + letter_of(field.dtype);
        counts += " " + std::to_string(field.count);
    }
    std::string viewpoint;
    for (const double number : header.viewpoint) viewpoint += " " + number_text(number);
    return "# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS" + names + "\nSIZE" + sizes + "\nTYPE" +
           types + "\nCOUNT" + counts + "\nWIDTH " + std::to_string(header.width) + "\nHEIGHT " +
           std::to_string(header.height) + "\nVIEWPOINT" + viewpoint + "\nPOINTS " + std::to_string(header.points) +
           "\nDATA " + name_of(header.data) + "\n";
}

}  // namespace pcd
