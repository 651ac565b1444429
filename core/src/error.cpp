#include <wbm/error.hpp>

namespace wbm {

std::string_view to_string(Status status) noexcept {
    switch (status) {
        case Status::ok:
            return "ok";
        case Status::invalid:
            return "invalid";
        case Status::unsupported:
            return "unsupported";
        case Status::not_found:
            return "not_found";
        case Status::io:
            return "io";
        case Status::internal:
            return "internal";
    }
    return "unknown";  // a number from a plugin that is newer, or broken
}

}  // namespace wbm
