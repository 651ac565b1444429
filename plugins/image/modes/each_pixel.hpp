// each_pixel.hpp - one formula over all pixels of a picture.
#pragma once

#include "../picture.hpp"

#include <cstdint>
#include <cstring>

namespace wbm::image {

/// The sample at `at`, in this machine's byte order.
template <class T>
[[nodiscard]] inline T sample(const std::uint8_t* at) noexcept {
    T value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

template <class T>
inline void put(std::uint8_t* at, T value) noexcept {
    std::memcpy(at, &value, sizeof value);
}

/// A picture of mode `to`: `formula(in, out)` for each pixel, which has `in_bytes` and `out_bytes`. The sizes are
/// constants so that the compiler can make wide loops of it.
template <std::size_t in_bytes, std::size_t out_bytes, class Formula>
[[nodiscard]] Picture each_pixel(const Picture& from, Mode to, Formula formula) {
    Picture result = Picture::blank(to, from.size);
    const std::size_t count = from.samples.size() / in_bytes;
    const std::uint8_t* in = from.row(0);
    std::uint8_t* out = result.row(0);
    for (std::size_t i = 0; i < count; ++i) formula(in + i * in_bytes, out + i * out_bytes);
    return result;
}

}  // namespace wbm::image
