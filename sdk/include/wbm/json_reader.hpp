// wbm/json_reader.hpp - reads a JSON text piece by piece, for texts that are too large for a document: a table's rows.
#pragma once

#include <wbm/json.hpp>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace wbm::json {

/// Goes through one text from front to back and refuses what read() refuses, with the same errors. What a call returns
/// as a view is valid until the next call. The text must outlive the reader. [one thread at a time]
///
///     Reader in(text);
///     in.begin_object();
///     while (in.next_member()) {
///         if (in.key() == "rows") { in.begin_list(); while (in.next_element()) rows.push_back(in.number()); }
///         else in.skip();
///     }
///     in.finish();
class Reader {
public:
    enum class Kind { null, boolean, integer, real, text, list, object, non_finite };

    explicit Reader(std::string_view text, NonFinite non_finite = NonFinite::allow, const Limits& limits = {});
    ~Reader();
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;

    /// What the next value is. Reads nothing but a number, whose text decides between integer and real.
    [[nodiscard]] Kind peek();

    void begin_object();
    /// Goes to the next member, which must then be read; false at the end of the object.
    bool next_member();
    /// The name of the member that next_member() found, until the next object begins or ends.
    [[nodiscard]] const std::string& key() const noexcept;
    void begin_list();
    /// Goes to the next element, which must then be read; false at the end of the list.
    bool next_element();

    // Each reads one value. Throws Error when the next value is of another kind.
    void null();
    [[nodiscard]] bool boolean();
    [[nodiscard]] double non_finite();
    [[nodiscard]] std::string_view text();    ///< unescaped
    [[nodiscard]] std::string_view number();  ///< its text, checked
    /// The next value, of any kind, as a document.
    [[nodiscard]] value read();
    /// Passes over the next value and returns its text.
    std::string_view skip();

    /// Nothing but blanks may be left.
    void finish();

    /// Bytes before the place that is read next.
    [[nodiscard]] std::size_t offset() const noexcept;
    /// Throws Error with line and column of this place: `JSON, line 3, column 7: <reason>`.
    [[noreturn]] void fail(const std::string& reason) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace wbm::json
