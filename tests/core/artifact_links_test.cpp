// References to artifacts on this machine: who knows them, where they lead, what is refused. Wire spec 23.9 and 23.10.
#include "artifact_links_support.hpp"

#include <atomic>
#include <thread>

namespace wbm {
namespace {

namespace fs = std::filesystem;
using test::error_of;
using test::expect_refused;
using test::note;
using test::slurp;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

using test::hello_digest;

constexpr const char* hello_file = "media/note/5d41402abc4b2a76b971.txt";

class ArtifactLinksTest : public test::LinkedArtifacts {};

TEST_F(ArtifactLinksTest, FindsByServerId) {
    write_and_know("a", "QXJ0aWZhY3Q6MQ==");
    EXPECT_EQ(known->find("wandb-artifact://41727469666163743a31/any"), dir / "a");
    EXPECT_EQ(known->find("wandb-artifact://41727469666163743a32/any"), std::nullopt);
    write_and_know("b", "QXJ0aWZhY3Q6MQ==");
    EXPECT_EQ(known->find("wandb-artifact://41727469666163743a31/any"), dir / "b") << "the newest counts";
    fs::remove_all(dir / "b");
    EXPECT_EQ(known->find("wandb-artifact://41727469666163743a31/any"), dir / "a");
}

TEST_F(ArtifactLinksTest, FindsByClientIdAndLatest) {
    write("one", "", R"({"client_id": "c1", "sequence_client_id": "s", "version": 1, "finalized": true})");
    write("two", "", R"({"client_id": "c2", "sequence_client_id": "s", "finalized": true})");
    known->add(dir / "one");
    known->add(dir / "two");
    EXPECT_EQ(known->find("wandb-client-artifact://c1/any"), dir / "one");
    EXPECT_EQ(known->find("wandb-client-artifact://c2/any"), dir / "two");
    EXPECT_EQ(known->find("wandb-client-artifact://s:latest/any"), dir / "one") << "the version counts, not the order";
    EXPECT_EQ(known->find("wandb-client-artifact://s/any"), std::nullopt);
    EXPECT_EQ(known->find("wandb-client-artifact://c1:latest/any"), std::nullopt);
    write("one", "", R"({"client_id": "c3", "sequence_client_id": "s", "version": 2, "finalized": true})");
    EXPECT_EQ(known->find("wandb-client-artifact://c1/any"), std::nullopt) << "the directory has another version now";
    EXPECT_EQ(known->find("wandb-client-artifact://s:latest/any"), dir / "one");
}

TEST_F(ArtifactLinksTest, AddFolderTakesWhatHasAnId) {
    write("all/one", "", R"({"client_id": "c1", "finalized": true})");
    write("all/two", "", R"({"client_id": "c2", "finalized": true})");
    write("all/none", "");
    write("all/deep/three", "", R"({"client_id": "c3", "finalized": true})");
    dir.write("all/broken/wandb_manifest.json", "{");
    dir.write("all/file.txt", "x");
    write("outside", "", R"({"client_id": "c4", "finalized": true})");
    fs::create_directory_symlink(dir / "outside", dir / "all/link");
    EXPECT_EQ(known->add_folder(dir / "all"), 2U);
    EXPECT_EQ(known->find("wandb-client-artifact://c2/any"), dir / "all/two");
    EXPECT_EQ(known->find("wandb-client-artifact://c3/any"), std::nullopt) << "only directly below";
    EXPECT_EQ(known->find("wandb-client-artifact://c4/any"), std::nullopt) << "links are not followed";
    expect_refused(error_of([&] { (void)known->add_folder(dir / "nowhere"); }), Status::not_found,
                   "there is no such directory; give one");
}

TEST_F(ArtifactLinksTest, AddRefuses) {
    write("none", "");
    expect_refused(error_of([&] { known->add(dir / "none"); }), Status::invalid, "it has no client id");
    expect_refused(error_of([&] { known->add(dir / "nowhere"); }), Status::not_found, "there is no such directory");
    fs::create_directory(dir / "empty");
    expect_refused(error_of([&] { known->add(dir / "empty"); }), Status::not_found, "wandb_manifest.json");
    expect_refused(error_of([&] { known->add(dir / "none", "no base64"); }), Status::invalid, "base64");
    dir.write("empty/wandb_manifest.json", "{");
    expect_refused(error_of([&] { known->add(dir / "empty", "QQ=="); }), Status::invalid, "wandb_manifest.json");
}

TEST_F(ArtifactLinksTest, FindRefusesWhatIsNoUrl) {
    const auto refused = [this](std::string_view url, std::string_view why) {
        expect_refused(error_of([&] { (void)known->find(url); }), Status::invalid, why);
    };
    refused("https://host/x", "it is no artifact's");
    refused("wandb-artifact://abcd", "it names no entry");
    refused("wandb-artifact://xyz/x", "\"xyz\" is not a server's id in lower-case hex");
    refused("wandb-artifact://abc/x", "is not a server's id");
    refused("wandb-artifact://ABCD/x", "is not a server's id");
    refused("wandb-artifact:///x", "is not a server's id");
    refused("wandb-artifact://" + std::string(600, 'a') + "/x", "is not a server's id");
    refused("wandb-client-artifact://a.b/x", "\"a.b\" is not a client id");
    refused("wandb-client-artifact://:latest/x", "is not a client id");
    refused("wandb-client-artifact://a:newest/x", "is not a client id");
    refused("wandb-artifact://abcd/../x", "\"..\"");
    refused("wandb-artifact://abcd//etc/passwd", "inside the store");
    refused("wandb-artifact://abcd/", "inside the store");
}

TEST_F(ArtifactLinksTest, FetchGivesTheFileInTheOtherArtifact) {  // W439
    write_and_know("a", "bGlua3M6MQ==");
    const Artifact b = referring("wandb-artifact://6c696e6b733a31/x");
    EXPECT_EQ(b.fetch("y"), dir / "a/x");
    EXPECT_EQ(b.view()->fetch("y"), dir / "a/x");
    EXPECT_EQ(b.view()->view()->fetch("./y"), dir / "a/x");
    dir.write("b/y", "downloaded");
    EXPECT_EQ(b.fetch("y"), dir / "b/y");
}

TEST_F(ArtifactLinksTest, WhatIsNotKnownStaysAUrl) {
    const Artifact b = referring("wandb-artifact://6c696e6b733a3032/x");
    EXPECT_EQ(b.fetch("y"), "wandb-artifact://6c696e6b733a3032/x");
    EXPECT_EQ(b.view()->fetch("y"), "wandb-artifact://6c696e6b733a3032/x");
}

TEST_F(ArtifactLinksTest, ChainsAreFollowed) {
    write_and_know("a", "bGlua3M6MTA=");
    write("m", entry("m", hello_digest, "wandb-artifact://6c696e6b733a3130/x"));
    known->add(dir / "m", "bGlua3M6MTE=");
    EXPECT_EQ(referring("wandb-artifact://6c696e6b733a3131/m").fetch("y"), dir / "a/x");
    write("e", entry("e", "etag", "https://host/e"));
    known->add(dir / "e", "bGlua3M6MTI=");
    EXPECT_EQ(referring("wandb-artifact://6c696e6b733a3132/e", "etag").fetch("y"), "https://host/e");
}

TEST_F(ArtifactLinksTest, CirclesAndLongChainsAreRefused) {
    write("p", entry("y", "d", "wandb-client-artifact://circleQ/y"), R"({"client_id": "circleP"})");
    write("q", entry("y", "d", "wandb-client-artifact://circleP/y"), R"({"client_id": "circleQ"})");
    known->add(dir / "p");
    known->add(dir / "q");
    Artifact p = Artifact::open_logged(dir / "p");
    p.set_links(known);
    const MediaError error = error_of([&] { (void)p.fetch("y"); });
    expect_refused(error, Status::invalid, "the references form a circle");
    EXPECT_THAT(error.what(),
                HasSubstr("artifact entry \"y\" is a reference to \"wandb-client-artifact://circleQ/y\""));
    expect_refused(error_of([&] { (void)p.view()->fetch("y"); }), Status::invalid, "circle");

    const std::size_t length = LocalArtifacts::max_hops + 1;
    for (std::size_t i = 0; i < length; ++i) {
        const std::string name = "chain" + std::to_string(i);
        write(name, entry("y", hello_digest, "wandb-client-artifact://chain" + std::to_string(i + 1) + "/y"),
              R"({"client_id": ")" + name + "\"}");
        known->add(dir / name);
    }
    const std::string last = "chain" + std::to_string(length);
    write(last, entry("y", hello_digest), R"({"client_id": ")" + last + "\"}");
    dir.write(last + "/y", "hello");
    known->add(dir / last);
    Artifact one = Artifact::open_logged(dir / "chain0");
    one.set_links(known);
    expect_refused(error_of([&] { (void)one.fetch("y"); }), Status::invalid, "more than 16 references");
    one = Artifact::open_logged(dir / "chain1");
    one.set_links(known);
    EXPECT_EQ(one.fetch("y"), dir / last / "y");
}

