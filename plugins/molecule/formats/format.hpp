// format.hpp - the formats by name, and a look at a content whose name is not known.
#pragma once

#include "readers.hpp"

#include <string>
#include <string_view>

namespace wbm::molecule {

struct Format {
    std::string_view type;  ///< the extension without its dot, in lower case
    Contents (*read)(const Source& source, Model model);
};

/// The format of a file type such as "pdb", or null. Case matters, as it does to W&B's viewer.
[[nodiscard]] const Format* format_of(std::string_view type) noexcept;
/// "pdb, pqr, ...", for errors.
[[nodiscard]] std::string all_types();
/// The format that the content looks like, or null.
[[nodiscard]] const Format* sniffed(std::string_view bytes);

}  // namespace wbm::molecule
