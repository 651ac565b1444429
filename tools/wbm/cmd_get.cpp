#include "commands.hpp"
#include "entries.hpp"
#include "files.hpp"
#include "output.hpp"

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

/// The store path of the file that a value keeps; empty for one that keeps none.
std::string file_of(const Item& item, const std::string& text) {
    if (item.value == nullptr) return item.entry.path;
    std::string scratch;
    return std::string(json::find_string(text, "path", scratch));
}

[[noreturn]] void refuse_plain(const Item& item, const char* option) {
    throw MediaError(Status::unsupported, in_quotes(item.entry.path) + " is a plain file, not a value, so " + option +
                                              " has nothing to show; --file copies it");
}

std::string shape_text(std::span<const std::int64_t> shape) {
    std::string out;
    for (const std::int64_t extent : shape) out += (out.empty() ? "" : " x ") + std::to_string(extent);
    return out.empty() ? "scalar" : out;
}

Written write_tensor(const Item& item, const GetArguments& arguments) {
    if (item.value == nullptr) refuse_plain(item, "--tensor");
    OutputFile out(arguments.tensor, arguments.force);  // before the decoding, which may take long
    const Tensor tensor = item.value->tensor();
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

Written write_file(const Artifact& artifact, const Item& item, const std::string& text, const GetArguments& arguments) {
    const std::string path = file_of(item, text);
    if (path.empty())
        throw MediaError(Status::not_found, "the value " + in_quotes(arguments.name) + " of type " +
                                                std::string(item.value->type()) +
                                                " keeps no file of its own; --json prints all of it");
    const std::filesystem::path source = artifact.fetch(path);
    OutputFile out(arguments.file, arguments.force);
    {
        ProgressBar progress("copying");
        out.copy_from(source, progress);
    }
    out.publish();
    return {{{"file", printable(arguments.file)}, {"size", out.size()}, {"path", path}},
            "wrote " + arguments.file + ": " + human_size(out.size()) + " from " + path};
}

int write_files(const Globals& globals, const Artifact& artifact, const Item& item, const std::string& text,
                const GetArguments& arguments) {
    std::vector<Written> written;
    if (!arguments.tensor.empty()) written.push_back(write_tensor(item, arguments));
    if (!arguments.file.empty()) written.push_back(write_file(artifact, item, text, arguments));
    json::array list;
    for (Written& one : written) {
        if (!globals.json) print(printable(one.line) + '\n');
        list.push_back(std::move(one.facts));
    }
    if (globals.json) print_json(json::object{{"written", std::move(list)}});
    return exit_done;
}

int print_fields(const Globals& globals, const Item& item) {
    if (item.value == nullptr) refuse_plain(item, "--fields");
    const json::object fields = item.value->fields();
    if (globals.json) {
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

int print_summary(const Artifact& artifact, const Item& item, const std::string& text, const Registry& registry) {
    Table table;
    table.add({"entry", item.entry.path});
    table.add({"size", entry_size(item.entry)});
    table.add({"digest", item.entry.digest});
    if (!item.entry.ref.empty()) table.add({"reference", item.entry.ref});
    if (item.value == nullptr) {
        table.add({"type", item.entry.ref.empty() ? "plain file" : "reference"});
    } else {
        table.add({"type", type_line(*item.value, registry)});
        if (const std::string path = file_of(item, text); !path.empty()) table.add({"file", file_line(artifact, path)});
        table.add({"array", item.value->has_tensor() ? "yes" : "no"});
        for (const auto& field : item.value->fields())
            table.add({std::string(field.key()), human_value(field.value())});
    }
    print(table.text());
    return exit_done;
}

}  // namespace

int run_get(const Globals& globals, const GetArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const Artifact artifact = Artifact::open_logged(arguments.artifact);
    const Item item = find_item(artifact, arguments.name, *registry);
    if (arguments.fields) return print_fields(globals, item);

    const std::string text = item.value == nullptr ? std::string() : stored_text(artifact, item.entry);
    if (!arguments.tensor.empty() || !arguments.file.empty())
        return write_files(globals, artifact, item, text, arguments);
    if (!globals.json) return print_summary(artifact, item, text, *registry);
    // As the artifact has it, byte for byte: a parsed and rewritten text could differ from what was hashed.
    print(item.value == nullptr ? json::write(entry_json(item.entry)) : text);
    print("\n");
    return exit_done;
}

}  // namespace wbm::tool
