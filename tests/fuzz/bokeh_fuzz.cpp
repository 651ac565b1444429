// Any bytes as a document: its text, a file, parsed JSON, and a stored file that is looked into. What is taken must
// survive JSON unchanged, and its stored text must be taken again as it is.
#include "../../plugins/bokeh/bokeh.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>

namespace {

using namespace wbm;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

const testing::Type& bokeh_type() {
    static const testing::Type type = testing::type_of<bokeh::Bokeh>();
    return type;
}

const bokeh::Bokeh& of(const testing::Value& value) { return *reinterpret_cast<const bokeh::Bokeh*>(value.get()); }

/// What is made of the source, if it is taken.
void check(testing::Source source, const testing::FakeStore& store) {
    refusable([&] {
        const testing::Value value = bokeh_type().create(source);
        (void)testing::round_trip(bokeh_type(), value.get(), store);
        require(of(value).fields().contains("models"), "what is taken has counts");
    });
}

/// A text is stored so that it would be stored as it is.
void check_text(const std::string& text) {
    refusable([&] {
        const testing::Value value = bokeh_type().create(testing::Source::bytes(text));
        const testing::Value again = bokeh_type().create(testing::Source::bytes(*of(value).file.bytes()));
        require(of(again) == of(value), "a stored text is stored as it is");
        require(bokeh_type().probe(testing::Source::bytes(text)).contains("models"), "what is taken can be probed");
        (void)bokeh_type().create(testing::Source::json(text));
    });
    refusable([&] { (void)bokeh_type().probe(testing::Source::bytes(text)); });
}

/// The same with files, which cost a hundred times as much.
void check_files(const std::string& text) {
    const testing::FakeStore artifact(WBM_ARTIFACT);
    const std::string path = artifact.put("media/bokeh/a.bokeh.json", text).string();
    check(testing::Source::path(path), artifact);
    check(testing::Source::bytes(text), artifact);
    check(testing::Source::json(text), testing::FakeStore(WBM_RUN));
    const testing::Value stored = bokeh_type().from_json(R"({"path":"media/bokeh/a.bokeh.json"})", artifact);
    (void)testing::round_trip(bokeh_type(), stored.get(), artifact);
    refusable([&] {
        const testing::Value value = bokeh_type().from_json(text, artifact);
        (void)testing::round_trip(bokeh_type(), value.get(), artifact);
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    constexpr unsigned turns_for_files = 16;
    static unsigned turn = 0;
    const std::string text(reinterpret_cast<const char*>(data), size);
    check_text(text);
    if (turn++ % turns_for_files == 0) check_files(text);
    return 0;
}
