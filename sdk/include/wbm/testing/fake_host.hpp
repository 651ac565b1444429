// wbm/testing/fake_host.hpp - what a program gives a plugin, for tests.
#pragma once

#include <wbm/plugin.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace wbm::testing {

/// Keeps what plugins log and offers the extensions that a test sets. [thread-safe after set_extension()]
class FakeHost {
public:
    struct Line {
        std::int32_t level;
        std::string text;
    };

    FakeHost() : host_{sizeof(wbm_host), WBM_ABI, this, &log, &extension} {}
    FakeHost(const FakeHost&) = delete;
    FakeHost& operator=(const FakeHost&) = delete;

    [[nodiscard]] const wbm_host* table() const noexcept { return &host_; }

    void set_extension(const std::string& id, const void* table) { extensions_[id] = table; }
    [[nodiscard]] std::vector<Line> lines() const {
        const std::lock_guard lock(mutex_);
        return lines_;
    }

private:
    static void log(void* ctx, std::int32_t level, wbm_str text) noexcept {
        auto& self = *static_cast<FakeHost*>(ctx);
        const std::lock_guard lock(self.mutex_);
        self.lines_.push_back({level, text.size == 0 ? std::string() : std::string(text.data, text.size)});
    }
    static const void* extension(void* ctx, const char* id) noexcept {
        const auto& known = static_cast<FakeHost*>(ctx)->extensions_;
        const auto found = known.find(id);
        return found == known.end() ? nullptr : found->second;
    }

    wbm_host host_;
    std::map<std::string, const void*> extensions_;
    mutable std::mutex mutex_;
    std::vector<Line> lines_;
};

}  // namespace wbm::testing
