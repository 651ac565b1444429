// Any bytes as a Parquet file: what is taken must survive JSON, say what it says again, and give its rows as Arrow,
// JSON and numbers, or refuse them in a sentence. What comes out as Arrow must be taken in again with the same rows.
#ifdef WBM_HAS_DATA_FRAME
#include "../../plugins/data_frame/data_frame.hpp"
#include "fuzz_support.hpp"

#include <wbm/ext/arrow.h>

#include <cstdint>
#include <string>

namespace {

using namespace wbm;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

const testing::Type& frame_type() {
    static const testing::Type type = testing::type_of<data_frame::DataFrame>();
    return type;
}
const data_frame::DataFrame& of(const testing::Value& value) {
    return *reinterpret_cast<const data_frame::DataFrame*>(value.get());
}

/// As many rows as are looked at: a footer of 100 bytes may claim millions.
json::object some_rows() { return {{"first", 1}, {"count", 200}}; }

void check_arrow(const data_frame::DataFrame& frame) {
    ArrowArrayStream stream{};
    frame.arrow(some_rows(), stream);
    const wbm_part part{sizeof part, WBM_FROM_ARROW, {nullptr, 0}, {nullptr, 0}, nullptr, &stream, nullptr};
    const wbm_part* parts[] = {&part};
    const wbm_input input{sizeof input, 1, parts, {nullptr, 0}};
    refusable([&] {
        const data_frame::DataFrame copy = data_frame::DataFrame::create(Input(&input));
        require(copy.rows({}) == frame.rows(some_rows()), "Arrow out is Arrow in");
    });
    require(stream.release == nullptr, "a stream is taken over");
}

void check_numbers(const data_frame::DataFrame& frame) {
    const json::object facts = frame.fields();
    json::object options = some_rows();
    if (const json::value* columns = facts.if_contains("columns"); columns != nullptr)
        for (const json::value& name : columns->get_array()) {
            options["columns"] = json::array{name};
            refusable([&] { (void)frame.tensor(options); });
            refusable([&] { (void)frame.rows(options); });
        }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::FakeStore run(WBM_RUN);
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    refusable([&] { (void)frame_type().probe(testing::Source::bytes(bytes)); });
    refusable([&] {
        const testing::Value value = frame_type().create(testing::Source::bytes(bytes));
        if (size % 8 == 0) {  // files are written: it takes long
            const testing::Value back = testing::round_trip(frame_type(), value.get(), run);
            require(of(back).fields().at("rows") == of(value).fields().at("rows"), "the rows are kept");
        }
        refusable([&] { check_arrow(of(value)); });
        check_numbers(of(value));
    });
    return 0;
}
#else  // the plugin is left out, for there is no Arrow here
#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t*, std::size_t) { return 0; }
#endif