TEST_F(ArtifactLinksTest, HostileReferences) {
    write_and_know("a", "bGlua3M6MjA=");
    dir.write("secret", "hello");
    fs::create_symlink(dir / "secret", dir / "a/link");
    write("a", entry("x", hello_digest) + ", " + entry("link", hello_digest));
    const auto refused = [this](const std::string& path, Status status, std::string_view why) {
        Artifact b = referring("wandb-artifact://6c696e6b733a3230/" + path);
        expect_refused(error_of([&] { (void)b.fetch("y"); }), status, why);
        expect_refused(error_of([&] { (void)b.view()->fetch("y"); }), status, why);
    };
    refused("../secret", Status::invalid, "cannot be followed");
    refused("/etc/passwd", Status::invalid, "inside the store");
    refused("%2e%2e/secret", Status::not_found, "has no such entry");
    refused("none", Status::not_found, "has no such entry; give one that it has");
    refused("link", Status::invalid, "leads out of the store");
    fs::remove(dir / "a/x");
    refused("x", Status::not_found, "has no file");
    expect_refused(error_of([&] { (void)referring("wandb-artifact://zz/x").fetch("y"); }), Status::invalid,
                   "\"zz\" is not a server's id");
}

TEST_F(ArtifactLinksTest, AChangedTargetIsRefused) {
    write_and_know("a", "bGlua3M6MzA=");
    const Artifact b = referring("wandb-artifact://6c696e6b733a3330/x");
    EXPECT_EQ(b.fetch("y"), dir / "a/x");
    write("a", entry("x", "AAAAAAAAAAAAAAAAAAAAAA=="));
    expect_refused(error_of([&] { (void)b.fetch("y"); }), Status::invalid,
                   "whose content has changed: the digest of \"wandb-artifact://6c696e6b733a3330/x\" is "
                   "\"AAAAAAAAAAAAAAAAAAAAAA==\", expected was \"XUFAKrxLKna5cZ2REBfFkg==\"");
    EXPECT_EQ(referring("wandb-artifact://6c696e6b733a3330/x", "wandb-artifact://6c696e6b733a3330/x").fetch("y"),
              dir / "a/x")
        << "the reference's first version has the URL as digest";
    write("a", entry("x", "AAAAAAAAAAAAAAAAAAAAAA=="), R"({"client_id": "c31", "sequence_client_id": "s31"})");
    known->add(dir / "a");
    EXPECT_EQ(referring("wandb-client-artifact://s31:latest/x").fetch("y"), dir / "a/x") << "the latest may change";
}

