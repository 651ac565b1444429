#include "choice.hpp"

#include "deflate_rle.hpp"
#include "filtered_rows.hpp"
#include "repeat_probe.hpp"

#include <algorithm>
#include <cstring>
#include <span>
#include <vector>

namespace wbm::image::png {
namespace {

constexpr std::size_t strips = 8;  ///< places that are looked at

/// The rows of some strips that lie evenly in the picture.
std::vector<std::size_t> sample_rows(std::size_t height) {
    // More than one at each, because repeats are often in the row above.
    const std::size_t strip_rows = height < 256 ? 2 : 4;
    std::vector<std::size_t> ys;
    for (std::size_t strip = 0; strip < strips; ++strip) {
        const std::size_t end = height * (strip + 1) / strips;
        const std::size_t first = (height * strip / strips + end) / 2;
        for (std::size_t y = first; y < std::min(end, first + strip_rows); ++y) ys.push_back(y);
    }
    return ys;
}

/// The share of eight bytes in a row that are 0, of 256.
std::size_t zero_share(std::span<const std::uint8_t> bytes) noexcept {
    std::size_t zero = 0;
    for (std::size_t i = 0; i + 8 <= bytes.size(); i += 8) {
        std::uint64_t word;
        std::memcpy(&word, bytes.data() + i, sizeof word);
        zero += word == 0;
    }
    return zero * 8 * 256 / bytes.size();
}

/// Whether the rows repeat strings, as tiles and patterns do, however noisy these are. Looks at a short piece only.
bool is_pattern(std::span<const std::uint8_t> sample, std::size_t picture_bytes) noexcept {
    const std::size_t piece = std::min(sample.size(), std::clamp<std::size_t>(picture_bytes / 128, 768, 8192));
    RepeatProbe probe;
    return probe.estimate_bits(sample.last(piece)) < 2 * piece;  // noise takes three bits a byte and more
}

}  // namespace

Way choose_way(const PixelRows& rows, const Kernel& kernel) {
    FilteredRows filtered(rows, kernel);
    const auto height = static_cast<std::size_t>(rows.size.height);
    const std::vector<std::size_t> ys = sample_rows(height);
    std::vector<std::uint8_t> memory(ys.size() * filtered.bytes() + padding);
    const std::span<std::uint8_t> sample(memory.data(), ys.size() * filtered.bytes());

    std::uint64_t cost = 0;
    std::uint8_t* to = memory.data();
    for (const std::size_t y : ys) {
        if (y > 0) filtered.go_to(y - 1);
        cost += filtered.filter(y, to);
        to += filtered.bytes();
    }
    const std::size_t zeros = zero_share(sample);
    if (zeros < 32 && cost >= sample.size() && !is_pattern(sample, filtered.bytes() * height)) return Way::noise;

    RleDeflate runs(kernel, min_run_of(Way::runs));
    RepeatProbe probe;
    const std::uint64_t with_runs = runs.estimate_bits(sample);
    const std::uint64_t with_filters = probe.estimate_bits(sample);
    to = memory.data();
    for (const std::size_t y : ys) {
        filtered.copy(y, to);
        to += filtered.bytes();
    }
    const std::uint64_t as_it_is = probe.estimate_bits(sample);
    // libdeflate finds more than the probe where much repeats, but is slower, most of all to start. The limits come
    // from comparing the estimates with the files of some sixty screenshots, plots, masks and photos.
    const bool flat = zeros >= 100;
    const bool small = filtered.bytes() * height < 8192;
    const std::uint64_t most = with_runs * (flat && !small ? 13 : 10) / 10;
    if (as_it_is <= most && as_it_is * 10 <= with_filters * 22) return Way::repeats;
    if (with_filters * 20 <= with_runs * 21) return Way::filtered_repeats;
    return flat ? Way::runs : Way::noise;
}

}  // namespace wbm::image::png
