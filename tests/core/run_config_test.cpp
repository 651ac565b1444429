// config.json of a run: what values say there, when it is written, and what takes it back. Wire spec 4.12.
#include <wbm/run.hpp>

#include <sys/stat.h>

#include <cerrno>

#include <wbm/artifact.hpp>
#include <wbm/limits.hpp>
#include "fake_media.hpp"
#include "file_io.hpp"

namespace {

using wbm::Status;
using wbm::Store;
using wbm::test::FakeMedia;
using wbm::test::files_below;
using wbm::test::refusal;
using wbm::test::slurp;
using wbm::test::snapshot;
using wbm::test::TempDir;

constexpr const char* masks = "mask/class_labels";
constexpr const char* cat = R"({"1":"cat"})";
constexpr const char* dog = R"({"1":"dog"})";

/// A value that names classes in the config.
class Labelled final : public FakeMedia {
public:
    explicit Labelled(std::string content, std::string labels = cat)
        : FakeMedia(std::move(content)), labels_(std::move(labels)) {}
    [[nodiscard]] std::string to_json_text(Store& target) const override {
        target.keep_config(masks, "gt", labels_);
        return FakeMedia::to_json_text(target);
    }

private:
    std::string labels_;
};

std::shared_ptr<Labelled> labelled(std::string content, std::string labels = cat) {
    return std::make_shared<Labelled>(std::move(content), std::move(labels));
}

std::string entry(const std::string& key, const std::string& labels) {
    return "\"" + key + R"(":{"type":"mask/class_labels","key":")" + key + R"(","value":)" + labels + "}";
}

std::string config_of(const std::string& entries) { return R"({"_wandb":{"mask/class_labels":{)" + entries + "}}}"; }

std::string text(const wbm::Run& run) { return wbm::json::write(run.config()); }

TEST(RunConfig, KeepsCustomCharts) {
    const TempDir dir;
    const std::string chart =
        R"("visualize":{"roc":{"panel_type":"Vega2","panel_config":{"panelDefId":"wandb/area/v0",)"
        R"("fieldSettings":{"x":"fpr"},"transform":{"name":"tableWithLeafColNames"}}}})";
    dir.write("run/config.json", R"({"lr":{"value":0.5},"_wandb":{)" + chart + "}}");
    {
        wbm::Run run(dir / "run");
        run.log("im", labelled("a"), 0);
    }
    const std::string config = slurp(dir / "run/config.json");
    EXPECT_NE(config.find(chart), std::string::npos) << config;
    EXPECT_NE(config.find(R"("lr":{"value":0.5})"), std::string::npos) << config;
    EXPECT_NE(config.find("im_wandb_delimeter_gt"), std::string::npos) << config;
}

TEST(RunConfig, HasWhatValuesSayAndIsWrittenByFlush) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    EXPECT_EQ(text(run), "{}");
    run.log("im", labelled("a"), 0);
    const std::string one = config_of(entry("im_wandb_delimeter_gt", cat));
    EXPECT_EQ(text(run), one);
    EXPECT_FALSE(std::filesystem::exists(dir / "run/config.json"));
    run.flush();
    EXPECT_EQ(slurp(dir / "run/config.json"), one);
    EXPECT_EQ(text(wbm::Run::open_to_read(dir / "run")), one);

    run.log("a/b", labelled("b", dog), 1);
    run.log("im", labelled("c", dog), 1);
    EXPECT_EQ(text(run), config_of(entry("im_wandb_delimeter_gt", dog) + "," + entry("a/b_wandb_delimeter_gt", dog)))
        << "the last value of a key wins, in the place of the first";
}

TEST(RunConfig, GoesOnWhenTheRunIsOpenedAgain) {
    const TempDir dir;
    { wbm::Run(dir / "run").log("im", labelled("a"), 0); }
    wbm::Run run(dir / "run");
    EXPECT_EQ(text(run), config_of(entry("im_wandb_delimeter_gt", cat)));
    run.log("other", labelled("b"), 1);
    run.flush();
    EXPECT_EQ(slurp(dir / "run/config.json"),
              config_of(entry("im_wandb_delimeter_gt", cat) + "," + entry("other_wandb_delimeter_gt", cat)));
}

TEST(RunConfig, IsNotWrittenWhenNothingNewIsSaid) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto inode = [&] {
        struct stat info {};
        EXPECT_EQ(::stat((dir / "run/config.json").c_str(), &info), 0);
        return info.st_ino;
    };
    run.log("im", labelled("a"), 0);
    run.flush();
    const auto before = inode();
    run.log("im", labelled("b"), 1);
    run.flush();
    EXPECT_EQ(inode(), before);
    run.log("im", labelled("c", dog), 2);
    run.flush();
    EXPECT_NE(inode(), before);
    run.log("loss", 1, 3);
    run.flush();
    EXPECT_EQ(files_below(dir / "run").size(), 5U) << "no temporary file stays";
}

