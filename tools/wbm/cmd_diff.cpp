#include "commands.hpp"
#include "entries.hpp"
#include "output.hpp"

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>

namespace wbm::tool {

namespace {

struct Difference {
    std::string field;
    json::value a;  ///< null when the side has no such field
    json::value b;
};

struct Comparison {
    bool equal = false;
    std::vector<Difference> differences;
};

std::string kind_of(const Item& item) { return item.value == nullptr ? "plain file" : std::string(item.value->type()); }

std::vector<Difference> compare_fields(const json::object& a, const json::object& b) {
    std::vector<Difference> out;
    for (const auto& field : a) {
        const json::value* other = b.if_contains(field.key());
        if (other == nullptr || *other != field.value())
            out.push_back({std::string(field.key()), field.value(), other == nullptr ? json::value() : *other});
    }
    for (const auto& field : b)
        if (!a.contains(field.key())) out.push_back({std::string(field.key()), json::value(), field.value()});
    return out;
}

Comparison compare(const Item& a, const Item& b) {
    Comparison result;
    if (kind_of(a) != kind_of(b)) {
        result.differences.push_back({"type", json::string(kind_of(a)), json::string(kind_of(b))});
    } else if (a.value == nullptr) {
        result.equal = a.entry.digest == b.entry.digest;
    } else {
        result.equal = *a.value == *b.value;
        if (!result.equal) result.differences = compare_fields(a.value->fields(), b.value->fields());
    }
    return result;
}

std::string side_text(const json::value& v) { return v.is_null() ? "-" : human_value(v); }

void print_human(const Comparison& result, const DiffArguments& arguments) {
    if (result.equal) {
        print("equal\n");
    } else if (result.differences.empty()) {
        print("contents differ\n");
    } else {
        Table table(
            {"FIELD", arguments.artifact_a + ' ' + arguments.name_a, arguments.artifact_b + ' ' + arguments.name_b});
        for (const Difference& one : result.differences) table.add({one.field, side_text(one.a), side_text(one.b)});
        print(table.text());
    }
}

json::object to_json(const Comparison& result) {
    json::object fields;
    for (const Difference& one : result.differences) fields[one.field] = json::array{one.a, one.b};
    return {{"equal", result.equal},
            {"contents_differ", !result.equal && result.differences.empty()},
            {"fields", std::move(fields)}};
}

}  // namespace

int run_diff(const Globals& globals, const DiffArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const Artifact artifact_a = Artifact::open_logged(arguments.artifact_a);
    const Artifact artifact_b = Artifact::open_logged(arguments.artifact_b);
    const Item a = find_item(artifact_a, arguments.name_a, *registry);
    const Item b = find_item(artifact_b, arguments.name_b, *registry);
    const Comparison result = compare(a, b);
    if (globals.json)
        print_json(to_json(result));
    else
        print_human(result, arguments);
    return result.equal ? exit_done : exit_finding;
}

}  // namespace wbm::tool
