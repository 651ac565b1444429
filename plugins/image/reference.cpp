#include "reference.hpp"

namespace wbm::image {
namespace {

std::string_view before(std::string_view text, std::string_view any_of) noexcept {
    return text.substr(0, text.find_first_of(any_of));
}

}  // namespace

std::string format_of_url(std::string_view url) {
    const std::string_view after_scheme = url.substr(url.find("://") + 3);
    const std::string_view resource = before(after_scheme, "?#");
    const auto slash = resource.rfind('/');
    if (slash == std::string_view::npos) return {};  // a host alone
    std::string_view name = resource.substr(slash + 1);
    if (url.starts_with("http")) name = before(name, ";");  // Python's urlparse takes what follows for parameters
    const auto dot = name.rfind('.');
    return std::string(dot == std::string_view::npos ? name : name.substr(dot + 1));
}

}  // namespace wbm::image
