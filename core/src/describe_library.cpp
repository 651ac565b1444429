#include <wbm/registry.hpp>

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include "describe.hpp"
#include "isolate.hpp"
#include "plugin_library.hpp"

#include <system_error>

namespace wbm {

namespace {

/// What the child sends: a digit, the Status, then the manifest or the error's text.
std::string describe_in_child(const std::filesystem::path& library) {
    const auto answer = [](Status status, const std::string& text) {
        return std::to_string(static_cast<int>(status)) + text;
    };
    try {
        return answer(Status::ok, json::write(plugin_table::describe(open_library(library))));
    } catch (const plugin_table::Error& error) {
        return answer(Status::invalid, library.string() + ": its table is broken: " + error.what());
    } catch (const MediaError& error) {
        return answer(error.status(), error.what());
    }
}

}  // namespace

json::object describe_library(const std::filesystem::path& library) {
    isolate::Limits limits;
    limits.time = limits::describe_time;
    try {
        const std::filesystem::path file = std::filesystem::absolute(library);
        const isolate::Outcome outcome = isolate::run([&] { return describe_in_child(file); }, limits);
        if (outcome.kind != isolate::Outcome::Kind::returned || outcome.text.empty())
            throw MediaError(Status::invalid, file.string() + " " + outcome.text + " while it was described");
        const auto status = static_cast<Status>(outcome.text[0] - '0');
        if (status != Status::ok) throw MediaError(status, outcome.text.substr(1));
        return json::read_object(std::string_view(outcome.text).substr(1));
    } catch (const std::system_error& error) {
        throw MediaError(Status::io, "cannot describe " + library.string() + ": " + error.what());
    } catch (const json::Error& error) {
        throw MediaError(Status::invalid, library.string() + " gave a description that is not JSON: " + error.what());
    }
}

}  // namespace wbm
