#include "table.hpp"

#include "../limits.hpp"
#include "numbers.hpp"

#include <cmath>

namespace wbm::object3d {

Table::Table(const DLTensor& array, const std::string& name) : dtype_(array.dtype) {
    check_array(array, array.dtype, {any, any});
    with_type(dtype_, []<class T>() {});
    const std::size_t count = element_count(array);
    if (count > max_numbers)
        throw invalid(name + " has shape " + shape_text(array) + "; all together may be " +
                      std::to_string(max_numbers) + " numbers");
    rows_ = static_cast<std::size_t>(array.shape[0]);
    columns_ = static_cast<std::size_t>(array.shape[1]);
    if (count != 0 && is_dense(array)) {
        if (array.data == nullptr) throw invalid(name + " has no data");
        borrowed_ = static_cast<const std::byte*>(array.data) + array.byte_offset;
        return;
    }
    own_.resize(count * dtype_.bits / 8);
    if (count != 0) copy_dense(array, own_.data());
}

std::string_view Table::bytes() const noexcept {
    const auto* start =
        borrowed_ != nullptr ? static_cast<const char*>(borrowed_) : reinterpret_cast<const char*>(own_.data());
    return {start, rows_ * columns_ * (dtype_.bits / 8U)};
}

std::vector<double> Table::numbers(const char* what) const {
    std::vector<double> all(rows_ * columns_);
    with_type(dtype_, [&]<class T>() {
        const T* from = data<T>();
        for (std::size_t i = 0; i < all.size(); ++i) {
            all[i] = to_double(from[i]);
            if (!std::isfinite(all[i])) throw not_finite(what, i / columns_, i % columns_, all[i]);
        }
    });
    return all;
}

Error not_finite(const char* what, std::size_t row, std::size_t column, double number) {
    const char* word = std::isnan(number) ? "NaN" : number > 0 ? "Infinity" : "-Infinity";
    return invalid(std::string(what) + '[' + std::to_string(row) + "][" + std::to_string(column) + "] is " + word +
                   ", which no JSON file can hold; drop that row");
}

}  // namespace wbm::object3d
