// Any bytes as numbers of each type, as lists, as options and as a histogram's JSON. What create() takes must count
// every number once and survive JSON unchanged; nothing may be an internal error.
#include "../../plugins/histogram/histogram.hpp"
#include "fuzz_support.hpp"

#include <wbm/testing.hpp>

#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace {

using namespace wbm;
using fuzz::refusable;
using fuzz::require;

const testing::Type& histogram_type() {
    static const testing::Type type = testing::type_of<histogram::Histogram>();
    return type;
}

void check(const testing::Value& value, const testing::FakeStore& store) {
    const auto& made = *reinterpret_cast<const histogram::Histogram*>(value.get());
    require(made.edges.size() == made.counts.size() + 1, "there is one edge more than counts");
    (void)made.fields();
    refusable([&] { require(element_count(made.tensor({}).dl()) == made.counts.size(), "all counts are there"); });
    refusable([&] { (void)made.tensor({{"what", "edges"}}); });
    (void)testing::round_trip(histogram_type(), value.get(), store);
}

std::string options_of(fuzz::Choices& choices) {
    json::object options;
    constexpr const char* rules[] = {"auto", "fd", "doane", "scott", "stone", "rice", "sturges", "sqrt"};
    const std::size_t choice = choices.of(12);
    if (choice < std::size(rules))
        options["num_bins"] = rules[choice];
    else if (choice < 11)
        options["num_bins"] = 1 + 2 * choices.of(256);
    else
        options["num_bins"] = {static_cast<int>(choices.of(256)) - 128, 3, 7.5, 1e300};
    options["packed"] = choices.yes();
    options["skip_nonfinite"] = choices.yes();
    return json::write(options);
}

void check_array(fuzz::Choices choices, const testing::FakeStore& store) {
    constexpr DLDataType dtypes[] = {{kDLInt, 8, 1},    {kDLInt, 16, 1},   {kDLInt, 32, 1},   {kDLInt, 64, 1},
                                     {kDLUInt, 8, 1},   {kDLUInt, 16, 1},  {kDLUInt, 32, 1},  {kDLUInt, 64, 1},
                                     {kDLFloat, 16, 1}, {kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLBfloat, 16, 1},
                                     {dl_bool, 8, 1}};
    const DLDataType dtype = dtypes[choices.of(std::size(dtypes))];
    const std::string options = options_of(choices);
    const bool is_repeated = choices.yes();  // long enough for the blocks that are placed at once
    std::string bytes(choices.rest());
    for (int i = 0; is_repeated && i < 6 && bytes.size() < 40000; ++i) bytes += bytes;
    const std::size_t item = dtype.bits / 8;
    const auto count = static_cast<std::int64_t>(bytes.size() / item);
    refusable([&] {
        auto source =
            testing::Source::tensor(dtype, std::string_view(bytes).substr(0, bytes.size() / item * item), {count});
        const testing::Value value = histogram_type().create(source.with_options_text(options));
        check(value, store);
        const auto& made = *reinterpret_cast<const histogram::Histogram*>(value.get());
        const bool has_edges = json::read_object(options).at("num_bins").is_array();
        require(has_edges || made.fields().at("count") == json::value(count - made.skipped.value_or(0)),
                "every number is in one bin");
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::FakeStore store(WBM_RUN);
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const std::string text(bytes);
    refusable([&] { check(histogram_type().from_json(text, store), store); });
    refusable([&] { check(histogram_type().create(testing::Source::json(text)), store); });
    refusable([&] {
        const std::string options = R"({"np_histogram":)" + text + "}";
        check(histogram_type().create(testing::Source::json("null").with_options_text(options)), store);
    });
    refusable([&] {
        const std::string options = R"({"packed":true,"num_bins":)" + text + "}";
        check(histogram_type().create(testing::Source::json("[0,1,1,2.5]").with_options_text(options)), store);
    });
    check_array(fuzz::Choices(data, size), store);
    return 0;
}
