// Any bytes as a figure: its text, the same with arrays of any shape in it, the old inline form. What is taken must
// survive JSON unchanged, be sound JSON without bare NaN, and give its arrays; what is not must be refused with a
// status of its own.
#include "../../plugins/plotly/plotly.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace wbm;
using wbm::fuzz::Choices;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

const testing::Type& type() {
    static const testing::Type plotly = testing::type_of<plotly::Plotly>();
    return plotly;
}

void check_value(const testing::Value& value) {
    static unsigned turn = 0;
    const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
    (void)testing::round_trip(type(), value.get(), store);
    const auto& figure = *reinterpret_cast<const plotly::Plotly*>(value.get());
    for (const char* name : {"x", "y", "z", "marker.color"})
        refusable([&] {
            const Array array = figure.tensor({{"trace", 0}, {"array", name}});
            require(array.dl().ndim >= 1 && array.dl().ndim <= 3, "an array has its dimensions");
        });
}

void check(testing::Source source) {
    refusable([&] {
        const testing::Value value = type().create(source);
        const auto& figure = *reinterpret_cast<const plotly::Plotly*>(value.get());
        const std::string text = figure.file.read();
        const json::object read = json::read_object(text, json::NonFinite::refuse);
        require(read.at("data").as_array().size() == figure.content.at("traces").to_number<std::size_t>(),
                "the traces are counted");
        const testing::Value again = type().create(testing::Source::bytes(text));
        const auto& same = *reinterpret_cast<const plotly::Plotly*>(again.get());
        require(same.file.read() == text, "a compact text stays as it is");
        check_value(value);
    });
}

/// An array that the choices make: any element type, up to 4 dimensions.
testing::Source array_of(Choices& choices) {
    constexpr DLDataType types[] = {{kDLFloat, 64, 1}, {kDLFloat, 32, 1}, {kDLFloat, 16, 1},  {kDLBfloat, 16, 1},
                                    {kDLInt, 64, 1},   {kDLUInt, 64, 1},  {kDLInt, 8, 1},     {kDLUInt, 16, 1},
                                    {dl_bool, 8, 1},   {kDLInt, 32, 1},   {kDLComplex, 64, 1}};
    const DLDataType dtype = types[choices.of(std::size(types))];
    std::vector<std::int64_t> shape(choices.of(5));
    std::size_t count = 1;
    for (auto& size : shape) {
        size = static_cast<std::int64_t>(choices.of(4));
        count *= static_cast<std::size_t>(size);
    }
    std::string bytes(count * dtype.bits / 8 + 8, '\0');
    for (char& byte : bytes) byte = static_cast<char>(choices.byte());
    return testing::Source::tensor(dtype, bytes, shape);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    check(testing::Source::bytes(bytes));
    check(testing::Source::json(bytes));
    refusable([&] { (void)type().probe(testing::Source::bytes(bytes)); });
    refusable([&] {
        const testing::FakeStore store(WBM_RUN);
        check_value(type().from_json(R"({"_type":"plotly","plot":)" + bytes + "}", store));
        check_value(type().from_json(bytes, store));
    });
    Choices choices(data, size);
    const bool typed = choices.yes();
    const testing::Source array = array_of(choices);
    const std::string figures[] = {R"({"data":[{"x":"@a"}]})", R"({"data":[{"x":["@a",1,["@a"]]}]})",
                                   std::string(choices.rest())};
    for (const std::string& figure : figures)
        check(testing::Source::bytes(figure).with_part("a", array).with_options({{"typed_arrays", typed}}));
    return 0;
}
