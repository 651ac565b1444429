// cif_grammar.hpp - gemmi's grammar of CIF, told piece by piece. Its header is in one file of C++17 alone: clang 14
// does not compile it as C++20.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>
#include <string_view>

namespace wbm::molecule {

/// What the grammar meets, in the order of the text. Texts are those of the file, values with their quotes; where they
/// are in it says their line.
class CifEvents {
public:
    virtual ~CifEvents() = default;
    virtual void begin_block() = 0;
    virtual void begin_loop(std::string_view keyword) = 0;
    virtual void loop_tag(std::string_view tag) = 0;
    virtual void loop_value(std::string_view value) = 0;
    virtual void end_loop() = 0;
    virtual void tag(std::string_view tag) = 0;
    virtual void value(std::string_view value) = 0;
};

class CifSyntaxError : public std::runtime_error {
public:
    CifSyntaxError(std::size_t line, const std::string& reason) : std::runtime_error(reason), line_(line) {}
    [[nodiscard]] std::size_t line() const noexcept { return line_; }

private:
    std::size_t line_;
};

/// Throws CifSyntaxError, and what `events` throws.
void walk_cif(std::string_view text, CifEvents& events);

}  // namespace wbm::molecule
