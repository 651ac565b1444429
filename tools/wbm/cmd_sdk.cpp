// new, check: the SDK's own program does them. It takes this one's place, so its output and exit code are the
// command's.
#include "commands.hpp"
#include "output.hpp"

#include <wbm/error.hpp>

#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>
#include <vector>

namespace wbm::tool {

namespace {

constexpr const char* program_name = "wbm-plugin";

std::filesystem::path program_beside_this() {
    std::error_code error;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", error);
    return error ? std::filesystem::path() : program.parent_path() / program_name;
}

/// Returns only when there is no such program, or it cannot run; errno says why.
void become(std::vector<std::string> words) {
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    execv(program_beside_this().c_str(), arguments.data());
    if (errno == ENOENT) execvp(program_name, arguments.data());
}

}  // namespace

int run_sdk(const Globals& globals, const SdkArguments& arguments) {
    if (!globals.plugin_dirs.empty())
        throw UsageError(arguments.command + ": --plugin-dir is not for this command; leave it out");
    std::vector<std::string> words{program_name, arguments.command};
    words.insert(words.end(), arguments.words.begin(), arguments.words.end());
    if (globals.json) words.emplace_back("--json");
    flush_output();
    become(std::move(words));
    const int why = errno;
    if (why == ENOENT)
        throw MediaError(Status::not_found, "\"wbm " + arguments.command + "\" is done by the program " + program_name +
                                                ", which is neither beside wbm nor on the PATH; install the SDK "
                                                "(Debian: wbm-tools and libwbm-dev)");
    throw MediaError(Status::io, std::string(program_name) + " cannot run: " + std::generic_category().message(why));
}

}  // namespace wbm::tool
