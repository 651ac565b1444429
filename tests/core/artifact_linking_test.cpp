// Client ids, and values that go from a finalized artifact into another one as references. Wire spec 1.5 and 23.8.
#include "artifact_support.hpp"

#include <wbm/artifact_links.hpp>
#include <wbm/registry.hpp>

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::files_below;
using test::note;
using test::slurp;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;

constexpr const char* hello_file = "media/note/5d41402abc4b2a76b971.txt";

class ArtifactLinkingTest : public testing::Test {
protected:
    Artifact create(const char* name) { return Artifact::create(dir / name); }
    std::string client(Artifact& artifact, std::string_view path) {
        return "wandb-client-artifact://" + artifact.client_id() + "/" + std::string(path);
    }
    test::TempDir dir;
    Artifact first = create("first");
    Registry registry{{.policy = Policy::any(),
                       .directories = {},
                       .search_standard_places = false,
                       .cache_directory = {},
                       .use_cache = false}};
};

TEST_F(ArtifactLinkingTest, IdsAreRandomAndKept) {
    first.new_file("x", "x");
    first.finalize();
    const std::string id = first.client_id();
    EXPECT_THAT(id, SizeIs(128));
    EXPECT_EQ(id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789"), std::string::npos);
    EXPECT_THAT(first.sequence_client_id(), SizeIs(128));
    EXPECT_NE(first.sequence_client_id(), id);
    EXPECT_THAT(slurp(dir / "first/wandb_manifest.json"), HasSubstr("\"client_id\": \"" + id + "\""));
    EXPECT_EQ(Artifact::open_logged(dir / "first").client_id(), id);
    EXPECT_EQ(Artifact::open_logged(dir / "first").sequence_client_id(), first.sequence_client_id());
    Artifact second = create("second");
    EXPECT_NE(second.client_id(), id);
    std::set<char> letters(id.begin(), id.end());
    EXPECT_GT(letters.size(), 20U);
}

TEST_F(ArtifactLinkingTest, SavingDrawsNoIds) {
    Artifact second = create("second");
    for (Artifact* one : {&first, &second}) {
        one->new_file("x", "x");
        one->save();
    }
    EXPECT_EQ(slurp(dir / "first/wandb_manifest.json"), slurp(dir / "second/wandb_manifest.json"));
    EXPECT_EQ(Artifact::open_logged(dir / "first").client_id(), "");
    const std::string id = first.client_id();
    EXPECT_EQ(first.client_id(), id);
    first.save();
    first.finalize();
    EXPECT_EQ(first.client_id(), id);
    EXPECT_EQ(first.digest(), second.digest()) << "ids are no content";
}

TEST_F(ArtifactLinkingTest, AChangedArtifactIsAnotherVersion) {
    first.new_file("x", "x");
    first.finalize();
    const std::string id = first.client_id(), sequence = first.sequence_client_id();
    const std::string text = slurp(dir / "first/wandb_manifest.json");
    {
        Artifact again = Artifact::open(dir / "first");
        again.save();
        again.finalize();
        EXPECT_EQ(slurp(dir / "first/wandb_manifest.json"), text) << "nothing was changed";
    }
    Artifact again = Artifact::open(dir / "first");
    again.new_file("y", "y");
    EXPECT_THAT(again.manifest(), Not(HasSubstr(id)));
    again.save();
    EXPECT_EQ(slurp(dir / "first/wandb_manifest.json"), again.manifest());
    EXPECT_NE(again.client_id(), id);
    EXPECT_EQ(again.sequence_client_id(), sequence);
    again.finalize();
    EXPECT_THAT(slurp(dir / "first/wandb_manifest.json"), HasSubstr("\"version\": 1"));
}

TEST_F(ArtifactLinkingTest, IdsOfAHostileManifest) {
    const auto refused = [this](const std::string& own, std::string_view why) {
        dir.write("evil/wandb_manifest.json", R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1",
            "storagePolicyConfig": {"_wbm": )" + own +
                                                  R"(}, "contents": {}})");
        expect_refused(error_of([&] { (void)Artifact::open_logged(dir / "evil"); }), Status::invalid, why);
    };
    refused(R"({"client_id": "../x"})", "\"_wbm.client_id\" is not an id");
    refused(R"({"sequence_client_id": "a:b"})", "\"_wbm.sequence_client_id\" is not an id");
    refused(R"({"client_id": ")" + std::string(129, 'a') + "\"}", "is not an id");
    refused(R"({"client_id": 1})", "\"_wbm.client_id\" is not text");
    refused(R"({"version": -1})", "\"_wbm.version\" is not a whole number");
    refused(R"({"version": 1.5})", "\"_wbm.version\" is not a whole number");
    refused(R"({"finalized": 1})", "\"_wbm.finalized\" is neither");
}

