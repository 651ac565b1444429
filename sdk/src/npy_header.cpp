#include <wbm/npy_header.hpp>

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <optional>

namespace wbm::npy {

namespace {

constexpr std::string_view magic = "\x93NUMPY";
constexpr std::uint8_t dl_bool = 6;    // DLPack's code for booleans, which version 0.6 lacks
constexpr std::size_t alignment = 64;  // the elements start at a multiple of it, as NumPy writes them

[[noreturn]] void broken(const std::string& reason) {
    throw Error(false, "npy: " + reason + "; write the file again with numpy.save");
}

/// A strict reader of the one dict literal that the format allows: three known keys, each once.
class DictReader {
public:
    explicit DictReader(std::string_view text) : text_(text) {}

    struct Fields {
        std::optional<std::string> descr;
        std::optional<bool> fortran_order;
        std::optional<std::vector<std::int64_t>> shape;
    };

    Fields read() {
        Fields fields;
        expect('{');
        while (!accept('}')) {
            read_member(fields);
            if (!accept(',')) {
                expect('}');
                break;
            }
        }
        skip_blanks();
        if (at_ != text_.size()) fail("text after the dictionary");
        return fields;
    }

private:
    [[noreturn]] void fail(const std::string& reason) const {
        broken("the header has " + reason + " at byte " + std::to_string(at_));
    }

    void skip_blanks() {
        while (at_ < text_.size() && std::string_view(" \t\n\r\f").find(text_[at_]) != std::string_view::npos) ++at_;
    }

    bool accept(char wanted) {
        skip_blanks();
        if (at_ == text_.size() || text_[at_] != wanted) return false;
        ++at_;
        return true;
    }

    bool accept(std::string_view word) {
        skip_blanks();
        if (!text_.substr(at_).starts_with(word)) return false;
        at_ += word.size();
        return true;
    }

    void expect(char wanted) {
        if (!accept(wanted)) fail(std::string("no '") + wanted + "'");
    }

    std::string read_text() {
        skip_blanks();
        const char quote = at_ < text_.size() ? text_[at_] : '\0';
        if (quote != '\'' && quote != '"') fail("no quoted text");
        const std::size_t end = text_.find(quote, at_ + 1);
        if (end == std::string_view::npos) fail("a text without its end");
        const std::string_view inside = text_.substr(at_ + 1, end - at_ - 1);
        if (inside.find('\\') != std::string_view::npos) fail("an escape in a text");
        at_ = end + 1;
        return std::string(inside);
    }

    std::int64_t read_size() {
        skip_blanks();
        std::int64_t size = 0;
        const char* first = text_.data() + at_;
        const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), size);
        if (error == std::errc::result_out_of_range) fail("a size beyond 64 bits");
        if (error != std::errc{}) fail("no number");
        if (size < 0) fail("a negative size");
        at_ += static_cast<std::size_t>(end - first);
        if (at_ < text_.size() && text_[at_] == 'L') ++at_;  // Python 2 wrote long integers so
        return size;
    }

    std::vector<std::int64_t> read_shape() {
        std::vector<std::int64_t> shape;
        expect('(');
        while (!accept(')')) {
            if (shape.size() == max_dimensions)
                fail("a shape of more than " + std::to_string(max_dimensions) + " dimensions");
            shape.push_back(read_size());
            if (accept(',')) continue;
            if (shape.size() == 1) fail("no ',' after the only size");  // (3) is a number in Python, not a tuple
            expect(')');
            break;
        }
        return shape;
    }

