#include "cli.hpp"

#include "commands.hpp"
#include "help.hpp"
#include "output.hpp"

#include <wbm/version.hpp>

#include <CLI/CLI.hpp>

#include <memory>
#include <string_view>
#include <utility>

namespace wbm::tool {

namespace {

/// Builds the commands; what they bind to lives as long as this, and after the parse `chosen` runs one of them.
class Parser {
public:
    Parser();
    CommandLine parse(int argc, const char* const* argv);

private:
    CLI::App& command(const char* name, const char* what, const char* help_text);
    void add_globals(CLI::App& app);
    void add_source_options(CLI::App& app, SourceArguments& source, bool& link);
    void build_add();
    void add_reference_options(CLI::App& app, AddArguments& arguments);
    void build_log();
    void build_get();
    void build_verify();
    void build_directory_command(const char* name, const char* what, const char* help_text,
                                 int (*run)(const Globals&, const std::string&));
    void build_diff();
    void build_probe();
    void build_plugin_commands();
    void build_sdk_command(const char* name, const char* what);
    [[noreturn]] void refuse(const CLI::ParseError& error, int argc, const char* const* argv);

    CLI::App app_{"Logs rich media in W&B's own file format, and reads it back.", "wbm"};
    Globals globals_;
    std::function<int(const Globals&)> chosen_;
    std::vector<std::string> handed_on_;  ///< what follows the SDK's commands: not ours to read
};

/// One occurrence, one item: otherwise `--part a=b SOURCE` would take the SOURCE, too.
void add_list_option(CLI::App& app, const std::string& name, std::vector<std::string>& items, const std::string& what,
                     const char* value_name) {
    app.add_option_function<std::vector<std::string>>(
           name,
           [&items](const std::vector<std::string>& given) { items.insert(items.end(), given.begin(), given.end()); },
           what)
        ->option_text(std::string(value_name) + " ...")
        ->allow_extra_args(false);
}

CLI::Option& positional(CLI::App& app, const char* name, std::string& value, const char* what) {
    return *app.add_option(name, value, what)->required()->option_text(" ");
}

Parser::Parser() {
    app_.set_version_flag("--version", "wbm " WBM_VERSION, "Print the version and exit");
    app_.set_help_flag("-h,--help", "Print this help and exit");
    app_.require_subcommand(1);
    app_.footer(help::tool);
    app_.get_formatter()->column_width(26);
    app_.get_formatter()->label("SUBCOMMAND", "COMMAND ...");
    app_.get_formatter()->label("Subcommands", "Commands");
    app_.get_formatter()->label("Positionals", "Arguments");
    add_globals(app_);
    build_add();
    build_log();
    build_get();
    build_directory_command("ls", "List an artifact's entries or a run's steps", help::ls, run_ls);
    build_verify();
    build_diff();
    build_probe();
    build_plugin_commands();
    build_sdk_command("new", "Begin a project for a media type of your own");
    build_sdk_command("check", "Check a plugin against the rules of the boundary");
}

CLI::App& Parser::command(const char* name, const char* what, const char* help_text) {
    CLI::App& sub = *app_.add_subcommand(name, what);
    sub.set_help_flag("-h,--help", "Print this help and exit");
    sub.footer(help_text);
    sub.group("Commands");
    add_globals(sub);
    return sub;
}

void Parser::add_globals(CLI::App& app) {
    app.add_flag("--json", globals_.json, "Print one JSON document");
    add_list_option(app, "--plugin-dir", globals_.plugin_dirs, "Search this folder for plugins first", "DIR");
}

void Parser::add_source_options(CLI::App& app, SourceArguments& source, bool& link) {
    app.add_option("--type", source.type, "The media type")->option_text("T");
    app.add_option("--options", source.options, "The type's options")->option_text("JSON|@FILE");
    add_list_option(app, "--part", source.parts, "A further input that the options name", "NAME=SOURCE");
    app.add_flag("--link", link, "Hard-link files instead of copying them");
}

void add_links_option(CLI::App& app, std::vector<std::string>& links) {
    add_list_option(app, "--links", links, "Follow references to the artifacts here", "[ID=]DIR");
}

void Parser::add_reference_options(CLI::App& app, AddArguments& arguments) {
    ReferenceArguments& reference = arguments.reference;
    CLI::Option* url = app.add_option("--reference", reference.url, "Add a reference to this URL, instead of a SOURCE");
    url->option_text("URL");
    CLI::Option* ask = app.add_flag("--ask", reference.ask, "Ask the http server for ETag and size")->needs(url);
    const auto fact = [&](const char* name, auto& value, const char* what, const char* value_name) {
        return app.add_option(name, value, what)->option_text(value_name)->needs(url)->excludes(ask);
    };
    fact("--etag", reference.etag, "The ETag that the server gave", "TEXT");
    fact("--size", reference.size, "The size that the server gave", "BYTES")->check(CLI::NonNegativeNumber);
    fact("--version-id", reference.version_id, "The version of s3://, the generation of gs://", "TEXT");
    add_links_option(app, arguments.links);
}

/// A reference takes its name from the URL where none is given, and has no source.
void check_add(const AddArguments& arguments) {
    const bool is_reference = !arguments.reference.url.empty();
    const std::string& source = arguments.source.sources[0];
    if (is_reference && !source.empty())
        throw UsageError("add: a --reference takes no SOURCE, so " + in_quotes(source) + " is one argument too many");
    const SourceArguments& made = arguments.source;
    if (is_reference && (!made.type.empty() || !made.options.empty() || !made.parts.empty() || arguments.link))
        throw UsageError("add: --type, --options, --part and --link are for values; leave them out for a --reference");
    if (!is_reference && !arguments.links.empty()) throw UsageError("add: --links is for a --reference; leave it out");
    if (!is_reference && arguments.name.empty()) throw CLI::RequiredError("NAME");
    if (!is_reference && source.empty()) throw CLI::RequiredError("SOURCE");
}

void Parser::build_add() {
    CLI::App& sub = command("add", "Add a value to an artifact", help::add);
    const auto arguments = std::make_shared<AddArguments>();
    arguments->source.sources.resize(1);
    positional(sub, "ARTIFACT", arguments->artifact, "The artifact's folder");
    positional(sub, "NAME", arguments->name, "The value's name in it").required(false);
    positional(sub, "SOURCE", arguments->source.sources[0], "What the value is made from").required(false);
    add_reference_options(sub, *arguments);
    add_source_options(sub, arguments->source, arguments->link);
    sub.add_flag("--overwrite", arguments->overwrite, "Replace another value of that name");
    sub.callback([this, arguments] {
        check_add(*arguments);
        const auto run = arguments->reference.url.empty() ? run_add : run_add_reference;
        chosen_ = [arguments, run](const Globals& g) { return run(g, *arguments); };
    });
}

void Parser::build_log() {
    CLI::App& sub = command("log", "Log values to a run", help::log);
    const auto arguments = std::make_shared<LogArguments>();
    positional(sub, "RUN", arguments->run, "The run's folder");
    positional(sub, "KEY", arguments->key, "The history key");
    sub.add_option("SOURCE", arguments->source.sources, "What each value is made from")->required()->option_text("...");
    sub.add_option("--step", arguments->step, "The step; not before the last one")->option_text("N");
    add_source_options(sub, arguments->source, arguments->link);
    sub.callback([this, arguments] { chosen_ = [arguments](const Globals& g) { return run_log(g, *arguments); }; });
}

void Parser::build_get() {
    CLI::App& sub = command("get", "Show a value of an artifact, or copy it out", help::get);
    const auto arguments = std::make_shared<GetArguments>();
    positional(sub, "ARTIFACT", arguments->artifact, "The artifact's folder");
    positional(sub, "NAME", arguments->name, "The value's name, or an entry's path");
    CLI::Option* fields = sub.add_flag("--fields", arguments->fields, "Print the value's fields; not with an OUT");
    CLI::Option* tensor = sub.add_option("--tensor", arguments->tensor, "Write the value as a NumPy array");
    CLI::Option* file = sub.add_option("--file", arguments->file, "Copy the value's file");
    fields->option_text(" ");
    tensor->option_text("OUT.npy")->excludes(fields);
    file->option_text("OUT")->excludes(fields);
    sub.add_option("--mode", arguments->mode, "Convert the array to this mode")->option_text("MODE")->needs(tensor);
    sub.add_option("--frame", arguments->frame, "Take this frame; the first is 0")->option_text("N")->needs(tensor);
    sub.add_option("--tensor-options", arguments->tensor_options, "The type's options for arrays")
        ->option_text("JSON|@FILE")
        ->needs(tensor);
    sub.add_flag("--force", arguments->force, "Replace OUT when it exists");
    add_links_option(sub, arguments->links);
    sub.callback([this, arguments] { chosen_ = [arguments](const Globals& g) { return run_get(g, *arguments); }; });
}

void Parser::build_directory_command(const char* name, const char* what, const char* help_text,
                                     int (*run)(const Globals&, const std::string&)) {
    CLI::App& sub = command(name, what, help_text);
    const auto directory = std::make_shared<std::string>();
    positional(sub, "ARTIFACT|RUN", *directory, "The artifact's or the run's folder");
    sub.callback(
        [this, directory, run] { chosen_ = [directory, run](const Globals& g) { return run(g, *directory); }; });
}

void Parser::build_verify() {
    CLI::App& sub = command("verify", "Check an artifact or a run against its files", help::verify);
    const auto arguments = std::make_shared<VerifyArguments>();
    positional(sub, "ARTIFACT|RUN", arguments->directory, "The artifact's or the run's folder");
    add_links_option(sub, arguments->links);
    sub.callback([this, arguments] { chosen_ = [arguments](const Globals& g) { return run_verify(g, *arguments); }; });
}

void Parser::build_diff() {
    CLI::App& sub = command("diff", "Compare two values", help::diff);
    const auto arguments = std::make_shared<DiffArguments>();
    positional(sub, "ARTIFACT_A", arguments->artifact_a, "The first artifact's folder");
    positional(sub, "NAME_A", arguments->name_a, "The first value's name");
    positional(sub, "ARTIFACT_B", arguments->artifact_b, "The second artifact's folder; may be the same");
    positional(sub, "NAME_B", arguments->name_b, "The second value's name");
    sub.callback([this, arguments] { chosen_ = [arguments](const Globals& g) { return run_diff(g, *arguments); }; });
}

void Parser::build_probe() {
    CLI::App& sub = command("probe", "Say what files hold, without keeping them", help::probe);
    const auto arguments = std::make_shared<ProbeArguments>();
    sub.add_option("FILE", arguments->files, "A media file, or - for standard input")->required()->option_text("...");
    sub.add_option("--type", arguments->type, "The media type")->option_text("T");
    sub.callback([this, arguments] { chosen_ = [arguments](const Globals& g) { return run_probe(g, *arguments); }; });
}

void Parser::build_plugin_commands() {
    command("types", "List the media types", help::types).callback([this] { chosen_ = run_types; });
    command("plugins", "List the plugins that were found", help::plugins).callback([this] { chosen_ = run_plugins; });
    CLI::App& describe = command("describe", "Print a plugin's manifest", help::describe);
    const auto library = std::make_shared<std::string>();
    positional(describe, "LIBRARY", *library, "The plugin's shared library");
    describe.callback([this, library] { chosen_ = [library](const Globals& g) { return run_describe(g, *library); }; });
}

void Parser::build_sdk_command(const char* name, const char* what) {
    CLI::App& sub = *app_.add_subcommand(name, what);
    sub.set_help_flag();
    sub.group("Commands");
    sub.callback([this, name] {
        const SdkArguments arguments{name, handed_on_};
        chosen_ = [arguments](const Globals& g) { return run_sdk(g, arguments); };
    });
}

void Parser::refuse(const CLI::ParseError& error, int argc, const char* const* argv) {
    const std::vector<CLI::App*> parsed = app_.get_subcommands();
    if (!parsed.empty()) {
        const std::string name = parsed.front()->get_name();
        throw UsageError(name + ": " + printable(error.what()) + "; see \"wbm " + name + " --help\"");
    }
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--plugin-dir") ++i;  // and its value
        if (word == "--json" || word.starts_with("--plugin-dir")) continue;
        throw UsageError(in_quotes(word) + " is not " + (word.starts_with('-') ? "an option" : "a command") +
                         "; see \"wbm --help\"");
    }
    const bool is_missing = dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
    throw UsageError((is_missing ? std::string("a command is missing") : printable(error.what())) +
                     "; see \"wbm --help\"");
}

/// How many words are wbm's own: those after one of the SDK's commands are not, --help and -- among them.
int own_words(int argc, const char* const* argv) {
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--plugin-dir")
            ++i;  // and its value
        else if (word == "new" || word == "check")
            return i + 1;
        else if (!word.starts_with('-'))
            break;
    }
    return argc;
}

CommandLine Parser::parse(int argc, const char* const* argv) {
    const int own = own_words(argc, argv);
    handed_on_.assign(argv + own, argv + argc);
    try {
        app_.parse(own, argv);
    } catch (const CLI::CallForHelp&) {
        const std::vector<CLI::App*> parsed = app_.get_subcommands();
        const std::string text = parsed.empty() ? app_.help() : parsed.front()->help("wbm");
        chosen_ = [text](const Globals&) { return print(text), static_cast<int>(exit_done); };
    } catch (const CLI::CallForVersion&) {
        chosen_ = [](const Globals&) { return print("wbm " WBM_VERSION "\n"), static_cast<int>(exit_done); };
    } catch (const CLI::ParseError& error) {
        refuse(error, argc, argv);
    }
    return {std::move(globals_), std::move(chosen_)};
}

}  // namespace

CommandLine read_command_line(int argc, const char* const* argv) { return Parser().parse(argc, argv); }

bool has_json_flag(int argc, const char* const* argv) noexcept {
    for (int i = 1; i < argc && std::string_view(argv[i]) != "--"; ++i)
        if (std::string_view(argv[i]) == "--json") return true;
    return false;
}

}  // namespace wbm::tool
