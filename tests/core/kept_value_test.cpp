// Values whose type no plugin knows: kept byte for byte, with their files.
#include <wbm/artifact.hpp>
#include <wbm/registry.hpp>
#include <wbm/run.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <wbm/error.hpp>

#include "plugins/folder_store.hpp"
#include "plugins/installed.hpp"
#include "temp_dir.hpp"

namespace wbm::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class UnknownValues : public testing::Test {
protected:
    ValuePtr restore(std::string_view text, const Store& store) { return registry_.init_from_json(text, store); }

    Registry registry_{only({})};
    FolderStore source_{Store::Kind::artifact};
    FolderStore target_{Store::Kind::run};
};

TEST_F(UnknownValues, KeepTheirTextByteForByte) {
    const std::string text =
        "{ \"z\" : 1.50,\n\"_type\":\"some.body's\" , \"big\": 123456789012345678901234567890, \"n\": NaN, "
        "\"e\":\"\\u00e9\" }\n";
    const ValuePtr value = restore(text, source_);
    EXPECT_FALSE(value->is_known());
    EXPECT_EQ(value->type(), "some.body's");
    for (Store* store : std::initializer_list<Store*>{&source_, &target_}) EXPECT_EQ(value->to_json_text(*store), text);
    EXPECT_EQ(*value, *restore(text, target_));
    EXPECT_FALSE(*value == *restore(R"({"_type":"some.body's"})", source_));
    EXPECT_FALSE(value->has_tensor());
    EXPECT_FALSE(value->batch_limit());
}

TEST_F(UnknownValues, FieldsAreTheirPlainMembers) {
    const ValuePtr value = restore(R"({"_type":"x","a":1,"b":"t","c":null,"d":{"e":1},"f":[1]})", source_);
    EXPECT_EQ(json::write(value->fields()), R"({"_type":"x","a":1,"b":"t","c":null})");
    EXPECT_EQ(value->get<int>("a"), 1);
}

TEST_F(UnknownValues, ThoseThatTheWireHasAreKnown) {
    const std::string summary =
        R"({"_type":"numpy.ndarray","var":1.5,"mean":0,"min":-1,"max":1,"10%":0.5,"size":100,"more":[1,{"a":2}]})";
    const ValuePtr array = restore(summary, source_);
    EXPECT_TRUE(array->is_known());
    EXPECT_EQ(array->to_json_text(target_), summary);
    EXPECT_EQ(json::write(array->fields()),
              R"({"var":1.5,"mean":0,"min":-1,"max":1,"10%":0.5,"size":100,"more":[1,{"a":2}]})");
    for (const char* type : {"file", "metadata", "artifactVersion", "data-frame", "torch.Tensor", "images/separated",
                             "videos", "eval-table"})
        EXPECT_TRUE(restore(R"({"_type":")" + std::string(type) + R"("})", source_)->is_known()) << type;
    EXPECT_FALSE(restore(R"({"_type":"files"})", source_)->is_known());
}

TEST_F(UnknownValues, ABaseFileTakesItsBytesAlong) {
    (void)source_.keep_bytes("media/file", "one", ".bin");
    const std::string text = R"({"_type":"file","path":")" + source_.files()[0] + R"(","size":3})";
    EXPECT_EQ(restore(text, source_)->to_json_text(target_), text);
    EXPECT_EQ(slurp(target_.root() / source_.files()[0]), "one");
}

TEST_F(UnknownValues, TakeTheirFilesAlong) {
    (void)source_.keep_bytes("media/x", "one", ".bin");
    (void)source_.keep_bytes("media/y", "two", ".bin");
    (void)source_.keep_bytes("media/z", "not named", ".bin");
    const std::string one = source_.files()[0], two = source_.files()[1];
    const std::string text =
        R"({"_type":"x","path":")" + one + R"(","deep":[{"path":")" + two +
        R"("},{"path":"https://a/b.png"},{"path":"media/gone.bin"},{"path":7},{"other":"media/z"}]})";
    const ValuePtr value = restore(text, source_);
    EXPECT_EQ(value->to_json_text(target_), text);
    EXPECT_THAT(target_.files(), ElementsAre(one, two));
    EXPECT_EQ(slurp(target_.root() / two), "two");
    EXPECT_EQ(value->to_json_text(source_), text);
    EXPECT_THAT(source_.files(), testing::SizeIs(3));
}

