// Points and scenes: the text that is written, what is kept beside it, what is refused.
#include "../limits.hpp"
#include "../test_support.hpp"
#include "box3d.hpp"

#include <cmath>
#include <limits>

namespace wbm::object3d {
namespace {

template <class T>
Object3D points(const std::vector<T>& numbers, std::vector<std::int64_t> shape, const json::object& options = {}) {
    return made(Source::tensor(numbers, std::move(shape)).with_options(options));
}
Object3D scene(const std::string& text) { return made(Source::json(text)); }
std::string scene_refusal(const std::string& text) { return refusal_of(Source::json(text)); }

TEST(Points, FloatsAreWrittenAsTheReferenceDoes) {
    const Object3D object = points<double>(
        {0.1, 1e-05, 0.0001, -0.0, 1e16, 1e15, 123456789012345680.0, 5e-324, 1.0 / 3, 0.001, -2.5, 3}, {4, 3});
    EXPECT_EQ(
        text_of(object),
        "[[0.1,0.00001,0.0001],[-0.0,1e+16,1000000000000000.0],[1.2345678901234568e+17,5e-324,0.3333333333333333],"
        "[0.001,-2.5,3.0]]");
}

TEST(Points, EveryDtypeIsWrittenAndComesBack) {
    EXPECT_EQ(text_of(points<float>({0.1F, 2, -3}, {1, 3})), "[[0.10000000149011612,2.0,-3.0]]");
    EXPECT_EQ(text_of(points<double>({1e-7, 1.5e-6, 2.5e-5}, {1, 3})), "[[1e-7,1.5e-6,0.000025]]");
    EXPECT_EQ(text_of(points<std::uint64_t>({18446744073709551615U, 1, 0}, {1, 3})), "[[18446744073709551615,1,0]]");
    EXPECT_EQ(text_of(points<std::int8_t>({-128, 127, 0, 14}, {1, 4})), "[[-128,127,0,14]]");
    const std::string flags("\x01\x00\x01", 3);
    const Object3D booleans = made(Source::tensor({dl_bool, 8, 1}, flags, {1, 3}));
    EXPECT_EQ(text_of(booleans), "[[true,false,true]]");
    EXPECT_EQ(dtype_name(round_trip(booleans).tensor({}).dl().dtype), "bool");

    EXPECT_EQ(elements<float>(round_trip(points<float>({0.1F, 2, -3}, {1, 3})).tensor({})),
              (std::vector<float>{0.1F, 2, -3}));
    EXPECT_EQ(
        elements<std::uint64_t>(round_trip(points<std::uint64_t>({18446744073709551615U, 1, 0}, {1, 3})).tensor({})),
        (std::vector<std::uint64_t>{18446744073709551615U, 1, 0}));
    EXPECT_EQ(elements<std::int16_t>(round_trip(points<std::int16_t>({-300, 1, 0, 3}, {1, 4})).tensor({})),
              (std::vector<std::int16_t>{-300, 1, 0, 3}));
}

TEST(Points, HalfFloatsKeepEveryFiniteBitPattern) {
    for (const std::uint8_t code : {std::uint8_t{kDLFloat}, std::uint8_t{kDLBfloat}}) {
        std::vector<std::uint16_t> bits;
        const unsigned exponent = code == kDLFloat ? 0x7c00 : 0x7f80;
        for (unsigned i = 0; i < 0x10000; ++i)
            if ((i & exponent) != exponent) bits.push_back(static_cast<std::uint16_t>(i));
        while (bits.size() % 3 != 0) bits.pop_back();
        const auto rows = static_cast<std::int64_t>(bits.size() / 3);
        const Object3D object = made(Source::tensor({code, 16, 1}, bytes(bits), {rows, 3}));
        ASSERT_EQ(object.arrays.at("points").file.has_value(), text_of(object).size() >= min_bloated_text);
        Object3D without_binary = object;
        without_binary.arrays.at("points").file.reset();
        const Array back = without_binary.tensor({});
        EXPECT_EQ(std::memcmp(back.dl().data, bits.data(), bits.size() * 2), 0);
    }
}

TEST(Points, StridesAreHonoured) {
    Source source = Source::tensor<double>({1, 2, 3, 4, 5, 6}, {2, 3});
    source.with_strides({-3, 1}, 3);
    EXPECT_EQ(text_of(made(source)), "[[4.0,5.0,6.0],[1.0,2.0,3.0]]");
}

TEST(Points, FieldsSayWhatTheyHold) {
    const Object3D object = points<double>({1, 2, 3, 255, 0, 0, -1, 5, 2, 0, 0, 0}, {2, 6}, {{"caption", "two"}});
    for (const Object3D& each : {object, round_trip(object)}) {
        const json::object fields = each.fields();
        EXPECT_EQ(fields.at("kind"), "points");
        EXPECT_EQ(fields.at("points").to_number<int>(), 2);
        EXPECT_EQ(json::write(fields.at("bounds")), R"({"min":[-1.0,2.0,2.0],"max":[1.0,5.0,3.0]})");
        EXPECT_EQ(fields.at("dtype"), "float64");
        EXPECT_EQ(fields.at("format"), "pts.json");
        EXPECT_EQ(fields.at("caption"), "two");
    }
}

TEST(Points, NoneAtAllIsAnEmptyList) {
    const Object3D object = points<float>({}, {0, 6});
    EXPECT_EQ(text_of(object), "[]");
    EXPECT_EQ(shape(round_trip(object).tensor({})), "[0, 6]");
    EXPECT_FALSE(object.fields().contains("bounds"));
}

TEST(Points, ABloatedTextKeepsTheArrayBeside) {
    std::vector<float> numbers(3 * 40000);
    for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = 0.1F * static_cast<float>(i % 977) - 13.7F;
    const Object3D object = points(numbers, {40000, 3});
    ASSERT_TRUE(object.arrays.at("points").file);
    const Object3D back = round_trip(object);
    EXPECT_EQ(elements<float>(back.tensor({})), numbers);
    EXPECT_LT(back.arrays.at("points").file->read().size() * bloat_factor, text_of(back).size());
    const std::vector<double> wide(numbers.begin(), numbers.end());
    EXPECT_FALSE(points(wide, {40000, 3}).arrays.at("points").file) << "float64 text is not bloated";
    EXPECT_FALSE(points<float>({0.1F, 0.2F, 0.3F}, {1, 3}).arrays.at("points").file)
        << "small text is not worth a file";
}

TEST(Points, ADamagedArrayFileIsRefused) {
    Object3D object = points<float>({1, 2, 3}, {1, 3});
    object.arrays.at("points").file = MediaFile::of_bytes("short", ".npy");
    EXPECT_TRUE(says(refusal([&] { (void)object.tensor({}); }), {"1 ", "array file", "float32", "damaged"}));
}

TEST(Points, NanAndInfinityNameTheirPlace) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(says(refusal_of(Source::tensor<double>({0, 0, 0, 1, 1, nan}, {2, 3})),
                     {"1 object3D-file: points[1][2] is NaN", "drop that row"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor<float>({-std::numeric_limits<float>::infinity(), 0, 0}, {1, 3})),
                     {"points[0][0] is -Infinity"}));
}

TEST(Points, OtherShapesAndTypesAreRefused) {
    EXPECT_TRUE(says(refusal_of(Source::tensor<double>({1, 2}, {1, 2})), {"1 object3D-file: ", "[1, 2]", "N x 3"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor<double>({1, 2, 3}, {3})), {"1 object3D-file: ", "[3]"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor<double>(std::vector<double>(18), {2, 3, 3})), {"[2, 3, 3]"}));
    EXPECT_TRUE(says(refusal_of(Source::tensor({kDLComplex, 64, 1}, std::string(24, '\0'), {1, 3})),
                     {"2 object3D-file: ", "complex64"}));
}

TEST(Points, NansOfAReferenceFileAreRead) {
    const FakeStore store(WBM_RUN);
    store.put("media/object3D/a.pts.json", "[[0.0, NaN, 1], [2, -Infinity, 4]]");
    const Object3D object =
        Object3D::from_json({{"_type", "object3D-file"}, {"path", "media/object3D/a.pts.json"}}, store.store());
    const auto numbers = elements<double>(object.tensor({}));
    EXPECT_TRUE(std::isnan(numbers[1]));
    EXPECT_EQ(numbers[4], -std::numeric_limits<double>::infinity());
    EXPECT_EQ(object.fields().at("format"), "pts.json");
}

TEST(Scene, IsWrittenInTheReferencesOrderWithoutOtherMembers) {
    const Object3D object =
        scene(R"({"points":[[1,2.5,3]],"boxes":[{"z":1,"a":2,"label":"日本"}],"type":"lidar/beta","other":5})");
    EXPECT_EQ(text_of(object),
              "{\"type\":\"lidar/beta\",\"vectors\":[],\"points\":[[1,2.5,3]],\"boxes\":[{\"z\":1,\"a\":2,\"label\":"
              "\"日本\"}]}");
    EXPECT_EQ(text_of(scene(R"({"type":"lidar/beta"})")),
              R"({"type":"lidar/beta","vectors":[],"points":[],"boxes":[]})");
    EXPECT_EQ(round_trip(object).fields().at("boxes").to_number<int>(), 1);
}

TEST(Scene, NamedArraysStandForLists) {
    Source source = Source::json(
        R"({"type":"lidar/beta","points":"@cloud","boxes":[{"corners":"@corners","label":"@corners"}],"vectors":"@none"})");
    source.with_part("cloud", Source::tensor<float>({1, 2, 3, 0.5F}, {1, 4}));
    source.with_part("corners", Source::tensor<std::int32_t>(std::vector<std::int32_t>(24, 7), {8, 3}));
    source.with_part("none", Source::tensor<double>({}, {0}));
    const Object3D object = made(source);
    EXPECT_TRUE(says(text_of(object), {R"("vectors":[],"points":[[1.0,2.0,3.0,0.5]])", R"("corners":[[7,7,7],)",
                                       R"("label":"@corners")"}));
    EXPECT_EQ(elements<float>(round_trip(object).tensor({})), (std::vector<float>{1, 2, 3, 0.5F}));
}

TEST(Scene, RefusalsNameTheMember) {
    EXPECT_TRUE(says(scene_refusal("[[0,0,0]]"), {"1 object3D-file: the source is [[0,0,0]]", "lidar/beta"}));
    EXPECT_TRUE(says(scene_refusal(R"({"type":"mesh"})"), {"\"type\" is \"mesh\"", "lidar/beta"}));
    EXPECT_TRUE(says(scene_refusal(R"({"points":[]})"), {"3 object3D-file: \"type\" is missing"}));
    const std::string head = R"({"type":"lidar/beta",)";
    EXPECT_TRUE(says(scene_refusal(head + R"("boxes":5})"), {"\"boxes\" must be a list", "5"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("boxes":[5]})"), {"boxes[0] must be an object"}));
    EXPECT_TRUE(
        says(scene_refusal(head + R"("boxes":[{"corners":[[0,0,0]]}]})"), {"boxes[0].corners must be 8 points"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("boxes":[{"label":5}]})"), {"boxes[0].label must be text, it is 5"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("boxes":[{"score":"high"}]})"), {"boxes[0].score", "\"high\""}));
    EXPECT_TRUE(
        says(scene_refusal(head + R"("boxes":[{"color":[1,2]}]})"), {"boxes[0].color must be 3 finite numbers"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("boxes":[{"center":[0,0,0]}]})"), {"boxes[0].size is missing"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("vectors":[{"start":[0,0]}]})"), {"vectors[0].start must be 3"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("points":[[0,0,0],[1,1]]})"), {"points[1] has 2 numbers", "have 3"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("points":[[0,0,NaN]]})"), {"object3D-file"}));
    EXPECT_TRUE(says(scene_refusal(head + R"("points":[[0,0,"x"]]})"), {"points[0][2] must be a number, it is \"x\""}));
    EXPECT_TRUE(says(scene_refusal(head + R"("points":"@gone"})"), {"3 object3D-file: ", "gone"}));
}

