#include "case_table.hpp"

#include "case.hpp"
#include "case_array.hpp"

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wbm::conformance {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw MediaError(Status::invalid, "wandb.Table: " + what); }

/// Row `i` of an array: an array of one dimension less.
NpyArray row_of(const NpyArray& array, std::size_t i) {
    NpyArray row = array;
    row.shape.erase(row.shape.begin());
    row.strides.erase(row.strides.begin());
    const std::size_t bytes = array.data.size() / static_cast<std::size_t>(array.shape.front());
    const auto begin = array.data.begin() + static_cast<std::ptrdiff_t>(i * bytes);
    row.data.assign(begin, begin + static_cast<std::ptrdiff_t>(bytes));
    return row;
}

std::string type_word(const json::value& node) {
    const std::string_view name = node.get_object().at("$type").as_string();
    return name == "str" ? "string" : name == "bool" ? "boolean" : "number";
}

/// A column type in the short notation of Python becomes the wire's (wire spec 15.4).
json::value wire_type(Builder& builder, const json::value& node) {
    const auto tag = tag_of(node);
    if (tag == "$type") return json::object{{"wb_type", type_word(node)}};
    if (tag == "$call") {  // wandb.Classes(...).get_type()
        const ValuePtr classes = builder.value(
            json::object{{"$call", node.at("$call")}, {"args", node.at("args")}, {"kwargs", node.at("kwargs")}});
        const json::object fields = classes->fields();
        json::array ids;
        for (const json::value& one : fields.at("class_set").as_array())
            ids.push_back(json::object{{"wb_type", "const"}, {"params", {{"val", one.at("id")}, {"is_set", false}}}});
        return json::object{{"wb_type", "classesId"},
                            {"params",
                             {{"valid_ids", {{"wb_type", "union"}, {"params", {{"allowed_types", std::move(ids)}}}}},
                              {"classes_obj", {{"_type", "classes"}, {"class_set", fields.at("class_set")}}}}}};
    }
    if (node.is_array()) {
        json::array types;
        for (const json::value& inner : node.get_array()) types.push_back(wire_type(builder, inner));
        return json::object{{"wb_type", "union"}, {"params", {{"allowed_types", std::move(types)}}}};
    }
    return json::object{{"wb_type", "const"}, {"params", {{"val", node}, {"is_set", false}}}};
}

/// The table as Python builds it up.
class PythonTable {
public:
    explicit PythonTable(Builder& builder) : builder_(builder) {}

    ValuePtr create(const json::object& call) {
        construct(call);
        if (const auto* then = call.if_contains("then"))
            for (const json::value& step : then->as_array())
                method(step.at(0).as_string(), step.at(1).as_array(), step.at(2).as_object());
        return finish();
    }

    ValuePtr column(const json::value& dtype, bool optional, const json::array& cells) {
        columns_ = json::array{"c"};
        dtypes_ = {dtype};
        optional_ = {optional};
        for (const json::value& cell : cells) add_row(json::array{cell});
        return finish();
    }

private:
    ValuePtr finish() {
        std::string text = "{\"columns\":" + text_of(columns_) + ",\"data\":[";
        for (std::size_t row = 0; row < rows_.size(); ++row) {
            text += row == 0 ? "[" : ",[";
            for (std::size_t i = 0; i < rows_[row].size(); ++i) text.append(i == 0 ? "" : ",").append(rows_[row][i]);
            text += ']';
        }
        options_["dtype"] = dtypes_;
        options_["optional"] = optional_;
        return builder_.registry().create("table", json_text(text + "]}"), options_, parts_);
    }

    static json::object arguments(const json::array& positional, const json::object& keywords,
                                  std::initializer_list<std::string_view> names) {
        json::object all;
        std::size_t i = 0;
        for (const auto name : names)
            if (i < positional.size()) all[name] = positional[i++];
        for (const auto& [name, value] : keywords) all[name] = value;
        return all;
    }

