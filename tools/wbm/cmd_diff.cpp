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

/// One side of the comparison.
struct Side {
    Side(const std::string& directory, const std::string& name, Registry& registry)
        : artifact(Artifact::open_logged(directory)), item(find_item(artifact, name, registry)) {
        if (item.is_value()) value = read_value(artifact, item, registry);
    }

    [[nodiscard]] std::string kind() const { return value == nullptr ? "plain file" : std::string(value->type()); }

    Artifact artifact;
    Item item;
    ValuePtr value;  ///< null for a plain file
};

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

Comparison compare(const Side& a, const Side& b) {
    Comparison result;
    if (a.kind() != b.kind()) {
        result.differences.push_back({"type", json::string(a.kind()), json::string(b.kind())});
    } else if (a.value == nullptr) {
        result.equal = a.item.entry.digest == b.item.entry.digest;
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
    const Side a(arguments.artifact_a, arguments.name_a, *registry);
    const Side b(arguments.artifact_b, arguments.name_b, *registry);
    const Comparison result = compare(a, b);
    if (globals.json)
        print_json(to_json(result));
    else
        print_human(result, arguments);
    return result.equal ? exit_done : exit_finding;
}

}  // namespace wbm::tool
