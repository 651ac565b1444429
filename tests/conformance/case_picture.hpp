// $pil: a Pillow picture, which the reference uses as it is.
#pragma once

#include <wbm/json.hpp>
#include <wbm/npy.hpp>

#include <filesystem>
#include <string>
#include <variant>

namespace wbm::conformance {

/// What a C++ program holds in its place: an array for the modes L, RGB and RGBA; for the other modes that PNG has (1,
/// LA, P, I, I;16) the bytes of a PNG file. Throws MediaError (unsupported) for the rest.
[[nodiscard]] std::variant<NpyArray, std::string> read_picture(const json::object& node,
                                                               const std::filesystem::path& folder);

}  // namespace wbm::conformance
