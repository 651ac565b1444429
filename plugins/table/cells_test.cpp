// Cells: what they hold, when they are equal, their JSON both ways.
#include "cells/array_cell.hpp"
#include "cells/cell.hpp"
#include "cells/cell_json.hpp"
#include "cells/iso_time.hpp"
#include "limits.hpp"

#include <wbm/sdk/error.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

namespace wbm::table {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

struct Media2 final : MediaCell {
    explicit Media2(json::object o) : json(std::move(o)), name(json.at("_type").as_string()) {}
    [[nodiscard]] std::string_view type() const override { return name; }
    [[nodiscard]] json::object column_facts() const override { return {}; }
    [[nodiscard]] bool equal(const MediaCell& other) const override {
        return json == dynamic_cast<const Media2&>(other).json;
    }
    json::object json;
    std::string name;
};

Media make_media(const json::object& o) { return std::make_shared<const Media2>(o); }
void write_media(std::string& out, const MediaCell& media) {
    json::append(out, dynamic_cast<const Media2&>(media).json, json::Style::standard_sorted);
}

template <class T>
DenseArray array_of(std::vector<T> elements, std::vector<std::int64_t> shape) {
    const Array a(std::move(elements), std::move(shape));
    return DenseArray::of(a.dl());
}

std::string artifact_text(const Cell& cell) {
    std::string out;
    append_cell(out, cell, CellForm::artifact, json::Style::standard_sorted, &write_media);
    return out;
}

std::string run_text(const Cell& cell) {
    std::string out;
    append_cell(out, cell, CellForm::run, json::Style::fast, &write_media);
    return out;
}

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

TEST(Cell, IsSmallAndKnowsItsKind) {
    static_assert(sizeof(Cell) == 24);
    EXPECT_EQ(Cell().kind(), CellKind::null);
    EXPECT_EQ(Cell(true).kind(), CellKind::boolean);
    EXPECT_EQ(Cell(1).kind(), CellKind::integer);
    EXPECT_EQ(Cell(std::uint64_t{7}).kind(), CellKind::integer);
    EXPECT_EQ(Cell(std::numeric_limits<std::uint64_t>::max()).kind(), CellKind::natural);
    EXPECT_EQ(Cell(1.5F).kind(), CellKind::real);
    EXPECT_EQ(Cell("a").kind(), CellKind::text);
    EXPECT_EQ(Cell("wandb-artifact://x/y").kind(), CellKind::link);
    EXPECT_EQ(Cell("wandb-artifact:/x").kind(), CellKind::text);
    EXPECT_EQ(Cell(Time{std::int64_t{5}}).kind(), CellKind::time);
    EXPECT_EQ(Cell::time(Time{5.5}, "x").kind(), CellKind::time);
    EXPECT_EQ(Cell::array(array_of<float>({1}, {1})).kind(), CellKind::array);
    EXPECT_EQ(Cell::media(make_media({{"_type", "a"}})).kind(), CellKind::media);
    EXPECT_EQ(Cell::media(nullptr).kind(), CellKind::null);
    EXPECT_EQ(Cell::list({}).kind(), CellKind::list);
    EXPECT_EQ(Cell::dict({}).kind(), CellKind::dict);
    EXPECT_EQ(Cell::key({"k", {}, "c"}).kind(), CellKind::key);
    EXPECT_EQ(Cell::index({3, {}}).kind(), CellKind::index);
}

TEST(Cell, ANotANumberCountsAsNullForTheType) {
    EXPECT_EQ(Cell(nan).kind(), CellKind::real);
    EXPECT_EQ(Cell(nan).type_kind(), CellKind::null);
    EXPECT_EQ(Cell(infinity).type_kind(), CellKind::real);
}

TEST(Cell, NumbersAreEqualByValue) {
    EXPECT_EQ(Cell(1), Cell(1.0));
    EXPECT_EQ(Cell(0.0), Cell(-0.0));
    EXPECT_EQ(Cell(std::uint64_t{1} << 63), Cell(9223372036854775808.0));
    EXPECT_EQ(Cell(std::numeric_limits<std::int64_t>::min()), Cell(-9223372036854775808.0));
    EXPECT_FALSE(Cell(9007199254740993) == Cell(9007199254740992.0));  // no double is this integer
    EXPECT_FALSE(Cell(std::numeric_limits<std::uint64_t>::max()) == Cell(18446744073709551616.0));
    EXPECT_FALSE(Cell(std::numeric_limits<std::uint64_t>::max()) == Cell(-1));
    EXPECT_FALSE(Cell(1) == Cell(1.5));
    EXPECT_FALSE(Cell(1) == Cell(true));
    EXPECT_FALSE(Cell(1) == Cell("1"));
    EXPECT_FALSE(Cell(1) == Cell(infinity));
}

TEST(Cell, ANotANumberEqualsItselfAndTheNullItIsWrittenAs) {
    EXPECT_EQ(Cell(nan), Cell(nan));
    EXPECT_EQ(Cell(nan), Cell());
    EXPECT_FALSE(Cell(nan) == Cell(0.0));
    EXPECT_EQ(Cell::list({nan, 1}), Cell::list({{}, 1.0}));
    EXPECT_EQ(Cell(Time{nan}), Cell());
}

TEST(Cell, TextsKeysAndIndexesEqualWhatTheyAreOnTheWire) {
    EXPECT_EQ(Cell("a"), Cell(std::string("a")));
    EXPECT_FALSE(Cell("a") == Cell("b"));
    EXPECT_EQ(Cell::key({"a", {}, "c"}), Cell("a"));
    EXPECT_FALSE(Cell::key({"a", {}, "c"}) == Cell("c"));
    EXPECT_EQ(Cell::index({3, {}}), Cell(3));
    EXPECT_EQ(Cell("wandb-artifact://a"), Cell("wandb-artifact://a"));
}

TEST(Cell, TimesAreEqualByMoment) {
    EXPECT_EQ(Cell(Time{std::int64_t{5}}), Cell(Time{5.0}));
    EXPECT_EQ(Cell::time(Time{std::int64_t{5}}, "some text"), Cell(Time{std::int64_t{5}}));
    EXPECT_FALSE(Cell(Time{5.5}) == Cell(Time{std::int64_t{5}}));
    EXPECT_FALSE(Cell(Time{std::int64_t{5}}) == Cell(5));
}

TEST(Cell, ListsInOrderAndDictsInAny) {
    EXPECT_EQ(Cell::list({1, "a"}), Cell::list({1.0, "a"}, Sequence::tuple));
    EXPECT_FALSE(Cell::list({1, 2}) == Cell::list({2, 1}));
    EXPECT_FALSE(Cell::list({1}) == Cell::list({1, 1}));
    EXPECT_EQ(Cell::dict({{"a", 1}, {"b", 2}}), Cell::dict({{"b", 2}, {"a", 1}}));
    EXPECT_FALSE(Cell::dict({{"a", 1}, {"b", 2}}) == Cell::dict({{"a", 2}, {"b", 1}}));
    EXPECT_FALSE(Cell::dict({{"a", 1}}) == Cell::dict({{"b", 1}}));
    EXPECT_FALSE(Cell::dict({{"a", {}}}) == Cell::dict({}));
    EXPECT_FALSE(Cell::dict({}) == Cell::list({}));
}

TEST(Cell, MediaAskTheValue) {
    const Cell a = Cell::media(make_media({{"_type", "x"}, {"v", 1}}));
    EXPECT_EQ(a, Cell::media(make_media({{"_type", "x"}, {"v", 1}})));
    EXPECT_FALSE(a == Cell::media(make_media({{"_type", "x"}, {"v", 2}})));
    EXPECT_FALSE(a == Cell());
}

TEST(Cell, ArraysAreEqualElementByElement) {
    const Cell ints = Cell::array(array_of<std::int32_t>({1, 2, 3, 4, 5, 6}, {2, 3}));
    EXPECT_EQ(ints, Cell::array(array_of<double>({1, 2, 3, 4, 5, 6}, {2, 3})));
    EXPECT_FALSE(ints == Cell::array(array_of<std::int32_t>({1, 2, 3, 4, 5, 6}, {3, 2})));
    EXPECT_FALSE(ints == Cell::array(array_of<std::int32_t>({1, 2, 3, 4, 5, 7}, {2, 3})));
    EXPECT_EQ(Cell::array(array_of<float>({std::nanf("1"), -0.0F}, {2})),
              Cell::array(array_of<float>({std::nanf("2"), 0.0F}, {2})));
    const DenseArray yes = DenseArray::of({dl_bool, 8, 1}, {1}, std::make_shared<std::byte>(std::byte{1}), 1);
    EXPECT_FALSE(Cell::array(yes) == Cell::array(array_of<std::uint8_t>({1}, {1})));
    EXPECT_EQ(Cell::array(yes), Cell::list({true}));
    EXPECT_FALSE(Cell::array(yes) == Cell::list({1}));
}

TEST(Cell, AnArrayEqualsTheListsItIsWrittenAs) {
    const Cell a = Cell::array(array_of<double>({1, nan, 3, 4}, {2, 2}));
    EXPECT_EQ(a, Cell::list({Cell::list({1, {}}), Cell::list({3.0, 4.0})}));
    EXPECT_EQ(Cell::list({Cell::list({1, {}}), Cell::list({3.0, 4.0})}), a);
    EXPECT_FALSE(a == Cell::list({Cell::list({1, {}}), Cell::list({3.0, 5.0})}));
    EXPECT_FALSE(a == Cell::list({Cell::list({1, {}})}));
    EXPECT_EQ(Cell::array(array_of<std::int64_t>({5}, {})), Cell(5));
    EXPECT_EQ(Cell::array(array_of<double>({}, {0})), Cell::list({}));
}

TEST(DenseArray, CopiesAnyStridesAndSharesRows) {
    std::vector<std::int16_t> elements{1, 2, 3, 4, 5, 6};
    std::int64_t shape[] = {3, 2};
    std::int64_t strides[] = {1, 3};  // transposed
    DLTensor t{elements.data(), {kDLCPU, 0}, 2, {kDLInt, 16, 1}, shape, strides, 0};
    const DenseArray a = DenseArray::of(t);
    EXPECT_EQ(a, array_of<std::int16_t>({1, 4, 2, 5, 3, 6}, {3, 2}));
    EXPECT_EQ(a.size(), 12U);
    EXPECT_EQ(a.row(1), array_of<std::int16_t>({2, 5}, {2}));
    EXPECT_EQ(a.row(1).bytes.get(), a.bytes.get() + 4);
    EXPECT_EQ(row_cell(a.row(2), 1), Cell(6));
    EXPECT_EQ(DenseArray::of(a.view()), a);
}

TEST(DenseArray, RefusesWhatNoCellHolds) {
    std::int64_t shape[] = {1};
    float x = 0;
    DLTensor t{&x, {kDLCUDA, 0}, 1, {kDLFloat, 32, 1}, shape, nullptr, 0};
    EXPECT_EQ(refusal([&] { (void)DenseArray::of(t); }, WBM_UNSUPPORTED),
              "an array cell is in the memory of device type 2; copy it to the CPU first");
    t.device = {kDLCPU, 0};
    t.dtype = {kDLComplex, 64, 1};
    EXPECT_EQ(refusal([&] { (void)DenseArray::of(t); }, WBM_UNSUPPORTED),
              "an array cell has dtype complex64; give booleans, integers or floats of 8 to 64 bits");
    const std::vector<std::int64_t> many(65, 1);
    EXPECT_EQ(refusal([&] { check_shape(many); }), "an array has 65 dimensions; give at most 64");
    EXPECT_EQ(refusal([&] {
                  check_shape(std::vector<std::int64_t>{2, -1});
              }),
              "an array has shape [2, -1]; no extent may be negative");
    EXPECT_EQ(refusal([&] {
                  check_shape(std::vector<std::int64_t>{std::int64_t{1} << 40, 0});
              }),
              "an array has shape [1099511627776, 0] and no elements; give at most 1048576 empty rows");
    EXPECT_EQ(refusal([&] {
                  check_shape(std::vector<std::int64_t>{std::int64_t{1} << 40, std::int64_t{1} << 40, 0});
              }),
              "an array has shape [1099511627776, 1099511627776, 0] and no elements; give at most 1048576 empty rows");
    EXPECT_EQ(refusal([&] {
                  (void)DenseArray::of({kDLFloat, 32, 1}, {2}, std::make_shared<std::byte>(), 4);
              }),
              "an array of float32 has shape [2] but 4 bytes; it needs 8");
}

TEST(Cell, RefusesNamesThatComeTwiceAndBottomlessDepth) {
    EXPECT_EQ(refusal([] {
                  (void)Cell::dict({{"a", 1}, {"b", 2}, {"a", 3}});
              }),
              "a dict cell has the name \"a\" twice");
    Cell cell;
    for (std::size_t i = 0; i < max_cell_depth; ++i) cell = i % 2 == 0 ? Cell::list({cell}) : Cell::dict({{"a", cell}});
    constexpr auto text = "a cell has more than 128 lists and dicts in each other; flatten it";
    EXPECT_EQ(refusal([&] { (void)Cell::list({1, cell}); }), text);
    EXPECT_EQ(refusal([&] { (void)Cell::dict({{"x", cell}}); }), text);
    json::value deep;
    for (std::size_t i = 0; i < 100'000; ++i) deep = json::array{std::move(deep)};
    EXPECT_EQ(refusal([&] { (void)cell_from_json(deep, nullptr); }), text);
    json::value* at = &deep;  // by hand, for destroying it otherwise takes a stack as deep
    while (at->is_array() && !at->get_array().empty()) {
        json::value inner = std::move(at->get_array().front());
        deep = std::move(inner);
        at = &deep;
    }
}

TEST(CellJson, ReadsPlainValues) {
    EXPECT_EQ(cell_from_json(nullptr, nullptr).kind(), CellKind::null);
    EXPECT_EQ(cell_from_json(18446744073709551615U, nullptr).natural(), 18446744073709551615U);
    EXPECT_EQ(cell_from_json(-5, nullptr).integer(), -5);
    EXPECT_EQ(cell_from_json(json::read("[1, 2.5, \"a\", true, {\"b\": null}]"), nullptr),
              Cell::list({1, 2.5, "a", true, Cell::dict({{"b", {}}})}));
}

TEST(CellJson, MakesMediaAtAnyDepth) {
    const json::value v = json::read(R"({"a": [{"_type": "x", "v": 1}, {"_type": 5}], "_type": null})");
    const Cell cell = cell_from_json(v, &make_media);
    ASSERT_EQ(cell.kind(), CellKind::dict);
    const auto& items = cell.dict().find("a")->list().cells;
    ASSERT_EQ(items[0].kind(), CellKind::media);
    EXPECT_EQ(items[0].media()->type(), "x");
    EXPECT_EQ(items[1].kind(), CellKind::dict);
    EXPECT_EQ(cell_from_json(json::read(R"({"_type": "x"})"), &make_media).kind(), CellKind::media);
    EXPECT_EQ(artifact_text(cell), R"({"_type": null, "a": [{"_type": "x", "v": 1}, {"_type": 5}]})");
}

TEST(CellJson, KeepsAsDictWhatNobodyMakes) {
    const json::value v = json::read(R"({"_type": "nope", "x": 1})");
    const Cell cell = cell_from_json(v, [](const json::object&) { return Media(); });
    EXPECT_EQ(cell, Cell::dict({{"_type", "nope"}, {"x", 1}}));
}

TEST(CellJson, ArtifactFormIsTheReferences) {
    EXPECT_EQ(artifact_text(nan), "null");
    EXPECT_EQ(artifact_text(infinity), "Infinity");
    EXPECT_EQ(artifact_text(-infinity), "-Infinity");
    EXPECT_EQ(artifact_text(1e-7), "1e-07");
    EXPECT_EQ(artifact_text(1.0), "1.0");
    EXPECT_EQ(artifact_text(std::numeric_limits<std::int64_t>::min()), "-9223372036854775808");
    EXPECT_EQ(artifact_text(18446744073709551615U), "18446744073709551615");
    EXPECT_EQ(artifact_text("\xc3\xa9\n"), "\"\\u00e9\\n\"");
    EXPECT_EQ(artifact_text(Time{std::int64_t{1577934245678}}), "1577934245678");
    EXPECT_EQ(artifact_text(Time{975628800000.0}), "975628800000.0");
    EXPECT_EQ(artifact_text(Time{nan}), "null");
    EXPECT_EQ(artifact_text(Cell::time(Time{std::int64_t{5}}, "x")), "5");
    EXPECT_EQ(artifact_text(Cell::list({1, nan, Cell::dict({{"b", 1}, {"B", 2}, {"a", true}})})),
              "[1, null, {\"B\": 2, \"a\": true, \"b\": 1}]");
    EXPECT_EQ(artifact_text(Cell::key({"k", {}, "c"})), "\"k\"");
    EXPECT_EQ(artifact_text(Cell::index({3, {}})), "3");
}

TEST(CellJson, RunFormIsTheReferences) {
    EXPECT_EQ(run_text(nan), "NaN");
    EXPECT_EQ(run_text(1e-7), "1e-7");
    EXPECT_EQ(run_text("\xc3\xa9"), "\"\xc3\xa9\"");
    EXPECT_EQ(run_text(Cell::dict({{"b", 1}, {"a", Cell::list({1, 2})}})), "{\"b\":1,\"a\":[1,2]}");
    EXPECT_EQ(run_text(Cell::time(Time{std::int64_t{1577829600000}}, "2020-01-01T00:00:00+02:00")),
              "\"2020-01-01T00:00:00+02:00\"");
    EXPECT_EQ(run_text(Time{std::int64_t{1577934245678}}), "\"2020-01-02T03:04:05.678000Z\"");
    EXPECT_EQ(run_text(Time{1e300}), "1e+300");  // no calendar has it
}

TEST(CellJson, ShownFormKeepsNotANumber) {
    std::string out;
    const Cell cell = Cell::list({nan, Time{std::int64_t{5}}, Cell::array(array_of<std::int64_t>({5}, {}))});
    append_cell(out, cell, CellForm::shown, json::Style::fast, &write_media);
    EXPECT_EQ(out, "[NaN,5,5]");
}

TEST(CellJson, ArraysAreNestedLists) {
    const Cell floats = Cell::array(array_of<float>({0.1F, std::nanf(""), 2, -1}, {2, 2}));
    EXPECT_EQ(artifact_text(floats), "[[0.10000000149011612, null], [2.0, -1.0]]");
    EXPECT_EQ(run_text(floats), "[[0.10000000149011612,NaN],[2.0,-1.0]]");
    EXPECT_EQ(artifact_text(Cell::array(array_of<std::int8_t>({-1, 7}, {2}))), "[-1, 7]");
    EXPECT_EQ(artifact_text(Cell::array(array_of<std::uint64_t>({18446744073709551615U}, {1}))),
              "[18446744073709551615]");
    const std::shared_ptr<const std::byte> bits(new std::byte[2]{std::byte{1}, std::byte{0}},
                                                std::default_delete<const std::byte[]>());
    EXPECT_EQ(artifact_text(Cell::array(DenseArray::of({dl_bool, 8, 1}, {2}, bits, 2))), "[true, false]");
    EXPECT_EQ(artifact_text(Cell::array(array_of<std::int64_t>({5}, {}))), "5");
    EXPECT_EQ(run_text(Cell::array(array_of<std::int64_t>({5}, {}))), "[5]");
    EXPECT_EQ(artifact_text(Cell::array(array_of<double>({}, {2, 0}))), "[[], []]");
}

TEST(CellJson, WhatWasWrittenReadsEqual) {
    const Cell cell = Cell::list({{},
                                  true,
                                  -3,
                                  18446744073709551615U,
                                  0.1,
                                  nan,
                                  "t",
                                  Cell::dict({{"z", Cell::list({})}, {"a", 5e-324}}),
                                  Cell::media(make_media({{"_type", "x"}, {"v", 1}})),
                                  Cell::array(array_of<double>({1, nan}, {2})),
                                  Cell::key({"k", {}, "c"}),
                                  Cell::index({3, {}})});
    const std::string text = artifact_text(cell);
    const Cell back = cell_from_json(json::read(text), &make_media);
    EXPECT_EQ(back, cell);
    EXPECT_EQ(artifact_text(back), text);
}

TEST(IsoTime, WritesTheReferencesTexts) {
    EXPECT_EQ(iso_text(Time{std::int64_t{0}}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(iso_text(Time{std::int64_t{-1}}), "1969-12-31T23:59:59.999000Z");
    EXPECT_EQ(iso_text(Time{1500.5}), "1970-01-01T00:00:01.500500Z");
    EXPECT_EQ(iso_text(Time{std::int64_t{951782400000}}), "2000-02-29T00:00:00Z");
    EXPECT_EQ(iso_text(Time{std::int64_t{-62135596800000}}), "0001-01-01T00:00:00Z");
    EXPECT_EQ(iso_text(Time{std::int64_t{253402300799999}}), "9999-12-31T23:59:59.999000Z");
    EXPECT_EQ(iso_text(Time{std::int64_t{-62135596800001}}), "");
    EXPECT_EQ(iso_text(Time{std::int64_t{253402300800000}}), "");
    EXPECT_EQ(iso_text(Time{253402300799999.97}), "9999-12-31T23:59:59.999968Z");  // the last double
    EXPECT_EQ(iso_text(Time{nan}), "");
}

TEST(IsoTime, ReadsDatesAndTimes) {
    const auto ms = [](std::string_view text) {
        const auto time = parse_iso(text);
        return time ? std::get<std::int64_t>(time->ms) : -1;
    };
    EXPECT_EQ(ms("1999-12-31"), 946598400000);
    EXPECT_EQ(ms("2020-01-02T03:04:05.678901"), 1577934245678);
    EXPECT_EQ(ms("2020-01-01T00:00:00+02:00"), 1577829600000);
    EXPECT_EQ(ms("2020-01-02 00:00:00-05:00"), 1577941200000);
    EXPECT_EQ(ms("2020-01-01T00:00:00Z"), 1577836800000);
    EXPECT_EQ(ms("2020-01-01T00:00"), 1577836800000);
    EXPECT_EQ(ms("1960-01-01"), -315619200000);
    EXPECT_EQ(ms("1969-12-31T23:59:59.999999"), 0);  // towards 1970
    EXPECT_EQ(ms("0001-01-01"), -62135596800000);
    for (const char* bad :
         {"", "2020", "2020-13-01", "2021-02-29", "2020-00-01", "2020-01-00", "2020-01-01T", "x", "2020-01-01T24:00:00",
          "2020-01-01T00:60:00", "2020-01-01T00:00:60", "2020-01-01T00:00:00.", "2020-01-01T00:00:00+25:00",
          "2020-01-01T00:00:00Zz", "2020-1-1", "0000-01-01", "2020-01-01t00:00:00", "2020-01-01T00:00:00*02:00"})
        EXPECT_FALSE(parse_iso(bad)) << bad;
    for (std::int64_t day = -700'000; day < 2'900'000; day += 997) {
        const Time time{day * 86'400'000 + 1};
        EXPECT_EQ(parse_iso(iso_text(time)), time) << day;
    }
}

}  // namespace
}  // namespace wbm::table
