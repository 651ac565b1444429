// Arrays: given as parts, as lists and typed arrays, and read back.
#include "arrays/base64.hpp"
#include "limits.hpp"
#include "test_support.hpp"

#include <cmath>
#include <limits>

namespace wbm::plotly {
namespace {

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

template <class T>
Source with_array(const std::vector<T>& elements, std::vector<std::int64_t> shape) {
    return Source::bytes(R"({"data":[{"x":"@a"}]})").with_part("a", Source::tensor(elements, std::move(shape)));
}
/// What stands in the place of "@a".
std::string in_place(Source source, bool typed = false) {
    if (typed) source.with_options({{"typed_arrays", true}});
    const std::string text = text_of(made(source));
    return text.substr(14, text.size() - 14 - 3);
}
template <class T>
std::string listed(const std::vector<T>& elements, std::vector<std::int64_t> shape) {
    return in_place(with_array(elements, std::move(shape)));
}
template <class T>
std::string typed(const std::vector<T>& elements, std::vector<std::int64_t> shape) {
    return in_place(with_array(elements, std::move(shape)), true);
}

template <class T>
std::vector<T> elements(const Array& array) {
    EXPECT_EQ(dtype_name(array.dl().dtype), dtype_name(dtype_of<T>()));
    const T* first = static_cast<const T*>(array.dl().data);
    return {first, first + element_count(array.dl())};
}
Array array_of(const Plotly& plot, const char* name, std::int64_t trace = 0) {
    return plot.tensor({{"trace", trace}, {"array", name}});
}

// W254, wire spec 2.2
TEST(Lists, HaveTheReferencesNumbers) {
    EXPECT_EQ(listed<double>({1, 0.1, 1e-7, 1e16, -0.0, nan, infinity, -infinity}, {8}),
              "[1.0,0.1,1e-7,1e+16,-0.0,null,null,null]");
    EXPECT_EQ(listed<float>({0.1F, 1}, {2}), "[0.10000000149011612,1.0]");
    EXPECT_EQ(listed<std::int64_t>({std::numeric_limits<std::int64_t>::min(), 5}, {2}), "[-9223372036854775808,5]");
    EXPECT_EQ(listed<std::uint64_t>({std::numeric_limits<std::uint64_t>::max()}, {1}), "[18446744073709551615]");
    EXPECT_EQ(listed<std::int8_t>({-128, 127}, {2}), "[-128,127]");
    EXPECT_EQ(listed<std::uint8_t>({200}, {1}), "[200]");
    EXPECT_EQ(listed<int>({1, 2, 3, 4, 5, 6}, {2, 3}), "[[1,2,3],[4,5,6]]");
    EXPECT_EQ(listed<int>({1, 2, 3, 4}, {2, 1, 2}), "[[[1,2]],[[3,4]]]");
    EXPECT_EQ(listed<int>({}, {0}), "[]");
    EXPECT_EQ(listed<int>({}, {2, 0}), "[[],[]]");
    const auto other = [](DLDataType dtype, std::string_view bytes, std::int64_t count) {
        return Source::bytes(R"({"data":[{"x":"@a"}]})").with_part("a", Source::tensor(dtype, bytes, {count}));
    };
    EXPECT_EQ(in_place(other({dl_bool, 8, 1}, std::string_view("\1\0", 2), 2)), "[true,false]");
    EXPECT_EQ(in_place(other({kDLFloat, 16, 1}, std::string_view("\0\x3e\0\x7e", 4), 2)), "[1.5,null]");
    EXPECT_EQ(in_place(other({kDLBfloat, 16, 1}, std::string_view("\xc0\x3f", 2), 1)), "[1.5]");
}

TEST(Lists, FollowStrides) {
    const std::vector<int> numbers{1, 2, 3, 4, 5, 6};
    const auto strided = [&](std::vector<std::int64_t> shape, std::vector<std::int64_t> strides, std::size_t first) {
        return Source::bytes(R"({"data":[{"x":"@a"}]})")
            .with_part("a", Source::tensor(numbers, std::move(shape)).with_strides(std::move(strides), first));
    };
    EXPECT_EQ(in_place(strided({3, 2}, {1, 3}, 0)), "[[1,4],[2,5],[3,6]]");
    EXPECT_EQ(in_place(strided({3}, {-2, 0}, 5)), "[6,4,2]");
    EXPECT_EQ(in_place(strided({2, 3}, {0, 1}, 3), true),
              R"({"dtype":"i4","bdata":"BAAAAAUAAAAGAAAABAAAAAUAAAAGAAAA","shape":"2, 3"})");
}

TEST(TypedArrays, AreThoseOfPlotly) {
    EXPECT_EQ(typed<double>({1.5, nan}, {2}), R"({"dtype":"f8","bdata":"AAAAAAAA+D8AAAAAAAD4fw=="})");
    EXPECT_EQ(typed<float>({1, 2}, {2}), R"({"dtype":"f4","bdata":"AACAPwAAAEA="})");
    EXPECT_EQ(typed<std::int8_t>({-1}, {1}), R"({"dtype":"i1","bdata":"/w=="})");
    EXPECT_EQ(typed<std::uint8_t>({1, 2, 3}, {3}), R"({"dtype":"u1","bdata":"AQID"})");
    EXPECT_EQ(typed<std::int16_t>({1}, {1}), R"({"dtype":"i2","bdata":"AQA="})");
    EXPECT_EQ(typed<std::uint16_t>({1}, {1}), R"({"dtype":"u2","bdata":"AQA="})");
    EXPECT_EQ(typed<std::int32_t>({1}, {1}), R"({"dtype":"i4","bdata":"AQAAAA=="})");
    EXPECT_EQ(typed<std::uint32_t>({1}, {1}), R"({"dtype":"u4","bdata":"AQAAAA=="})");
    EXPECT_EQ(typed<double>({1, 2, 3, 4}, {2, 2}),
              R"({"dtype":"f8","bdata":"AAAAAAAA8D8AAAAAAAAAQAAAAAAAAAhAAAAAAAAAEEA=","shape":"2, 2"})");
}

TEST(TypedArrays, NarrowWhatJavascriptHasNot) {
    EXPECT_EQ(typed<std::int64_t>({1, -2}, {2}), R"({"dtype":"i1","bdata":"Af4="})");
    EXPECT_EQ(typed<std::int64_t>({1, 200}, {2}), R"({"dtype":"u1","bdata":"Acg="})");
    EXPECT_EQ(typed<std::int64_t>({-1, 200}, {2}), R"({"dtype":"i2","bdata":"///IAA=="})");
    EXPECT_EQ(typed<std::uint64_t>({3}, {1}), R"({"dtype":"u1","bdata":"Aw=="})");
    EXPECT_EQ(typed<std::uint64_t>({40000}, {1}), R"({"dtype":"u2","bdata":"QJw="})");
    EXPECT_EQ(typed<std::int64_t>({-70000}, {1}), R"({"dtype":"i4","bdata":"kO7+/w=="})");
    EXPECT_EQ(typed<std::int64_t>({4294967295}, {1}), R"({"dtype":"u4","bdata":"/////w=="})");
    EXPECT_EQ(typed<std::int64_t>({4294967296, 1}, {2}), "[4294967296,1]");
    EXPECT_EQ(typed<double>({}, {0}), "[]");
    const auto half = Source::bytes(R"({"data":[{"x":"@a"}]})")
                          .with_part("a", Source::tensor({kDLFloat, 16, 1}, std::string_view("\0\x3e", 2), {1}));
    EXPECT_EQ(in_place(half, true), R"({"dtype":"f4","bdata":"AADAPw=="})");
    const auto flags = Source::bytes(R"({"data":[{"x":"@a"}]})")
                           .with_part("a", Source::tensor({dl_bool, 8, 1}, std::string_view("\1", 1), {1}));
    EXPECT_EQ(in_place(flags, true), "[true]");
}

TEST(Parts, StandWhereTheirNamesAre) {
    const std::vector<int> numbers{1, 2};
    const auto with_parts = [&](const std::string& text) {
        return Source::bytes(text)
            .with_part("a", Source::tensor(numbers, {2}))
            .with_part("b", Source::tensor(numbers, {2}));
    };
    EXPECT_EQ(text_of(made(with_parts(R"({"data":[{"x":"@a","name":"@c","@a":1,"y":["@b","@b"],"text":"\u0040a"}]})"))),
              R"({"data":[{"x":[1,2],"name":"@c","@a":1,"y":[[1,2],[1,2]],"text":"\u0040a"}]})");
    EXPECT_EQ(made(with_parts(R"({"data":[{"x":"@a","y":["@b","@b","n"]}]})")).content.at("points"), 5);
    EXPECT_EQ(text_of(made(Source::json(R"({"data":[{"x":"@a"}]})").with_part("a", Source::tensor(numbers, {2})))),
              R"({"data":[{"x":[1,2]}]})");
    EXPECT_EQ(text_of(of_bytes(R"({"data":[{"x":"@a"}]})")), R"({"data":[{"x":"@a"}]})");
    EXPECT_TRUE(says(refusal_of(with_parts(R"({"data":[{"x":"@a","@b":1}]})")),
                     {"1 plotly-file: the array \"b\" is given, but no trace has \"@b\" in its place"}));
}

TEST(Parts, MustBeSoundArrays) {
    const std::string figure = R"({"data":[{"x":"@a"}]})";
    const auto refused = [&](const Source& part) { return refusal_of(Source::bytes(figure).with_part("a", part)); };
    EXPECT_TRUE(says(refused(Source::bytes("x")), {"2 plotly-file: the part \"a\" is no array"}));
    EXPECT_TRUE(says(refused(Source::tensor({kDLComplex, 64, 1}, std::string(8, '\0'), {1})),
                     {"2 ", "the array \"a\" has elements of type"}));
    EXPECT_TRUE(says(refused(Source::tensor<int>({1}, {})), {"1 ", "the array \"a\" has 0 dimensions; give 1 to 3"}));
    EXPECT_TRUE(says(refused(Source::tensor<int>({1}, {1, 1, 1, 1})), {"1 ", "4 dimensions"}));
    EXPECT_TRUE(says(refused(Source::tensor<int>({1}, {std::int64_t{1} << 26}).with_strides({0})),
                     {"1 ", "67108864 elements, more than"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(figure)
                                    .with_part("a", Source::tensor<int>({1}, {1}))
                                    .with_part("a", Source::tensor<int>({1}, {1}))),
                     {"1 ", "two arrays have the name \"a\""}));
    FakeStore folder(WBM_RUN);
    EXPECT_TRUE(says(
        refusal_of(Source::path(folder.put("a.json", figure).string()).with_part("a", Source::tensor<int>({1}, {1}))),
        {"1 ", "arrays are given with a file"}));
}

TEST(Parts, GiveNoMoreTextThanAFigureMayHave) {
    const auto wide = Source::tensor<double>({-1.2345678901234567e-300}, {1 << 12, 1 << 12}).with_strides({0, 0});
    EXPECT_TRUE(says(refusal_of(Source::bytes(R"({"data":[{"x":"@a"}]})").with_part("a", wide)),
                     {"1 ", "the figure with its arrays has more than 268435456 bytes"}));
}

TEST(Reading, GivesTheText) {
    const std::string text = sample("scatter.plotly.json");
    const auto bytes = elements<std::uint8_t>(made(Source::path(corpus("scatter.plotly.json").string())).tensor({}));
    EXPECT_EQ(std::string(bytes.begin(), bytes.end()), text);
}

TEST(Reading, GivesArrays) {
    const Plotly plot = of_bytes(
        R"({"data":[{"x":[1,2.5,-3e2],"z":[[1,null],[3,4]],"e":[],"n":[[],[]],"marker":{"si.ze":1,"color":[7]},"name":"n","m":[1,"a"],
      "r":[[1],[1,2]],"s":[1,[2]],"t":[[1],2],"q":[[[[1]]]],"b":[true]},{"y":{"dtype":"i2","bdata":"AQD\/\/w==","shape":"1, 2"},"o":{"dtype":"i8","bdata":"AAAA"},"l":{"dtype":"u1","bdata":"AQID","shape":[3,1]}}]})");
    EXPECT_EQ(elements<double>(array_of(plot, "x")), (std::vector<double>{1, 2.5, -300}));
    const Array z = array_of(plot, "z");
    EXPECT_EQ(shape_text(z.dl()), "[2, 2]");
    EXPECT_TRUE(std::isnan(elements<double>(z)[1]));
    EXPECT_EQ(elements<double>(z)[3], 4);
    EXPECT_EQ(shape_text(array_of(plot, "e").dl()), "[0]");
    EXPECT_EQ(shape_text(array_of(plot, "n").dl()), "[2, 0]");
    EXPECT_EQ(elements<double>(array_of(plot, "marker.color")), (std::vector<double>{7}));
    EXPECT_EQ(elements<std::int16_t>(array_of(plot, "y", 1)), (std::vector<std::int16_t>{1, -1}));
    EXPECT_EQ(shape_text(array_of(plot, "y", 1).dl()), "[1, 2]");
    EXPECT_EQ(shape_text(array_of(plot, "l", 1).dl()), "[3, 1]");
    const auto refused = [&](const char* name, std::int64_t trace = 0) {
        return refusal([&] { (void)array_of(plot, name, trace); });
    };
    EXPECT_TRUE(says(refused("w"), {"3 ", "the trace has no \"w\""}));
    EXPECT_TRUE(says(refused("marker.size"), {"3 ", "no \"marker.size\""}));
    EXPECT_TRUE(says(refused("x.y"), {"3 "}));
    EXPECT_TRUE(says(refused(""), {"3 "}));
    EXPECT_TRUE(says(refused("name"), {"2 ", "\"name\" of the trace is the text \"n\", no array of numbers"}));
    EXPECT_TRUE(says(refused("m"), {"2 ", "has the text \"a\" among its numbers"}));
    EXPECT_TRUE(says(refused("b"), {"2 ", "has true among its numbers"}));
    EXPECT_TRUE(says(refused("r"), {"2 ", "rows of different lengths"}));
    EXPECT_TRUE(says(refused("s"), {"2 ", "numbers and lists side by side"}));
    EXPECT_TRUE(says(refused("t"), {"2 ", "numbers and lists side by side"}));
    EXPECT_TRUE(says(refused("q"), {"2 ", "lists in lists in lists"}));
    EXPECT_TRUE(says(refused("marker"), {"2 ", "\"marker\" of the trace is an object"}));
    EXPECT_TRUE(says(refused("o", 1), {"2 ", "\"i8\", which plotly.js does not know"}));
    EXPECT_TRUE(says(refused("x", 2), {"1 ", "option \"trace\" is 2, the figure has 2 traces"}));
    EXPECT_TRUE(says(refused("x", -1), {"1 ", "option \"trace\" is -1"}));
    EXPECT_TRUE(says(refusal([&] { (void)plot.tensor({{"trace", 0}}); }), {"1 ", "belong together"}));
    EXPECT_TRUE(says(refusal([&] { (void)plot.tensor({{"what", 0}}); }), {"1 ", "\"what\" is not known"}));
}

TEST(Reading, GivesBackWhatWasGiven) {
    const std::vector<double> numbers{0.1, nan, -1e300, 5e-324};
    for (const bool is_typed : {false, true}) {
        Source source = with_array(numbers, {2, 2});
        if (is_typed) source.with_options({{"typed_arrays", true}});
        const auto back = elements<double>(array_of(round_trip(made(source)), "x"));
        ASSERT_EQ(back.size(), numbers.size());
        for (std::size_t i = 0; i < back.size(); ++i)
            EXPECT_TRUE(back[i] == numbers[i] || (std::isnan(back[i]) && std::isnan(numbers[i])));
    }
}

TEST(Reading, RefusesAStoredFileThatIsNoFigure) {
    FakeStore store(WBM_RUN);
    store.put("a", "{\"data\":[");
    const Plotly plot = of(plotly_type().from_json(R"({"_type":"plotly-file","path":"a"})", store));
    EXPECT_TRUE(says(refusal([&] { (void)array_of(plot, "x"); }), {"1 ", "no sound figure"}));
    EXPECT_EQ(element_count(plot.tensor({}).dl()), 9U);
}

TEST(Base64, GoesBothWays) {
    for (const std::string bytes : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) {
        std::string text;
        append_base64(text, bytes);
        EXPECT_EQ(of_base64(text), bytes);
    }
    for (const char* bad : {"A", "AA", "AAA", "A===", "====", "AA=A", "AAA\n", "AA-_", "=AAA"})
        EXPECT_FALSE(of_base64(bad)) << bad;
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    std::string text;
    append_base64(text, all);
    EXPECT_EQ(of_base64(text), all);
}

}  // namespace
}  // namespace wbm::plotly
