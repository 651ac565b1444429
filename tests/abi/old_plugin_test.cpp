// A plugin that was built with another release's headers, in today's host: everything that it can do works, and what
// its headers did not have is not asked of it. "later" is one that is yet to come, with structs that have grown.
#include <wbm/ext/arrow.h>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <string>
#include <vector>

#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::files_below;
using test::refusal;
using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> versions() {
    std::vector<std::string> all;
    std::istringstream names(WBM_ABI_VERSIONS);
    for (std::string name; std::getline(names, name, ',');) all.push_back(name);
    return all;
}

class OldPlugin : public ::testing::TestWithParam<std::string> {
protected:
    OldPlugin() {
        test::install(std::filesystem::path(WBM_ABI_PLUGINS) / GetParam(), "note", dir_ / "plugins");
        registry_.emplace(test::only({dir_ / "plugins"}));
    }

    [[nodiscard]] Registry& media() { return *registry_; }
    [[nodiscard]] ValuePtr note(std::string_view text, const json::object& options = {}) {
        return media().create("abi-note", bytes(text), options);
    }
    /// Is it one of those that had only what the boundary had at first?
    [[nodiscard]] static bool is_first() { return GetParam() == "abi1-first"; }

    TempDir dir_;

private:
    std::optional<Registry> registry_;
};

std::string test_name(const ::testing::TestParamInfo<std::string>& version) {
    std::string name = version.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '.' || c == '-'; }, '_');
    return name;
}
INSTANTIATE_TEST_SUITE_P(Version, OldPlugin, ::testing::ValuesIn(versions()), test_name);

TEST_P(OldPlugin, IsBuiltWithEveryVersionThatWasReleased) {
    EXPECT_THAT(versions(), ::testing::IsSupersetOf({"abi1-first", "0.1.0", "later"}));
}

TEST_P(OldPlugin, IsMadeFromEverything) {
    const auto file = dir_.write("a.note", "of a file");
    const std::vector<std::uint8_t> array{'a', 0, 'b', 0};
    const auto strided = media().create("abi-note", wbm::array(array.data(), dtype_of<std::uint8_t>(), {2}, {2}));
    EXPECT_EQ(*media().create("abi-note", path(file)), *note("of a file"));
    EXPECT_EQ(*media().create("abi-note", json_text("[1]")), *note("[1]"));
    EXPECT_EQ(*strided, *note("ab"));
    EXPECT_EQ(media().type_of(path(file)), "abi-note");
}

TEST_P(OldPlugin, TakesAnArrowStreamOver) {
    struct Rows {
        int left = 2;
        bool released = false;
    } rows;
    ArrowArrayStream stream{[](ArrowArrayStream*, ArrowSchema*) { return 0; },
                            [](ArrowArrayStream* s, ArrowArray* out) {
                                *out = {};
                                if (static_cast<Rows*>(s->private_data)->left-- == 0) return 0;
                                out->length = 3;
                                out->release = [](ArrowArray* a) { a->release = nullptr; };
                                return 0;
                            },
                            [](ArrowArrayStream*) -> const char* { return nullptr; },
                            [](ArrowArrayStream* s) {
                                static_cast<Rows*>(s->private_data)->released = true;
                                s->release = nullptr;
                            },
                            &rows};
    EXPECT_EQ(*media().create("abi-note", arrow(stream)), *note("6 rows"));
    EXPECT_TRUE(rows.released);
}

TEST_P(OldPlugin, KnowsWhatIsEqual) {
    EXPECT_EQ(*note("one"), *note("one"));
    EXPECT_FALSE(*note("one") == *note("two"));
    EXPECT_FALSE(*note("one", {{"caption", "a"}}) == *note("one", {{"caption", "b"}}));
}

TEST_P(OldPlugin, RefusesWithItsOwnWords) {
    const auto refused = refusal([&] { (void)note("one", {{"caption", 3}}); });
    EXPECT_EQ(refused.status, Status::invalid);
    EXPECT_THAT(refused.text, HasSubstr("abi-note: \"caption\" is no text; give a text or leave it out"));
}

TEST_P(OldPlugin, GoesThroughARun) {
    const auto value = note("in a run", {{"caption", "a note"}});
    {
        wbm::Run run(dir_ / "run");
        run.log("n", value);
    }
    wbm::Run run(dir_ / "run");
    const auto back = media().init_from_json(run.history().at(0).at("n").as_object(), run.files());
    EXPECT_EQ(*back, *value);
    EXPECT_EQ(back->get<std::string>("caption"), "a note");
    EXPECT_TRUE(run.verify().empty());
}

TEST_P(OldPlugin, GoesThroughAnArtifact) {
    const auto value = note("in an artifact", {{"caption", "a note"}});
    {
        Artifact artifact = Artifact::create(dir_ / "art");
        artifact.add(value, "n");
        artifact.save();
    }
    const Artifact read = Artifact::open(dir_ / "art");
    const auto back = read.get("n", media());
    EXPECT_EQ(*back, *value);
    Artifact second = Artifact::create(dir_ / "second");
    second.add(back, "n");
    EXPECT_EQ(slurp(dir_ / "second/n.abi-note.json"), slurp(dir_ / "art/n.abi-note.json"));
    EXPECT_TRUE(read.verify().empty());
}

TEST_P(OldPlugin, LeavesNothingWhenItIsRefused) {
    Artifact artifact = Artifact::create(dir_ / "art");
    const auto before = files_below(dir_ / "art");
    EXPECT_EQ(
        refusal([&] { (void)media().init_from_json(R"({"_type":"abi-note","path":"no.note"})", artifact); }).status,
        Status::not_found);
    EXPECT_EQ(files_below(dir_ / "art"), before);
}

