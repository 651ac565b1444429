// host.hpp - what a plugin gets at start(): the log and wbm.values/1.
#pragma once

#include <wbm/ext/values.h>
#include <wbm/plugin.h>

#include <memory>
#include <string>

namespace wbm {

class RegistryState;

/// The host as one plugin sees it. Lives as long as the process, since plugins are never closed.
class PluginHost {
public:
    /// `plugin`: "id version", for the log. `starter`: the registry that started it.
    PluginHost(std::string plugin, const std::shared_ptr<RegistryState>& starter);
    PluginHost(const PluginHost&) = delete;
    PluginHost& operator=(const PluginHost&) = delete;

    [[nodiscard]] const wbm_host* c() const noexcept { return &host_; }

private:
    friend struct HostCallbacks;

    std::string plugin_;
    std::weak_ptr<RegistryState> starter_;
    wbm_host host_;
    wbm_ext_values values_;
};

/// Says which registry this thread is working for, so that a plugin that two registries use makes its inner values with
/// the one that called it.
class ActiveRegistry {
public:
    explicit ActiveRegistry(RegistryState& state) noexcept : outer_(current_) { current_ = &state; }
    ~ActiveRegistry() { current_ = outer_; }
    ActiveRegistry(const ActiveRegistry&) = delete;
    ActiveRegistry& operator=(const ActiveRegistry&) = delete;

    [[nodiscard]] static RegistryState* current() noexcept { return current_; }

private:
    static thread_local RegistryState* current_;
    RegistryState* outer_;
};

}  // namespace wbm
