// boundary.hpp - what every call into a plugin needs: sinks that cannot throw, and statuses made into MediaError.
#pragma once

#include <wbm/plugin.h>
#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <cstddef>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {

struct LoadedType;

[[nodiscard]] inline wbm_str to_c(std::string_view text) noexcept { return {text.data(), text.size()}; }
[[nodiscard]] inline std::string_view from_c(wbm_str text) noexcept {
    return text.size == 0 ? std::string_view() : std::string_view(text.data, text.size);
}
inline void write_to(wbm_sink sink, std::string_view text) {
    if (sink.write != nullptr && !text.empty()) sink.write(sink.ctx, text.data(), text.size());
}
/// For a text that may be lost when the other side's sink breaks the rules and throws.
inline void try_write_to(wbm_sink sink, std::string_view text) noexcept {
    try {
        write_to(sink, text);
    } catch (...) {
    }
}

/// Collects what a plugin writes. Past `limit`, or when memory is out, it drops the rest and remembers that.
class TextSink {
public:
    explicit TextSink(std::size_t limit = limits::value_json_bytes) noexcept : limit_(limit) {}
    TextSink(const TextSink&) = delete;
    TextSink& operator=(const TextSink&) = delete;

    [[nodiscard]] wbm_sink c() noexcept { return {this, &TextSink::write}; }
    [[nodiscard]] bool overflowed() const noexcept { return overflowed_; }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }
    [[nodiscard]] std::string take() noexcept { return std::move(text_); }

private:
    static void write(void* ctx, const char* data, std::size_t size) noexcept;

    std::string text_;
    std::size_t limit_;
    bool overflowed_ = false;
};

/// The sink for error texts: keeps the first limits::error_text_bytes.
class ErrorSink : public TextSink {
public:
    ErrorSink() noexcept : TextSink(limits::error_text_bytes) {}
};

/// The error for a status that a call of `type` gave: the plugin's own text, begun with the type's name; a fixed
/// sentence when it gave none or one that is not UTF-8.
[[nodiscard]] MediaError plugin_error(const LoadedType& type, wbm_status status, const TextSink& error);

/// A bug of the plugin's: `<type>: <what>`, with its id and version.
[[nodiscard]] MediaError plugin_bug(const LoadedType& type, std::string_view what);

/// Runs one call into a plugin. No exception may come out of it, but one that does is a bug that ends in a MediaError
/// instead of a crash.
template <class Call>
auto call_plugin(const LoadedType& type, const char* function, Call call) {
    try {
        return call();
    } catch (const std::exception& error) {
        throw plugin_bug(
            type, std::string(function) + " threw a C++ exception (" + error.what() + "); a plugin returns a status");
    } catch (...) {
        throw plugin_bug(type, std::string(function) + " threw a C++ exception; a plugin returns a status");
    }
}

/// For callbacks that the host gives to plugins: runs `work`, turns whatever it throws into a status and a text.
template <class Work>
wbm_status answer_plugin(wbm_sink error, Work work) noexcept {
    try {
        work();
        return WBM_OK;
    } catch (const MediaError& e) {
        try_write_to(error, e.what());
        return static_cast<wbm_status>(e.status());
    } catch (const std::bad_alloc&) {
        try_write_to(error, "out of memory");
    } catch (const std::exception& e) {
        try_write_to(error, e.what());
    } catch (...) {
        try_write_to(error, "an unknown exception in the host");
    }
    return WBM_INTERNAL;
}

}  // namespace wbm
