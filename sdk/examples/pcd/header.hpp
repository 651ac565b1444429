// header.hpp - the lines that a PCD file begins with.
#pragma once

#include <wbm/sdk.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pcd {

struct Field {
    std::string name;
    DLDataType dtype{};       ///< from TYPE (I, U, F) and SIZE
    std::uint64_t count = 1;  ///< numbers

    [[nodiscard]] std::size_t bytes() const noexcept { return dtype.bits / 8U * count; }
    /// Filling between other fields, as PCL names it.
    [[nodiscard]] bool is_padding() const noexcept { return name == "_"; }
};

enum class Data { ascii, binary, binary_compressed };

struct Header {
    std::vector<Field> fields;
    std::uint64_t width = 0;
    std::uint64_t height = 1;
    std::uint64_t points = 0;
    std::array<double, 7> viewpoint{0, 0, 0, 1, 0, 0, 0};  ///< where the sensor was, and its quaternion, w first
    Data data = Data::ascii;
    std::size_t offset = 0;  ///< of the points

    [[nodiscard]] std::size_t point_bytes() const noexcept;
    /// Throws wbm::not_found naming the fields that there are.
    [[nodiscard]] std::size_t index_of(std::string_view field) const;
    [[nodiscard]] bool has(std::string_view field) const noexcept;
};

[[nodiscard]] const char* name_of(Data data) noexcept;

/// Has the text the first lines of a PCD file?
[[nodiscard]] bool looks_like_pcd(std::string_view content) noexcept;

/// Throws wbm::invalid naming the line: `the file "a.pcd", line 4: TYPE has 2 words, and there are 3 FIELDS`.
[[nodiscard]] Header parse_header(std::string_view content, const std::string& name);

/// The lines for a header, which must be sound.
[[nodiscard]] std::string make_header(const Header& header);

}  // namespace pcd
