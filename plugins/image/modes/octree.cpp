#include "octree.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace wbm::image {
namespace {

constexpr std::size_t most_colors = 256;

// The pixels whose colours begin with the same bits.
struct Cell {
    std::uint64_t count = 0;
    std::array<std::uint64_t, 4> sums{};

    void add(const Rgba& color) noexcept {
        ++count;
        sums[0] += color.r;
        sums[1] += color.g;
        sums[2] += color.b;
        sums[3] += color.a;
    }
    void add(const Cell& other) noexcept {
        count += other.count;
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c] += other.sums[c];
    }
    void subtract(const Cell& other) noexcept {
        count -= other.count;
        for (std::size_t c = 0; c < sums.size(); ++c) sums[c] -= other.sums[c];
    }
    // In float32 as Pillow does, which matters for counts beyond 2^24.
    [[nodiscard]] std::uint8_t average(std::size_t c) const noexcept {
        return static_cast<std::uint8_t>(static_cast<float>(sums[c]) / static_cast<float>(count));
    }
    [[nodiscard]] Rgba average() const noexcept {
        if (count == 0) return {0, 0, 0, 0};
        return {average(0), average(1), average(2), average(3)};
    }
};

// Two histograms: 3, 4, 3, 3 bits of red, green, blue, alpha, and 2 of each.
constexpr std::size_t fine_cells = std::size_t{1} << 13;
constexpr std::size_t coarse_cells = std::size_t{1} << 8;

std::size_t fine_place(const Rgba& color) noexcept {
    return static_cast<std::size_t>((color.r >> 5) << 10 | (color.g >> 4) << 6 | (color.b >> 5) << 3 | color.a >> 5);
}
std::size_t coarse_place(const Rgba& color) noexcept {
    return static_cast<std::size_t>((color.r >> 6) << 6 | (color.g >> 6) << 4 | (color.b >> 6) << 2 | color.a >> 6);
}
std::size_t coarse_of_fine(std::size_t place) noexcept {
    return (place >> 11 & 3U) << 6 | (place >> 8 & 3U) << 4 | (place >> 4 & 3U) << 2 | (place >> 1 & 3U);
}

using Cells = std::vector<Cell>;

std::size_t used(const Cells& cells) noexcept {
    return static_cast<std::size_t>(
        std::count_if(cells.begin(), cells.end(), [](const Cell& cell) { return cell.count > 0; }));
}

Cells by_count(Cells cells) {
    std::stable_sort(cells.begin(), cells.end(), [](const Cell& a, const Cell& b) { return a.count > b.count; });
    return cells;
}

// The colour of a pixel. Wholly transparent ones all count as the first of them.
class Colors {
public:
    explicit Colors(const Picture& rgba) : rgba_(rgba), count_(rgba.samples.size() / 4) {
        std::size_t first = 0;
        while (first < count_ && stored(first).a != 0) ++first;
        if (first < count_) clear_ = stored(first);
    }
    [[nodiscard]] std::size_t count() const noexcept { return count_; }
    [[nodiscard]] Rgba operator[](std::size_t i) const noexcept {
        const Rgba color = stored(i);
        return color.a == 0 ? clear_ : color;
    }

private:
    [[nodiscard]] Rgba stored(std::size_t i) const noexcept {
        const std::uint8_t* at = rgba_.row(0) + 4 * i;
        return {at[0], at[1], at[2], at[3]};
    }

    const Picture& rgba_;
    std::size_t count_;
    Rgba clear_;
};

struct Palette {
    Cells colors;            // 256: coarse ones, then fine ones
    std::size_t coarse = 0;  // how many coarse ones
};

// The most frequent fine cells get a colour each, as many as the coarse cells leave; a coarse cell stands for what is
// left in it, and gives its place back when nothing is.
Palette choose(const Cells& fine) {
    Cells coarse(coarse_cells);
    for (std::size_t i = 0; i < fine.size(); ++i) coarse[coarse_of_fine(i)].add(fine[i]);
    const Cells frequent = by_count(fine);
    std::size_t coarse_used = used(coarse);
    std::size_t taken = 0;
    for (;;) {
        for (; taken < most_colors - coarse_used; ++taken)
            coarse[coarse_place(frequent[taken].average())].subtract(frequent[taken]);
        const std::size_t left = used(coarse);
        if (left == coarse_used) break;
        coarse_used = left;
    }
    Palette palette{by_count(coarse), coarse_used};
    palette.colors.resize(coarse_used);
    palette.colors.insert(palette.colors.end(), frequent.begin(),
                          frequent.begin() + static_cast<std::ptrdiff_t>(taken));
    return palette;
}

// The index for each fine cell. Written from the last colour to the first, so that the first wins.
std::array<std::uint8_t, fine_cells> index_of_cells(const Palette& palette) {
    std::array<std::uint8_t, coarse_cells> coarse{};
    for (std::size_t i = palette.coarse; i-- > 0;)
        coarse[coarse_place(palette.colors[i].average())] = static_cast<std::uint8_t>(i);
    std::array<std::uint8_t, fine_cells> fine{};
    for (std::size_t i = 0; i < fine_cells; ++i) fine[i] = coarse[coarse_of_fine(i)];
    for (std::size_t i = palette.colors.size(); i-- > palette.coarse;)
        fine[fine_place(palette.colors[i].average())] = static_cast<std::uint8_t>(i);
    return fine;
}

}  // namespace

Picture octree_of(const Picture& rgba) {
    const Colors colors(rgba);
    Cells fine(fine_cells);
    for (std::size_t i = 0; i < colors.count(); ++i) fine[fine_place(colors[i])].add(colors[i]);
    const Palette palette = choose(fine);
    const auto index = index_of_cells(palette);

    Picture result = Picture::blank(Mode::p, rgba.size);
    for (const Cell& cell : palette.colors) result.palette.push_back(cell.average());
    std::uint8_t* const out = result.row(0);
    for (std::size_t i = 0; i < colors.count(); ++i) out[i] = index[fine_place(colors[i])];
    return result;
}

}  // namespace wbm::image
