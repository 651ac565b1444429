// Broken and hostile files: each is refused in one sentence, and nothing stays behind.
#include "limits.hpp"
#include "test_support.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

namespace wbm::object3d {
namespace {

const std::filesystem::path bad_files = corpus("bad");

TEST(Hostile, EveryBadFileIsRefusedByPathAndByBytes) {
    const auto files = files_in(bad_files);
    ASSERT_GE(files.size(), 60U);
    for (const auto& path : files) {
        const std::string name = path.filename().string();
        const std::string text = refusal_of(Source::path(path.string()));
        EXPECT_TRUE(text.starts_with("1 ") || text.starts_with("2 ")) << name << ": " << text;
        EXPECT_TRUE(says(text, {"object3D-file: the file \"" + path.string() + "\" "})) << name;
        EXPECT_EQ(text.find('\n'), std::string::npos) << name;
        const std::string format = name.ends_with(".pts.json") ? "pts.json" : path.extension().string().substr(1);
        const std::string of_bytes =
            refusal_of(Source::bytes(read_file(path.string())).with_options({{"file_type", format}}));
        EXPECT_TRUE(says(of_bytes, {"object3D-file: the data "})) << name << ": " << of_bytes;
    }
}

TEST(Hostile, TheReasonSaysWhatAndWhere) {
    const auto reason = [](const char* name) { return refusal_of(Source::path((bad_files / name).string())); };
    EXPECT_TRUE(says(reason("empty.obj"), {"1 ", "is empty"}));
    EXPECT_TRUE(says(reason("text.obj"), {"line 1", "\"this\""}));
    EXPECT_TRUE(says(reason("index_out_of_range.obj"), {"vertex 9, there are 3"}));
    EXPECT_TRUE(says(reason("nan_vertex.obj"), {"line 2", "\"nan\" is no finite number"}));
    EXPECT_TRUE(says(reason("stl_count.stl"), {"3 facets take 234 bytes, it has 184"}));
    EXPECT_TRUE(says(reason("cycle.gltf"), {"cycle"}));
    EXPECT_TRUE(says(reason("self_cycle_below_root.gltf"), {"cycle"}));
    EXPECT_TRUE(says(reason("two_parents.gltf"), {"nodes[2] is a child twice"}));
    for (const char* name : {"absolute_uri.gltf", "parent_uri.gltf", "file_uri.gltf", "sibling_uri.gltf"})
        EXPECT_TRUE(says(reason(name), {"2 ", "buffers[0] in another file", "never opened", ".glb"})) << name;
    EXPECT_TRUE(says(reason("accessor_beyond_view.gltf"), {"accessors[0] needs 48 bytes, its bufferView has 36"}));
    EXPECT_TRUE(says(reason("deep.gltf"), {"deep"}));
    EXPECT_TRUE(says(reason("deep_nodes.gltf"), {"nodes are more than 256 deep"}));
    EXPECT_TRUE(says(reason("nan.pts.json"), {"points[1][1] is NaN", "drop that row"}));
    EXPECT_TRUE(says(reason("cut.pts.json"), {"is no pts.json: JSON, line 1"}));
    EXPECT_TRUE(says(reason("huge_count.ply"), {"line 3"}));
    EXPECT_TRUE(says(reason("cut.ply"), {"ends before all that its head says"}));
}

TEST(Hostile, OtherSuffixesNameThoseThatAreSupported) {
    const TempFolder folder;
    EXPECT_TRUE(says(refusal_of(Source::path(folder.file("a.json", "[[1,2,3]]"))),
                     {"2 object3D-file: the file ", "a.json", "supported", "pts.json, obj, gltf"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.file("myobj", sample("cube.obj")))), {"supported"}));
    EXPECT_TRUE(says(refusal_of(Source::path("/nowhere/nope.obj")), {"3 object3D-file: ", "nope.obj"}));
}

/// A mesh of some kilobytes for each format.
std::string large(const std::string& format) {
    std::string out;
    const int count = 200;
    if (format == "obj") {
        for (int i = 0; i < count; ++i) out += "v " + std::to_string(i) + ".5 0.25 " + std::to_string(i % 7) + "\n";
        for (int i = 3; i <= count; ++i) out += "f 1 2 " + std::to_string(i) + "\n";
    } else if (format == "pts.json") {
        out = "[[0,0,0]";
        for (int i = 0; i < count * 3; ++i) out += ",[" + std::to_string(i) + ",1.5,2]";
        out += "]";
    } else {
        std::vector<float> positions;
        std::vector<int> faces;
        for (int i = 0; i < count * 3; ++i) positions.push_back(static_cast<float>(i % 31));
        for (int i = 2; i < count; ++i) faces.insert(faces.end(), {0, 1, i});
        Source source = Source::tensor(positions, {count, 3});
        source.with_part("f", Source::tensor(faces, {count - 2, 3})).with_options({{"faces", "@f"}});
        out = text_of(made(source));
    }
    return out;
}

TEST(Hostile, ATruncationAtAnyKilobyteIsRefusedOrLeavesAWholeObject) {
    for (const char* format : {"glb", "pts.json", "obj"}) {
        const std::string whole = large(format);
        ASSERT_GT(whole.size(), 4096U) << format;
        std::size_t refused = 0;
        for (std::size_t size = 0; size < whole.size(); size += 512) {
            const std::string text =
                refusal_of(Source::bytes(whole.substr(0, size)).with_options({{"file_type", format}}));
            refused += text == "not refused" ? 0 : 1;
            // Lines of an obj are whole objects, so a cut between two of them cannot be seen.
            const bool is_cut_unseen = std::string_view(format) == "obj" && text == "not refused";
            EXPECT_TRUE(is_cut_unseen || text != "not refused") << format << " at " << size;
        }
        EXPECT_GT(refused, 0U) << format;
    }
    for (const auto& path : files_in(corpus(""))) {
        const std::string whole = read_file(path.string());
        const std::string format =
            path.string().ends_with("pts.json") ? "pts.json" : path.extension().string().substr(1);
        for (std::size_t size = 0; size < whole.size(); ++size)
            (void)refusal_of(Source::bytes(whole.substr(0, size)).with_options({{"file_type", format}}));
    }
}

TEST(Hostile, SharedAccessorsAreNoBomb) {
    json::array primitives;
    for (int i = 0; i < 20000; ++i) primitives.push_back({{"attributes", {{"POSITION", 0}}}, {"mode", 0}});
    const json::object document{
        {"asset", {{"version", "2.0"}}},
        {"nodes", json::array{json::object{{"mesh", 0}}}},
        {"meshes", json::array{json::object{{"primitives", primitives}}}},
        {"accessors",
         json::array{json::object{{"componentType", 5126}, {"count", 1000}, {"type", "VEC3"}, {"bufferView", 0}}}},
        {"bufferViews", json::array{json::object{{"buffer", 0}, {"byteLength", 12000}}}},
        {"buffers",
         json::array{json::object{{"byteLength", 12000},
                                  {"uri", "data:application/octet-stream;base64," + std::string(16000, 'A')}}}}};
    EXPECT_TRUE(says(refusal_of(Source::bytes(json::write(document))), {"1 ", "more than 16777216 vertices"}));
}

TEST(Hostile, PolygonsAreBounded) {
    std::string text = "v 0 0 0\nv 1 0 0\nv 0 1 0\nf";
    for (std::size_t i = 0; i < max_face_corners + 1; ++i) text += " 1";
    EXPECT_TRUE(says(refusal_of(Source::bytes(text)), {"line 4", "more than 4096 corners"}));
}

TEST(Hostile, BrokenMembersAreNamed) {
    const FakeStore store(WBM_RUN);
    store.put("media/object3D/a.glb", sample("triangle.glb"));
    const auto reading = [&](const std::string& members) {
        return refusal([&] {
            (void)object_type().from_json(R"({"_type":"object3D-file","path":"media/object3D/a.glb")" + members + "}",
                                          store);
        });
    };
    EXPECT_EQ(reading(""), "not refused");
    EXPECT_TRUE(says(reading(R"(,"_wbm":5)"), {"1 object3D-file: \"_wbm\" must be an object"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"points":-1})"), {"\"points\" of \"_wbm\" must be a count"}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"arrays":{"points":1}})"), {"\"arrays\" of \"_wbm\""}));
    EXPECT_TRUE(
        says(reading(R"(,"_wbm":{"arrays":{"points":{"dtype":"text","shape":[1,3]}}})"), {"\"dtype\"", "\"text\""}));
    EXPECT_TRUE(
        says(reading(R"(,"_wbm":{"arrays":{"points":{"dtype":"int8","shape":[9000000000,3]}}})"), {"\"shape\""}));
    EXPECT_TRUE(says(reading(R"(,"_wbm":{"original":{"path":"x"}})"), {"\"format\" is missing"}));
    EXPECT_TRUE(says(reading(R"(,"caption":5)"), {"\"caption\" must be text"}));
    EXPECT_TRUE(
        says(refusal([&] { (void)object_type().from_json(R"({"path":"gone.obj"})", store); }), {"3 ", "gone.obj"}));
}

TEST(Hostile, AStoreThatFailsLeavesNothingToSee) {
    Source source = Source::tensor<double>({0.1, 0, 0, 1, 0, 0, 1, 1, 0}, {3, 3});
    source.with_part("f", Source::tensor<int>({0, 1, 2}, {1, 3})).with_options({{"faces", "@f"}});
    const Value value = object_type().create(source);
    FakeStore store(WBM_ARTIFACT);
    for (std::size_t call = 1; call <= 2; ++call) {
        store.fail_at(call);
        EXPECT_TRUE(says(refusal([&] { (void)object_type().to_json(value, store); }), {"4 ", "told to fail"})) << call;
    }
}

TEST(Threads, CreateAndReadInParallel) {
    std::atomic<int> wrong = 0;
    const Object3D shared = from_corpus("instances.glb");
    std::vector<std::thread> threads;
    for (int t = 0; t < 4; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i) {
                if (from_corpus("cube.obj").content.at("faces") != 12) ++wrong;
                if (element_count(shared.tensor({}).dl()) != 24) ++wrong;
                if (refusal_of(Source::path((bad_files / "cycle.gltf").string())) == "not refused") ++wrong;
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm::object3d