TEST_F(ArtifactLinksTest, GetReadsFromTheArtifactReferredTo) {  // W428
    Artifact a = Artifact::create(dir / "src");
    a.add(note("hello"), "n");
    a.finalize();
    Artifact b = Artifact::create(dir / "b");
    b.add(a.get("n", registry), "m");
    b.finalize();
    const ValuePtr value = b.get("m", registry);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->origin()->root, dir / "src");
    EXPECT_EQ(value->origin()->name, "n.note-file.json");
    EXPECT_EQ(value->origin()->artifact_id, "");
    EXPECT_EQ(b.get_entry("m").path, "m.note-file.json");
    Artifact c = Artifact::create(dir / "c");
    EXPECT_EQ(c.add(value, "o").ref, "wandb-client-artifact://" + a.client_id() + "/n.note-file.json");
    c.set_linking(Linking::copy);
    c.add(Artifact::open(dir / "src").get("n", registry), "p");
    EXPECT_EQ(slurp(c.fetch(hello_file)), "hello");
}

TEST_F(ArtifactLinksTest, GetThroughAServerId) {
    Artifact a = Artifact::create(dir / "src");
    a.add(note("hello"), "n");
    a.save();
    known->add(dir / "src", "bGlua3M6NDA=");
    write("b", entry("m.note-file.json", a.get_entry("n.note-file.json").digest,
                     "wandb-artifact://6c696e6b733a3430/n.note-file.json"));
    Artifact b = Artifact::open_logged(dir / "b");
    EXPECT_EQ(b.get("m", registry), nullptr) << "of an unknown type, and nobody knows the artifact";
    b.set_links(known);
    const ValuePtr value = b.get("m", registry);
    ASSERT_NE(value, nullptr);
    EXPECT_EQ(value->origin()->artifact_id, "6c696e6b733a3430");
    Artifact c = Artifact::create(dir / "c");
    EXPECT_EQ(c.add(value, "o").ref, "wandb-artifact://6c696e6b733a3430/n.note-file.json");
}

