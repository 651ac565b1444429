// types_test_support.hpp - what the tests of column types share: short ways to write types and cells.
#pragma once

#include "../cells/cell_json.hpp"
#include "column_type.hpp"

#include <wbm/sdk/error.hpp>

#include <gtest/gtest.h>

#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace wbm::table {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// A type of its JSON: T(R"({"wb_type":"none"})"), or of its name alone: T("none").
inline ColumnType type(std::string_view text) {
    if (!text.starts_with('{')) return ColumnType::parse(json::object{{"wb_type", text}});
    return ColumnType::parse(json::read(text));
}

inline std::string text_of(const ColumnType& t) { return json::write(t.to_json(), json::Style::fast); }

inline ColumnType optional(ColumnType t) { return ColumnType::optional(t); }

inline Cell array_cell(std::vector<double> elements, std::vector<std::int64_t> shape) {
    const Array a(std::move(elements), std::move(shape));
    return Cell::array(DenseArray::of(a.dl()));
}

inline Cell time_cell() { return Time{std::int64_t{5}}; }

/// A media value that says what a test gives it.
struct FakeMedia final : MediaCell {
    FakeMedia(std::string t, json::object f) : name(std::move(t)), facts(std::move(f)) {}
    [[nodiscard]] std::string_view type() const override { return name; }
    [[nodiscard]] json::object column_facts() const override { return facts; }
    [[nodiscard]] bool equal(const MediaCell& other) const override { return name == other.type(); }
    std::string name;
    json::object facts;
};

inline Media fake(std::string name, json::object facts = {}) {
    return std::make_shared<const FakeMedia>(std::move(name), std::move(facts));
}
inline Cell media_cell(std::string name, json::object facts = {}) {
    return Cell::media(fake(std::move(name), std::move(facts)));
}

/// What a refusal says; "not refused" when it was not one.
template <class Call>
std::string refusal(const Call& call, wbm_status status = WBM_INVALID) {
    try {
        call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "not refused";
}

}  // namespace wbm::table
