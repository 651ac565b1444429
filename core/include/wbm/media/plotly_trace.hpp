// wbm/media/plotly_trace.hpp - what plot::Figure takes: values along an axis, and what may be said of each kind of
// trace. wbm/media/plotly.hpp includes this.
#pragma once

#include <wbm/json.hpp>
#include <wbm/part.hpp>

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm {

/// What may be said of a figure.
struct PlotlyOptions {
    std::optional<std::string> caption = {};
    /// Keep arrays as plotly.js' typed arrays, base64 of their bytes, instead of lists of numbers: smaller and faster;
    /// plotly.js 2.28 (2023) and later read them.
    bool typed_arrays = false;
};

namespace plot {

/// Numbers or categories along an axis, or a grid of numbers. Arrays that are lvalues or views are borrowed: they must
/// live until the last Figure::value(). Temporaries and braced lists are copied.
class Values {
public:
    /// None.
    Values() = default;
    /// Numbers: float, double, any integer. `shape` for a grid: `Values(z, {rows, columns})`. Throws MediaError
    /// (invalid) when the shape's product is not the range's size.
    template <std::ranges::contiguous_range R>
    requires std::is_arithmetic_v<std::ranges::range_value_t<R>> Values(
        R&& numbers, std::initializer_list<std::int64_t> shape = {}) {  // NOLINT(google-explicit-constructor)
        using Number = std::remove_cv_t<std::ranges::range_value_t<R>>;
        const auto count = static_cast<std::size_t>(std::ranges::size(numbers));
        if (shape.size() != 0) check_element_count(shape, count);
        const void* data = std::ranges::data(numbers);
        if constexpr (!std::ranges::borrowed_range<R>) {
            auto copy = std::make_shared<std::vector<Number>>(std::ranges::begin(numbers), std::ranges::end(numbers));
            data = copy->data();
            owner_ = std::move(copy);
        }
        part_ = wbm::array(data, dtype_of<Number>(),
                           shape.size() != 0 ? std::vector<std::int64_t>(shape)
                                             : std::vector<std::int64_t>{static_cast<std::int64_t>(count)});
    }
    Values(std::initializer_list<double> numbers) : Values(std::vector<double>(numbers)) {}
    /// Categories, or dates such as "2024-01-31 12:00".
    Values(std::initializer_list<std::string_view> categories) : categories_(json::array()) {
        for (const std::string_view each : categories) categories_->emplace_back(each);
    }
    template <std::ranges::input_range R>
    requires std::convertible_to<std::ranges::range_reference_t<R>, std::string_view> Values(const R& categories)
        : categories_(json::array()) {  // NOLINT(google-explicit-constructor)
        for (const auto& each : categories) categories_->emplace_back(std::string_view(each));
    }
    /// An array of a library that speaks DLPack, of 1 to 3 dimensions. Borrowed.
    Values(const DLTensor& borrowed) : part_(wbm::tensor(borrowed)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool empty() const noexcept { return !part_ && !categories_; }
    [[nodiscard]] const std::optional<Part>& part() const noexcept { return part_; }
    [[nodiscard]] const std::optional<json::array>& categories() const noexcept { return categories_; }

private:
    std::shared_ptr<const void> owner_;
    std::optional<Part> part_;
    std::optional<json::array> categories_;
};

// Each has `more`, further members of the trace, which come last and win: `.more = {{"opacity", 0.5}}`. Colours are
// CSS: "red", "#4c78a8".

struct ScatterOptions {
    std::string name = {};
    std::string mode = "markers";  ///< or "lines", "lines+markers", "text"
    std::string color = {};
    Values colors = {};  ///< a number for each point, drawn by `colorscale`
    std::string colorscale = {};
    std::optional<double> size = {};  ///< of the markers, in pixels
    Values text = {};                 ///< of each point
    bool webgl = false;               ///< scattergl, for many points
    json::object more = {};
};
struct LineOptions {
    std::string name = {};
    std::string color = {};
    std::optional<double> width = {};  ///< in pixels
    std::string dash = {};             ///< "dot", "dash", "dashdot"
    json::object more = {};
};
struct BarOptions {
    std::string name = {};
    std::string color = {};
    bool horizontal = false;  ///< x are the lengths, y the places
    json::object more = {};
};
struct HistogramOptions {
    std::string name = {};
    std::optional<int> bins = {};  ///< at most
    std::string norm = {};         ///< "percent", "probability", "density"
    json::object more = {};
};
struct GridOptions {
    Values x = {};
    Values y = {};
    std::string name = {};
    std::string colorscale = {};       ///< "Viridis"
    std::optional<double> least = {};  ///< numbers that the colours begin
    std::optional<double> most = {};   ///< and end with
    json::object more = {};
};
struct Scatter3DOptions {
    std::string name = {};
    std::string mode = "markers";
    std::string color = {};
    Values colors = {};
    std::string colorscale = {};
    std::optional<double> size = {};
    json::object more = {};
};
struct BoxOptions {
    std::string name = {};
    Values x = {};            ///< the box that each number belongs to
    std::string points = {};  ///< "all", "outliers", "suspectedoutliers"
    json::object more = {};
};
struct AxisOptions {
    bool log = false;
    std::optional<std::array<double, 2>> range = {};
    json::object more = {};
};

namespace detail {

inline json::object arguments(const PlotlyOptions& o) {
    json::object options;
    if (o.caption) options["caption"] = *o.caption;
    if (o.typed_arrays) options["typed_arrays"] = true;
    return options;
}

/// Members of `from` into `into`; objects on both sides become one.
inline void merge(json::object& into, const json::object& from) {
    for (const auto& member : from) {
        json::value& mine = into[member.key()];
        if (mine.is_object() && member.value().is_object())
            merge(mine.get_object(), member.value().get_object());
        else
            mine = member.value();
    }
}

/// The member that "marker.color" names, made when it is missing.
inline json::value& at_path(json::object& o, std::string_view path) {
    const std::size_t dot = path.find('.');
    json::value& member = o[path.substr(0, dot)];
    if (dot == std::string_view::npos) return member;
    if (!member.is_object()) member.emplace_object();
    return member.get_object()[path.substr(dot + 1)];
}

inline bool has_path(const json::object& o, std::string_view path) {
    const std::size_t dot = path.find('.');
    const json::value* member = o.if_contains(path.substr(0, dot));
    if (member == nullptr || dot == std::string_view::npos) return member != nullptr;
    return !member->is_object() || member->get_object().contains(path.substr(dot + 1));
}

/// A trace's JSON, with null where arrays belong.
struct Trace {
    json::object members;
    std::vector<std::pair<std::string, Values>> arrays = {};

    Trace& put(std::string_view path, const Values& values) {
        if (values.categories()) at_path(members, path) = *values.categories();
        if (!values.part()) return *this;
        at_path(members, path) = nullptr;
        arrays.emplace_back(path, values);
        return *this;
    }
    Trace& put(std::string_view path, const std::string& text) {
        if (!text.empty()) at_path(members, path) = text;
        return *this;
    }
    Trace& put(std::string_view path, const std::optional<double>& number) {
        if (number) at_path(members, path) = *number;
        return *this;
    }
    void put_more(const json::object& more) {
        std::erase_if(arrays, [&](const auto& each) { return has_path(more, each.first); });
        merge(members, more);
    }
};

}  // namespace detail

}  // namespace plot
}  // namespace wbm
