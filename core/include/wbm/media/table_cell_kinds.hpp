// wbm/media/table_cell_kinds.hpp - the types that cells of a table are made of, told apart by what they can do.
#pragma once

#include <wbm/value.hpp>

#include <chrono>
#include <concepts>
#include <cstddef>
#include <optional>
#include <ranges>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace wbm::detail {

template <class T, template <class...> class Template>
inline constexpr bool is_made_of = false;
template <template <class...> class Template, class... Arguments>
inline constexpr bool is_made_of<Template<Arguments...>, Template> = true;

template <class T>
concept CharacterCell = std::same_as<T, char> || std::same_as<T, wchar_t> || std::same_as<T, char8_t> ||
    std::same_as<T, char16_t> || std::same_as<T, char32_t>;
template <class T>
concept NullCell =
    std::same_as<T, std::nullptr_t> || std::same_as<T, std::nullopt_t> || std::same_as<T, std::monostate>;
template <class T>
concept FacadeCell = requires(const T& media) {
    { media.value() } -> std::same_as<const ValuePtr&>;
};
template <class T>
inline constexpr bool is_time_point = false;
template <class Duration>
inline constexpr bool is_time_point<std::chrono::sys_time<Duration>> = true;
template <class T>
concept MapCell = std::ranges::range<const T> && requires {
    typename T::mapped_type;
};
template <class T>
concept SetCell = std::ranges::range<const T> && std::same_as<typename T::key_type, typename T::value_type>;
template <class T>
concept TupleCell = is_made_of<T, std::tuple> || is_made_of<T, std::pair>;
template <class T>
inline constexpr bool is_cell_type = false;

}  // namespace wbm::detail
