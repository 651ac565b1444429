// A line with a column type, then a cell, both as JSON. A type that is read is written and read again the same; a cell
// likewise; a type takes again what it took, and says why it does not take the rest.
#include "../../plugins/table/cells/cell_json.hpp"
#include "../../plugins/table/limits.hpp"
#include "../../plugins/table/types/column_type.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace {

using namespace wbm;
using namespace wbm::table;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

constexpr json::Limits limits{256, 1 << 16};

/// Its own JSON says all of it, true or not.
struct AnyMedia final : MediaCell {
    explicit AnyMedia(const json::object& o) : json(o), name(o.at("_type").as_string()) {}
    [[nodiscard]] std::string_view type() const override { return name; }
    [[nodiscard]] json::object column_facts() const override { return json; }
    [[nodiscard]] bool equal(const MediaCell& other) const override {
        return text() == static_cast<const AnyMedia&>(other).text();
    }
    /// A NaN equals itself in text.
    [[nodiscard]] std::string text() const {
        return json::write(json, json::Style::standard_sorted, json::NonFinite::allow);
    }
    json::object json;
    std::string name;
};

std::string text_of(const ColumnType& type) {
    return json::write(type.to_json(), json::Style::standard_sorted, json::NonFinite::allow);
}

std::string text_of(const Cell& cell, CellForm form) {
    std::string text;
    append_cell(text, cell, form, json::Style::standard, [](std::string& out, const MediaCell& media) {
        json::append(out, static_cast<const AnyMedia&>(media).json, json::Style::standard, json::NonFinite::allow);
    });
    return text;
}

std::optional<json::value> read(std::string_view text) {
    try {
        return json::read(text, json::NonFinite::allow, limits);
    } catch (const json::Error&) {
        return std::nullopt;
    }
}

std::optional<ColumnType> read_type(std::string_view text) {
    const auto v = read(text);
    std::optional<ColumnType> type;
    if (v) refusable([&] { type = ColumnType::parse_notation(*v); });
    if (!type) return type;
    const std::string written = text_of(*type);
    const ColumnType again = ColumnType::parse(json::read(written));
    require(again == *type, "a type that was written reads equal");
    require(text_of(again) == written, "a type that was read is written the same");
    require(again.text().size() == type->text().size() && json::is_utf8(type->text()), "equal types print alike");
    return type;
}

std::optional<Cell> read_cell(std::string_view text) {
    const auto v = read(text);
    std::optional<Cell> cell;
    const auto media = [](const json::object& o) { return std::make_shared<const AnyMedia>(o); };
    if (v) refusable([&] { cell = cell_from_json(*v, media); });
    if (!cell) return cell;
    const std::string written = text_of(*cell, CellForm::artifact);
    const Cell again = cell_from_json(json::read(written), media);
    require(again == *cell, "a cell that was written reads equal");
    require(text_of(again, CellForm::artifact) == written, "a cell that was read is written the same");
    (void)json::read(text_of(*cell, CellForm::run));
    return cell;
}

void check_assign(const ColumnType& type, const Cell& cell, bool has_media) {
    const ColumnType now = type.assign(cell);
    require(!type.keeps(cell.type_kind()) || now.is_same(type), "what keeps() says is so");
    if (now.is_invalid()) {
        const std::string why = type.explain(cell);
        require(!why.empty() && why.size() < max_text_form + 8 && json::is_utf8(why), "a refusal has a reason");
        return;
    }
    // A list of several kinds becomes a list of nothing valid, classes and tables take what they will not take again.
    if (has_media || now.text().find("Invalid") != std::string::npos) return;
    require(!now.assign(cell).is_invalid(), "a type takes again what it took");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const std::size_t end = text.find('\n');
    const auto type = read_type(text.substr(0, end));
    if (end == std::string_view::npos) return 0;
    const auto cell = read_cell(text.substr(end + 1));
    if (!cell) return 0;
    const bool has_media = text.find("_type\"", end) != std::string_view::npos || text.find('\\', end) != text.npos;
    refusable([&] {
        const ColumnType of_cell = ColumnType::of(*cell);
        require(ColumnType::parse(of_cell.to_json()) == of_cell, "the type of a cell is one that can be read");
        check_assign(of_cell, *cell, has_media);
    });
    if (type) refusable([&] { check_assign(*type, *cell, has_media); });
    if (type) refusable([&] { check_assign(ColumnType::optional(*type), *cell, has_media); });
    refusable([&] { check_assign(ColumnType::optional(TypeKind::unknown), *cell, has_media); });
    return 0;
}
