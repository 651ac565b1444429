// wbm-plugin describe: writes the manifest of a plugin.
#include "commands.hpp"

#include "manifest.hpp"

#include <iostream>
#include <memory>
#include <string>

namespace wbm::tool {
namespace {

struct DescribeArguments {
    std::string library, output;
    AuthorFacts facts;
};

void run_describe(const DescribeArguments& arguments) {
    const json::object manifest = describe(arguments.library, arguments.facts);
    if (arguments.output.empty())
        std::cout << json::write(manifest, json::Style::indented) << '\n';
    else
        write_manifest(arguments.output, manifest);
}

}  // namespace

void add_describe_command(CLI::App& app, int&) {
    auto arguments = std::make_shared<DescribeArguments>();
    CLI::App* command = app.add_subcommand("describe", "write a plugin's manifest");
    command->footer("Example:\n  wbm-plugin describe build/pointcloud.so --output build/pointcloud.json --license MIT");
    command->add_option("library", arguments->library, "the plugin's shared library")
        ->required()
        ->check(CLI::ExistingFile);
    command->add_option("--output", arguments->output, "the manifest to write; without it, it is printed");
    command->add_option("--description", arguments->facts.description, "one sentence for people");
    command->add_option("--license", arguments->facts.license, "SPDX identifier, such as MIT");
    command->callback([arguments] { run_describe(*arguments); });
}

}  // namespace wbm::tool
