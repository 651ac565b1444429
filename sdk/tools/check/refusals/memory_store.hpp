// memory_store.hpp - a store whose own allocations never fail, for calls in which the plugin's do.
#pragma once

#include "check/refusals/failing_memory.hpp"

#include <wbm/plugin.h>

#include <utility>

namespace wbm::tool {

/// A sink of the plugin's: the plugin's allocations fail again while it is written to.
class ResumingSink {
public:
    explicit ResumingSink(wbm_sink inner) noexcept : inner_(inner) {}
    [[nodiscard]] wbm_sink sink() noexcept {
        return {this, [](void* ctx, const char* data, std::size_t size) noexcept {
                    const wbm_sink& inner = static_cast<ResumingSink*>(ctx)->inner_;
                    const failing_memory::Resumed resumed;
                    inner.write(inner.ctx, data, size);
                }};
    }

private:
    wbm_sink inner_;
};

/// The same store with every function as a call of the host's.
class PausingStore {
public:
    explicit PausingStore(const wbm_store* inner) noexcept
        : store_{sizeof(wbm_store),
                 inner->kind,
                 const_cast<wbm_store*>(inner),
                 &Call<&wbm_store::add_bytes>::run,
                 &Call<&wbm_store::add_file>::run,
                 &Call<&wbm_store::add_reference>::run,
                 &Call<&wbm_store::fetch>::run,
                 &Call<&wbm_store::add_entry>::run,
                 &Call<&wbm_store::add_config>::run,
                 &Call<&wbm_store::list>::run} {}

    [[nodiscard]] const wbm_store* table() const noexcept { return &store_; }

private:
    static wbm_str passed(wbm_str text) noexcept { return text; }
    static wbm_sink passed(ResumingSink&& sink) noexcept { return sink.sink(); }
    static wbm_str held(wbm_str text) noexcept { return text; }
    static ResumingSink held(wbm_sink sink) noexcept { return ResumingSink(sink); }

    /// Calls what the inner store has as this member.
    template <auto Member, class = decltype(Member)>
    struct Call;
    template <auto Member, class... Args>
    struct Call<Member, wbm_status (*wbm_store::*)(void*, Args...)> {
        static wbm_status run(void* ctx, Args... args) noexcept {
            const auto* inner = static_cast<const wbm_store*>(ctx);
            const failing_memory::Paused paused;
            return (inner->*Member)(inner->ctx, passed(held(args))...);  // what is held lives until the call is over
        }
    };

    wbm_store store_;
};

/// Keeps what is written and allocates nothing: what does not fit is counted, and dropped.
class FixedSink {
public:
    FixedSink(char* memory, std::size_t room) noexcept : memory_(memory), room_(room) {}
    FixedSink(const FixedSink&) = delete;
    FixedSink& operator=(const FixedSink&) = delete;

    [[nodiscard]] wbm_sink sink() noexcept {
        return {this, [](void* ctx, const char* data, std::size_t size) noexcept {
                    auto& self = *static_cast<FixedSink*>(ctx);
                    for (std::size_t i = 0; i < size && self.size_ + i < self.room_; ++i)
                        self.memory_[self.size_ + i] = data[i];
                    self.size_ += size;
                }};
    }
    [[nodiscard]] std::size_t size() const noexcept { return size_; }
    [[nodiscard]] std::string_view text() const noexcept { return {memory_, size_ < room_ ? size_ : room_}; }

private:
    char* memory_;
    std::size_t room_, size_ = 0;
};

}  // namespace wbm::tool
