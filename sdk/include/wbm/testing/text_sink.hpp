// wbm/testing/text_sink.hpp - a sink that keeps what is written.
#pragma once

#include <wbm/plugin.h>

#include <cstddef>
#include <string>

namespace wbm::testing {

/// Collects the bytes of one call. The sink is valid while this object stays where it is.
class TextSink {
public:
    TextSink() = default;
    TextSink(const TextSink&) = delete;
    TextSink& operator=(const TextSink&) = delete;

    [[nodiscard]] wbm_sink sink() noexcept {
        return {this, [](void* ctx, const char* data, std::size_t size) noexcept {
                    static_cast<TextSink*>(ctx)->text_.append(size == 0 ? "" : data, size);
                }};
    }
    [[nodiscard]] const std::string& text() const noexcept { return text_; }

private:
    std::string text_;
};

}  // namespace wbm::testing
