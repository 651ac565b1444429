// wbm-plugin new: begins a project for a media type.
#include "commands.hpp"

#include "new/names.hpp"
#include "new/project.hpp"
#include "new/template_folder.hpp"

#include <filesystem>
#include <iostream>
#include <memory>
#include <string>

namespace wbm::tool {
namespace {

struct NewArguments {
    std::string name, language = "cpp", id, into = ".";
};

std::string next_commands(const ProjectNames& names, Language language, const std::string& folder) {
    const std::string type = names.dashed + "-file";
    return "  cd " + folder + "\n" +
           (language == Language::rust ? "  make && make test\n"
                                       : "  cmake -B build && cmake --build build && ctest --test-dir build\n") +
           "  export WBM_PLUGIN_PATH=$PWD/build\n"
           "  wbm types\n"
           "  wbm add art first samples/points.npy --type " +
           type + "\n  wbm get art first --json\n";
}

void run_new(const NewArguments& arguments) {
    const Language language = language_of(arguments.language);
    const ProjectNames names(arguments.name, arguments.id, language);
    const std::filesystem::path target = std::filesystem::path(arguments.into) / names.name;
    const std::size_t files = write_project(template_folder(language), names, target);
    const std::string folder = target.lexically_normal().string();
    std::cout << "Wrote " << folder << ": the media type " << names.dashed << "-file in " << title_of(language) << ", "
              << files << " files. Now:\n\n"
              << next_commands(names, language, folder) << "\nREADME.md says how to make it yours.\n";
}

constexpr const char* footer =
    R"(NAME is 1 to 64 small letters, digits and _, a letter first. The project is complete: it builds, its tests pass, and its
type NAME-file can be logged.

Examples:
  wbm-plugin new pointcloud
  wbm-plugin new point_cloud --lang rust --id org.example.point_cloud
  wbm-plugin new waveform --lang c --into plugins)";

}  // namespace

void add_new_command(CLI::App& app, int&) {
    auto arguments = std::make_shared<NewArguments>();
    CLI::App* command = app.add_subcommand("new", "begin a project for a media type");
    command->footer(footer);
    command->add_option("name", arguments->name, "what the project, its files and its type are called")->required();
    command->add_option("--lang", arguments->language, "cpp, c or rust; cpp without it");
    command->add_option("--id", arguments->id, "the plugin's id, a reverse domain name; com.example.NAME without it");
    command->add_option("--into", arguments->into,
                        "the folder to write the project's folder into; this one without it");
    command->callback([arguments] { run_new(*arguments); });
}

}  // namespace wbm::tool