TEST_F(ArtifactLinksTest, FilesThatAreReferencesStayReferences) {
    Artifact a = Artifact::create(dir / "src");
    a.add(note("hello"), "n");
    a.finalize();
    const std::string text = slurp(dir / "src/n.note-file.json");
    Artifact b = Artifact::create(dir / "b");  // the value is b's own, its file is a's
    b.new_file("m.note-file.json", text);
    const Origin origin = a.origin();
    b.keep_file("media/note", dir / "src" / hello_file, "", &origin);
    b.finalize();
    EXPECT_EQ(b.fetch(hello_file), dir / "src" / hello_file);

    const std::string url = "wandb-client-artifact://" + a.client_id() + "/" + hello_file;
    const Origin of_b = b.origin();
    Artifact c = Artifact::create(dir / "c");
    EXPECT_EQ(c.keep_file("media/note", b.fetch(hello_file), "", &of_b).path, hello_file);
    EXPECT_EQ(c.get_entry(hello_file).ref, url) << "that of the artifact which has it";
    Artifact d = Artifact::create(dir / "d");
    d.set_linking(Linking::copy);
    d.add(b.get("m", registry), "m");  // a value of no plugin: its file is found by its JSON
    d.save();
    EXPECT_EQ(slurp(dir / "d" / hello_file), "hello");
    EXPECT_THAT(d.verify(), IsEmpty());
    Artifact e = Artifact::open(dir / "b");
    EXPECT_EQ(e.keep_file("media/note", e.fetch(hello_file), "", &of_b).path, hello_file);
    EXPECT_EQ(e.get_entry(hello_file).ref, url) << "its own reference stays one";
}

TEST_F(ArtifactLinksTest, AFileReferredToIsNotMistakenForAnOwnOne) {
    write_and_know("a", "bGlua3M6NDU=");
    const Artifact b = referring("wandb-artifact://6c696e6b733a3435/x");
    const fs::path file = b.fetch("y");
    const Origin of_b = b.origin();
    Artifact c = Artifact::open(dir / "b");
    c.new_file("x", "another x");
    EXPECT_EQ(c.keep_file("m", file, "", &of_b).path, "m/2cf24dba5fb0a30e26e8/x");
}

TEST_F(ArtifactLinksTest, AddReferenceGoesToTheLastHop) {  // W436
    write_and_know("a", "bGlua3M6NTA=");
    write("m", entry("m", hello_digest, "wandb-artifact://6c696e6b733a3530/x"));
    known->add(dir / "m", "bGlua3M6NTE=");
    Artifact b = Artifact::create(dir / "b");
    b.set_links(known);
    const ArtifactEntry added = b.add_reference("wandb-artifact://6c696e6b733a3531/m").at(0);
    EXPECT_EQ(added.path, "m");
    EXPECT_EQ(added.ref, "wandb-artifact://6c696e6b733a3530/x");
    EXPECT_EQ(added.digest, hello_digest);
    EXPECT_EQ(added.size, 0U);
    EXPECT_EQ(b.add_reference("wandb-artifact://6c696e6b733a3531/m", "named").at(0).path, "named");
}

