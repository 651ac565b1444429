#include "array_parts.hpp"

#include "../limits.hpp"

#include <wbm/sdk/element.hpp>

namespace wbm::plotly {
namespace {

void check(const DLTensor& array, const std::string& name) {
    const std::string what = "the array \"" + name + '"';
    if (!is_element(array.dtype))
        throw unsupported(what + " has elements of type " + dtype_name(array.dtype) +
                          "; give float, integer or bool elements");
    if (array.device.device_type != kDLCPU)
        throw unsupported(what + " is in the memory of another device; copy it to the CPU");
    if (array.ndim < 1 || array.ndim > max_array_dimensions)
        throw invalid(what + " has " + std::to_string(array.ndim) + " dimensions; give 1 to " +
                      std::to_string(max_array_dimensions));
    if (element_count(array) > max_array_elements)
        throw invalid(what + " has " + std::to_string(element_count(array)) + " elements, more than " +
                      std::to_string(max_array_elements) + "; draw fewer points");
}

}  // namespace

ArrayParts::ArrayParts(const Input& in) {
    for (std::size_t i = 1; i < in.part_count(); ++i) {
        const Part part = in.part(i);
        const std::string name(part.name());
        if (!part.is(WBM_FROM_TENSOR)) throw unsupported("the part \"" + name + "\" is no array; give numbers");
        check(part.tensor(), name);
        if (!arrays_.emplace(name, Kept{&part.tensor()}).second)
            throw invalid("two arrays have the name \"" + name + "\"; give each its own");
    }
}

const DLTensor* ArrayParts::find(std::string_view raw) const {
    if (raw.empty() || raw.front() != '@' || arrays_.empty()) return nullptr;
    const auto found = arrays_.find(raw.substr(1));
    if (found == arrays_.end()) return nullptr;
    found->second.found = true;
    return found->second.array;
}

void ArrayParts::check_all_found() const {
    for (const auto& [name, kept] : arrays_)
        if (!kept.found)
            throw invalid("the array \"" + name + "\" is given, but no trace has \"@" + name +
                          "\" in its place; name it or leave it out");
}

}  // namespace wbm::plotly
