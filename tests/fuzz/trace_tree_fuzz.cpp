// Any text as a trace: as bytes, as parsed JSON, as a value's JSON, and as the text inside one. What is taken must
// survive JSON unchanged, and its own texts must be taken again as they are.
#include "../../plugins/trace_tree/trace_tree.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>

namespace {

using namespace wbm;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

const testing::Type& trace_type() {
    static const testing::Type type = testing::type_of<trace_tree::TraceTree>();
    return type;
}

const trace_tree::TraceTree& of(const testing::Value& value) {
    return *reinterpret_cast<const trace_tree::TraceTree*>(value.get());
}

void check(testing::Source source) {
    static const testing::FakeStore run(WBM_RUN);
    refusable([&] {
        const testing::Value value = trace_type().create(source);
        (void)testing::round_trip(trace_type(), value.get(), run);
        require(of(value).fields().contains("spans"), "what is taken is a tree");
        const testing::Value again = trace_type().create(testing::Source::bytes(trace_type().to_json(value, run)));
        require(of(again) == of(value), "the value's own JSON makes the value");
        std::string both = "{\"root_span\":" + of(value).root_span_dumps;
        if (of(value).model_dict_dumps) both += ",\"model_dict\":" + *of(value).model_dict_dumps;
        const testing::Value anew = trace_type().create(testing::Source::bytes(both + "}"));
        require(of(anew).fields().at("spans") == of(value).fields().at("spans"), "the texts make a tree again");
    });
}

void check_json(const std::string& json) {
    static const testing::FakeStore artifact(WBM_ARTIFACT);
    refusable([&] {
        const testing::Value value = trace_type().from_json(json, artifact);
        (void)testing::round_trip(trace_type(), value.get(), artifact);
        (void)of(value).fields();
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    check(testing::Source::bytes(text));
    check(testing::Source::json(text));
    check(testing::Source::bytes("{\"root_span\":" + text + "}"));
    check(testing::Source::bytes("{\"root_span\":{},\"model_dict\":" + text + "}"));
    check_json(text);
    if (json::is_utf8(text)) {
        const std::string quoted = json::write(json::value(text));
        check_json("{\"root_span_dumps\":" + quoted + "}");
        check(testing::Source::bytes("{\"root_span_dumps\":" + quoted + "}"));
        check(testing::Source::bytes("{\"root_span_dumps\":\"{}\",\"model_dict_dumps\":" + quoted + "}"));
    }
    return 0;
}