    void construct(const json::object& call) {
        const json::object given =
            arguments(call.at("args").as_array(), call.at("kwargs").as_object(),
                      {"columns", "data", "rows", "dataframe", "dtype", "optional", "allow_mixed_types", "log_mode"});
        const auto find = [&](std::string_view name) -> const json::value* {
            const json::value* v = given.if_contains(name);
            return v == nullptr || v->is_null() ? nullptr : v;
        };
        columns_ = json::array{"Input", "Output", "Expected"};
        if (const auto* names = find("columns")) columns_ = *names;
        const json::value* frame = find("dataframe");
        if (frame != nullptr && tag_of(*frame) != "$dataframe") refuse("argument dataframe is no DataFrame");
        const json::value* data = find("data") != nullptr ? find("data") : find("rows");
        if (frame == nullptr && data != nullptr && tag_of(*data) == "$dataframe") frame = data;
        if (frame != nullptr) set_frame(frame->get_object().at("$dataframe").as_array());
        const std::size_t count = columns_.is_array() ? columns_.get_array().size() : 0;
        dtypes_.resize(count);
        optional_ = json::array(count, json::value(true));
        if (const auto* dtype = find("dtype")) set_dtypes(*dtype);
        if (const auto* optional = find("optional")) set_optional(*optional);
        if (const auto* mixed = find("allow_mixed_types")) options_["allow_mixed_types"] = *mixed;
        if (const auto* mode = find("log_mode")) options_["log_mode"] = *mode;
        if (frame == nullptr && data != nullptr) add_rows(*data);
    }

    void set_frame(const json::array& columns) {
        json::array names;
        for (const json::value& column : columns) {
            if (column.at("dtype") == "Int64") refuse("a DataFrame column of dtype Int64 has pandas' own nulls");
            names.push_back(column.at("name"));
            const json::array& values = column.at("values").as_array();
            rows_.resize(values.size());
            for (std::size_t row = 0; row < values.size(); ++row) rows_[row].push_back(cell(values[row]));
        }
        columns_ = std::move(names);
    }

    /// A list has a type for each column; the type of a list of several stands in a list of its own.
    void set_dtypes(const json::value& dtype) {
        for (std::size_t i = 0; i < dtypes_.size(); ++i)
            if (!dtype.is_array())
                dtypes_[i] = wire_type(builder_, dtype);
            else if (i < dtype.get_array().size())
                dtypes_[i] = wire_type(builder_, dtype.get_array()[i]);
    }

    void set_optional(const json::value& optional) {
        for (std::size_t i = 0; i < optional_.size(); ++i)
            optional_[i] = optional.is_array() ? optional.get_array().at(i) : optional;
    }

    void add_rows(const json::value& data) {
        const auto tag = tag_of(data);
        if (tag == "$tuple") refuse("argument data is a tuple, expected a list");
        if (tag == "$npy" || tag == "$ndarray") return add_array_rows(read_array(data.get_object(), builder_.folder()));
        if (tag == "$json")
            return add_rows(json::read(read_text(builder_.folder() / std::string(data.at(tag).as_string()))));
        if (tag == "$repeat") {
            const json::array& few = data.at(tag).as_array();
            const auto count = data.at("count").to_number<std::size_t>();
            for (std::size_t i = 0; i < count; ++i) add_row(few.at(i % few.size()));
            return;
        }
        if (!data.is_array()) refuse("argument data is no list");
        for (const json::value& row : data.get_array()) add_row(row);
    }