TEST(RunConfig, IsWrittenBeforeTheLineThatItBelongsTo) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("im", labelled("a"), 0);
    run.log("im", labelled("b", dog), 1);  // ends step 0
    EXPECT_EQ(slurp(dir / "run/config.json"), config_of(entry("im_wandb_delimeter_gt", cat)));
    run.log("loss", 1, 2);
    EXPECT_EQ(slurp(dir / "run/config.json"), config_of(entry("im_wandb_delimeter_gt", dog)));
}

TEST(RunConfig, AnUndoneTransactionTakesItBack) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto slot = run.slot("im", 0);
    {
        const Store::Transaction undone(*slot);
        slot->keep_config(masks, "gt", cat);
        slot->keep_bytes("media/m", "x", ".x");
        slot->keep_config(masks, "gt", dog);
        slot->keep_config("bounding_box/class_labels", "gt", cat);
        EXPECT_EQ(run.config().at("_wandb").as_object().size(), 2U);
    }
    EXPECT_EQ(text(run), "{}");
    run.flush();
    EXPECT_TRUE(files_below(dir / "run").empty()) << "nothing changed after all";

    slot->keep_config(masks, "gt", cat);
    {
        const Store::Transaction undone(*slot);
        slot->keep_config(masks, "gt", dog);
        slot->keep_config(masks, "gt", cat);
        slot->keep_config(masks, "pred", dog);
        slot->keep_config("bounding_box/class_labels", "gt", cat);
    }
    EXPECT_EQ(text(run), config_of(entry("im_wandb_delimeter_gt", cat)));
    run.flush();
    {
        const Store::Transaction undone(*slot);
        slot->keep_config(masks, "pred", dog);
        run.flush();
        EXPECT_NE(slurp(dir / "run/config.json").find("pred"), std::string::npos);
    }
    run.flush();
    EXPECT_EQ(slurp(dir / "run/config.json"), config_of(entry("im_wandb_delimeter_gt", cat)));
}

TEST(RunConfig, AValueThatFailsSaysNothing) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto value = labelled("a");
    value->fails_late = true;
    refusal([&] { run.log("im", value, 0); });
    EXPECT_EQ(text(run), "{}");
    run.flush();
    EXPECT_FALSE(std::filesystem::exists(dir / "run/config.json"));
}

int calls_left = 0;

TEST(RunConfig, AFailingFlushKeepsIt) {
    for (int nth = 1;; ++nth) {
        const TempDir dir;
        wbm::Run run(dir / "run");
        run.log("im", labelled("a"), 0);
        const auto before = snapshot(dir / "run");
        calls_left = nth;
        wbm::set_io_hook([](wbm::IoCall, const char*) { return --calls_left == 0 ? EIO : 0; });
        bool refused = false;
        try {
            run.flush();
        } catch (const wbm::MediaError& error) {
            refused = true;
            EXPECT_EQ(error.status(), Status::io);
        }
        wbm::set_io_hook(nullptr);
        if (calls_left > 0) {
            EXPECT_FALSE(refused);
            EXPECT_GT(nth, 6) << "it writes two files";
            return;
        }
        ASSERT_TRUE(refused) << "call " << nth;
        auto after = snapshot(dir / "run");
        after.erase("config.json");  // written before the history: it may be there
        ASSERT_EQ(after, before) << "call " << nth;
        run.flush();
        EXPECT_EQ(slurp(dir / "run/config.json"), config_of(entry("im_wandb_delimeter_gt", cat)));
        EXPECT_EQ(run.history().size(), 1U);
    }
}

TEST(RunConfig, ALaterStepWhoseLineCannotBeWrittenLeavesItOut) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    run.log("im", labelled("a"), 0);
    static bool history_fails;
    history_fails = true;
    wbm::set_io_hook([](wbm::IoCall call, const char* path) {
        return history_fails && call == wbm::IoCall::write && std::string_view(path).ends_with("history.jsonl") ? EIO
                                                                                                                : 0;
    });
    refusal([&] { run.log("im", labelled("b", dog), 1); }, Status::io);
    wbm::set_io_hook(nullptr);
    EXPECT_EQ(text(run), config_of(entry("im_wandb_delimeter_gt", cat)));
    run.flush();
    EXPECT_EQ(slurp(dir / "run/config.json"), config_of(entry("im_wandb_delimeter_gt", cat)));
}

TEST(RunConfig, MembersOfOthersStay) {
    const TempDir dir;
    dir.write("run/history.jsonl", "");
    dir.write("run/config.json", R"({"lr": 0.1, "_wandb": {"version": "1", "m": [NaN]}})");
    wbm::Run run(dir / "run");
    run.log("im", labelled("a"), 0);
    run.flush();
    EXPECT_EQ(slurp(dir / "run/config.json"), R"({"lr":0.1,"_wandb":{"version":"1","m":[NaN],"mask/class_labels":{)" +
                                                  entry("im_wandb_delimeter_gt", cat) + "}}}");
}