TEST_F(ArtifactLinkingTest, AValueOfAFinalizedArtifactIsAddedAsAReference) {  // W015, W422
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    Artifact second = create("second");
    const ArtifactEntry entry = second.add(value, "m");
    EXPECT_EQ(entry.path, "m.note-file.json");
    EXPECT_EQ(entry.ref, client(first, "n.note-file.json"));
    EXPECT_EQ(entry.digest, first.get_entry("n.note-file.json").digest);
    EXPECT_EQ(entry.size, 0U);
    EXPECT_TRUE(entry.extra.empty());
    EXPECT_THAT(second.entries(), SizeIs(1));
    EXPECT_THAT(files_below(dir / "second"), IsEmpty());
    second.finalize();
    Artifact third = create("third");
    EXPECT_EQ(third.add(value, "o").ref, entry.ref) << "the artifact that it was added to first";
}

TEST_F(ArtifactLinkingTest, BeforeFinalizeItIsACopy) {  // W016
    const auto value = note("hello");
    first.add(value, "n");
    first.save();
    Artifact second = create("second");
    EXPECT_EQ(second.add(value, "n").ref, "");
    EXPECT_THAT(files_below(dir / "second"), ElementsAre(hello_file, "n.note-file.json"));
}

TEST_F(ArtifactLinkingTest, CopiesWhereTheyAreAskedFor) {
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    Artifact second = create("second");
    second.set_linking(Linking::copy);
    EXPECT_EQ(second.add(value, "n").ref, "");
    EXPECT_THAT(files_below(dir / "second"), ElementsAre(hello_file, "n.note-file.json"));
    const Artifact logged = Artifact::open_logged(dir / "first", "QXJ0aWZhY3Q6Nw==");
    Artifact third = create("third");
    third.set_linking(Linking::copy);
    EXPECT_EQ(third.add(logged.get("n", registry), "n").ref, "");
    EXPECT_THAT(files_below(dir / "third"), ElementsAre(hello_file, "n.note-file.json"));
    third.save();
    EXPECT_THAT(third.verify(), IsEmpty());
}

TEST_F(ArtifactLinkingTest, AnArtifactThatWasGivenUpIsNoTarget) {
    const auto value = note("hello");
    {
        Artifact lost = create("lost");
        lost.add(value, "n");
    }
    first.add(value, "n");
    first.finalize();
    Artifact second = create("second");
    EXPECT_EQ(second.add(value, "n").ref, client(first, "n.note-file.json"));
}

TEST_F(ArtifactLinkingTest, AnEntryThatIsGoneOrOtherIsNoTarget) {
    const auto one = note("1"), two = note("2"), three = note("3");
    first.add(one, "one");
    first.add(two, "two");
    first.add(three, "three");
    first.remove("one.note-file.json");
    first.add(note("other"), "two", true);
    first.finalize();
    Artifact second = create("second");
    EXPECT_EQ(second.add(one, "one").ref, "");
    EXPECT_EQ(second.add(two, "two").ref, "");
    EXPECT_EQ(second.add(three, "three").ref, client(first, "three.note-file.json"));
    Artifact third = create("third");
    fs::remove_all(dir / "first");
    EXPECT_EQ(third.add(three, "three").ref, "") << "the artifact is gone";
}

TEST_F(ArtifactLinkingTest, AChangedManifestIsNoTarget) {
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    {
        Artifact again = Artifact::open(dir / "first");
        again.new_file("x", "x");
        again.finalize();
    }
    Artifact second = create("second");
    EXPECT_EQ(second.add(value, "n").ref, "") << "that version is not there any more";
}

TEST_F(ArtifactLinkingTest, AnArtifactDoesNotReferToItself) {
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    Artifact again = Artifact::open(dir / "first");
    EXPECT_EQ(again.add(value, "m").ref, "");
}

TEST_F(ArtifactLinkingTest, ANameThatIsTakenKeepsItsEntry) {
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    Artifact second = create("second");
    second.add(note("mine"), "n");
    EXPECT_EQ(second.add(value, "n").ref, "");
    EXPECT_EQ(second.add(note("hello"), "n").ref, "");
    Artifact third = create("third");
    third.add(note("mine"), "n");
    EXPECT_EQ(third.add(value, "n", true).ref, client(first, "n.note-file.json"));
}

