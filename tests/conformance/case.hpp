// One recorded case, and what the runner writes about it.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/registry.hpp>

#include <cstdint>
#include <exception>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::conformance {

struct Case {
    std::filesystem::path folder;  ///< read only
    std::filesystem::path out;
    std::string op;
    std::string key;
    std::optional<std::int64_t> step;  ///< nullopt: the run's summary
    json::value call;

    /// Reads `folder`/case.json.
    [[nodiscard]] static Case load(const std::filesystem::path& folder, const std::filesystem::path& out);
};

/// A call that has no meaning outside Python.
struct Unportable {
    std::string reason;
};

/// Throws Unportable when the call holds a live Python object or a function that only Python has.
void check_portable(const json::value& call);

/// Files in the case's output folder, and the refusals on the way.
class Output {
public:
    explicit Output(std::filesystem::path folder) : folder_(std::move(folder)) {}

    void write(std::string_view name, std::string_view content) const;
    void write(std::string_view name, const json::object& content) const;
    /// Runs one stage. A refusal is remembered for error.json; then the result is false.
    bool stage(std::string_view name, const std::function<void()>& work);
    /// Writes error.json when anything was refused.
    void finish() const;

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }

private:
    std::filesystem::path folder_;
    std::vector<json::object> errors_;
};

/// {"status","message"} of the exception that is being handled.
[[nodiscard]] json::object refusal();

[[nodiscard]] std::string read_text(const std::filesystem::path& file);

// ---- one function an op
void run_value(const Case& c, Output& out, Registry& registry);
void run_list(const Case& c, Output& out, Registry& registry);
void run_log(const Case& c, Output& out, Registry& registry);
void run_history(const Case& c, Output& out, Registry& registry);
void run_artifact(const Case& c, Output& out, Registry& registry);
void run_types(const Case& c, Output& out, Registry& registry);

/// Reads entry "obj" of the artifact that the reference wrote: read.json and read_tensor.npy.
void read_reference(const Case& c, Output& out, Registry& registry);

}  // namespace wbm::conformance
