// store_adapter.hpp - a Store as plugins see it: wbm_store.
#pragma once

#include <wbm/plugin.h>
#include <wbm/store.hpp>

#include <memory>
#include <string>
#include <vector>

namespace wbm {

class RegistryState;

/// A wbm_store over a Store, for the length of one call. Its callbacks never throw.
class StoreAdapter {
public:
    /// To write a value to. `origin`: where the value was read from, so that its own files are recognised.
    StoreAdapter(Store& target, const Origin* origin) noexcept;
    /// To read a value from: adding is refused.
    explicit StoreAdapter(const Store& source, std::shared_ptr<RegistryState> kept_by = nullptr) noexcept;
    StoreAdapter(const StoreAdapter&) = delete;
    StoreAdapter& operator=(const StoreAdapter&) = delete;

    [[nodiscard]] const wbm_store* c() const noexcept { return &c_; }

    /// The adapter behind a wbm_store that a plugin passes back. Throws MediaError (internal) for one that is not ours.
    [[nodiscard]] static StoreAdapter& of(const wbm_store* store);

    [[nodiscard]] const Store& source() const noexcept { return source_; }
    /// Throws MediaError (invalid) when this one is only read from.
    [[nodiscard]] Store& target() const;

    /// Of a store that a plugin keeps beyond a call: the registry whose types its values have. Else null.
    [[nodiscard]] const std::shared_ptr<RegistryState>& kept_by() const noexcept { return kept_by_; }

    /// Paths of the files that were kept through this adapter or noted with keep_too().
    [[nodiscard]] const std::vector<std::string>& kept() const noexcept { return kept_; }
    void keep_too(const std::vector<std::string>& paths) { kept_.insert(kept_.end(), paths.begin(), paths.end()); }

private:
    friend struct StoreCallbacks;

    const Store& source_;
    Store* target_ = nullptr;
    const Origin* origin_ = nullptr;
    std::vector<std::string> kept_;
    std::shared_ptr<RegistryState> kept_by_;
    wbm_store c_;
};

}  // namespace wbm
