// test_bytes.hpp - bytes that compress well, badly and oddly.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <vector>

namespace wbm::image {

using Bytes = std::vector<std::uint8_t>;

inline Bytes random_bytes(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    Bytes bytes(count);
    for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random());
    return bytes;
}

/// Long runs, short ones and none.
inline Bytes run_heavy(std::size_t count, unsigned seed) {
    std::mt19937 random(seed);
    Bytes bytes;
    while (bytes.size() < count) {
        const std::size_t longest = std::size_t{1} << random() % 12;
        bytes.insert(bytes.end(), 1 + random() % longest, static_cast<std::uint8_t>(random() % 5));
    }
    bytes.resize(count);
    return bytes;
}

}  // namespace wbm::image
