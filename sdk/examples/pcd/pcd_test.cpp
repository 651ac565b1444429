#include "pcd.hpp"

#include "limits.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

namespace pcd {
namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;
using wbm::testing::FakeStore;
using wbm::testing::Refused;
using wbm::testing::Source;

const wbm::testing::Type type = wbm::testing::type_of<Pcd>();
const fs::path folder = EXAMPLE_FOLDER;
constexpr float nan = std::numeric_limits<float>::quiet_NaN();

Pcd made(Source source) {
    const wbm::testing::Value value = type.create(source);
    source.overwrite();
    return *reinterpret_cast<const Pcd*>(value.get());
}
std::string sample(const std::string& name) { return (folder / "samples" / (name + ".pcd")).string(); }
Pcd from_sample(const std::string& name) { return made(Source::path(sample(name))); }

std::vector<fs::path> samples() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder / "samples"))
        if (entry.path().extension() == ".pcd") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

/// What pypcd4 reads from the samples.
const json::object& expected() {
    static const json::object known = json::read_object(wbm::read_file((folder / "expected.json").string()));
    return known;
}

template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Refused& e) {
        return e.what();
    } catch (const wbm::Error& e) {
        return e.what();
    }
    return "not refused";
}

std::string_view bytes_of(const wbm::Array& array) {
    return {static_cast<const char*>(array.dl().data), wbm::element_count(array.dl()) * array.dl().dtype.bits / 8U};
}
template <class T>
std::vector<T> numbers(const wbm::Array& array) {
    const auto* first = static_cast<const T*>(array.dl().data);
    return {first, first + wbm::element_count(array.dl())};
}

const std::vector<float> two_points = {0, 1, 2, 0.5F, nan, nan, nan, 9};

TEST(Pcd, SamplesComeBackAsTheyWere) {
    ASSERT_GE(samples().size(), 12U);
    for (const fs::path& file : samples()) {
        const Pcd cloud = made(Source::path(file.string()).with_options({{"caption", "a yard"}}));
        const Pcd back = wbm::testing::round_trip(cloud);
        EXPECT_EQ(back, cloud) << file;
        EXPECT_EQ(back.file.read(), wbm::read_file(file.string())) << file;
    }
}

TEST(Pcd, FieldsAgreeWithPypcd) {
    for (const auto& [name, facts] : expected()) {
        const json::object fields = from_sample(fs::path(std::string(name)).replace_extension().string()).fields();
        for (const char* same : {"points", "width", "height", "fields", "types"})
            EXPECT_EQ(fields.at(same), facts.at(same)) << name;
        const json::value* bounds = facts.get_object().if_contains("bounds");
        ASSERT_EQ(fields.contains("bounds"), bounds != nullptr) << name;
        if (bounds == nullptr) continue;
        for (const char* end : {"min", "max"})
            for (std::size_t axis = 0; axis < 3; ++axis)
                EXPECT_EQ(fields.at("bounds").at(end).at(axis).to_number<double>(),
                          bounds->at(end).at(axis).to_number<double>())
                    << name;
        const json::value* lost = fields.if_contains("nan_points");
        EXPECT_EQ(lost == nullptr ? 0 : lost->as_int64(), facts.at("nan_points").as_int64()) << name;
    }
}

TEST(Pcd, FieldsSayTheRest) {
    const json::object camera = from_sample("camera").contents;
    EXPECT_EQ(camera.at("organised"), true);
    EXPECT_EQ(json::write(camera.at("viewpoint")), "[0.5,0.0,1.2,0.5,-0.5,0.5,-0.5]");
    EXPECT_EQ(
        json::write(from_sample("padded").contents),
        R"({"points":4,"width":4,"height":1,"organised":false,"fields":["x","y","z","normal"],"types":["float32",)"
        R"("float32","float32","float32[3]"],"data":"binary","bounds":{"min":[0.0,1.0,2.0],"max":[3.0,4.0,5.0]}})");
    EXPECT_EQ(
        json::write(from_sample("old").contents),
        R"({"points":2,"width":2,"height":1,"organised":false,"fields":["x","y","z"],"types":["float32","float32","float32"],)"
        R"("data":"ascii","nan_points":1,"bounds":{"min":[0.5,1.0,-0.20000000298023224],)"
        R"("max":[0.5,1.0,-0.20000000298023224]}})");
    EXPECT_EQ(
        json::write(from_sample("features").contents),
        R"({"points":2,"width":2,"height":1,"organised":false,"fields":["fpfh"],"types":["float32[3]"],"data":"ascii"})");
    EXPECT_EQ(json::write(from_sample("few_binary").contents.at("intensity")), "[18.0,28.0]");
}