TEST(Box3D, CornersAreThoseOfTheReference) {
    // The two examples of the reference's own tests, wire spec 7.6.
    const auto straight = corners_of({{3, 4, 5}, {6, 8, 10}, {1, 0, 0, 0}}, false);
    EXPECT_EQ(straight[0], (std::array<double, 3>{0, 0, 0}));
    EXPECT_EQ(straight[1], (std::array<double, 3>{0, 0, 10}));
    EXPECT_EQ(straight[7], (std::array<double, 3>{6, 8, 10}));
    const auto turned = corners_of({{5, 3, 4}, {6, 8, 10}, {1, 1, 1, 1}}, false);
    EXPECT_EQ(turned[0], (std::array<double, 3>{0, 0, 0}));
    EXPECT_EQ(turned[7], (std::array<double, 3>{10, 6, 8}));
}

TEST(Box3D, ANegativeAngleTurnsTheOtherWayUnlessTheReferencesIsAskedFor) {
    // 90 degrees about z, one way and the other: the middle of the face at +x goes to +y or to -y.
    const double half = std::sqrt(0.5);
    const auto plus = corners_of({{0, 0, 0}, {2, 0, 0}, {half, 0, 0, half}}, false);
    const auto minus = corners_of({{0, 0, 0}, {2, 0, 0}, {half, 0, 0, -half}}, false);
    EXPECT_NEAR(plus[7][1], 1, 1e-12);
    EXPECT_NEAR(minus[7][1], -1, 1e-12);
    EXPECT_EQ(corners_of({{0, 0, 0}, {2, 0, 0}, {half, 0, 0, -half}}, true), plus);
    EXPECT_EQ(corners_of({{0, 0, 0}, {2, 0, 0}, {-half, 0, 0, -half}}, false), plus) << "-q is the same rotation as q";
}

