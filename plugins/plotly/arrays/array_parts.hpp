// array_parts.hpp - arrays that a caller gives beside a figure's JSON, which names them: {"x": "@x0"} with a part "x0".
#pragma once

#include <wbm/sdk.hpp>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace wbm::plotly {

/// Borrows the arrays from create()'s input.
class ArrayParts {
public:
    ArrayParts() = default;
    /// Checks each: throws unsupported for a part that is no array, memory of another device and another element type;
    /// invalid for no or more than max_array_dimensions dimensions and more than max_array_elements elements.
    explicit ArrayParts(const Input& in);

    [[nodiscard]] bool empty() const noexcept { return arrays_.empty(); }
    /// The array that a JSON string names, whose text without quotes this is; null when it names none. A text that
    /// begins with an escaped "@" names none.
    [[nodiscard]] const DLTensor* find(std::string_view raw) const;
    /// Throws invalid for a part whose name the figure does not have; `find()` has seen the whole of it.
    void check_all_found() const;

private:
    struct Kept {
        const DLTensor* array;
        mutable bool found = false;
    };
    std::map<std::string, Kept, std::less<>> arrays_;
};

}  // namespace wbm::plotly
