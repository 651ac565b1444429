// choice.hpp - which way of compressing suits a picture.
#pragma once

#include "../formats/encode.hpp"
#include "kernel.hpp"

#include <cstddef>
#include <cstdint>

namespace wbm::image::png {

enum class Way : std::uint8_t {
    noise,             ///< filtered rows, own deflate, codes that soon adapt: photos
    runs,              ///< the same with codes that serve for longer: masks
    repeats,           ///< rows as they are, libdeflate: screenshots, plots
    filtered_repeats,  ///< filtered rows, libdeflate: smooth made-up pictures
};

[[nodiscard]] constexpr std::size_t min_run_of(Way way) noexcept { return way == Way::noise ? 5 : 8; }

/// From a few rows of the picture; costs a fraction of compressing it.
[[nodiscard]] Way choose_way(const PixelRows& rows, const Kernel& kernel);

}  // namespace wbm::image::png
