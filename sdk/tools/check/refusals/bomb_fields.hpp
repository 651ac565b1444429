// bomb_fields.hpp - where files of the formats that we know say how large they are.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// A number in a file.
struct SizeField {
    std::size_t offset;
    std::size_t width;  ///< bytes
    bool big_endian;
    const char* name;  ///< "PNG width"
};

/// The fields of the format that the bytes begin like; none when it is not known. At most a few hundred.
[[nodiscard]] std::vector<SizeField> size_fields(std::string_view bytes);

/// The bytes with this number in the field, cut to its width. Where the format has a checksum over it, that fits.
[[nodiscard]] std::string with_size(std::string_view bytes, const SizeField& field, unsigned long long size);

}  // namespace wbm::tool
