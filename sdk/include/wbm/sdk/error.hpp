// wbm/sdk/error.hpp - how a type refuses. Throw one of these from create, from_json, to_json or an ability; the SDK
// turns it into a status and a text, and puts the type's name in front. Any other exception becomes WBM_INTERNAL.
#pragma once

#include <wbm/plugin.h>

#include <stdexcept>
#include <string>

namespace wbm {
inline namespace sdk {

class Error : public std::runtime_error {
public:
    Error(wbm_status status, const std::string& text) : std::runtime_error(text), status_(status) {}
    [[nodiscard]] wbm_status status() const noexcept { return status_; }

private:
    wbm_status status_;
};

// `throw wbm::invalid("\"width\" is -3; give a positive number of pixels");` Name the field and the reason.
[[nodiscard]] inline Error invalid(const std::string& text) { return {WBM_INVALID, text}; }
[[nodiscard]] inline Error unsupported(const std::string& text) { return {WBM_UNSUPPORTED, text}; }
[[nodiscard]] inline Error not_found(const std::string& text) { return {WBM_NOT_FOUND, text}; }
[[nodiscard]] inline Error io_error(const std::string& text) { return {WBM_IO, text}; }

}  // namespace sdk
}  // namespace wbm
