#include "geojson.hpp"

#include "survey.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

namespace geojson {
namespace {

namespace fs = std::filesystem;
namespace json = wbm::json;
using wbm::testing::FakeStore;
using wbm::testing::Refused;
using wbm::testing::Source;

const wbm::testing::Type type = wbm::testing::type_of<GeoJson>();
const fs::path folder = EXAMPLE_FOLDER;

fs::path sample(const std::string& name) { return folder / "samples" / (name + ".geojson"); }

std::vector<fs::path> samples() {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder / "samples"))
        if (entry.path().extension() == ".geojson") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

GeoJson made(Source source) {
    const wbm::testing::Value value = type.create(source);
    return *reinterpret_cast<const GeoJson*>(value.get());
}
GeoJson from_sample(const std::string& name) { return made(Source::path(sample(name).string())); }

std::string fields(const GeoJson& map) { return json::write(map.fields()); }

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

template <class T>
std::vector<T> numbers(const wbm::Array& array) {
    const auto* first = static_cast<const T*>(array.dl().data);
    return {first, first + wbm::element_count(array.dl())};
}

TEST(GeoJson, SamplesComeBackAsTheyWere) {
    ASSERT_GE(samples().size(), 8U);
    for (const fs::path& file : samples()) {
        const GeoJson map = made(Source::path(file.string()).with_options({{"caption", "été"}}));
        const GeoJson back = wbm::testing::round_trip(map);
        EXPECT_EQ(back, map) << file;
        EXPECT_EQ(back.file.read(), wbm::read_file(file.string())) << file;
        EXPECT_EQ(back.contents, map.contents) << file;
    }
}

TEST(GeoJson, FieldsSayWhatTheMapHolds) {
    EXPECT_EQ(json::write(from_sample("archipelago").contents),
              R"({"kind":"FeatureCollection","features":5,"geometries":{"Polygon":2,"MultiPolygon":1,"LineString":1,)"
              R"("MultiPoint":1},"positions":207,"dimensions":2,"bbox":[7.9471,53.4957,12.7205,55.607],)"
              R"("properties":["name","kind","population","protected"]})");
    EXPECT_EQ(json::write(from_sample("track").contents),
              R"({"kind":"Feature","geometries":{"LineString":1},"positions":40,"dimensions":3,)"
              R"("bbox":[10.0,46.990411,1800.0,10.039,47.015577,2287.5],"properties":["name","when"]})");
    EXPECT_EQ(json::write(from_sample("empty").contents), R"({"kind":"FeatureCollection","features":0,"positions":0})");
    EXPECT_EQ(json::write(from_sample("no_place").contents),
              R"({"kind":"Feature","without_geometry":1,"positions":0})");
    EXPECT_EQ(json::write(from_sample("nested").contents["geometries"]),
              R"({"GeometryCollection":2,"Point":1,"LineString":1})");
}

TEST(GeoJson, ThreeSourcesGiveTheSameMap) {
    const std::string text = wbm::read_file(sample("coordinates_first").string());
    const GeoJson of_bytes = made(Source::bytes(text));
    EXPECT_EQ(of_bytes, from_sample("coordinates_first"));
    EXPECT_EQ(made(Source::json(text)).file.read(), text);  // 1e1 and 2.50 stay as they were written
    EXPECT_EQ(of_bytes.file.extension(), ".geojson");
    EXPECT_EQ(fields(of_bytes), R"({"kind":"Point","geometries":{"Point":1},"positions":1,"dimensions":2,)"
                                R"("bbox":[10.0,2.5,10.0,2.5],"size":69})");
}

TEST(GeoJson, TensorIsThePositions) {
    const wbm::Array flat = from_sample("archipelago").tensor({});
    EXPECT_EQ(wbm::shape_text(flat.dl()), "[207, 2]");
    EXPECT_EQ(wbm::dtype_name(flat.dl().dtype), "float64");
    const wbm::Array track = from_sample("track").tensor({{"part", "positions"}});
    EXPECT_EQ(wbm::shape_text(track.dl()), "[40, 3]");
    const auto all = numbers<double>(track);
    EXPECT_EQ(all[0], 10.0);
    EXPECT_EQ(all[2], 1800.0);
    EXPECT_TRUE(std::isnan(all[7 * 3 + 2]));
    EXPECT_EQ(wbm::shape_text(from_sample("empty").tensor({}).dl()), "[0, 2]");
}

TEST(GeoJson, StretchesSayWhatThePositionsForm) {
    const wbm::Array array = from_sample("archipelago").tensor({{"part", "stretches"}});
    EXPECT_EQ(numbers<std::int64_t>(array),
              (std::vector<std::int64_t>{0,  0, 49,  0, 49, 21,  1, 70, 49,  1, 119, 33,  2, 152,
                                         49, 3, 201, 3, 4,  204, 1, 4,  205, 1, 4,   206, 1}));
    EXPECT_EQ(refusal([] {
                  (void)from_sample("empty").tensor({{"part", "areas"}});
              }),
              R"(option "part" is "areas"; give positions or stretches)");
}

TEST(GeoJson, ProbeNeedsNoValue) {
    EXPECT_EQ(type.probe(Source::path(sample("track").string())), from_sample("track").contents);
    EXPECT_EQ(refusal([] { (void)type.probe(Source::bytes(R"({"type": "Topology"})")); }),
              R"(geojson-file: the text is no GeoJSON: its "type" is none of the nine)");
    EXPECT_EQ(refusal([] { (void)type.probe(Source::bytes(R"({"type": "Point"})")); }),
              R"(geojson-file: the top level: "coordinates" is missing)");
}

TEST(GeoJson, BrokenFilesAreRefusedWithTheirReasons) {
    std::ifstream reasons(folder / "broken/reasons.txt");
    std::size_t count = 0;
    for (std::string line; std::getline(reasons, line); ++count) {
        const std::size_t colon = line.find(": ");
        const fs::path file = folder / "broken" / line.substr(0, colon);
        const std::string said = refusal([&] { (void)made(Source::path(file.string())); });
        EXPECT_TRUE(said.starts_with("geojson-file: ")) << said;
        EXPECT_NE(said.find(line.substr(colon + 2)), std::string::npos) << file << " says " << said;
    }
    const fs::directory_iterator files(folder / "broken");
    EXPECT_EQ(count + 1, static_cast<std::size_t>(std::distance(begin(files), end(files))));
}

TEST(GeoJson, CollectionsMayBeInEachOtherEightTimes) {
    std::string text = R"({"type": "Point", "coordinates": [1, 2]})";
    for (int i = 0; i < 8; ++i) text = R"({"type": "GeometryCollection", "geometries": [)" + text + "]}";
    EXPECT_EQ(made(Source::bytes(text)).contents.at("geometries").at("GeometryCollection"), 8);
}

TEST(GeoJson, FieldsHaveTheCaption) {
    const GeoJson map = made(Source::path(sample("empty").string()).with_options({{"caption", ""}}));
    EXPECT_EQ(fields(map), R"({"kind":"FeatureCollection","features":0,"positions":0,"caption":""})");
}

TEST(GeoJson, OptionsAreChecked) {
    const auto with = [](const json::object& options) {
        return refusal([&] { (void)made(Source::path(sample("empty").string()).with_options(options)); });
    };
    EXPECT_EQ(with({{"captoin", "a"}}), R"(geojson-file: option "captoin" is not known; this type has caption)");
    EXPECT_EQ(with({{"caption", 5}}), R"(geojson-file: "caption" must be text, it is 5)");
}

TEST(GeoJson, PositionsThatAreNoDegreesAreCounted) {
    const GeoJson map =
        made(Source::json(R"({"type":"MultiPoint","coordinates":[[560000,5900000],[0,91],[180,-90]]})"));
    EXPECT_EQ(map.contents.at("outside"), 2);
}

TEST(GeoJson, UnknownMembersAreKept) {
    const FakeStore store(WBM_ARTIFACT);
    const GeoJson map = from_sample("point");
    json::object j = map.to_json(store.store());
    j["later"] = json::object{{"zoom", 3}};
    j["geojson"].as_object()["later"] = "too";
    const std::string text = json::write(j);
    EXPECT_EQ(type.to_json(type.from_json(text, store), store), text);
    j["geojson"].as_object()["positions"] = "many";
    EXPECT_EQ(refusal([&] { (void)type.from_json(json::write(j), store); }),
              R"(geojson-file: "positions" must be an integer, it is "many")");
}

TEST(GeoJson, EveryPartOfEqualityCounts) {
    const GeoJson map = from_sample("point");
    GeoJson other = map;
    other.caption = "a";
    EXPECT_NE(other, map);
    EXPECT_NE(from_sample("track"), map);
    other = map;
    other.extra = wbm::ExtraMembers(json::object{{"a", 1}});
    EXPECT_NE(other, map);
}

/// Every mutation of a sample is taken, and then whole, or refused with a sentence.
TEST(GeoJson, ChangedTextsAreTakenOrRefused) {
    std::mt19937 random(1);  // NOLINT: the same mutations every time
    const std::string pieces[] = {"[", "]", "{}", "null", ",", "1e999", "-", "\"type\"", ":", "[[0,0]]", "\xff"};
    std::size_t refused = 0;
    constexpr std::size_t rounds = 5000;
    for (std::size_t i = 0; i < rounds; ++i) {
        std::string text = wbm::read_file(samples()[i % samples().size()].string());
        for (std::size_t n = 0; n <= random() % 3; ++n) {
            const std::size_t at = random() % text.size();
            if (random() % 2 == 0)
                text.replace(at, random() % 8, pieces[random() % std::size(pieces)]);
            else
                text[at] = static_cast<char>(random());
        }
        try {
            const GeoJson map = made(Source::bytes(text));
            ASSERT_EQ(map.tensor({}).dl().shape[0], map.contents.at("positions").to_number<std::int64_t>());
        } catch (const Refused& e) {
            ++refused;
            ASSERT_TRUE(std::string(e.what()).starts_with("geojson-file: ")) << e.what();
        }
    }
    EXPECT_GT(refused, rounds / 4);
    EXPECT_LT(refused, rounds);
}

}  // namespace
}  // namespace geojson
