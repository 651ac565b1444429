#include "nifti.hpp"

#include "limits.hpp"
#include "packed.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <numeric>
#include <random>
#include <string>
#include <vector>

namespace nifti {
namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;
using wbm::testing::FakeStore;
using wbm::testing::Refused;
using wbm::testing::Source;

const wbm::testing::Type type = wbm::testing::type_of<Nifti>();
const fs::path folder = EXAMPLE_FOLDER;

Nifti made(Source source) {
    const wbm::testing::Value value = type.create(source);
    source.overwrite();
    return *reinterpret_cast<const Nifti*>(value.get());
}
std::string sample(const std::string& name) { return (folder / "samples" / name).string(); }
Nifti from_sample(const std::string& name) { return made(Source::path(sample(name))); }

/// What nibabel says of each sample.
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
double element(const wbm::Array& array, std::size_t at) { return static_cast<const double*>(array.dl().data)[at]; }

Source counting_array(std::vector<std::int64_t> shape) {
    std::vector<std::int16_t> numbers(
        static_cast<std::size_t>(std::accumulate(shape.begin(), shape.end(), std::int64_t{1}, std::multiplies<>())));
    std::iota(numbers.begin(), numbers.end(), std::int16_t{0});
    return Source::tensor<std::int16_t>(numbers, std::move(shape));
}

TEST(Nifti, SamplesComeBackAsTheyWere) {
    ASSERT_GE(expected().size(), 20U);
    for (const auto& [name, facts] : expected()) {
        const Nifti volume = made(Source::path(sample(name)).with_options({{"caption", "a head"}}));
        const Nifti back = wbm::testing::round_trip(volume);
        EXPECT_EQ(back, volume) << name;
        EXPECT_EQ(back.file.read(), wbm::read_file(sample(name))) << name;
    }
}

TEST(Nifti, FieldsAgreeWithNibabel) {
    for (const auto& [name, facts] : expected()) {
        const json::object fields = from_sample(name).fields();
        EXPECT_EQ(fields.at("shape"), facts.at("shape")) << name;
        const json::array& spacing = facts.at("spacing").get_array();
        ASSERT_EQ(fields.at("spacing").get_array().size(), spacing.size());
        for (std::size_t axis = 0; axis < spacing.size(); ++axis)
            EXPECT_NEAR(fields.at("spacing").at(axis).to_number<double>(), spacing[axis].to_number<double>(), 2e-6)
                << name;
        const json::value* codes = facts.get_object().if_contains("orientation");
        EXPECT_EQ(fields.contains("orientation"), codes != nullptr) << name;
        if (codes != nullptr) {
            EXPECT_EQ(fields.at("orientation"), *codes) << name;
        }
    }
}

TEST(Nifti, FieldsSayTheRest) {
    EXPECT_EQ(
        json::write(from_sample("in_time.nii.gz").contents),
        R"({"format":"nifti-1","shape":[4,3,2,5],"dtype":"int16","spacing":[2.0,2.5,3.0],"size_mm":[8.0,7.5,6.0],)"
        R"("orientation":"RAS","time_step":0.72,"description":"five volumes"})");
    EXPECT_EQ(json::write(from_sample("scaled.nii").contents.at("scale")), "[0.25,-100.0]");
    EXPECT_EQ(from_sample("nifti2_big_endian.nii").contents.at("byte_order"), "big");
    EXPECT_EQ(from_sample("nifti2.nii.gz").contents.at("format"), "nifti-2");
}

TEST(Nifti, VoxelsAgreeWithNibabel) {
    for (const auto& [name, facts] : expected()) {
        const Nifti volume = from_sample(name);
        if (volume.contents.at("dtype") == "complex64") {
            EXPECT_EQ(refusal([&] { (void)volume.tensor({}); }),
                      "the voxels are complex64, which no array holds; read the file itself");
            continue;
        }
        const wbm::Array array = volume.tensor({});
        EXPECT_EQ(wbm::testing::sha256(bytes_of(array)), facts.at("bytes").as_string()) << name;
        const json::value* scaled = facts.get_object().if_contains("scaled");
        if (scaled == nullptr) continue;  // colours
        const wbm::Array numbers = volume.tensor({{"scaled", true}});
        EXPECT_EQ(element(numbers, 1), scaled->at(0).to_number<double>()) << name;
        EXPECT_EQ(element(numbers, wbm::element_count(numbers.dl()) - 1), scaled->at(1).to_number<double>()) << name;
        const wbm::Array slice = volume.tensor({{"slice", {{"axis", 1}, {"index", 1}}}});
        EXPECT_EQ(wbm::testing::sha256(bytes_of(slice)), facts.at("slice_1_1").as_string()) << name;
    }
    EXPECT_EQ(wbm::shape_text(from_sample("colours.nii").tensor({}).dl()), "[4, 3, 2, 3]");
}

TEST(Nifti, TheTransformAgreesWithNibabel) {
    for (const char* name : {"head.nii.gz", "oblique.nii", "qform.nii", "qform_mirrored.nii", "sheared.nii"}) {
        const wbm::Array affine = from_sample(name).tensor({{"affine", true}});
        ASSERT_EQ(wbm::shape_text(affine.dl()), "[4, 4]");
        for (std::size_t i = 0; i < 16; ++i)
            EXPECT_NEAR(element(affine, i), expected().at(name).at("affine").at(i / 4).at(i % 4).to_number<double>(),
                        1e-5)
                << name << i;
    }
    EXPECT_EQ(refusal([] {
                  (void)from_sample("nowhere.nii").tensor({{"affine", true}});
              }),
              "the file has no transform: neither sform_code nor qform_code is set");
}

TEST(Nifti, TensorOptionsAreChecked) {
    const Nifti volume = from_sample("types/int16.nii");
    const auto with = [&](const json::object& options) { return refusal([&] { (void)volume.tensor(options); }); };
    EXPECT_EQ(with({{"slice", {{"axis", 3}, {"index", 0}}}}),
              R"(option "slice": "axis" is 3, and the volume has 3 axes; the first is 0)");
    EXPECT_EQ(with({{"slice", {{"axis", 2}, {"index", 3}}}}),
              R"(option "slice": "index" is 3, and axis 2 has 3 slices; the first is 0)");
    EXPECT_EQ(with({{"slice", {{"axis", 2}}}}),
              R"(option "slice" is {"axis":2}; give {"axis": 0 or more, "index": 0 or more})");
    EXPECT_EQ(with({{"frame", 2}}), R"(option "frame" is not known; this type has slice, scaled, affine)");
    EXPECT_EQ(refusal([] {
                  (void)from_sample("colours.nii").tensor({{"scaled", true}});
              }),
              R"(the voxels are colours, which are not scaled; leave option "scaled" out)");
}

TEST(Nifti, ArraysBecomeFiles) {
    for (const std::vector<std::int64_t>& shape :
         {std::vector<std::int64_t>{4, 3}, std::vector<std::int64_t>{4, 3, 2}, std::vector<std::int64_t>{2, 3, 4, 5}}) {
        const Nifti volume = made(counting_array(shape).with_options({{"caption", "counted"}}));
        EXPECT_EQ(volume.file.extension(), ".nii.gz");
        const Nifti back = wbm::testing::round_trip(volume);
        EXPECT_EQ(back, volume);
        const wbm::Array array = back.tensor({});
        EXPECT_EQ(std::vector<std::int64_t>(array.dl().shape, array.dl().shape + array.dl().ndim), shape);
        for (std::size_t i = 0; i < wbm::element_count(array.dl()); ++i)
            ASSERT_EQ(static_cast<const std::int16_t*>(array.dl().data)[i], static_cast<std::int16_t>(i));
    }
}

TEST(Nifti, AnArraysOptionsAreInItsFile) {
    const Nifti volume =
        made(counting_array({4, 3, 2}).with_options({{"spacing", {0.8, 1, 2.5}}, {"orientation", "LPS"}}));
    EXPECT_EQ(json::write(volume.fields()),
              R"({"format":"nifti-1","shape":[4,3,2],"dtype":"int16","spacing":[0.8,1.0,2.5],)"
              R"("size_mm":[3.2,3.0,5.0],"orientation":"LPS","size":)" +
                  std::to_string(volume.file.bytes()->size()) + "}");
    EXPECT_EQ(
        volume.file.read(),
        made(counting_array({4, 3, 2}).with_options({{"spacing", {0.8, 1, 2.5}}, {"orientation", "LPS"}})).file.read());
    EXPECT_EQ(volume.file.read().substr(0, 10), std::string("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10));  // no time, no system
    EXPECT_FALSE(made(counting_array({4, 3})).fields().contains("orientation"));
}

TEST(Nifti, FieldsHaveTheCaption) {
    EXPECT_EQ(made(counting_array({4, 3}).with_options({{"caption", ""}})).fields().at("caption"), "");
    EXPECT_FALSE(made(counting_array({4, 3})).fields().contains("caption"));
}

TEST(Nifti, StridedArraysAreRead) {
    Source turned = counting_array({3, 4}).with_strides({1, 3});
    EXPECT_EQ(made(turned).file.read(),
              made(Source::tensor<std::int16_t>({0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11}, {3, 4})).file.read());
}

TEST(Nifti, ArraysAreChecked) {
    const auto with = [](Source source) { return refusal([&] { (void)made(source); }); };
    EXPECT_EQ(with(counting_array({4})),
              "nifti-file: the array has shape [4]; a volume has 2 to 4 axes: x, y, z, time");
    EXPECT_EQ(with(counting_array({4, 0, 2})),
              "nifti-file: the array has shape [4, 0, 2]; each axis has 1 to 32767 voxels");
    EXPECT_EQ(with(Source::tensor({wbm::dl_bool, 8, 1}, "\1", {1, 1})),
              "nifti-file: the array has dtype bool; give integers of 8 to 64 bits, float32 or float64");
}

TEST(Nifti, OptionsAreChecked) {
    const auto with = [](const json::object& options) {
        return refusal([&] { (void)made(counting_array({4, 3, 2}).with_options(options)); });
    };
    EXPECT_EQ(
        with({{"spacing", {1, 2}}}),
        R"(nifti-file: option "spacing" is [1,2]; give 3 numbers above 0: millimetres from voxel to voxel along each axis)");
    EXPECT_NE(with({{"spacing", {1, 2, 0}}}).find("[1,2,0]; give 3 numbers above 0"), std::string::npos);
    EXPECT_EQ(with({{"orientation", "RAR"}}),
              R"(nifti-file: option "orientation" is "RAR"; give one letter of each of R L, A P and S I, such as RAS)");
    EXPECT_EQ(with({{"affine", 1}}),
              R"(nifti-file: option "affine" is not known; this type has caption, spacing, orientation)");
    EXPECT_EQ(refusal([] {
                  (void)made(Source::path(sample("types/int16.nii")).with_options({{"spacing", {1, 1, 1}}}));
              }),
              R"(nifti-file: option "spacing" is for arrays; a file says it itself)");
}

TEST(Nifti, BytesAreAsAFile) {
    for (const char* name : {"types/int16.nii", "head.nii.gz"}) {
        const Nifti volume = made(Source::bytes(wbm::read_file(sample(name))));
        EXPECT_EQ(volume, from_sample(name));
        EXPECT_EQ(volume.file.extension(), std::string(name).substr(std::string(name).find('.')));
    }
}

TEST(Nifti, AStoredPackedFileKeepsBothHalvesOfItsExtension) {
    const FakeStore run(WBM_RUN);
    const FakeStore other(WBM_RUN);
    const Nifti stored = Nifti::from_json(from_sample("head.nii.gz").to_json(run.store()), run.store());
    EXPECT_TRUE(wbm::text(stored.to_json(other.store()), "path").ends_with(".nii.gz"));
}

TEST(Nifti, SeveralGzipMembersAreOneFile) {
    const std::string plain = wbm::read_file(sample("types/int16.nii"));
    const Nifti volume = made(Source::bytes(pack(plain.substr(0, 400)) + pack(plain.substr(400))));
    EXPECT_EQ(bytes_of(volume.tensor({})), bytes_of(from_sample("types/int16.nii").tensor({})));
}

TEST(Nifti, ProbeReadsTheHeaderAlone) {
    EXPECT_EQ(type.probe(Source::path(sample("head.nii.gz"))), from_sample("head.nii.gz").contents);
    EXPECT_EQ(refusal([] { (void)type.probe(Source::bytes("hello")); }),
              "nifti-file: the volume is no NIfTI file: it has no magic of one");
}

TEST(Nifti, BrokenFilesAreRefusedWithTheirReasons) {
    std::ifstream reasons(folder / "broken/reasons.txt");
    std::size_t count = 0;
    for (std::string line; std::getline(reasons, line); ++count) {
        const std::size_t colon = line.find(": ");
        const fs::path file = folder / "broken" / line.substr(0, colon);
        const std::string said = refusal([&] { (void)made(Source::path(file.string())); });
        EXPECT_TRUE(said.starts_with("nifti-file: the file \"" + file.string() + "\"")) << said;
        EXPECT_NE(said.find(line.substr(colon + 2)), std::string::npos) << file << " says " << said;
    }
    const fs::directory_iterator files(folder / "broken");
    EXPECT_EQ(count + 1, static_cast<std::size_t>(std::distance(begin(files), end(files))));
}

TEST(Nifti, UnknownMembersAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    json::object j = from_sample("types/int16.nii").to_json(store.store());
    j["later"] = json::object{{"labels", json::array{1, 2}}};
    j["nifti"].as_object()["later"] = "too";
    const std::string text = json::write(j);
    EXPECT_EQ(type.to_json(type.from_json(text, store), store), text);
    j["nifti"].as_object()["shape"] = 5;
    EXPECT_EQ(refusal([&] { (void)type.from_json(json::write(j), store); }),
              R"(nifti-file: "shape" must be a list of numbers, it is 5)");
}

TEST(Nifti, EveryPartOfEqualityCounts) {
    const Nifti volume = from_sample("types/int16.nii");
    Nifti other = volume;
    other.caption = "a";
    EXPECT_NE(other, volume);
    EXPECT_NE(from_sample("types/uint16.nii"), volume);
    other = volume;
    other.extra = wbm::ExtraMembers(json::object{{"a", 1}});
    EXPECT_NE(other, volume);
}

/// Every mutation of a sample is taken, and then whole, or refused with a sentence.
TEST(Nifti, ChangedBytesAreTakenOrRefused) {
    std::mt19937 random(1);  // NOLINT: the same mutations every time
    std::vector<std::string> files;
    for (const auto& [name, facts] : expected())
        if (name != "head.nii.gz") files.push_back(wbm::read_file(sample(name)));
    std::size_t refused = 0;
    constexpr std::size_t rounds = 5000;
    for (std::size_t i = 0; i < rounds; ++i) {
        std::string bytes = files[i % files.size()];
        for (std::size_t n = 0; n <= random() % 4; ++n)
            bytes[random() % std::min<std::size_t>(bytes.size(), 360)] = static_cast<char>(random());
        if (random() % 8 == 0) bytes.resize(random() % bytes.size());
        try {
            const Nifti volume = made(Source::bytes(bytes));
            if (volume.contents.at("dtype").as_string().starts_with("complex")) continue;
            ASSERT_GT(wbm::element_count(volume.tensor({}).dl()), 0U);
        } catch (const Refused& e) {
            ++refused;
            ASSERT_TRUE(std::string(e.what()).starts_with("nifti-file: ")) << e.what();
        } catch (const wbm::Error& e) {
            ASSERT_NE(std::string(e.what()).find("no array holds"), std::string::npos) << e.what();
        }
    }
    EXPECT_GT(refused, rounds / 8);
    EXPECT_LT(refused, rounds);
}

}  // namespace
}  // namespace nifti