TEST(RunConfig, SomethingElseInItsPlaceIsNotOverwritten) {
    for (const char* other : {R"({"_wandb":7})", R"({"_wandb":{"mask/class_labels":"mine"}})"}) {
        const TempDir dir;
        dir.write("run/config.json", other);
        wbm::Run run(dir / "run");
        const std::string said = refusal([&] { run.log("im", labelled("a"), 0); });
        EXPECT_NE(said.find("is not an object, so nothing can be set in it; remove it from config.json"),
                  std::string::npos)
            << said;
        EXPECT_EQ(text(run), other);
        run.flush();
        EXPECT_EQ(slurp(dir / "run/config.json"), other);
        EXPECT_EQ(run.log("loss", 1), "1") << "only what has names of classes is refused";
    }
}

TEST(RunConfig, ABrokenFileIsRefused) {
    for (const char* broken : {"", "{", "[]", "7", R"({"a":1,"a":2})", "\xff"}) {
        const TempDir dir;
        dir.write("run/history.jsonl", "");
        dir.write("run/config.json", broken);
        for (const bool reads : {false, true}) {
            const std::string said = refusal([&] {
                if (reads)
                    (void)wbm::Run::open_to_read(dir / "run");
                else
                    const wbm::Run run(dir / "run");
            });
            EXPECT_TRUE(said.starts_with("run: \"" + (dir / "run/config.json").string() +
                                         "\" is not a run's config: JSON, line 1"))
                << said;
            EXPECT_TRUE(said.ends_with("; put it right, or remove it to start a new one")) << said;
        }
        EXPECT_EQ(slurp(dir / "run/config.json"), broken);
    }
    const TempDir dir;
    std::filesystem::create_directories(dir / "run/config.json");
    EXPECT_NE(refusal([&] { const wbm::Run run(dir / "run"); }).find("it is not a regular file"), std::string::npos);
    std::filesystem::remove(dir / "run/config.json");
    std::filesystem::create_symlink(dir.write("elsewhere.json", "{}"), dir / "run/config.json");
    refusal([&] { const wbm::Run run(dir / "run"); }, Status::io);
    std::filesystem::remove(dir / "run/config.json");
    dir.write("run/config.json", "");
    std::filesystem::resize_file(dir / "run/config.json", wbm::limits::run_config_bytes + 1);
    EXPECT_NE(refusal([&] { const wbm::Run run(dir / "run"); }).find("more than the 268435456 that are read"),
              std::string::npos);
}

TEST(RunConfig, NamesAndValuesAreChecked) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    const auto slot = run.slot("im", 0);
    for (const char* value : {"", "[]", "7", "{", "{\"a\":}"})
        EXPECT_NE(refusal([&] {
                      slot->keep_config(masks, "gt", value);
                  }).find("run: the config's \"mask/class_labels\" of \"im_wandb_delimeter_gt\" is not a JSON object"),
                  std::string::npos)
            << value;
    for (const std::string& type : {std::string(), std::string("\xff"), std::string(wbm::limits::key_bytes + 1, 'a')})
        EXPECT_NE(refusal([&] { slot->keep_config(type, "gt", cat); }).find("run: the config's type "),
                  std::string::npos);
    for (const std::string& name : {std::string("\xff"), std::string(4 * wbm::limits::key_bytes, 'a')})
        EXPECT_NE(refusal([&] { slot->keep_config(masks, name, cat); }).find("run: the config's key "),
                  std::string::npos);
    const auto nested = [](std::size_t depth) {
        std::string value;
        for (std::size_t i = 1; i < depth; ++i) value += "{\"a\":";
        value += "{}";
        return value + std::string(depth - 1, '}');
    };
    refusal([&] { slot->keep_config(masks, "gt", nested(wbm::limits::json_depth - 3)); });
    EXPECT_EQ(text(run), "{}");
    slot->keep_config(masks, "gt", nested(wbm::limits::json_depth - 4));
    run.log("loss", 1);
    run.flush();
    EXPECT_EQ(text(wbm::Run::open_to_read(dir / "run")), text(run)) << "what is written can be read";
}

TEST(RunConfig, OnlyASlotTakesIt) {
    const TempDir dir;
    wbm::Run run(dir / "run");
    auto& files = const_cast<Store&>(run.files());
    EXPECT_EQ(refusal([&] { files.keep_config(masks, "gt", cat); }, Status::unsupported),
              "run: files() only reads; add files to slot(key, step), or log the value");
    wbm::Artifact artifact = wbm::Artifact::create(dir / "art");
    EXPECT_EQ(refusal([&] { artifact.keep_config(masks, "gt", cat); }, Status::unsupported),
              "artifact: it has no config for \"mask/class_labels\"; log the value to a run");
}

}  // namespace
