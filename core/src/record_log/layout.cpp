#include "record_log/layout.hpp"

#include <zlib.h>

namespace wbm::record_log {

std::uint32_t checksum(std::uint8_t type, std::string_view payload) noexcept {
    const uLong of_type = crc32_z(0, &type, 1);
    if (payload.empty()) return static_cast<std::uint32_t>(of_type);
    return static_cast<std::uint32_t>(
        crc32_z(of_type, reinterpret_cast<const unsigned char*>(payload.data()), payload.size()));
}

}  // namespace wbm::record_log