TEST_F(ArtifactLinkingTest, ValuesThatAreReadFromAFinalizedArtifact) {
    first.add(note("hello"), "n");
    first.finalize();
    const ValuePtr read = first.get("n", registry);
    Artifact second = create("second");
    EXPECT_EQ(second.add(read, "m").ref, client(first, "n.note-file.json"));
    const Artifact logged = Artifact::open_logged(dir / "first");
    EXPECT_EQ(second.add(logged.get("n", registry), "o").ref, client(first, "n.note-file.json"));
    const Artifact opened = Artifact::open(dir / "first");
    EXPECT_EQ(second.add(opened.get("n", registry), "p").ref, "") << "open() is to change it, so it may change";
}

TEST_F(ArtifactLinkingTest, FilesOfValuesInAFinalizedArtifact) {  // 23.12
    first.add(note("hello"), "n");
    first.finalize();
    const Origin origin = first.origin();
    Artifact second = create("second");
    const StoredFile kept = second.keep_file("media/note", dir / "first" / hello_file, "", &origin);
    EXPECT_EQ(kept.path, hello_file);
    EXPECT_EQ(kept.sha256, "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    const ArtifactEntry entry = second.get_entry(hello_file);
    EXPECT_EQ(entry.ref, client(first, hello_file));
    EXPECT_EQ(entry.digest, "XUFAKrxLKna5cZ2REBfFkg==");
    EXPECT_EQ(entry.size, 0U);
    EXPECT_THAT(files_below(dir / "second"), IsEmpty());

    Artifact third = create("third");
    third.set_linking(Linking::copy);
    third.keep_file("media/note", dir / "first" / hello_file, "", &origin);
    EXPECT_EQ(third.get_entry(hello_file).ref, "");
    Artifact fourth = create("fourth");
    fs::permissions(dir / "first" / hello_file, fs::perms::owner_write, fs::perm_options::add);
    dir.write("first/" + std::string(hello_file), "HELLO");
    fourth.keep_file("media/note", dir / "first" / hello_file, "", &origin);
    EXPECT_EQ(fourth.get_entry(hello_file).ref, "") << "not what the first artifact says it is";
    dir.write("first/stray.txt", "stray");
    fourth.keep_file("media/note", dir / "first/stray.txt", "", &origin);
    EXPECT_EQ(fourth.get_entry("stray.txt").ref, "") << "in no entry";
}

TEST_F(ArtifactLinkingTest, FilesOfADraftAreCopied) {
    first.add(note("hello"), "n");
    first.save();
    const Origin origin = first.origin();
    Artifact second = create("second");
    (void)Artifact::open_logged(dir / "first");
    second.keep_file("media/note", dir / "first" / hello_file, "", &origin);
    EXPECT_EQ(second.get_entry(hello_file).ref, "");
    first.finalize();
    const Artifact again = Artifact::open(dir / "first");
    (void)Artifact::open_logged(dir / "first");  // as the registry does to find other values of it
    Artifact third = create("third");
    third.keep_file("media/note", dir / "first" / hello_file, "", &origin);
    EXPECT_EQ(third.get_entry(hello_file).ref, "") << "it may be changed";
}

TEST_F(ArtifactLinkingTest, OtherDigestsAreMadeAnew) {
    const auto value = note("hello");
    first.add(value, "n");
    first.finalize();
    Artifact second = Artifact::create(dir / "second", {.name = "", .digest_algorithm = DigestAlgorithm::xxh128});
    const ArtifactEntry entry = second.add(value, "n");
    EXPECT_EQ(entry.ref, client(first, "n.note-file.json"));
    EXPECT_NE(entry.digest, first.get_entry("n.note-file.json").digest);
    EXPECT_EQ(entry.extra.at("alg"), "XXH128");
    second.finalize();
    EXPECT_THAT(second.verify(), IsEmpty());
    EXPECT_EQ(Artifact::open_logged(dir / "second").digest(), second.digest());
}

TEST_F(ArtifactLinkingTest, ManyValuesThatAreGoneAreForgotten) {
    for (int i = 0; i < 5000; ++i) first.add(note(std::to_string(i % 7)), "n" + std::to_string(i % 7));
    const auto kept = note("kept");
    first.add(kept, "kept");
    first.finalize();
    Artifact second = create("second");
    EXPECT_EQ(second.add(kept, "kept").ref, client(first, "kept.note-file.json"));
}

}  // namespace
}  // namespace wbm
