// volume.hpp - the voxels of a file.
#pragma once

#include "header.hpp"
#include "packed.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>

namespace nifti {

/// Reads the header and goes through the rest: all voxels must be there, and hardly anything behind them. Nothing of
/// them stays in memory. Throws wbm::invalid, unsupported.
[[nodiscard]] Header check_volume(Unpacked& in);

struct Slice {
    std::size_t axis;
    std::int64_t index;
};

/// The voxels as a row-major array of the volume's shape, first axis first; of a slice without its axis; colours have
/// an axis more. Throws wbm::unsupported for voxels that no array holds, invalid for a slice that is not there.
[[nodiscard]] wbm::Array read_voxels(Unpacked& in, const std::optional<Slice>& slice, bool scaled);

/// The elements of a row-major array in the order of the file: the first axis runs fastest.
[[nodiscard]] std::string in_file_order(const DLTensor& tensor);

}  // namespace nifti
