#include "commands.hpp"
#include "entries.hpp"
#include "files.hpp"
#include "links.hpp"
#include "output.hpp"
#include "source.hpp"

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>
#include <wbm/npy.hpp>

namespace wbm::tool {

namespace {

/// One thing that --tensor or --file wrote, for both kinds of output.
struct Written {
    json::object facts;
    std::string line;
};

/// What the functions below work on.
struct Request {
    const Globals& globals;
    const GetArguments& arguments;
    const Artifact& artifact;
    Registry& registry;
    Item item;
    std::string text;  ///< a value's JSON as it is stored
};

/// The store path of the file that a value keeps; empty for one that keeps none.
std::string file_of(const Request& request) {
    if (!request.item.is_value()) return request.item.entry.path;
    std::string scratch;
    return std::string(json::find_string(request.text, "path", scratch));
}

ValuePtr value_for(const Request& request, const char* option) {
    if (!request.item.is_value())
        throw MediaError(Status::unsupported, in_quotes(request.item.entry.path) +
                                                  " is a plain file, not a value, so " + option +
                                                  " has nothing to show; --file copies it");
    return read_value(request.artifact, request.item, request.registry);
}

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string out;
    for (const std::int64_t extent : shape) out += (out.empty() ? "" : " x ") + std::to_string(extent);
    return out.empty() ? "scalar" : out;
}

/// --mode and --frame are short for members of --tensor-options.
json::object tensor_options(const GetArguments& arguments) {
    json::object options = read_options(arguments.tensor_options, "--tensor-options");
    const auto set = [&options](const char* name, json::value value) {
        if (!options.emplace(name, std::move(value)).second)
            throw UsageError("--" + std::string(name) + " and --tensor-options both give " + in_quotes(name) +
                             "; give it once");
    };
    if (arguments.mode) set("mode", json::value(*arguments.mode));
    if (arguments.frame) set("frame", json::value(*arguments.frame));
    return options;
}

Written write_tensor(const Request& request) {
    const GetArguments& arguments = request.arguments;
    const ValuePtr value = value_for(request, "--tensor");
    const json::object options = tensor_options(arguments);
    OutputFile out(arguments.tensor, arguments.force);  // before the decoding, which may take long
    const Tensor tensor = value->tensor(options);
    out.write(to_npy(tensor.dl()));
    out.publish();
    json::array shape;
    for (const std::int64_t extent : tensor.shape()) shape.emplace_back(extent);
    return {{{"file", printable(arguments.tensor)},
             {"size", out.size()},
             {"dtype", tensor.dtype_name()},
             {"shape", std::move(shape)}},
            "wrote " + arguments.tensor + ": " + tensor.dtype_name() + ", " + shape_text(tensor.shape())};
}

Written write_file(const Request& request) {
    const GetArguments& arguments = request.arguments;
    const std::string path = file_of(request);
    if (path.empty())
        throw MediaError(Status::not_found, "the value " + in_quotes(arguments.name) + " of type " + request.item.type +
                                                " keeps no file of its own; --json prints all of it");
    const std::filesystem::path source = file_here(request.artifact, path);
    OutputFile out(arguments.file, arguments.force);
    {
        ProgressBar progress("copying");
        out.copy_from(source, progress);
    }
    out.publish();
    return {{{"file", printable(arguments.file)}, {"size", out.size()}, {"path", path}},
            "wrote " + arguments.file + ": " + human_size(out.size()) + " from " + path};
}

int write_files(const Request& request) {
    std::vector<Written> written;
    if (!request.arguments.tensor.empty()) written.push_back(write_tensor(request));
    if (!request.arguments.file.empty()) written.push_back(write_file(request));
    json::array list;
    for (Written& one : written) {
        if (!request.globals.json) print(printable(one.line) + '\n');
        list.push_back(std::move(one.facts));
    }
    if (request.globals.json) print_json(json::object{{"written", std::move(list)}});
    return exit_done;
}

int print_fields(const Request& request) {
    const json::object fields = value_for(request, "--fields")->fields();
    if (request.globals.json) {
        print_json(fields);
        return exit_done;
    }
    Table table;
    for (const auto& field : fields)
        table.add({std::string(field.key()), human_value(field.value(), std::string::npos)});
    print(table.text());
    return exit_done;
}

std::string type_line(const WBValue& value, const Registry& registry) {
    const std::string type(value.type());
    const std::optional<TypeInfo> info = registry.find(type);
    if (!value.is_known() || !info) return type + " (no plugin knows it; kept as it is)";
    return type + " (" + info->plugin + ' ' + info->version + ')';
}

std::string file_line(const Artifact& artifact, const std::string& path) {
    const std::optional<ArtifactEntry> entry = find_entry(artifact, path);
    return entry ? path + "  " + (entry->ref.empty() ? entry_size(*entry) : entry->ref) : path;
}

int print_summary(const Request& request) {
    const ArtifactEntry& entry = request.item.entry;
    Table table;
    table.add({"entry", entry.path});
    table.add({"size", entry_size(entry)});
    table.add({"digest", entry.digest});
    if (!entry.ref.empty()) table.add({"reference", entry.ref});
    if (!request.item.is_value()) {
        table.add({"type", entry.ref.empty() ? "plain file" : "reference"});
    } else {
        const ValuePtr value = read_value(request.artifact, request.item, request.registry);
        table.add({"type", type_line(*value, request.registry)});
        if (const std::string path = file_of(request); !path.empty())
            table.add({"file", file_line(request.artifact, path)});
        table.add({"array", value->has_tensor() ? "yes" : "no"});
        for (const auto& field : value->fields()) table.add({std::string(field.key()), human_value(field.value())});
    }
    print(table.text());
    return exit_done;
}

}  // namespace

int run_get(const Globals& globals, const GetArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const auto links = read_links(arguments.links);
    Artifact named = Artifact::open_logged(arguments.artifact);
    named.set_links(links);
    const Item item = find_item(named, arguments.name, *registry);
    // A value's files are where the value is, which may be another artifact.
    const Holder holder = follow(std::move(named), item.entry, links);
    Request request{globals, arguments, holder.artifact, *registry, {holder.entry, item.type}, {}};
    if (arguments.fields) return print_fields(request);

    if (request.item.is_value()) request.text = stored_text(holder.artifact, request.item.entry);
    if (!arguments.tensor.empty() || !arguments.file.empty()) return write_files(request);
    if (!globals.json) return print_summary(request);
    // As the artifact has it, byte for byte: a parsed and rewritten text could differ from what was hashed.
    print(request.item.is_value() ? request.text : json::write(entry_json(request.item.entry)));
    print("\n");
    return exit_done;
}

}  // namespace wbm::tool