TEST(Pcd, NumbersAgreeWithPypcd) {
    for (const auto& [name, facts] : expected()) {
        const Pcd cloud = from_sample(fs::path(std::string(name)).replace_extension().string());
        EXPECT_EQ(wbm::testing::sha256(bytes_of(cloud.tensor({}))), facts.at("xyz").as_string()) << name;
        const wbm::Array every = cloud.tensor({{"fields", facts.at("fields")}, {"dtype", "float64"}});
        EXPECT_EQ(wbm::testing::sha256(bytes_of(every)), facts.at("all").as_string()) << name;
    }
}

TEST(Pcd, TensorHasWhatIsAskedFor) {
    EXPECT_EQ(numbers<float>(from_sample("padded").tensor({{"fields", {"normal", "x"}}})),
              (std::vector<float>{0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 2, 0, 0, 1, 3}));
    const wbm::Array colours = from_sample("camera").tensor({{"colours", true}, {"organised", true}});
    EXPECT_EQ(wbm::shape_text(colours.dl()), "[12, 16, 3]");
    const auto bytes = numbers<std::uint8_t>(colours);
    EXPECT_EQ(std::vector<std::uint8_t>(bytes.begin(), bytes.begin() + 6),
              (std::vector<std::uint8_t>{60, 110, 40, 60, 110, 48}));
    const auto far = numbers<float>(from_sample("old").tensor({}));
    EXPECT_TRUE(std::isnan(far[3]) && std::isnan(far[5]));
    EXPECT_EQ(wbm::shape_text(from_sample("empty").tensor({}).dl()), "[0, 3]");
}

TEST(Pcd, TensorOptionsAreChecked) {
    const Pcd cloud = from_sample("few_ascii");
    const auto with = [&](const json::object& options) { return refusal([&] { (void)cloud.tensor(options); }); };
    EXPECT_EQ(with({{"fields", {"x", "normal"}}}),
              R"(the cloud has no field "normal"; it has x, y, z, intensity, ring, time)");
    EXPECT_EQ(with({{"fields", json::array()}}), R"(option "fields" is []; give names, such as ["x", "y"])");
    EXPECT_EQ(with({{"dtype", "int8"}}), R"(option "dtype" is "int8"; give float32 or float64)");
    EXPECT_EQ(with({{"colours", true}}), R"(the cloud has no field "rgb"; it has x, y, z, intensity, ring, time)");
    EXPECT_EQ(refusal([] { (void)from_sample("features").tensor({}); }), R"(the cloud has no field "x"; it has fpfh)");
}

TEST(Pcd, ArraysBecomeFiles) {
    for (const bool compress : {false, true}) {
        const Pcd cloud = made(Source::tensor<float>(two_points, {2, 4}).with_options({{"compress", compress}}));
        const Pcd back = wbm::testing::round_trip(cloud);
        const auto read = numbers<float>(back.tensor({{"fields", {"x", "y", "z", "intensity"}}}));
        EXPECT_EQ(bytes_of(wbm::Array(read, {2, 4})), wbm::bytes(two_points));
        EXPECT_EQ(back.contents.at("data"), compress ? "binary_compressed" : "binary");
        EXPECT_EQ(back.contents.at("nan_points"), 1);
        EXPECT_EQ(json::write(back.contents.at("intensity")), "[0.5,9.0]");
    }
}

TEST(Pcd, InfinityIsNoBound) {
    constexpr float far = std::numeric_limits<float>::infinity();
    const Pcd cloud = made(Source::tensor<float>({0, 1, 2, far, -far, 3, 4, 5}, {2, 4}));
    EXPECT_EQ(json::write(cloud.contents.at("bounds")), R"({"min":[0.0,1.0,2.0],"max":[0.0,3.0,4.0]})");
    EXPECT_EQ(json::write(cloud.contents.at("intensity")), "[5.0,5.0]");
    EXPECT_EQ(cloud.contents.at("nan_points"), 1);
}

