// tiff_directory.hpp - the directories of a TIFF file, read where they lie. libtiff would copy every table of every
// page, and it hides whether a file names its extra samples, on which the mode depends.
#pragma once

#include "codec.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace wbm::image {

/// The numbers of one field stay in the file.
struct TiffField {
    std::uint16_t type = 0;
    std::uint64_t count = 0;
    std::uint64_t at = 0;
};

/// One directory: a picture. The defaults are those of the format.
struct TiffPage {
    std::uint64_t at = 0;  ///< of the directory, in the file
    Size size;
    std::uint64_t bits = 1;  ///< a sample; 0 when samples differ
    std::uint64_t compression = 1;
    std::uint64_t photometric = 0;
    std::uint64_t samples = 1;  ///< a pixel
    std::uint64_t planar = 1;
    std::uint64_t format = 1;  ///< of samples; 0 when they differ
    std::uint64_t orientation = 1;
    std::vector<std::uint64_t> extra;  ///< kinds of the samples beyond the colour
    std::uint64_t rows_per_strip = UINT64_MAX;
    Size tile;  ///< 0 x 0 for strips
    TiffField offsets;
    TiffField byte_counts;
    TiffField colors;

    [[nodiscard]] bool tiled() const noexcept { return tile.width != 0 || tile.height != 0; }
    [[nodiscard]] std::uint64_t planes() const noexcept { return planar == 2 ? samples : 1; }
    /// Samples that lie side by side.
    [[nodiscard]] std::uint64_t step() const noexcept { return planar == 2 ? 1 : samples; }
    [[nodiscard]] std::uint64_t row_bytes(std::uint64_t width) const noexcept {
        return (width * step() * bits + 7) / 8;
    }
};

class TiffDirectories {
public:
    /// Finds the first `wanted` pages, reading none. Throws invalid for a broken chain and for more than max_frames.
    explicit TiffDirectories(Encoded encoded, std::uint64_t wanted = UINT64_MAX);

    [[nodiscard]] std::uint32_t pages() const noexcept { return static_cast<std::uint32_t>(at_.size()); }
    /// Throws invalid for a page that is not there or that is broken: its size, its tables, and that each strip or tile
    /// lies within the file.
    [[nodiscard]] TiffPage page(std::uint32_t index);
    /// One of the field's numbers.
    [[nodiscard]] std::uint64_t number(const TiffField& field, std::uint64_t index) const;

private:
    [[nodiscard]] std::uint64_t read(std::uint64_t at, unsigned bytes) const;
    [[nodiscard]] std::uint64_t entries(std::uint64_t directory) const;
    void read_field(std::uint64_t at, TiffPage& page) const;
    void set(std::uint64_t tag, const TiffField& field, TiffPage& page) const;
    [[nodiscard]] std::uint64_t same(const TiffField& field) const;
    void check(const TiffPage& page);
    void check_pieces(const TiffPage& page, std::uint64_t pieces);
    void spend(std::uint64_t numbers);
    [[nodiscard]] std::string name() const { return std::string(encoded_.name); }
    [[noreturn]] void broken(const std::string& why) const;

    Encoded encoded_;
    bool big_endian_;
    bool big_;  ///< BigTIFF
    unsigned word_;
    std::vector<std::uint64_t> at_;
    std::uint64_t spent_ = 0;
};

}  // namespace wbm::image
