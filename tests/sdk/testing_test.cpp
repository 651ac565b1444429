// What plugin authors test with: a fake that is wrong hides bugs.
#include <wbm/sdk.hpp>
#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm::testing {
namespace {

template <class Call>
std::string error_of(wbm_status status, const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "no error";
}

/// A type whose faults a test switches on.
struct Faulty {
    static constexpr const char* type = "faulty";
    static constexpr auto inputs = WBM_FROM_BYTES;
    inline static bool forgets = false;
    inline static bool counts = false;
    inline static int calls = 0;

    MediaFile file;
    std::string caption;

    static Faulty create(Input in) { return {MediaFile::of_bytes(std::string(in.bytes()), ".txt"), "c"}; }
    static Faulty from_json(const json::object& j, Store source) {
        return {MediaFile::of_json(j, source), forgets ? "" : text_or(j, "caption")};
    }
    json::object to_json(Store target) const {
        json::object j = media_json(type, caption, file.keep(target, "media/faulty"));
        if (counts) j["calls"] = ++calls;
        return j;
    }
    bool operator==(const Faulty&) const = default;
};

TEST(Sha256, KnownAnswers) {
    EXPECT_EQ(sha256(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
    // One block, with and without room for the length.
    EXPECT_EQ(sha256(std::string(55, 'a')), "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318");
    EXPECT_EQ(sha256(std::string(64, 'a')), "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb");
}

TEST(FakeStore, NamesFilesLikeARun) {
    const FakeStore run(WBM_RUN);
    const test::TempDir dir;
    EXPECT_TRUE(run.store().is_run());
    EXPECT_EQ(json::write(run.store().add_bytes("media/x", "abc", ".txt")),
              R"({"sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad","size":3,)"
              R"("path":"media/x/key_0_ba7816bf8f01cfea4141.txt"})");
    EXPECT_EQ(text(run.store().add_file("media/x", dir.write("a.PNG", "abc").string()), "path"),
              "media/x/key_0_ba7816bf8f01cfea4141.PNG");
    EXPECT_EQ(text(run.store().add_file("media/x", dir.write("a.PNG", "abc").string(), ".png"), "path"),
              "media/x/key_0_ba7816bf8f01cfea4141.png");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return run.store().add_reference("media/x", "s3://b/k"); }),
              "a run keeps no references; log to an artifact");
    EXPECT_EQ(run.added().size(), 3U);
    EXPECT_EQ(test::slurp(run.store().fetch("media/x/key_0_ba7816bf8f01cfea4141.txt")), "abc");
}

TEST(FakeStore, NamesFilesLikeAnArtifact) {
    const FakeStore artifact(WBM_ARTIFACT);
    const test::TempDir dir;
    EXPECT_TRUE(artifact.store().is_artifact());
    EXPECT_EQ(json::write(artifact.store().add_bytes("media/x", "abc", ".txt")),
              R"({"path":"media/x/ba7816bf8f01cfea4141.txt",)"
              R"("sha256":"ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"})");
    const std::string path = text(artifact.store().add_file("media/x", dir.write("a.png", "abc").string()), "path");
    EXPECT_EQ(path, "media/x/ba7816bf8f01cfea4141/a.png");
    EXPECT_EQ(text(artifact.store().add_file("media/y", artifact.store().fetch(path)), "path"), path)
        << "its own file keeps its name";
    EXPECT_EQ(text(artifact.store().add_reference("media/x", "s3://b/k"), "sha256"), sha256("s3://b/k"));
    EXPECT_EQ(artifact.added().back().url, "s3://b/k");
    EXPECT_EQ(artifact.added().back().path, "media/x/" + sha256("s3://b/k").substr(0, 20) + "/k");
    EXPECT_EQ(artifact.store().fetch(artifact.added().back().path), "s3://b/k");
}

TEST(FakeStore, KeepsPathsInside) {
    const FakeStore run(WBM_RUN);
    for (const char* bad : {"", "/etc", "../x", "a/../../x"}) {
        EXPECT_THROW((void)run.store().add_bytes(bad, "x", ".txt"), Error) << bad;
        EXPECT_THROW((void)run.store().fetch(bad), Error) << bad;
    }
    EXPECT_EQ(error_of(WBM_NOT_FOUND, [&] { return run.store().fetch("media/none"); }),
              "the store has no file \"media/none\"");
    EXPECT_THROW((void)run.store().add_file("media/x", "/no/such/file"), Error);
    EXPECT_TRUE(run.added().empty());
}

