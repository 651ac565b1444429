// samples.hpp - the numbers of an array as the samples of frames: the rules of images, decided once for a whole film.
#pragma once

#include "film_array.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace wbm::video {

/// What a number becomes, 0 to 255. Fractions are dropped; NaN is 0.
struct SampleRule {
    enum class Kind {
        as_is,        ///< bytes
        low_byte,     ///< a C cast, as the reference's
        times_255,    ///< 0 to 1
        from_signed,  ///< -1 to 1: 127.5 (x + 1)
        cut,          ///< to 0..255
        window,       ///< [low, high] to 0..255
    };
    Kind kind = Kind::as_is;
    double low = 0;
    double scale = 1;

    [[nodiscard]] static SampleRule of_window(const std::array<double, 2>& window) noexcept {
        return {Kind::window, window[0], 255 / (window[1] - window[0])};
    }
};

/// The rule for a whole film: bytes are as they are; true is 255; other numbers by the least and the greatest of all
/// frames: 0 to 1 times 255, -1 to 1 as 127.5 (x + 1), otherwise cut to 0..255. NaN counts for nothing here; the user
/// is warned of it.
[[nodiscard]] SampleRule rule_of(const FilmArray& film, bool normalize,
                                 const std::optional<std::array<double, 2>>& range);

/// The rule for a film whose frames come one by one, so that nobody knows the range of all: bytes are as they are; true
/// is 255; floating point numbers are 0 to 1, integers 0 to 255. Throws invalid for a frame with others, naming one.
[[nodiscard]] SampleRule rule_of_moment(const FilmArray& moment, bool normalize,
                                        const std::optional<std::array<double, 2>>& range);

}  // namespace wbm::video
