#include "commands.hpp"
#include "output.hpp"

#include <wbm/error.hpp>
#include <wbm/registry.hpp>

#include <utility>

namespace wbm::tool {

namespace {

/// What one file is: a type with its facts, or a refusal.
struct Finding {
    std::string type;
    json::object facts;
    std::string status = "ok";
    std::string problem;
};

Finding look_at(Registry& registry, const ProbeArguments& arguments, const std::string& file) {
    Finding found;
    try {
        const Source source(file);
        const Part part = source.raw();
        found.type = arguments.type.empty() ? registry.type_of(part) : full_type_name(registry, arguments.type);
        found.facts = found.type.empty() ? registry.probe(part) : registry.probe(found.type, part);
    } catch (const MediaError& error) {
        if (error.status() == Status::io || error.status() == Status::internal) throw;
        found.status = to_string(error.status());
        found.problem = error.what();
    }
    return found;
}

void print_finding(const std::string& file, const Finding& found) {
    std::vector<std::string> facts;
    for (const auto& [name, value] : found.facts) facts.push_back(std::string(name) + " " + human_value(value));
    const std::string what =
        found.problem.empty() ? found.type + ": " + joined(facts) : found.status + ": " + found.problem;
    print(printable(file) + ": " + printable(what) + '\n');
}

json::object json_of(const std::string& file, const Finding& found) {
    json::object row{{"file", printable(file)}, {"status", found.status}};
    if (!found.type.empty()) row["type"] = found.type;
    if (found.problem.empty()) {
        row["facts"] = found.facts;
    } else {
        row["message"] = printable(found.problem);
    }
    return row;
}

}  // namespace

int run_probe(const Globals& globals, const ProbeArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    bool all_sound = true;
    json::array rows;
    for (const std::string& file : arguments.files) {
        const Finding found = look_at(*registry, arguments, file);
        all_sound = all_sound && found.problem.empty();
        if (globals.json) {
            rows.push_back(json_of(file, found));
        } else {
            print_finding(file, found);
        }
    }
    if (globals.json) print_json(rows);
    return all_sound ? exit_done : exit_finding;
}

}  // namespace wbm::tool
