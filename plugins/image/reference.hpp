// reference.hpp - media that stays where it is, named by a URL. Wire spec 3.6 and 4.2.
#pragma once

#include <string>
#include <string_view>

namespace wbm::image {

/// What follows the last dot of the URL's last path component, all of the component when it has none. Query and
/// fragment do not count: "https://e.com/i/pic.webp?x=1" is "webp".
[[nodiscard]] std::string format_of_url(std::string_view url);

}  // namespace wbm::image
