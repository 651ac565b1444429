#include "wire_type.hpp"

#include <algorithm>
#include <array>

namespace wbm {

bool is_wire_type(std::string_view type) noexcept {
    static constexpr std::array<std::string_view, 16> names{
        "file",               // media of a class that names no type
        "metadata",           // JSON beside media
        "artifactVersion",    // an artifact as a config value
        "data-frame",         // a DataFrame in the summary of the oldest SDKs, as Parquet
        "numpy.ndarray",      // summaries of large arrays, wire spec 2.8
        "torch.Tensor",       //
        "tensorflow.Tensor",  //
        "jax.Array",          //
        "jaxlib.ArrayImpl",   //
        "images/separated",   // lists of media logged under one key
        "audio",              //
        "videos",             //
        "object3D",           //
        "molecule",           //
        "html",               //
        "eval-table",         // a Table that became a Weave evaluation
    };
    return std::find(names.begin(), names.end(), type) != names.end();
}

}  // namespace wbm