TEST(FakeStore, FailsAtACall) {
    FakeStore run(WBM_RUN);
    run.fail_at(2, WBM_UNSUPPORTED);
    EXPECT_NO_THROW((void)run.store().add_bytes("a", "x", ""));
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return run.store().add_bytes("a", "y", ""); }),
              "this call was told to fail");
    EXPECT_NO_THROW((void)run.store().add_bytes("a", "z", ""));
    EXPECT_EQ(run.calls(), 3U);
    EXPECT_EQ(run.added().size(), 2U);
}

TEST(FakeStore, AnswersInPieces) {
    FakeStore run(WBM_RUN);
    run.answer_in_pieces();
    std::size_t writes = 0;
    const wbm_sink counting{&writes, [](void* ctx, const char*, std::size_t size) {
                                EXPECT_EQ(size, 1U);
                                ++*static_cast<std::size_t*>(ctx);
                            }};
    const wbm_store* table = run.table();
    EXPECT_EQ(table->add_bytes(table->ctx, str("a"), str("x"), str(""), counting, counting), WBM_OK);
    EXPECT_GT(writes, 50U);
}

TEST(FakeStore, TakesItsFolderWithIt) {
    std::filesystem::path root;
    {
        const FakeStore run(WBM_RUN);
        root = run.root();
        run.put("a/b", "x");
        EXPECT_TRUE(std::filesystem::exists(root / "a/b"));
    }
    EXPECT_FALSE(std::filesystem::exists(root));
}

TEST(FakeHost, GivesExtensions) {
    FakeHost host;
    const int table = 0;
    host.set_extension("a.b/1", &table);
    EXPECT_EQ(host.table()->extension(host.table()->ctx, "a.b/1"), &table);
    EXPECT_EQ(host.table()->extension(host.table()->ctx, "a.b/2"), nullptr);
    EXPECT_EQ(host.table()->abi, WBM_ABI);
}

TEST(Source, CanBeCopiedAndOverwritten) {
    Source source = Source::tensor<float>({1, 2}, {2}).with_options({{"a", 1}}).with_part("p", Source::bytes("b"));
    Source copy = source;
    EXPECT_NE(copy.input()->parts[0]->tensor->data, source.input()->parts[0]->tensor->data);
    const wbm_input* in = source.input();
    source.overwrite();
    EXPECT_NE(*static_cast<float*>(in->parts[0]->tensor->data), 1.0F);
    EXPECT_EQ(*static_cast<float*>(copy.input()->parts[0]->tensor->data), 1.0F);
    EXPECT_EQ(view(copy.input()->parts[1]->text), "b");
    EXPECT_EQ(view(copy.input()->options), R"({"a":1})");
}

TEST(RoundTrip, ReturnsWhatWasRead) {
    const Faulty value{MediaFile::of_bytes("x", ".txt"), "a caption"};
    const Faulty back = round_trip(value);
    EXPECT_EQ(back, value);
    EXPECT_EQ(back.caption, "a caption");
    EXPECT_EQ(back.file.read(), "x");
}

TEST(RoundTrip, SeesWhatIsLost) {
    const Faulty value{MediaFile::of_bytes("x", ".txt"), "a caption"};
    Faulty::forgets = true;
    EXPECT_THROW((void)round_trip(value), BrokenRule);
    Faulty::forgets = false;
    Faulty::counts = true;
    EXPECT_THROW((void)round_trip(value), BrokenRule);
    Faulty::counts = false;
}

/// A table by hand, for what the SDK cannot do wrong.
struct Rogue {
    static wbm_status touches_out(const wbm_input*, wbm_value** out, wbm_sink error) {
        *out = nullptr;
        error.write(error.ctx, "no", 2);
        return WBM_INVALID;
    }
    static wbm_status gives_nothing(const wbm_input*, wbm_value**, wbm_sink) { return WBM_OK; }
    static wbm_status is_silent(const wbm_input*, wbm_value**, wbm_sink) { return WBM_INVALID; }
    static wbm_status is_not_utf8(const wbm_input*, wbm_value**, wbm_sink error) {
        error.write(error.ctx, "\xff", 1);
        return WBM_INVALID;
    }
    static wbm_status has_own_status(const wbm_input*, wbm_value**, wbm_sink error) {
        error.write(error.ctx, "no", 2);
        return 99;
    }
};

TEST(Type, SeesBrokenRules) {
    wbm_type table = type_of<Faulty>().table();
    for (auto* create :
         {&Rogue::touches_out, &Rogue::gives_nothing, &Rogue::is_silent, &Rogue::is_not_utf8, &Rogue::has_own_status}) {
        table.create = create;
        EXPECT_THROW((void)Type(&table).create(Source::bytes("x")), BrokenRule);
    }
    table.equal = [](const wbm_value*, const wbm_value*) -> std::int32_t { return 2; };
    EXPECT_THROW((void)Type(&table).equal(nullptr, nullptr), BrokenRule);
}

}  // namespace
}  // namespace wbm::testing