TEST_P(OldPlugin, ReadsTheNameThatItHadOnce) {
    Artifact artifact = Artifact::create(dir_ / "art");
    artifact.new_file("x.note", "old");
    const auto back = media().init_from_json(R"({"_type":"old-abi-note","path":"x.note"})", artifact);
    EXPECT_EQ(*back, *note("old"));
}

TEST_P(OldPlugin, HoldsAValueOfAnotherType) {
    const auto outer = media().create("abi-note", value(note("inner")));
    Artifact artifact = Artifact::create(dir_ / "art");
    artifact.add(outer, "n");
    EXPECT_EQ(*artifact.get("n", media()), *outer);
    EXPECT_FALSE(*outer == *media().create("abi-note", value(note("other"))));
}

TEST_P(OldPlugin, GivesFieldsArraysAndLists) {
    const auto value = note("abc");
    EXPECT_EQ(value->get<int>("size"), 3);
    EXPECT_THAT(value->tensor().as<char>(), ElementsAre('a', 'b', 'c'));
    EXPECT_EQ(value->batch_limit(), 2U);

    wbm::Run run(dir_ / "run");
    const std::vector<ValuePtr> list{note("one"), note("two")};
    run.log("list", std::span<const ValuePtr>(list));
    const auto logged = run.history().at(0).at("list").as_object();
    EXPECT_EQ(logged.at("_type"), "abi-notes");
    EXPECT_EQ(*media().init_from_json(logged.at("notes").at(1).as_object(), run.files()), *list[1]);
}

TEST_P(OldPlugin, IsNotAskedForWhatItsHeadersDidNotHave) {
    Artifact artifact = Artifact::create(dir_ / "art");
    const auto value = note("ab\nc");
    const auto status = [](const auto& call) { return refusal(call).status; };
    const Status expected = is_first() ? Status::unsupported : Status::ok;
    ArrowArrayStream stream{};
    EXPECT_EQ(value->has_rows(), !is_first());
    EXPECT_EQ(value->has_arrow(), !is_first());
    EXPECT_EQ(status([&] { (void)value->rows(); }), expected);
    EXPECT_EQ(status([&] { value->arrow(stream); }), expected);
    EXPECT_EQ(status([&] { (void)media().probe("abi-note", bytes(std::string_view("note"))); }), expected);
    EXPECT_EQ(status([&] { (void)media().open_writer("abi-note"); }), expected);
    EXPECT_EQ(status([&] { (void)media().open_stream("abi-note", artifact, "s"); }), expected);
    if (stream.release != nullptr) stream.release(&stream);
}

TEST_P(OldPlugin, WorksInTheCommandLine) {
    const std::string command = "WBM_PLUGIN_PATH='" + (dir_ / "plugins").string() + "' XDG_CACHE_HOME='" +
                                (dir_ / "cache").string() + "' '" WBM_TOOL "' types";
    FILE* pipe = popen(command.c_str(), "r");
    ASSERT_NE(pipe, nullptr);
    std::string text;
    std::array<char, 4096> piece{};
    while (const std::size_t got = std::fread(piece.data(), 1, piece.size(), pipe)) text.append(piece.data(), got);
    EXPECT_EQ(pclose(pipe), 0);
    EXPECT_THAT(text, HasSubstr("abi-note"));
    EXPECT_THAT(text, HasSubstr("org.example.abi-note"));
}

// What the first boundary did not have, in all the later ones.
class NewerPlugin : public OldPlugin {};
std::vector<std::string> later_versions() {
    std::vector<std::string> all = versions();
    std::erase(all, "abi1-first");
    return all;
}
INSTANTIATE_TEST_SUITE_P(Version, NewerPlugin, ::testing::ValuesIn(later_versions()), test_name);

TEST_P(NewerPlugin, HasRowsAndArrow) {
    const auto value = note("ab\nc\nlong");
    EXPECT_EQ(json::write(json::value(value->rows())), "[[2],[1],[4]]");
    ArrowArrayStream stream{};
    value->arrow(stream);
    ArrowSchema schema{};
    ArrowArray batch{};
    ASSERT_EQ(stream.get_schema(&stream, &schema), 0);
    ASSERT_EQ(stream.get_next(&stream, &batch), 0);
    EXPECT_STREQ(schema.children[0]->name, "length");
    EXPECT_EQ(static_cast<const std::int64_t*>(batch.children[0]->buffers[1])[2], 4);
    batch.release(&batch);
    schema.release(&schema);
    stream.release(&stream);
}

TEST_P(NewerPlugin, IsProbed) {
    EXPECT_EQ(media().probe("abi-note", bytes(std::string_view("notes"))).at("size"), 5);
    EXPECT_EQ(refusal([&] { (void)media().probe("abi-note", bytes(std::string_view("else"))); }).status,
              Status::unsupported);
}

TEST_P(NewerPlugin, IsWrittenPieceByPiece) {
    auto writer = media().open_writer("abi-note");
    const std::vector<std::uint8_t> piece{'a', 'b'};
    writer.add(tensor(piece, {2}));
    writer.add(tensor(piece, {2}));
    EXPECT_EQ(*writer.finish(), *note("abab"));
}

TEST_P(NewerPlugin, IsStreamedIntoAnArtifact) {
    Artifact artifact = Artifact::create(dir_ / "art");
    auto stream = media().open_stream("abi-note", artifact, "s");
    stream.add(bytes(std::string_view("abc")));
    stream.add(bytes(std::string_view("d")));
    stream.finish();
    EXPECT_THAT(slurp(dir_ / "art/s.abi-note.json"), HasSubstr("[3, 1]"));
    EXPECT_TRUE(artifact.get("s", media())->is_known());
}

}  // namespace
}  // namespace wbm
