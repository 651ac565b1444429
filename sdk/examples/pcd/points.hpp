// points.hpp - the numbers of a cloud, whichever way the file has them.
#pragma once

#include "header.hpp"

#include <wbm/sdk.hpp>
#include <wbm/sdk/element.hpp>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace pcd {

/// Where the numbers of a field are.
struct Column {
    const Field* field;
    const std::byte* first;
    std::size_t step;  ///< bytes from point to point
};

class Points {
public:
    /// Checks all of a file's points. Points into `content` and `header`, which must outlive it. Throws wbm::invalid.
    Points(const Header& header, std::string_view content, const std::string& name);

    [[nodiscard]] std::size_t count() const noexcept { return header_.points; }
    [[nodiscard]] const Header& header() const noexcept { return header_; }
    [[nodiscard]] Column column(std::size_t field) const;

    /// Calls `visit(point, number in the field, value)` for each number of a field, in its own type.
    template <class Visit>
    void for_each(std::size_t field, const Visit& visit) const {
        const Column at = column(field);
        wbm::with_element(at.field->dtype, [&](auto kind) {
            using T = decltype(kind);
            for (std::size_t i = 0; i < count(); ++i)
                for (std::size_t k = 0; k < at.field->count; ++k)
                    visit(i, k, wbm::as_number(wbm::load_element<T>(at.first + i * at.step + k * sizeof(T))));
        });
    }

private:
    const Header& header_;
    std::string unpacked_;    ///< of ascii and compressed data
    std::string_view bytes_;  ///< point after point, or field after field
    bool by_field_ = false;
};

/// The points of ascii lines as binary data has them: point after point.
[[nodiscard]] std::string read_ascii(const Header& header, std::string_view lines, const std::string& name);

/// Binary data, point after point, as binary_compressed data: sizes, then LZF of field after field.
[[nodiscard]] std::string compress(const Header& header, std::string_view bytes);

/// What fields() says of a cloud: pcd.hpp.
[[nodiscard]] wbm::json::object describe(const Points& points);

/// Colours from the field rgb or rgba, in which three or four bytes are packed as one number.
[[nodiscard]] std::vector<std::uint8_t> colours_of(const Points& points);

}  // namespace pcd
