// numbers.hpp - Numbers: what a histogram is made of, as one row of one of NumPy's number types.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk.hpp>
#include <wbm/sdk/element.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace wbm::histogram {

/// The elements of an array in row-major order, borrowed where the array has them so, else copied. bool counts as uint8
/// and bfloat16, which NumPy lacks, as float32. [const calls are thread-safe]
class Numbers {
public:
    using Values =
        std::variant<std::span<const std::int8_t>, std::span<const std::int16_t>, std::span<const std::int32_t>,
                     std::span<const std::int64_t>, std::span<const std::uint8_t>, std::span<const std::uint16_t>,
                     std::span<const std::uint32_t>, std::span<const std::uint64_t>, std::span<const Half>,
                     std::span<const float>, std::span<const double>>;

    /// Throws unsupported for another element type, invalid for too many elements. Borrows `array`.
    explicit Numbers(const DLTensor& array);
    /// A number, or lists of numbers in lists, as numpy.asarray() takes them: bool, int64, uint64 when all are too
    /// large for int64, else float64. `name` is what an error calls it. Throws invalid for anything else.
    Numbers(const json::value& list, const std::string& name);

    [[nodiscard]] const Values& values() const noexcept { return values_; }
    [[nodiscard]] std::size_t size() const noexcept;

    /// NaN and infinities among them.
    struct NonFinite {
        std::size_t nan = 0;
        std::size_t infinite = 0;
        [[nodiscard]] std::size_t all() const noexcept { return nan + infinite; }
    };
    [[nodiscard]] NonFinite count_non_finite() const;
    /// The others, in their order.
    [[nodiscard]] Numbers without_non_finite() const;

    /// As Python's tolist() gives them: integers stay integers.
    [[nodiscard]] json::array to_list() const;

private:
    template <class T>
    explicit Numbers(std::vector<T> elements) {
        own(std::move(elements));
    }
    template <class T>
    void own(std::vector<T> elements) {
        const auto owner = std::make_shared<const std::vector<T>>(std::move(elements));
        values_ = std::span<const T>(*owner);
        owner_ = owner;
    }

    std::shared_ptr<const void> owner_;  ///< of the elements; null when they are borrowed
    Values values_;
};

}  // namespace wbm::histogram
