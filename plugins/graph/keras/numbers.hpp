// numbers.hpp - counts and sizes that may be unknown, as None in a Keras shape: what is computed from one is unknown
// too, and so is what has no place in 64 bits.
#pragma once

#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace wbm::graph {

using Number = std::optional<std::int64_t>;
using Shape = std::vector<Number>;

[[nodiscard]] inline Number operator*(const Number& a, const Number& b) {
    std::int64_t out = 0;
    return a && b && !__builtin_mul_overflow(*a, *b, &out) ? Number(out) : std::nullopt;
}
[[nodiscard]] inline Number operator+(const Number& a, const Number& b) {
    std::int64_t out = 0;
    return a && b && !__builtin_add_overflow(*a, *b, &out) ? Number(out) : std::nullopt;
}
[[nodiscard]] inline Number operator-(const Number& a, const Number& b) {
    std::int64_t out = 0;
    return a && b && !__builtin_sub_overflow(*a, *b, &out) ? Number(out) : std::nullopt;
}
/// a / b rounded down; unknown unless b is positive.
[[nodiscard]] inline Number floor_div(const Number& a, const Number& b) {
    if (!a || !b || *b <= 0) return std::nullopt;
    return *a / *b - (*a % *b < 0 ? 1 : 0);
}

/// A member of a layer's configuration.
[[nodiscard]] Number integer(const json::object& config, std::string_view key);
[[nodiscard]] bool flag(const json::object& config, std::string_view key, bool fallback);
[[nodiscard]] std::string_view word(const json::object& config, std::string_view key, std::string_view fallback);
/// A list of integers, or one for all of `count`; unknown where it is neither.
[[nodiscard]] std::vector<Number> integers(const json::object& config, std::string_view key, std::size_t count,
                                           const Number& fallback);

/// A list of sizes and nulls as a shape; nullopt for anything else.
[[nodiscard]] std::optional<Shape> shape_of(const json::value& v);
[[nodiscard]] json::array json_of(const Shape& shape);

}  // namespace wbm::graph
