// Any bytes as a table: an entry's JSON, rows, CSV, TSV, JSON lines. What is taken must survive JSON unchanged, give
// its rows as sound JSON, and come back from its own Arrow stream with as many rows; what is not must be refused with a
// status of its own. Values in cells need a host and are refused here.
#include "../../plugins/table/arrow/arrow_in.hpp"
#include "../../plugins/table/table.hpp"
#include "fuzz_support.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace {

using namespace wbm;
using wbm::fuzz::Choices;
using wbm::fuzz::refusable;
using wbm::fuzz::require;
using wbm::table::Table;

const testing::Type& type() {
    static const testing::Type table = testing::type_of<Table>();
    return table;
}

void check(const testing::Value& value) {
    static unsigned turn = 0;
    const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
    const auto& table = *reinterpret_cast<const Table*>(value.get());
    // An artifact takes so many rows at most, and types that are read together may refuse what each alone took.
    refusable([&] { (void)testing::round_trip(type(), value.get(), store); });
    const json::value rows = json::read(table.rows({}), json::NonFinite::allow, {1024, std::size_t{1} << 30});
    require(rows.as_array().size() == table.row_count, "rows() gives every row");
    refusable([&] {
        ArrowArrayStream stream{};
        table.arrow({}, stream);
        table::TableOptions mixed;
        mixed.allow_mixed_types = true;
        const Table back = table::from_arrow(stream, mixed);
        require(back.row_count == table.row_count, "Arrow has every row");
        require(back.columns.size() == table.columns.size(), "Arrow has every column");
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    const std::size_t way = choices.of(6);
    const std::string text(choices.rest());
    refusable([&] {
        if (way == 0) {
            const testing::FakeStore store(WBM_ARTIFACT);
            check(type().from_json(text, store));
        } else if (way == 1) {
            check(type().create(testing::Source::json(text)));
        } else {
            constexpr std::array formats{"csv", "tsv", "jsonl", "csv"};
            json::object options{{"format", formats[way - 2]}};
            if (way == 5) options["header"] = false;
            check(type().create(testing::Source::bytes(text).with_options(options)));
        }
    });
    return 0;
}