TEST_F(UnknownValues, TakeTheirFilesFromArtifactToArtifactButNotIntoARun) {
    const TempDir dir;
    Artifact from = Artifact::create(dir / "from"), to = Artifact::create(dir / "to");
    const StoredFile file = from.keep_bytes("media/x", "content", ".bin");
    const std::string text = R"({"_type": "x", "path": ")" + file.path + "\"}";
    const ValuePtr value = restore(text, from);
    EXPECT_EQ(value->to_json_text(to), text);
    EXPECT_EQ(slurp(to.fetch(file.path)), "content");
    // A run names every file after its key and step, which this value's text cannot follow.
    wbm::Run run(dir / "run");
    const Refusal refused = refusal([&] { (void)run.log("key", value, 3); });
    EXPECT_EQ(refused.status, Status::unsupported);
    EXPECT_THAT(refused.text, HasSubstr("x: its file \"" + file.path + "\" would become \"media/x/key_3_"));
    EXPECT_THAT(files_below(dir / "run/files"), IsEmpty());
    // One without files goes anywhere.
    EXPECT_EQ(run.log("key", restore(R"({"_type":"x","a":1})", from), 3), R"({"_type":"x","a":1})");
}

TEST_F(UnknownValues, PathsOutsideTheirStoreAreNotTouched) {
    const TempDir outside;
    outside.write("secret", "s");
    std::filesystem::create_symlink(outside.path(), source_.root() / "link");
    const std::string up =
        std::filesystem::path(outside / "secret").lexically_relative(source_.root()).generic_string();
    for (const std::string& path :
         {up, (outside / "secret").string(), std::string("link/secret"), std::string("."), std::string("a\\u0000b")}) {
        const std::string text = R"({"_type":"x","path":")" + path + "\"}";
        EXPECT_EQ(restore(text, source_)->to_json_text(target_), text);
        EXPECT_THAT(target_.files(), IsEmpty()) << path;
    }
}

TEST_F(UnknownValues, AreRefusedWhereAFileWouldGetAnotherName) {
    (void)source_.keep_bytes("a", "one", ".bin");
    (void)source_.keep_bytes("b", "two", ".bin");
    const std::string text =
        R"({"_type":"x","path":")" + source_.files()[0] + R"(","more":{"path":")" + source_.files()[1] + "\"}}";
    const ValuePtr value = restore(text, source_);
    target_.renames = true;
    const Refusal refused = refusal([&] { (void)value->to_json_text(target_); });
    EXPECT_EQ(refused.status, Status::unsupported);
    EXPECT_THAT(refused.text, HasSubstr("x: its file \"" + source_.files()[0] + "\" would become"));
    EXPECT_THAT(target_.files(), IsEmpty());
}

TEST_F(UnknownValues, BrokenTextIsRefused) {
    EXPECT_THAT(refusal([&] { (void)restore(R"({"_type":"x","a":})", source_); }).text,
                HasSubstr("x: the value's JSON is broken: JSON, line 1"));
    EXPECT_EQ(refusal([&] { (void)restore(R"({"_type":"x"} tail)", source_); }).status, Status::invalid);
    EXPECT_EQ(refusal([&] {
                  (void)restore(R"({"_type":"x","a":)" + std::string(300, '[') + std::string(300, ']') + "}", source_);
              }).status,
              Status::invalid);
}

TEST_F(UnknownValues, AnyTypeNameCanBeAskedFor) {
    EXPECT_EQ(registry_.from_json("kind", R"({"a":1})", source_)->type(), "kind");
    EXPECT_EQ(registry_.from_json("kind", R"({"a":1})", source_)->to_json_text(target_), R"({"a":1})");
}

}  // namespace
}  // namespace wbm::test
