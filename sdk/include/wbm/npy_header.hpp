// wbm/npy_header.hpp - the header of a .npy file: a magic, a version and a Python dict literal such as
// {'descr': '<f4', 'fortran_order': False, 'shape': (3, 4), }
// The elements follow it. [every function is thread-safe]
#pragma once

#include <dlpack/dlpack.h>

#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::npy {

/// Sizes that NumPy itself can hold (64 since NumPy 2, 32 before).
inline constexpr std::size_t max_dimensions = 64;

/// A header may be this long.
inline constexpr std::size_t max_header_bytes = std::size_t{1} << 16;

/// A header that breaks the format, or one of an array that nobody can read.
class Error : public std::runtime_error {
public:
    Error(bool unsupported, const std::string& text) : std::runtime_error(text), unsupported_(unsupported) {}
    /// A sound header of something that is not read: Python objects, named fields, a later version.
    [[nodiscard]] bool is_unsupported() const noexcept { return unsupported_; }

private:
    bool unsupported_;
};

/// Bytes that hold any prelude: magic, version, and the longer of the two length fields.
inline constexpr std::size_t prelude_bytes = 12;

struct Header {
    DLDataType dtype{};
    bool swap_bytes = false;  ///< the file has the other byte order than this machine
    bool fortran_order = false;
    std::vector<std::int64_t> shape;
    std::size_t data_offset = 0;  ///< bytes before the elements
};

/// How long the header is, prelude included, from the first `prelude_bytes` of the file (fewer only when the file is
/// shorter). Throws Error when this is not a .npy file, the header is longer than max_header_bytes or its version is
/// not 1 to 3.
[[nodiscard]] std::size_t header_length(std::string_view head);

/// Reads a header; `head` has at least header_length(head) bytes. Throws Error, also for dtypes that are not plain
/// numbers.
[[nodiscard]] Header parse_header(std::string_view head);

/// The version 1 header of a C-order array. Throws Error for a dtype that NumPy does not have.
[[nodiscard]] std::string make_header(DLDataType dtype, const std::vector<std::int64_t>& shape);

}  // namespace wbm::npy
