// wbm-plugin check: runs the kit on a plugin.
#include "commands.hpp"

#include "check/runner.hpp"
#include "check/subject.hpp"
#include "check/values/golden.hpp"
#include "check/work_folder.hpp"

#include <algorithm>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

namespace wbm::tool {
namespace {

constexpr int max_fuzz_seconds = 24 * 60 * 60;

struct CheckArguments {
    std::string library, samples;
    std::vector<std::string> only, beside;
    int fuzz_seconds = 60;
    bool list = false, json = false, in_process = false, write_golden = false;
};

void print_list() {
    for (const Check& check : all_checks())
        std::cout << std::setw(2) << check.number << "  " << std::left << std::setw(22) << check.id << std::right
                  << check.sentence << '\n';
}

/// A check by its id or its number.
int number_of(const std::string& name) {
    for (const Check& check : all_checks())
        if (name == check.id || name == std::to_string(check.number)) return check.number;
    throw std::runtime_error("there is no check \"" + name + "\"; wbm-plugin check --list shows them all");
}

bool check(const CheckArguments& arguments) {
    if (arguments.library.empty())
        throw std::runtime_error("check: give the plugin's shared library; its manifest stands beside it");
    Runner::Options options;
    for (const std::string& name : arguments.only) options.only.push_back(number_of(name));
    options.in_process = arguments.in_process;
    const WorkFolder folder;
    SubjectOptions about{arguments.library, arguments.samples, {}, std::chrono::seconds(arguments.fuzz_seconds)};
    about.beside.assign(arguments.beside.begin(), arguments.beside.end());
    const Subject subject(about);
    if (arguments.write_golden) {
        if (arguments.samples.empty()) throw std::runtime_error("check --write-golden: give the folder of --samples");
        std::cout << "wrote " << write_golden(subject) << " values below " << arguments.samples << "/golden\n";
        return true;
    }
    std::unique_ptr<Report> report;
    if (arguments.json)
        report = std::make_unique<JsonReport>(std::cout);
    else
        report = std::make_unique<TapReport>(std::cout);
    return Runner(subject, options, *report).run();
}

constexpr const char* footer = R"(Examples:
  wbm-plugin check build/pointcloud.so --samples samples
  wbm-plugin check build/pointcloud.so --only round-trip --only 41
  gdb --args wbm-plugin check build/pointcloud.so --only fuzz --in-process
  wbm-plugin check --list

Every check runs in a child process with bounds of time and memory; the plugin never runs in this one, but for
--in-process. Ends with 0 when no check failed, else with 1. Output is TAP version 13, or JSON with --json.)";

}  // namespace

void add_check_command(CLI::App& app, int& exit_code) {
    auto arguments = std::make_shared<CheckArguments>();
    CLI::App* command = app.add_subcommand("check", "run the conformance checks on a plugin");
    command->footer(footer);
    command->add_option("library", arguments->library, "the plugin's shared library, its manifest beside it")
        ->check(CLI::ExistingFile);
    command
        ->add_option(
            "samples,--samples", arguments->samples,
            "a folder of files to make values from; NAME.options.json has options for NAME, a .npy file is an array")
        ->check(CLI::ExistingDirectory);
    command->add_option("--only", arguments->only, "only this check, by id or number; may be given more than once")
        ->take_all();
    command->add_option("--beside", arguments->beside, "a folder of plugins that it must load beside")
        ->check(CLI::ExistingDirectory)
        ->take_all();
    command->add_option("--fuzz-seconds", arguments->fuzz_seconds, "how long check 49 tries changed input")
        ->check(CLI::Range(0, max_fuzz_seconds))
        ->capture_default_str();
    command->add_flag("--write-golden", arguments->write_golden,
                      "keep what this release writes below SAMPLES/golden, for check 39 of later ones");
    command->add_flag("--json", arguments->json, "one JSON object instead of TAP");
    command->add_flag("--in-process", arguments->in_process, "no child processes, for a debugger");
    command->add_flag("--list", arguments->list, "print the checks and run none");
    command->callback([arguments, &exit_code] {
        if (arguments->list)
            print_list();
        else if (!check(*arguments))
            exit_code = failed;
    });
}

}  // namespace wbm::tool