    void read_member(Fields& fields) {
        const std::string key = read_text();
        expect(':');
        if (key == "descr" && !fields.descr) {
            if (accept('[') || accept('('))
                throw Error(true, "npy: a dtype with named fields cannot be read; save one array for each field");
            fields.descr = read_text();
        } else if (key == "fortran_order" && !fields.fortran_order) {
            if (accept("True"))
                fields.fortran_order = true;
            else if (accept("False"))
                fields.fortran_order = false;
            else
                fail("neither True nor False as fortran_order");
        } else if (key == "shape" && !fields.shape) {
            fields.shape = read_shape();
        } else {
            fail("the key '" + key.substr(0, 40) + "', which is unknown or comes twice,");
        }
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

struct NumberType {
    char kind;
    std::uint8_t code;
    std::array<int, 4> bytes;  ///< sizes that exist; 0 for none
};

constexpr std::array<NumberType, 6> number_types{{
    {'b', dl_bool, {1, 0, 0, 0}},
    {'i', kDLInt, {1, 2, 4, 8}},
    {'u', kDLUInt, {1, 2, 4, 8}},
    {'f', kDLFloat, {2, 4, 8, 0}},
    {'c', kDLComplex, {8, 16, 0, 0}},
    {'V', kDLBfloat, {2, 0, 0, 0}},  // "<V2", as NumPy writes ml_dtypes.bfloat16
}};

bool has_bytes(const NumberType& type, int bytes) {
    return std::find(type.bytes.begin(), type.bytes.end(), bytes) != type.bytes.end();
}

[[noreturn]] void unknown_dtype(const std::string& descr) {
    const bool objects = descr.find('O') != std::string::npos;
    throw Error(true, "npy: the dtype '" + descr.substr(0, 40) + "' cannot be read" +
                          (objects ? " (Python objects are never unpickled)" : "") +
                          "; save the array as bool, int, uint, float or complex");
}

/// `<f4`, `|u1`, `>c16`: byte order, kind, bytes.
void read_descr(const std::string& descr, Header& header) {
    if (descr.size() < 3 || std::string_view("<>|=").find(descr[0]) == std::string_view::npos) unknown_dtype(descr);
    int bytes = 0;
    const char* last = descr.data() + descr.size();
    const auto [end, error] = std::from_chars(descr.data() + 2, last, bytes);
    if (error != std::errc{} || end != last || bytes <= 0) unknown_dtype(descr);
    const auto type =
        std::find_if(number_types.begin(), number_types.end(), [&](const NumberType& t) { return t.kind == descr[1]; });
    if (type == number_types.end() || !has_bytes(*type, bytes)) unknown_dtype(descr);
    if (descr[0] == '|' && bytes > 1) unknown_dtype(descr);
    constexpr char other_order = std::endian::native == std::endian::little ? '>' : '<';
    header.swap_bytes = descr[0] == other_order && bytes > 1;
    header.dtype = {type->code, static_cast<std::uint8_t>(bytes * 8), 1};
}

std::string name_of(DLDataType dtype) {
    constexpr std::array<std::string_view, 7> words{"int", "uint", "float", "handle", "bfloat", "complex", "bool"};
    const std::string word(dtype.code < words.size() ? words[dtype.code] : "type");
    return word + std::to_string(dtype.bits) + (dtype.lanes == 1 ? "" : "x" + std::to_string(dtype.lanes));
}

std::string descr_of(DLDataType dtype) {
    const auto type = std::find_if(number_types.begin(), number_types.end(),
                                   [&](const NumberType& t) { return t.code == dtype.code; });
    const int bytes = dtype.bits / 8;
    if (type == number_types.end() || dtype.bits == 0 || dtype.bits % 8 != 0 || dtype.lanes != 1 ||
        !has_bytes(*type, bytes))
        throw Error(true, "npy: NumPy has no dtype for " + name_of(dtype) +
                              "; convert the array to bool, int, uint, float, bfloat16 or complex");
    constexpr char native_order = std::endian::native == std::endian::little ? '<' : '>';
    return std::string(1, bytes == 1 ? '|' : native_order) + type->kind + std::to_string(bytes);
}

std::size_t byte_at(std::string_view text, std::size_t i) { return static_cast<unsigned char>(text[i]); }

}  // namespace

std::size_t header_length(std::string_view head) {
    if (!head.starts_with(magic)) broken("the file does not start as a .npy file does");
    if (head.size() < 8) broken("the file ends inside its header");
    const std::size_t major = byte_at(head, 6);
    if (major < 1 || major > 3 || byte_at(head, 7) != 0)
        throw Error(true, "npy: format version " + std::to_string(major) + "." + std::to_string(byte_at(head, 7)) +
                              " is not known; write the file with version 1.0, 2.0 or 3.0");
    const std::size_t length_bytes = major == 1 ? 2 : 4;
    if (head.size() < 8 + length_bytes) broken("the file ends inside its header");
    std::size_t length = 0;
    for (std::size_t i = length_bytes; i-- > 0;) length = length << 8 | byte_at(head, 8 + i);
    if (length > max_header_bytes)
        broken("the header says it has " + std::to_string(length) + " bytes, more than the allowed " +
               std::to_string(max_header_bytes));
    return 8 + length_bytes + length;
}

Header parse_header(std::string_view head) {
    const std::size_t end = header_length(head);
    if (end > head.size()) broken("the file ends inside its header");
    const std::size_t begin = head[6] == 1 ? 10 : 12;
    const auto fields = DictReader(head.substr(begin, end - begin)).read();
    const auto missing = [](const char* key) { broken(std::string("the header has no '") + key + "'"); };
    if (!fields.descr) missing("descr");
    if (!fields.fortran_order) missing("fortran_order");
    if (!fields.shape) missing("shape");
    Header header;
    read_descr(*fields.descr, header);
    header.fortran_order = *fields.fortran_order;
    header.shape = *fields.shape;
    header.data_offset = end;
    return header;
}

std::string make_header(DLDataType dtype, const std::vector<std::int64_t>& shape) {
    std::string dict = "{'descr': '" + descr_of(dtype) + "', 'fortran_order': False, 'shape': (";
    for (std::size_t i = 0; i < shape.size(); ++i) dict += (i == 0 ? "" : ", ") + std::to_string(shape[i]);
    dict += shape.size() == 1 ? ",), }" : "), }";
    const std::size_t unpadded = magic.size() + 4 + dict.size() + 1;
    dict.append((alignment - unpadded % alignment) % alignment, ' ');
    dict += '\n';
    std::string header(magic);
    header += {'\x01', '\0', static_cast<char>(dict.size() & 0xff), static_cast<char>(dict.size() >> 8)};
    return header + dict;
}

}  // namespace wbm::npy
