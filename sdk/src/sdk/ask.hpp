// ask.hpp - calls to the host that answer through sinks.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/error.hpp>

#include <new>
#include <string>
#include <utility>

namespace wbm {
inline namespace sdk {
namespace detail {

/// Collects what a host function writes. The host calls it through C frames, so it must not throw.
class Collector {
public:
    [[nodiscard]] wbm_sink sink() noexcept {
        return {this, [](void* ctx, const char* data, std::size_t size) {
                    auto& self = *static_cast<Collector*>(ctx);
                    try {
                        self.text_.append(data, size);
                    } catch (...) {
                        self.failed_ = true;
                    }
                }};
    }
    [[nodiscard]] std::string take() {
        if (failed_) throw std::bad_alloc();
        return std::move(text_);
    }

private:
    std::string text_;
    bool failed_ = false;
};

/// What the host writes in answer to a call. Throws Error with its status and reason.
template <class Call>
[[nodiscard]] std::string ask(const char* what, const Call& call) {
    Collector result;
    Collector error;
    const wbm_status status = call(result.sink(), error.sink());
    if (status == WBM_OK) return result.take();
    const std::string text = error.take();
    throw Error(status, text.empty() ? std::string("the host gave no reason why it could not ") + what : text);
}

/// The same, an object.
template <class Call>
[[nodiscard]] json::object ask_object(const char* what, const Call& call) {
    try {
        return json::read_object(ask(what, call));
    } catch (const json::Error& e) {
        throw Error(WBM_INTERNAL, std::string("the host's answer to ") + what + " is broken: " + e.what());
    }
}

}  // namespace detail
}  // namespace sdk
}  // namespace wbm
