// wbm - the command: media types and values on the command line.

#include "cli.hpp"
#include "globals.hpp"
#include "interrupt.hpp"
#include "output.hpp"

#include <wbm/error.hpp>
#include <wbm/json.hpp>

#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <system_error>

namespace wbm::tool {

namespace {

struct Failure {
    ExitCode code;
    std::string_view status;
    std::string message;
    std::string plugin;
};

ExitCode exit_code_of(Status status) { return status == Status::io ? exit_io : exit_refused; }

/// The exception in flight as a failure to report. Interrupted is none: it passes through.
Failure current_failure() {
    try {
        throw;
    } catch (const UsageError& error) {
        return {exit_usage, "usage", error.what(), {}};
    } catch (const MediaError& error) {
        const bool is_bug = error.status() == Status::internal;
        return {exit_code_of(error.status()), to_string(error.status()),
                (is_bug ? "internal error: " : "") + std::string(error.what()), error.plugin()};
    } catch (const json::Error& error) {
        return {exit_refused, to_string(Status::invalid), error.what(), {}};
    } catch (const std::bad_alloc&) {
        return {exit_io, to_string(Status::io), "out of memory", {}};
    } catch (const std::system_error& error) {
        return {exit_io, to_string(Status::io), error.what(), {}};
    } catch (const std::exception& error) {
        return {exit_refused, to_string(Status::internal), std::string("internal error: ") + error.what(), {}};
    }
}

void report(const Failure& failure, bool as_json) {
    std::string text = "wbm: " + printable(failure.message);
    if (as_json) {
        json::object error{{"status", failure.status}, {"message", printable(failure.message)}};
        if (!failure.plugin.empty()) error["plugin"] = printable(failure.plugin);
        text = json::write(json::object{{"error", std::move(error)}});
    }
    std::fputs((text + '\n').c_str(), stderr);
}

int run_command(int argc, const char* const* argv) {
    const CommandLine command = read_command_line(argc, argv);
    const int code = command.run(command.globals);
    flush_output();
    return code;
}

int run_and_report(int argc, const char* const* argv) {
    catch_signals();
    try {
        return run_command(argc, argv);
    } catch (const Interrupted&) {
        return exit_refused;
    } catch (...) {
        // What a signal's Interrupted turned into on its way through a plugin is no error of the input.
        if (is_interrupted()) return exit_refused;
        const Failure failure = current_failure();
        report(failure, has_json_flag(argc, argv));
        return failure.code;
    }
}

}  // namespace

}  // namespace wbm::tool

int main(int argc, char** argv) {
    int code = wbm::tool::exit_io;
    try {
        code = wbm::tool::run_and_report(argc, argv);
    } catch (...) {
        std::fputs("wbm: out of memory\n", stderr);  // the report itself failed
    }
    // A command that was done when the signal came has its exit code.
    if (code != wbm::tool::exit_done && wbm::tool::is_interrupted()) {
        std::fputs("wbm: interrupted\n", stderr);
        wbm::tool::die_of_signal();
    }
    return code;
}