TEST(Pcd, AnArraysOptionsAreInItsFile) {
    const Pcd cloud =
        made(Source::tensor<double>({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, {1, 3, 4})
                 .with_options({{"fields", {"ring", "z", "y", "x"}}, {"viewpoint", {0, 0, 1.5, 1, 0, 0, 0}}}));
    const std::string header =
        "# .PCD v0.7 - Point Cloud Data file format\nVERSION 0.7\nFIELDS ring z y x\nSIZE 8 8 8 8\nTYPE F F F F\n"
        "COUNT 1 1 1 1\nWIDTH 3\nHEIGHT 1\nVIEWPOINT 0 0 1.5 1 0 0 0\nPOINTS 3\nDATA binary\n";
    EXPECT_EQ(cloud.file.read().substr(0, header.size()), header);
    EXPECT_EQ(cloud.file.read().size(), header.size() + 96);
    EXPECT_EQ(numbers<double>(cloud.tensor({{"dtype", "float64"}})),
              (std::vector<double>{4, 3, 2, 8, 7, 6, 12, 11, 10}));
    const Pcd organised = made(Source::tensor<float>(std::vector<float>(24, 1), {4, 2, 3}));
    EXPECT_EQ(organised.contents.at("organised"), true);
    EXPECT_EQ(wbm::shape_text(organised.tensor({{"organised", true}}).dl()), "[4, 2, 3]");
}

TEST(Pcd, FieldsHaveTheCaption) {
    EXPECT_EQ(made(Source::path(sample("old")).with_options({{"caption", ""}})).fields().at("caption"), "");
    EXPECT_FALSE(from_sample("old").fields().contains("caption"));
}

TEST(Pcd, StridedArraysAreRead) {
    Source turned = Source::tensor<float>({0, 1, 2, 3, 4, 5}, {2, 3}).with_strides({1, 2});
    EXPECT_EQ(numbers<float>(made(turned).tensor({})), (std::vector<float>{0, 2, 4, 1, 3, 5}));
}

TEST(Pcd, ArraysAndTheirOptionsAreChecked) {
    const auto with = [](const json::object& options) {
        return refusal([&] { (void)made(Source::tensor<float>(two_points, {2, 4}).with_options(options)); });
    };
    EXPECT_EQ(with({{"fields", {"x", "y", "z"}}}),
              R"(pcd-file: option "fields" is ["x","y","z"]; give a name without blanks for each of the 4 columns)");
    EXPECT_EQ(
        with({{"fields", {"x", "y", "z", "a b"}}}),
        R"(pcd-file: option "fields" is ["x","y","z","a b"]; give a name without blanks for each of the 4 columns)");
    EXPECT_EQ(with({{"fields", {"x", "y", "z", "x"}}}), R"(pcd-file: option "fields" has "x" twice)");
    EXPECT_EQ(with({{"fields", {"x", "y", "w", "v"}}}),
              R"(pcd-file: option "fields" is ["x","y","w","v"]; a cloud needs z)");
    EXPECT_EQ(with({{"viewpoint", {0, 0}}}),
              R"(pcd-file: option "viewpoint" is [0,0]; give 7 numbers: x, y, z and a quaternion, w first)");
    EXPECT_EQ(with({{"field", 1}}),
              R"(pcd-file: option "field" is not known; this type has caption, fields, viewpoint, compress)");
    EXPECT_EQ(refusal([] {
                  (void)made(Source::tensor<float>({1, 2}, {1, 2}));
              }),
              "pcd-file: the array has shape [1, 2]; its last axis holds x, y, z and more, up to 1024");
    EXPECT_EQ(refusal([] {
                  (void)made(Source::tensor<float>({1, 2, 3, 4, 5}, {1, 5}));
              }),
              R"(pcd-file: the array has 5 columns; name them with option "fields", such as ["x", "y", "z", "ring"])");
    EXPECT_EQ(refusal([] {
                  (void)made(Source::tensor<int>({1, 2, 3}, {1, 3}));
              }),
              "pcd-file: the array has dtype int32; give float32 or float64");
    EXPECT_EQ(refusal([] {
                  (void)made(Source::path(sample("old")).with_options({{"compress", true}}));
              }),
              R"(pcd-file: option "compress" is for arrays; a file says it itself)");
}

TEST(Pcd, BytesAndProbeAreAsAFile) {
    EXPECT_EQ(made(Source::bytes(wbm::read_file(sample("yard")))), from_sample("yard"));
    EXPECT_EQ(type.probe(Source::path(sample("yard"))), from_sample("yard").contents);
    EXPECT_EQ(refusal([] { (void)type.probe(Source::bytes("ply\n")); }),
              "pcd-file: the cloud is no PCD file: it does not begin as one");
}

TEST(Pcd, BrokenFilesAreRefusedWithTheirReasons) {
    std::ifstream reasons(folder / "broken/reasons.txt");
    std::size_t count = 0;
    for (std::string line; std::getline(reasons, line); ++count) {
        const std::size_t colon = line.find(": ");
        const fs::path file = folder / "broken" / line.substr(0, colon);
        const std::string said = refusal([&] { (void)made(Source::path(file.string())); });
        EXPECT_TRUE(said.starts_with("pcd-file: the file \"" + file.string() + "\"")) << said;
        EXPECT_NE(said.find(line.substr(colon + 2)), std::string::npos) << file << " says " << said;
    }
    const fs::directory_iterator files(folder / "broken");
    EXPECT_EQ(count + 1, static_cast<std::size_t>(std::distance(begin(files), end(files))));
}

TEST(Pcd, UnknownMembersAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    json::object j = from_sample("old").to_json(store.store());
    j["later"] = json::object{{"frame", "lidar_top"}};
    j["pcd"].as_object()["later"] = "too";
    const std::string text = json::write(j);
    EXPECT_EQ(type.to_json(type.from_json(text, store), store), text);
    j["pcd"].as_object()["points"] = "many";
    EXPECT_EQ(refusal([&] { (void)type.from_json(json::write(j), store); }),
              R"(pcd-file: "points" must be an integer, it is "many")");
}

TEST(Pcd, EveryPartOfEqualityCounts) {
    const Pcd cloud = from_sample("few_binary");
    Pcd other = cloud;
    other.caption = "a";
    EXPECT_NE(other, cloud);
    EXPECT_NE(from_sample("few_ascii"), cloud);
    other = cloud;
    other.extra = wbm::ExtraMembers(json::object{{"a", 1}});
    EXPECT_NE(other, cloud);
}

/// Every mutation of a sample is taken, and then whole, or refused with a sentence.
TEST(Pcd, ChangedBytesAreTakenOrRefused) {
    std::mt19937 random(1);  // NOLINT: the same mutations every time
    std::vector<std::string> files;
    for (const fs::path& file : samples())
        if (file.stem() != "yard") files.push_back(wbm::read_file(file.string()));
    const std::string pieces[] = {"0", "9", "-1", " ", "\n", "nan", "1e999", "F", "COUNT", "\xff", "268435456"};
    std::size_t refused = 0;
    constexpr std::size_t rounds = 5000;
    for (std::size_t i = 0; i < rounds; ++i) {
        std::string bytes = files[i % files.size()];
        for (std::size_t n = 0; n <= random() % 3; ++n) {
            const std::size_t at = random() % bytes.size();
            if (random() % 2 == 0)
                bytes.replace(at, random() % 3, pieces[random() % std::size(pieces)]);
            else
                bytes[at] = static_cast<char>(random());
        }
        try {
            const Pcd cloud = made(Source::bytes(bytes));
            for (const json::value& field : cloud.contents.at("fields").as_array())
                ASSERT_EQ(cloud.tensor({{"fields", json::array{field}}}).dl().shape[0],
                          cloud.contents.at("points").to_number<std::int64_t>());
        } catch (const Refused& e) {
            ++refused;
            ASSERT_TRUE(std::string(e.what()).starts_with("pcd-file: ")) << e.what();
        }
    }
    EXPECT_GT(refused, rounds / 8);
    EXPECT_LT(refused, rounds);
}

}  // namespace
}  // namespace pcd
