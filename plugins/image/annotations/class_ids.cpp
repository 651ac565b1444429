#include "class_ids.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>

namespace wbm::image {
namespace {

constexpr double id_limit = 0x1p53;  // beyond it a double has gaps

class IdReader {
public:
    explicit IdReader(const std::string& where) : where_(where) {}

    template <class T>
    std::int64_t operator()(T x) {
        const auto n = as_number(x);
        const auto value = static_cast<double>(n);
        if (!(std::fabs(value) <= id_limit))
            throw invalid(where_ + "the mask has the value " + std::to_string(value) + ", which is no class id");
        const auto id = static_cast<std::int64_t>(+n);  // + makes a signed char an int
        if constexpr (std::is_floating_point_v<decltype(as_number(x))>)
            // -0.0 is no id of its own, but would not come back from one.
            is_exact_ = is_exact_ && value == static_cast<double>(id) && !(id == 0 && std::signbit(value));
        return id;
    }
    [[nodiscard]] bool is_exact() const noexcept { return is_exact_; }

private:
    const std::string& where_;
    bool is_exact_ = true;
};

bool is_shown_as_itself(std::int64_t id) noexcept { return id >= 0 && id <= 255; }

/// Gives every id beyond 8 bits a value.
std::map<std::int64_t, std::uint8_t> table_for(const std::vector<std::int64_t>& ids) {
    bool taken[256] = {};
    for (const std::int64_t id : ids)
        if (is_shown_as_itself(id)) taken[id] = true;
    std::map<std::int64_t, std::uint8_t> table;
    int next = 255;
    for (const std::int64_t id : ids) {
        if (is_shown_as_itself(id)) continue;
        int free = next;
        while (free > 0 && taken[free]) --free;
        if (!taken[free]) next = free;
        taken[next] = true;
        table[id] = static_cast<std::uint8_t>(next);
    }
    return table;
}

/// Whole rows of bytes need no table and no look-up.
ShownIds shown_bytes(const ArrayView& view) {
    ShownIds shown{view.dense(), {}, {}, true};
    bool occurs[256] = {};
    for (const std::byte id : shown.pixels) occurs[static_cast<std::size_t>(id)] = true;
    for (std::int64_t id = 0; id < 256; ++id)
        if (occurs[id]) shown.ids.push_back(id);
    return shown;
}

template <class T>
ShownIds shown_numbers(const ArrayView& view, const std::string& where) {
    const std::vector<std::byte> elements = view.dense();
    const std::size_t count = elements.size() / sizeof(T);
    IdReader id_of(where);
    std::unordered_map<std::int64_t, std::uint8_t> values;
    std::optional<std::int64_t> last;  // neighbours are mostly the same
    for (std::size_t i = 0; i < count; ++i) {
        const std::int64_t id = id_of(load_element<T>(elements.data() + i * sizeof(T)));
        if (id == last) continue;
        values.try_emplace(id, static_cast<std::uint8_t>(id));
        if (values.size() > max_mask_classes)
            throw invalid(where + "the mask has more than " + std::to_string(max_mask_classes) +
                          " different class ids; it looks like numbers that are measured, which an image holds");
        last = id;
    }
    ShownIds shown;
    for (const auto& [id, value] : values) shown.ids.push_back(id);
    std::sort(shown.ids.begin(), shown.ids.end());
    shown.table = table_for(shown.ids);
    for (const auto& [id, value] : shown.table) values[id] = value;
    shown.pixels.resize(count);
    for (std::size_t i = 0; i < count; ++i)
        shown.pixels[i] = static_cast<std::byte>(values.at(id_of(load_element<T>(elements.data() + i * sizeof(T)))));
    shown.is_exact = id_of.is_exact();
    return shown;
}

}  // namespace

json::object ShownIds::table_json() const {
    json::object j;
    for (const auto& [id, value] : table) j[std::to_string(id)] = value;
    return j;
}

ShownIds shown_ids(const ArrayView& view, const std::string& where) {
    return with_element(view.dtype, [&]<class T>(T) {
        if constexpr (std::is_same_v<T, std::uint8_t>)
            return shown_bytes(view);
        else
            return shown_numbers<T>(view, where);
    });
}

}  // namespace wbm::image
