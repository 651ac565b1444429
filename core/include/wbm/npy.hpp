// wbm/npy.hpp - NumPy's .npy files: arrays from and for other programs.
#pragma once

#include <dlpack/dlpack.h>

#include <wbm/part.hpp>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// An array read from a .npy file: native byte order, in the file's own memory order (strides say which).
struct NpyArray {
    DLDataType dtype{};
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;  ///< in elements
    std::vector<std::byte> data;

    /// A part that borrows this array.
    [[nodiscard]] Part part() const { return array(data.data(), dtype, shape, strides); }
};

/// Is this the start of a .npy file?
[[nodiscard]] bool is_npy(std::string_view head) noexcept;

/// Reads format versions 1 to 3, C and Fortran order, any endianness; bool, int8..64, uint8..64, float16..64,
/// bfloat16 (dtype "<V2", which is what NumPy has for it), complex64/128. Booleans become 0 or 1. Throws MediaError:
/// invalid for a broken header or a length that does not fit (also when bytes follow the array); unsupported for other
/// dtypes (objects are never unpickled) and versions; not_found; io.
[[nodiscard]] NpyArray read_npy(const std::filesystem::path& file);
[[nodiscard]] NpyArray parse_npy(std::string_view bytes);

/// The bytes of a .npy file (version 1, C order) with this array, any strides. The dtypes are those that read_npy()
/// takes; bfloat16 becomes "<V2", which `a.view(ml_dtypes.bfloat16)` makes numbers of in Python. Throws MediaError:
/// unsupported for other dtypes, for memory that is not the CPU's, and for more dimensions than NumPy has.
[[nodiscard]] std::string to_npy(const DLTensor& array);

}  // namespace wbm
