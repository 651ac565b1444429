// commands.hpp - the commands: what each takes, and what runs it. Every run_ function returns an ExitCode and throws
// UsageError, MediaError or Interrupted; it has printed its result when it returns.
#pragma once

#include "globals.hpp"
#include "source.hpp"

#include <wbm/artifact.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace wbm::tool {

/// add --reference, and what a server said of the URL.
struct ReferenceArguments {
    std::string url;  ///< empty: a value is added
    std::string etag;
    std::optional<std::int64_t> size;  ///< from 0
    std::string version_id;
    bool ask = false;  ///< the server, for ETag and size
};

struct AddArguments {
    std::string artifact;
    std::string name;
    SourceArguments source;
    bool overwrite = false;
    bool link = false;  ///< hard links instead of copies of files
    ReferenceArguments reference;
    std::vector<std::string> links;
};

struct LogArguments {
    std::string run;
    std::string key;
    SourceArguments source;
    std::optional<std::int64_t> step;
    bool link = false;  ///< hard links instead of copies of files
};

struct GetArguments {
    std::string artifact;
    std::string name;
    bool fields = false;
    std::string tensor;                 ///< output file, or empty
    std::optional<std::string> mode;    ///< the tensor option "mode"
    std::optional<std::int64_t> frame;  ///< the tensor option "frame"
    std::string tensor_options;         ///< further ones: JSON, @FILE, or empty
    std::string file;                   ///< output file, or empty
    bool force = false;
    std::vector<std::string> links;
};

struct VerifyArguments {
    std::string directory;
    std::vector<std::string> links;
};

struct DiffArguments {
    std::string artifact_a;
    std::string name_a;
    std::string artifact_b;
    std::string name_b;
};

struct ProbeArguments {
    std::vector<std::string> files;
    std::string type;  ///< empty: from the file
};

/// A command that the SDK's program wbm-plugin does, and what it is told.
struct SdkArguments {
    std::string command;
    std::vector<std::string> words;
};

/// The artifact in a directory, or a new one.
[[nodiscard]] Artifact open_or_create(const std::filesystem::path& directory);

int run_add(const Globals& globals, const AddArguments& arguments);
int run_add_reference(const Globals& globals, const AddArguments& arguments);
int run_log(const Globals& globals, const LogArguments& arguments);
int run_get(const Globals& globals, const GetArguments& arguments);
int run_ls(const Globals& globals, const std::string& directory);
int run_verify(const Globals& globals, const VerifyArguments& arguments);
int run_diff(const Globals& globals, const DiffArguments& arguments);
int run_probe(const Globals& globals, const ProbeArguments& arguments);
int run_types(const Globals& globals);
int run_plugins(const Globals& globals);
int run_describe(const Globals& globals, const std::string& library);
int run_sdk(const Globals& globals, const SdkArguments& arguments);

}  // namespace wbm::tool
