// wbm/error.hpp - how the core and its plugins refuse.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace wbm {

/// Why something was refused. The values are those of wbm_status (wbm/plugin.h); wire spec 0.4 maps the reference's
/// exception classes onto them.
enum class Status : int {
    ok = 0,
    invalid = 1,      ///< the input breaks the rules: fix the input
    unsupported = 2,  ///< a sound input that this build or plugin cannot handle: use another plugin or format
    not_found = 3,    ///< a file, entry, type or member is missing
    io = 4,           ///< reading or writing failed: disk, permissions
    internal = 5,     ///< a bug in the core or in a plugin: report it
};

[[nodiscard]] std::string_view to_string(Status status) noexcept;

/// The one exception that leaves this library (besides std::bad_alloc). what() is one sentence that names the type, the
/// field and the reason. Whatever call threw it has left the store, the run and the artifact as they were.
class MediaError : public std::runtime_error {
public:
    MediaError(Status status, const std::string& text, std::string plugin = {})
        : std::runtime_error(text), status_(status), plugin_(std::move(plugin)) {}

    [[nodiscard]] Status status() const noexcept { return status_; }
    /// "com.example.pointcloud 1.0.0" when a plugin refused, otherwise empty.
    [[nodiscard]] const std::string& plugin() const noexcept { return plugin_; }

private:
    Status status_;
    std::string plugin_;
};

}  // namespace wbm
