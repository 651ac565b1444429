// orientation.hpp - where a volume's axes point in the patient: R right, L left, A front, P back, S up, I down.
#pragma once

#include "header.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace nifti {

using Affine = std::array<std::array<double, 4>, 3>;

/// From voxels to millimetres: the sform if there is one, else the qform; nullopt when the file has neither.
[[nodiscard]] std::optional<Affine> affine_of(const Header& header);

/// Where the first three axes grow to: "RAS". Empty when nobody knows.
[[nodiscard]] std::string axis_codes(const Header& header);

/// The transform of a volume whose axes point as the codes say. Throws wbm::invalid for text that names no three axes.
[[nodiscard]] Affine affine_from(std::string_view codes, const std::vector<double>& spacing);

}  // namespace nifti
