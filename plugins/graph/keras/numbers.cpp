#include "numbers.hpp"

#include "../limits.hpp"

namespace wbm::graph {
namespace {

Number number_of(const json::value& v) {
    if (v.is_int64()) return v.get_int64();
    if (v.is_double() && v.get_double() >= -9e15 && v.get_double() <= 9e15 &&
        v.get_double() == static_cast<double>(static_cast<std::int64_t>(v.get_double())))
        return static_cast<std::int64_t>(v.get_double());
    return std::nullopt;
}

}  // namespace

Number integer(const json::object& config, std::string_view key) {
    const json::value* found = config.if_contains(key);
    return found == nullptr ? std::nullopt : number_of(*found);
}

bool flag(const json::object& config, std::string_view key, bool fallback) {
    const json::value* found = config.if_contains(key);
    return found != nullptr && found->is_bool() ? found->get_bool() : fallback;
}

std::string_view word(const json::object& config, std::string_view key, std::string_view fallback) {
    const json::value* found = config.if_contains(key);
    return found != nullptr && found->is_string() ? std::string_view(found->get_string()) : fallback;
}

std::vector<Number> integers(const json::object& config, std::string_view key, std::size_t count,
                             const Number& fallback) {
    const json::value* found = config.if_contains(key);
    if (found == nullptr || found->is_null()) return std::vector<Number>(count, fallback);
    if (!found->is_array()) return std::vector<Number>(count, number_of(*found));
    std::vector<Number> all(count);
    for (std::size_t i = 0; i < count && i < found->get_array().size(); ++i) all[i] = number_of(found->get_array()[i]);
    return all;
}

std::optional<Shape> shape_of(const json::value& v) {
    if (!v.is_array() || v.get_array().size() > max_rank) return std::nullopt;
    Shape shape;
    for (const json::value& size : v.get_array()) {
        if (!size.is_null() && !number_of(size)) return std::nullopt;
        shape.push_back(number_of(size));
    }
    return shape;
}

json::array json_of(const Shape& shape) {
    json::array sizes;
    for (const Number& size : shape) sizes.push_back(size ? json::value(*size) : json::value(nullptr));
    return sizes;
}

}  // namespace wbm::graph
