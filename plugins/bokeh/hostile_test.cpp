// Broken and hostile documents: each is refused in one sentence, and nothing stays behind.
#include "limits.hpp"
#include "test_support.hpp"

#include <atomic>
#include <thread>

namespace wbm::bokeh {
namespace {

constexpr std::size_t thread_count = 4;

TEST(Hostile, EveryBadFileIsRefused) {
    const auto files = files_in(corpus("bad"));
    EXPECT_GE(files.size(), 19U);
    for (const auto& path : files) {
        const std::string text = refusal_of(Source::path(path.string()));
        EXPECT_TRUE(says(text, {"1 bokeh-file: the file \"" + path.string() + "\" "})) << text;
        EXPECT_EQ(text.find('\n'), std::string::npos) << path;
        if (path.filename() == "other_name.json") continue;
        EXPECT_TRUE(says(refusal_of(Source::bytes(read_file(path.string()))),
                         {"1 bokeh-file: the text is no Bokeh document: "}))
            << path;
    }
}

TEST(Hostile, TheReasonSaysWhatAndWhere) {
    const auto reason = [](const std::string& name) {
        return refusal_of(Source::bytes(read_file(corpus("bad/" + name + ".bokeh.json").string())));
    };
    EXPECT_TRUE(says(reason("text"), {"JSON, line 1, column 2", "save the plot with Bokeh again"}));
    EXPECT_TRUE(says(reason("list"), {"must be a JSON object, it is []", "Document.to_json()"}));
    EXPECT_TRUE(says(reason("no_roots"), {"\"roots\" is missing"}));
    EXPECT_TRUE(says(reason("no_version"), {"\"version\" is missing"}));
    EXPECT_TRUE(says(reason("number_version"), {"\"version\" must be text, it is 3"}));
    EXPECT_TRUE(says(reason("list_title"), {"\"title\" must be text, it is [\"t\"]"}));
    EXPECT_TRUE(
        says(reason("text_roots"), {"\"roots\" must be a list, or an object with \"references\", it is \"p1\""}));
    EXPECT_TRUE(says(reason("number_root"), {"roots[1] must be an object, it is 5"}));
    EXPECT_TRUE(says(reason("no_references"), {"\"references\" of \"roots\" is missing"}));
    EXPECT_TRUE(says(reason("no_root_ids"), {"\"root_ids\" of \"roots\" is missing"}));
    EXPECT_TRUE(says(reason("reference_without_id"), {"references[0] must be an object with a text \"id\""}));
    EXPECT_TRUE(says(reason("number_id"), {"references[0] must be", "{\"id\":7}"}));
    EXPECT_TRUE(says(reason("unknown_root_id"), {"the root id \"2\" names no model"}));
    EXPECT_TRUE(says(reason("deep"), {"more than 256 arrays and objects"}));
    EXPECT_TRUE(
        says(refusal_of(Source::json("[1,2]")), {"1 bokeh-file: the JSON is no Bokeh document", "it is [1,2]"}));
    EXPECT_TRUE(says(refusal_of(Source::json("{\"roots\":[]}")), {"the JSON is no Bokeh document", "\"version\""}));
}

TEST(Hostile, SizeHasABound) {
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("large.bokeh.json", "{}");
    std::filesystem::resize_file(path, max_document_bytes + 1);
    EXPECT_TRUE(says(refusal_of(Source::path(path.string())),
                     {"1 bokeh-file: ", "large.bokeh.json", std::to_string(max_document_bytes)}));
    EXPECT_TRUE(says(refusal_of(Source::bytes(std::string(max_document_bytes + 1, ' '))),
                     {std::to_string(max_document_bytes)}));
    EXPECT_TRUE(
        says(probe_refusal(Source::path(path.string())), {"1 bokeh-file: ", std::to_string(max_document_bytes)}));
}

TEST(Hostile, EveryCutIsRefused) {
    for (const auto& path : files_in(corpus(""))) {
        std::string whole = read_file(path.string());
        while (whole.back() == '\n') whole.pop_back();
        for (std::size_t size = 0; size < whole.size(); ++size)
            EXPECT_TRUE(refusal_of(Source::bytes(whole.substr(0, size))).starts_with("1 ")) << path << " at " << size;
    }
}

TEST(Hostile, AFailingStoreLeavesItsStatus) {
    for (const char* name : {"line.bokeh.json", "bokeh2.bokeh.json"}) {
        FakeStore run(WBM_RUN);
        run.fail_at(1, WBM_IO);
        const Value value = bokeh_type().create(Source::path(corpus(name).string()));
        EXPECT_TRUE(refusal([&] { (void)bokeh_type().to_json(value, run); }).starts_with("4 ")) << name;
    }
}

TEST(Threads, CreateAndReadInParallel) {
    const Bokeh shared = from_corpus("line.bokeh.json");
    const std::string text = sample("line.bokeh.json");
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    threads.reserve(thread_count);
    for (std::size_t t = 0; t < thread_count; ++t)
        threads.emplace_back([&] {
            for (int i = 0; i < 20; ++i)
                if (from_text(text) != shared || shared.fields().at("roots") != 1) ++wrong;
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

}  // namespace
}  // namespace wbm::bokeh
