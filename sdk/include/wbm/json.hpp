// wbm/json.hpp - JSON text as the wire has it: one reader, one writer, for the core and for plugins.
//
// The document model is Boost.JSON's. Its own parser and serializer are not used: they read one double in
// eleven inexactly, print 0.5 as 5E-1, refuse the NaN that the wire has and stop at depth 32.
// Implements the wire spec, section 2. [every function is thread-safe]
#pragma once

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wbm::json {

using boost::json::array;
using boost::json::kind;
using boost::json::object;
using boost::json::string;
using boost::json::value;

/// How a text is laid out. Which file uses which: wire spec 2.1.
enum class Style {
    fast,             ///< `{"a":1,"é":1e-7}`: history lines and run files. UTF-8, no blanks.
    standard,         ///< `{"a": 1, "\u00e9": 1e-07}`: Python's json.dumps. ASCII.
    standard_sorted,  ///< the same with keys in code point order: entries of an artifact.
    indented,         ///< Python's json.dumps(indent=4): wandb_manifest.json.
};

/// NaN and infinities are not JSON, but the wire has them in a few places.
enum class NonFinite { refuse, allow };

/// Bounds that a hostile text meets. Every reader of this project uses these unless it says otherwise.
struct Limits {
    std::size_t max_depth = 256;                   ///< nested arrays and objects; more than 1024 counts as 1024
    std::size_t max_bytes = std::size_t{1} << 30;  ///< length of the text
};

/// A text that is not JSON, or JSON that cannot be written. what() is one sentence; a reader's says where:
/// `JSON, line 3, column 7: the key "a" comes twice`.
class Error : public std::runtime_error {
public:
    explicit Error(const std::string& text, std::size_t offset = 0) : std::runtime_error(text), offset_(offset) {}
    /// Bytes before the place where reading stopped.
    [[nodiscard]] std::size_t offset() const noexcept { return offset_; }

private:
    std::size_t offset_;
};

/// Reads one JSON value; blanks may surround it, nothing else. Doubles are exact (nearest binary64).
/// Accepts what Python's json.loads accepts with NonFinite::allow: the bare tokens NaN, Infinity, -Infinity.
/// Refuses: invalid UTF-8, lone surrogate escapes, keys that come twice, numbers that overflow a double, raw control
/// characters in strings, more depth or bytes than `limits`. An integer beyond 64 bits becomes the nearest double here
/// (restyle() keeps its digits).
[[nodiscard]] value read(std::string_view text, NonFinite non_finite = NonFinite::allow, const Limits& limits = {});

/// The same, and the value must be an object.
[[nodiscard]] object read_object(std::string_view text, NonFinite non_finite = NonFinite::allow,
                                 const Limits& limits = {});

/// Writes a value. With NonFinite::refuse a NaN or infinity is an Error that names its place: `data[3].score is NaN`.
/// Strings must be UTF-8 (Error otherwise); depth above 256 is an Error.
[[nodiscard]] std::string write(const value& v, Style style = Style::fast, NonFinite non_finite = NonFinite::refuse);
[[nodiscard]] std::string write(const object& o, Style style = Style::fast, NonFinite non_finite = NonFinite::refuse);
void append(std::string& out, const value& v, Style style = Style::fast, NonFinite non_finite = NonFinite::refuse);
void append(std::string& out, const object& o, Style style = Style::fast, NonFinite non_finite = NonFinite::refuse);

/// Lays a text out anew without building a document: checks all that read() checks, keeps member order (except
/// Style::standard_sorted) and the digits of integers of any length.
[[nodiscard]] std::string restyle(std::string_view text, Style style, NonFinite non_finite = NonFinite::refuse,
                                  const Limits& limits = {});
void append_restyled(std::string& out, std::string_view text, Style style, NonFinite non_finite = NonFinite::refuse,
                     const Limits& limits = {});

/// The text of one finite double: `1.0`, `1e-07` (standard) or `1e-7` (fast), shortest that reads back exactly.
void append_number(std::string& out, double number, Style style);

/// The text of one string with its quotes.
void append_string(std::string& out, std::string_view utf8, Style style);

/// The string value of the top-level member `key` of an object, found without building a document; empty when the text
/// is not an object or has no such string member. Looks only at the text up to that member and does not validate the
/// rest. The view points into `text`, or into `scratch` when the member had escapes.
[[nodiscard]] std::string_view find_string(std::string_view text, std::string_view key, std::string& scratch);

/// Is this well-formed UTF-8?
[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

}  // namespace wbm::json