    void add_array_rows(const NpyArray& array) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(array.shape.at(0)); ++i) {
            const NpyArray row = row_of(array, i);
            rows_.emplace_back();
            for (std::size_t k = 0; k < static_cast<std::size_t>(row.shape.at(0)); ++k)
                rows_.back().push_back(list_text(row_of(row, k)));
        }
    }

    void add_row(const json::value& row) {
        const json::value& cells = tag_of(row) == "$tuple" ? row.at("$tuple") : row;
        if (!cells.is_array()) refuse("a row is no list");
        rows_.emplace_back();
        for (const json::value& one : cells.get_array()) rows_.back().push_back(cell(one));
    }

    void method(std::string_view name, const json::array& args, const json::object& kwargs) {
        if (name == "add_data" || name == "add_row") return add_row(args);
        if (name == "add_column") return add_column(arguments(args, kwargs, {"name", "data", "optional"}));
        if (name == "cast") return cast(arguments(args, kwargs, {"col_name", "dtype", "optional"}));
        if (name == "set_pk") return set_pk(args.at(0));
        if (name == "set_fk") return set_fk(args);
        refuse("there is no method " + std::string(name) + " of a table that is made");
    }

    void add_column(const json::object& given) {
        const json::value& data = given.at("data");
        std::vector<std::string> cells;
        if (const auto tag = tag_of(data); tag == "$npy" || tag == "$ndarray") {
            const NpyArray array = read_array(data.get_object(), builder_.folder());
            for (std::size_t i = 0; i < static_cast<std::size_t>(array.shape.at(0)); ++i)
                cells.push_back(array.shape.size() == 1 ? list_text(row_of(array, i)) : part(row_of(array, i)));
        } else if (data.is_array()) {
            for (const json::value& one : data.get_array()) cells.push_back(cell(one));
        } else {
            refuse("argument data of add_column is no list");
        }
        // Too many or too few leave rows of different lengths, which the type refuses.
        if (rows_.size() < cells.size()) rows_.resize(cells.size());
        for (std::size_t row = 0; row < cells.size(); ++row) rows_[row].push_back(cells[row]);
        columns_.as_array().push_back(given.at("name"));
        dtypes_.push_back(nullptr);
        optional_.push_back(given.contains("optional") ? given.at("optional") : json::value(false));
    }

    std::size_t column_index(const json::value& name) const {
        const json::array& names = columns_.as_array();
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == name) return i;
        refuse("there is no column " + json::write(name));
    }

    void cast(const json::object& given) {
        const std::size_t i = column_index(given.at("col_name"));
        dtypes_[i] = wire_type(builder_, given.at("dtype"));
        optional_[i] = given.contains("optional") ? given.at("optional") : json::value(false);
    }

    void set_pk(const json::value& name) {
        if (options_.contains("primary_key")) refuse("column " + json::write(name) + " would be a second primary key");
        options_["primary_key"] = name;
    }

    void set_fk(const json::array& args) {
        const std::string table = value_part(args.at(1));
        options_["foreign_keys"] =
            json::object{{args.at(0).as_string(), {{"table", "@" + table}, {"column", args.at(2)}}}};
    }

    std::string part(NpyArray array) {
        const std::string name = "array" + std::to_string(parts_.size());
        parts_.emplace_back(name, arrays_.emplace_back(std::move(array)).part());
        return "{\"$part\":\"" + name + "\"}";
    }

    /// The part that holds a value; the same object is the same part.
    std::string value_part(const json::value& node) { return value_part(builder_.value(node)); }
    std::string value_part(const ValuePtr& inner) {
        const std::string name = "value" + std::to_string(parts_.size());
        parts_.emplace_back(name, value(inner));
        return name;
    }

    /// A cell of a table in an artifact that was logged: its files become references to that artifact.
    ValuePtr logged_cell(const json::object& node) {
        const std::string folder(node.at("$from_artifact").as_string());
        const Artifact source = Artifact::open_logged(builder_.folder() / folder, node.at("id").as_string());
        const ValuePtr table = source.get(node.at("name").as_string(), builder_.registry());
        if (table == nullptr) refuse("the artifact has no " + json::write(node.at("name")));
        const json::object fields = table->fields();
        const json::array& names = fields.at("columns").as_array();
        const auto found = std::find(names.begin(), names.end(), node.at("column"));
        return table->cell_value({node.at("row"), found - names.begin()});
    }

    /// A cell in the forms that the type takes.
    std::string cell(const json::value& node) {
        const Special special = [this](std::string& out, const json::value& inner, std::string_view) {
            return write_special(out, inner);
        };
        return text_of(node, special);
    }

    bool write_special(std::string& out, const json::value& node) {
        const auto tag = tag_of(node);
        if (tag == "$call" || tag == "$shared") {
            out += "{\"$part\":\"" + value_part(node) + "\"}";
        } else if (tag == "$from_artifact") {
            out += "{\"$part\":\"" + value_part(logged_cell(node.get_object())) + "\"}";
        } else if (tag == "$npy" || tag == "$ndarray") {
            out += part(read_array(node.get_object(), builder_.folder()));
        } else if (tag == "$datetime" || tag == "$date") {
            out += "{\"$time\":" + json::write(node.at(tag)) + "}";
        } else if (tag == "$np" && node.at(tag).as_string().starts_with("datetime64")) {
            out += numpy_time(node.at(tag).as_string(), std::string(node.at("value").as_string()));
        } else if (tag == "$decimal") {
            out += node.at(tag).as_string();
        } else if (tag == "$tuple" || tag == "$set" || tag == "$frozenset") {
            out += tag == "$tuple" ? "{\"$tuple\":" : "{\"$set\":";
            out += cell(node.at(tag)) + "}";
        } else if (tag == "$index_of") {
            out += "{\"$index\":" + json::write(node.at("row")) + ",\"table\":\"" + value_part(node.at(tag)) + "\"}";
        } else if (tag == "$key_of") {
            out += key_of(node);
        } else {
            return false;
        }
        return true;
    }

    /// A count of nanoseconds is a fraction of milliseconds, all other units are whole ones (wire spec 2.5).
    static std::string numpy_time(std::string_view unit, const std::string& text) {
        const std::size_t digits = text.find('.');
        if (unit != "datetime64[ns]" || digits == std::string::npos) return "{\"$time\":\"" + text + "\"}";
        return "{\"$time\":\"" + text.substr(0, digits + 4) + "\"}";
    }

    std::string key_of(const json::value& node) {
        const json::object& table = node.at("$key_of").as_object();
        const json::array& names = table.at("kwargs").at("columns").as_array();
        const json::array& row = table.at("kwargs").at("data").at(node.at("row").to_number<std::size_t>()).as_array();
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == node.at("column"))
                return "{\"$key\":" + json::write(row.at(i)) + ",\"table\":\"" + value_part(node.at("$key_of")) +
                       "\",\"column\":" + json::write(node.at("column")) + "}";
        refuse("there is no column " + json::write(node.at("column")));
    }

    Builder& builder_;
    json::value columns_;
    std::vector<std::vector<std::string>> rows_;
    json::array dtypes_, optional_;
    json::object options_;
    std::deque<NpyArray> arrays_;  // a deque: what parts borrow must not move
    std::vector<NamedPart> parts_;
};

}  // namespace

ValuePtr create_column(Builder& builder, const json::value& dtype, bool optional, const json::array& cells) {
    return PythonTable(builder).column(dtype, optional, cells);
}

ValuePtr create_joined_table(Builder& builder, const json::object& call) {
    json::object source;
    std::vector<NamedPart> parts;
    const json::array& args = call.at("args").as_array();
    constexpr std::array<std::string_view, 3> names{"table1", "table2", "join_key"};
    for (std::size_t i = 0; i < args.size() && i < names.size(); ++i) {
        const json::value& node = args[i];
        if (Builder::is_value(node)) {
            parts.emplace_back(names[i], value(builder.value(node)));
            source[names[i]] = "@" + std::string(names[i]);
        } else {
            source[names[i]] = node;
        }
    }
    return builder.registry().create("joined-table", json_text(json::write(source)), {}, parts);
}

ValuePtr create_table(Builder& builder, const json::object& call) { return PythonTable(builder).create(call); }

}  // namespace wbm::conformance