TEST(Box3D, InASceneHasCornersAndKeepsItsOrientation) {
    const std::string text =
        R"({"type":"lidar/beta","boxes":[{"label":"first"},
            {"center":[3,4,5],"size":[6,8,10],"orientation":[1,0,0,-0.5],"color":[1,2,3],"score":0.5}]})";
    const Object3D object = scene(text);
    EXPECT_TRUE(says(text_of(object), {R"("color":[1,2,3],"label":null,"score":0.5}])", R"({"corners":[[)"}));
    const Object3D back = round_trip(object);
    EXPECT_EQ(json::write(back.fields().at("oriented_boxes")),
              R"({"1":{"center":[3,4,5],"size":[6,8,10],"orientation":[1.0,0.0,0.0,-0.5]}})");
    FakeHost host;
    sdk::detail::host() = host.table();
    const Object3D reference = made(Source::json(text).with_options({{"reference_rotation", true}}));
    sdk::detail::host() = nullptr;
    EXPECT_NE(text_of(reference), text_of(object));
    ASSERT_EQ(host.lines().size(), 1U);
    EXPECT_TRUE(says(host.lines()[0].text, {"object3D-file", "reference_rotation"}));
}

TEST(Box3D, RefusesWhatIsNoBox) {
    const auto box = [](const std::string& members) {
        return scene_refusal(R"({"type":"lidar/beta","boxes":[{)" + members + "}]}");
    };
    const std::string good = R"("center":[0,0,0],"color":[0,0,0],)";
    EXPECT_TRUE(says(box(good + R"("size":[1,1,1],"orientation":[0,0,0,0])"), {"boxes[0].orientation is all zero"}));
    EXPECT_TRUE(says(box(good + R"("size":[1,-1,1])"), {"boxes[0].size is [1,-1,1]", "negative"}));
    EXPECT_TRUE(says(box(good + R"("size":[1,1])"), {"boxes[0].size must be 3 finite numbers"}));
    EXPECT_TRUE(
        says(box(R"("color":[0,0,0],"size":[1.7e308,1,1],"center":[1.7e308,0,0])"), {"boxes[0].size", "finite"}));
    EXPECT_TRUE(says(box(good + R"("size":[1,1,1],"angle":3)"), {"boxes[0].angle is not known"}));
    EXPECT_TRUE(says(box(R"("center":[0,0,0],"size":[1,1,1])"), {"boxes[0].color is missing"}));
}

}  // namespace
}  // namespace wbm::object3d
