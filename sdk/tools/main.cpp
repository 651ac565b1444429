// wbm-plugin: describes a media type plugin for its manifest, and checks that it keeps the rules of wbm/plugin.h.
#include "check.hpp"
#include "manifest.hpp"

#include <wbm/version.hpp>

#include <CLI/CLI.hpp>

#include <exception>
#include <iostream>
#include <string>

int main(int argc, char** argv) {
    CLI::App app("Describes and checks wbmedia plugins.", "wbm-plugin");
    app.set_version_flag("--version", WBM_VERSION);
    app.require_subcommand(1);
    std::string library;
    std::string output;
    std::string samples;
    wbm::tool::AuthorFacts facts;

    CLI::App* describe = app.add_subcommand("describe", "write a plugin's manifest");
    describe->add_option("library", library, "the plugin's shared library")->required()->check(CLI::ExistingFile);
    describe->add_option("--output", output, "the manifest to write; without it, it is printed");
    describe->add_option("--description", facts.description, "one sentence for people");
    describe->add_option("--license", facts.license, "SPDX identifier, such as MIT");

    CLI::App* check = app.add_subcommand("check", "run the conformance checks; ends with 1 when one fails");
    check->add_option("library", library, "the plugin's shared library, its manifest beside it")
        ->required()
        ->check(CLI::ExistingFile);
    check->add_option("samples", samples, "a folder with files to make values from")->check(CLI::ExistingDirectory);

    CLI11_PARSE(app, argc, argv);
    try {
        if (check->parsed()) return wbm::tool::check_plugin(library, samples, std::cout) ? 0 : 1;
        const wbm::json::object manifest = wbm::tool::describe(library, facts);
        if (output.empty()) {
            std::cout << wbm::json::write(manifest, wbm::json::Style::indented) << '\n';
        } else {
            wbm::tool::write_manifest(output, manifest);
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "wbm-plugin: " << error.what() << '\n';
        return 1;
    }
}
