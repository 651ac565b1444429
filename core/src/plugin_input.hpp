// plugin_input.hpp - what create() passes to a plugin: parts and options as wbm/plugin.h has them, checked.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/part.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "handle.hpp"

namespace wbm {

/// "a path", "bytes", "an array", ... for an error text.
[[nodiscard]] std::string_view kind_in_words(std::int32_t kind) noexcept;

/// Throws MediaError: unsupported for a main part that the type does not take or an array outside CPU memory; invalid
/// for part names that are empty or come twice and for parts that break the rules of wbm/plugin.h.
void check_input(const wbm_input& input, std::string_view type, std::uint32_t inputs);

/// A wbm_input over parts that live elsewhere. Neither copied nor moved: it points into itself.
class PluginInput {
public:
    /// Throws MediaError (invalid) for options that are not JSON.
    PluginInput(std::string_view type, const Part& main, const std::vector<NamedPart>& others,
                const json::object& options);
    PluginInput(const PluginInput&) = delete;
    PluginInput& operator=(const PluginInput&) = delete;

    [[nodiscard]] const wbm_input& c() const noexcept { return input_; }

private:
    wbm_part to_c_part(std::string_view name, const Part& part);

    // Nearly every value has one part: no allocation for that one.
    wbm_part first_{};
    const wbm_part* first_pointer_ = &first_;
    std::vector<wbm_part> parts_;
    std::vector<const wbm_part*> pointers_;
    std::vector<wbm_handle> handles_;
    std::string options_;
    wbm_input input_{};
};

/// Releases the Arrow streams among the parts when it goes, unless the plugin took them over: a caller who passed one
/// has given it away whatever happens.
class ArrowGuard {
public:
    ArrowGuard(const Part& main, const std::vector<NamedPart>& others) noexcept : main_(main), others_(others) {}
    ~ArrowGuard();
    ArrowGuard(const ArrowGuard&) = delete;
    ArrowGuard& operator=(const ArrowGuard&) = delete;

private:
    const Part& main_;
    const std::vector<NamedPart>& others_;
};

/// The same for parts that a plugin passed to wbm.values/1.
void release_arrow_parts(const wbm_input& input) noexcept;

}  // namespace wbm
