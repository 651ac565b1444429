// Op types: functions of the type system. They are asked for through tables of one column.
#include "case.hpp"
#include "case_table.hpp"
#include "case_text.hpp"
#include "temp_dir.hpp"

#include <wbm/artifact.hpp>
#include <wbm/value.hpp>

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <sstream>
#include <utility>

namespace wbm::conformance {
namespace {

std::string suffixed(const json::value& item) {
    const auto& type = item.at(0);
    return with_suffix(type.is_string() ? std::string_view(type.get_string()) : std::string_view(),
                       item.at(1).as_string());
}

std::string python_text(const json::value& item) {
    return json::restyle(text_of(item), json::Style::standard, json::NonFinite::allow);
}

json::value column_type(const ValuePtr& table) {
    return table->fields().at("column_types").at("params").at("type_map").at("c");
}

json::value refused() { return json::object{{"error", true}}; }

/// The class of an object that only Python has; empty for all others.
std::string_view python_class(const json::value& node) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 3> classes{
        {{"$bytes_b64", "bytes"}, {"$decimal", "Decimal"}, {"$complex", "complex"}}};
    const auto tag = tag_of(node);
    for (const auto& [known, name] : classes)
        if (tag == known) return name;
    const bool is_text = tag == "$np" && node.at(tag).as_string().starts_with("<U");
    return is_text ? "str_" : "";
}

json::value type_of(Builder& builder, const json::value& item) {
    if (tag_of(item) == "$python") return nullptr;  // nothing of it is recorded
    // No such object comes to the type: that it is one of Python's class is all there is to say.
    if (const auto name = python_class(item); !name.empty())
        return column_type(create_column(
            builder, json::object{{"wb_type", "pythonObject"}, {"params", {{"class_name", name}}}}, false, {}));
    try {
        return column_type(create_column(builder, nullptr, false, {item}));
    } catch (const MediaError&) {
        // A null has no type that a column without nulls could be of.
        const json::value type = column_type(create_column(builder, nullptr, true, {item}));
        const json::value nothing_yet =
            json::read(R"({"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"unknown"}]}})");
        return type == nothing_yet ? json::object{{"wb_type", "none"}} : refused();
    }
}

json::value type_from_dict(Builder& builder, const json::value& item) {
    return column_type(create_column(builder, item, false, {}));
}

json::value is_assigned(Builder& builder, const json::value& item) {
    try {
        (void)create_column(builder, item.at(0), false, {item.at(1)});
        return true;
    } catch (const MediaError& e) {
        if (e.status() != Status::invalid) throw;
        return false;
    }
}

/// Milliseconds become what Python says of such a time.
void show_time(json::value& cell) {
    using namespace std::chrono;
    const sys_time<milliseconds> time{milliseconds{cell.to_number<std::int64_t>()}};
    const sys_days day = floor<days>(time);
    const year_month_day date{day};
    const hh_mm_ss clock{time - day};
    std::ostringstream text;
    text << "datetime.datetime(" << int{date.year()} << ", " << unsigned{date.month()} << ", " << unsigned{date.day()}
         << ", " << clock.hours().count() << ", " << clock.minutes().count() << ", " << clock.seconds().count() << ", "
         << clock.subseconds().count() * 1000 << ", tzinfo=datetime.timezone.utc)";
    cell = text.str();
}

json::value init_from_json(Builder& builder, const json::value& item) {
    const test::TempDir scratch;
    const Artifact artifact = Artifact::create(scratch / "artifact");
    const ValuePtr value =
        builder.registry().init_from_json(json::write(item, json::Style::fast, json::NonFinite::allow), artifact);
    if (!value->is_known()) return nullptr;
    json::object said{{"_type", value->type()}};
    if (value->type() != "table") return said;
    const json::object fields = value->fields();
    json::array rows = value->rows();
    const json::object& types = fields.at("column_types").at("params").at("type_map").as_object();
    std::size_t column = 0;
    for (const json::value& name : fields.at("columns").as_array()) {
        if (types.at(name.as_string()).at("wb_type") == "timestamp")
            for (json::value& row : rows) show_time(row.at(column));
        ++column;
    }
    said["columns"] = fields.at("columns");
    said["column_types"] = fields.at("column_types");
    said["data"] = std::move(rows);
    return said;
}

using Function = std::function<json::value(Builder&, const json::value& item)>;

Function find_function(std::string_view name) {
    if (name == "with_suffix") return [](Builder&, const json::value& item) { return json::value(suffixed(item)); };
    if (name == "json_text") return [](Builder&, const json::value& item) { return json::value(python_text(item)); };
    if (name == "type_of") return type_of;
    if (name == "type_from_dict") return type_from_dict;
    if (name == "assign") return is_assigned;
    if (name == "init_from_json") return init_from_json;
    throw Unportable{"no plugin has the function " + std::string(name)};
}

}  // namespace

void run_types(const Case& c, Output& out, Registry& registry) {
    const Function function = find_function(c.call.at("function").as_string());
    Builder builder(registry, c.folder);
    json::array result;
    for (const auto& item : c.call.at("items").as_array()) {
        try {
            result.push_back(function(builder, item));
        } catch (const MediaError& e) {
            result.push_back(json::object{{"error", true}, {"message", e.what()}});
        }
    }
    out.write("result.json", json::write(json::value(std::move(result)), json::Style::fast, json::NonFinite::allow));
}

}  // namespace wbm::conformance