TEST_F(ArtifactLinksTest, AddReferenceTakesAClientUrlAsItIs) {  // W437
    write_and_know("a", "bGlua3M6NjA=");
    write("m", entry("m", hello_digest, "wandb-artifact://6c696e6b733a3630/x"),
          R"({"client_id": "c60", "sequence_client_id": "s60", "finalized": true})");
    known->add(dir / "m");
    Artifact b = Artifact::create(dir / "b");
    b.set_links(known);
    const ArtifactEntry added = b.add_reference("wandb-client-artifact://c60/m").at(0);
    EXPECT_EQ(added.ref, "wandb-client-artifact://c60/m");
    EXPECT_EQ(added.digest, hello_digest);
    EXPECT_EQ(added.size, 0U);
    EXPECT_EQ(b.add_reference("wandb-client-artifact://s60:latest/m", "l").at(0).digest, hello_digest);
    EXPECT_EQ(b.fetch("l"), dir / "a/x");
}

TEST_F(ArtifactLinksTest, AddReferenceRefuses) {
    write_and_know("a", "bGlua3M6NzA=");
    write("m", entry("m", hello_digest, "wandb-artifact://6c696e6b733a3739/x"));
    known->add(dir / "m", "bGlua3M6NzE=");
    Artifact b = Artifact::create(dir / "b");
    b.set_links(known);
    const auto refused = [&](const char* url, Status status, std::string_view why) {
        expect_refused(error_of([&] { b.add_reference(url); }), status, why);
    };
    refused("wandb-artifact://abcd/x", Status::not_found, "is not known here, so its digest is not; add its directory");
    refused("wandb-artifact://6c696e6b733a3731/m", Status::not_found, "\"wandb-artifact://6c696e6b733a3739/x\" is not");
    refused("wandb-client-artifact://unknown/x", Status::not_found, "give that to set_links()");
    refused("wandb-artifact://6c696e6b733a3730/none", Status::not_found, "has no such entry");
    refused("wandb-artifact://6c696e6b733a3730/../x", Status::invalid, "\"..\"");
    refused("wandb-artifact://zz/x", Status::invalid, "is not a server's id");
    expect_refused(error_of([&] { b.add_reference("wandb-artifact://6c696e6b733a3730/x", "x", {.etag = "e"}); }),
                   Status::invalid, "an artifact's entry has a digest, so it takes no ETag");
    EXPECT_THAT(b.entries(), IsEmpty());
}

TEST_F(ArtifactLinksTest, VersionsOfBuckets) {  // 23.10
    Artifact b = Artifact::create(dir / "b");
    const auto added = [&](const char* url, const Artifact::RemoteFile& remote) {
        return b.add_reference(url, "", remote).at(0);
    };
    const ArtifactEntry s3 = added("s3://bucket/one", {.etag = "\"e1\"", .size = 7, .version_id = "v.1"});
    EXPECT_EQ(s3.digest, "e1");
    EXPECT_EQ(s3.size, 7U);
    EXPECT_EQ(json::write(s3.extra), R"({"etag":"e1","versionID":"v.1"})");
    const ArtifactEntry gs = added("gs://bucket/two", {.etag = "CJ=", .size = 9, .version_id = "1712345678901234"});
    EXPECT_EQ(gs.digest, "CJ=");
    EXPECT_EQ(json::write(gs.extra), R"({"versionID":1712345678901234})");
    EXPECT_EQ(json::write(added("s3://bucket/three", {.version_id = "v"}).extra), R"({"versionID":"v"})");
    expect_refused(error_of([&] { added("gs://bucket/four", {.version_id = "v"}); }), Status::invalid,
                   "its version \"v\" is no generation; give the object's number");
    expect_refused(error_of([&] { added("s3://bucket/four", {.version_id = "\xff"}); }), Status::invalid,
                   "its version is not UTF-8");
    expect_refused(error_of([&] { added("file:///etc/hostname", {.version_id = "v"}); }), Status::invalid,
                   "a local file is read");
    EXPECT_THAT(b.entries(), SizeIs(3));
}

TEST_F(ArtifactLinksTest, AnyThreadMayLookUp) {
    write_and_know("a", "bGlua3M6ODA=");
    const Artifact b = referring("wandb-artifact://6c696e6b733a3830/x");
    const std::shared_ptr<const Store> view = b.view();
    std::vector<std::thread> threads;
    threads.reserve(4);
    std::atomic<int> wrong = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&, i] {
            for (int n = 0; n < 200; ++n) {
                if (view->fetch("y") != dir / "a/x") ++wrong;
                if (i == 0) known->add(dir / "a", "bGlua3M6ODA=");
                if (i == 1) (void)known->add_folder(dir.path());
            }
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm
