#include <wbm/part.hpp>

#include "dtype.hpp"

#include <wbm/error.hpp>

namespace wbm {

namespace {

[[noreturn]] void refuse(const std::string& text) { throw MediaError(Status::invalid, text); }

/// Strides of a row-major array. A size of 0 counts as 1, so that the other strides keep their sense.
std::vector<std::int64_t> row_major(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t step = 1;
    for (std::size_t i = shape.size(); i-- > 0;) {
        strides[i] = step;
        if (__builtin_mul_overflow(step, shape[i] == 0 ? 1 : shape[i], &step))
            refuse("array: the shape " + shape_text(shape) + " is larger than memory can be; check the sizes");
    }
    return strides;
}

void check_array(const void* data, DLDataType dtype, const std::vector<std::int64_t>& shape,
                 const std::vector<std::int64_t>& strides) {
    if (!strides.empty() && strides.size() != shape.size())
        refuse("array: the shape " + shape_text(shape) + " has " + std::to_string(shape.size()) +
               " dimensions, the strides are " + std::to_string(strides.size()) +
               "; give one stride for each dimension, or none for a row-major array");
    for (const std::int64_t size : shape)
        if (size < 0) refuse("array: the shape " + shape_text(shape) + " has a negative size; sizes are at least 0");
    const auto count = element_count(shape);
    std::int64_t bytes = 0;
    if (!count || __builtin_mul_overflow(*count, static_cast<std::int64_t>(item_size(dtype)), &bytes))
        refuse("array: the shape " + shape_text(shape) + " is larger than memory can be; check the sizes");
    if (*count > 0 && data == nullptr)
        refuse("array: the shape " + shape_text(shape) + " holds " + std::to_string(*count) +
               " elements, the data pointer is null; pass the address of the first element");
}

}  // namespace

const DLTensor* Part::tensor() const noexcept {
    if (kind_ != Kind::tensor) return nullptr;
    // A copied part has its own vectors, so the pointers are looked at here; they are only written when they differ,
    // which keeps tensor() of one part safe on several threads. A scalar has no sizes or strides, but readers count
    // on pointers that are not null.
    static std::int64_t none = 0;
    const auto pointer = [](const std::vector<std::int64_t>& v) {
        return v.empty() ? &none : const_cast<std::int64_t*>(v.data());
    };
    if (tensor_.shape != pointer(shape_)) tensor_.shape = pointer(shape_);
    if (tensor_.strides != pointer(strides_)) tensor_.strides = pointer(strides_);
    return &tensor_;
}

Part path(const std::filesystem::path& file) {
    Part part(Part::Kind::path);
    part.owned_ = file.string();
    return part;
}

Part bytes(std::string_view data) {
    Part part(Part::Kind::bytes);
    part.text_ = data;
    return part;
}

Part json_text(std::string text) {
    Part part(Part::Kind::json);
    part.owned_ = std::move(text);
    return part;
}

Part url(std::string text) {
    Part part(Part::Kind::url);
    part.owned_ = std::move(text);
    return part;
}

Part array(const void* data, DLDataType dtype, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides) {
    check_array(data, dtype, shape, strides);
    Part part(Part::Kind::tensor);
    part.tensor_.data = const_cast<void*>(data);  // DLPack has no const; plugins get it as read-only
    part.tensor_.device = {kDLCPU, 0};
    part.tensor_.dtype = dtype;
    part.strides_ = strides.empty() ? row_major(shape) : std::move(strides);
    part.shape_ = std::move(shape);
    part.tensor_.ndim = static_cast<int>(part.shape_.size());
    (void)part.tensor();
    return part;
}

Part tensor(const DLTensor& borrowed) {
    if (borrowed.ndim < 0 || (borrowed.ndim > 0 && borrowed.shape == nullptr))
        refuse("tensor: the DLTensor has ndim " + std::to_string(borrowed.ndim) +
               " and no shape for it; fill in the structure before passing it");
    const auto copy = [&](const std::int64_t* from) {
        return from == nullptr ? std::vector<std::int64_t>{} : std::vector<std::int64_t>(from, from + borrowed.ndim);
    };
    const void* data = borrowed.data;
    if (data != nullptr) data = static_cast<const std::byte*>(data) + borrowed.byte_offset;
    Part part = array(data, borrowed.dtype, copy(borrowed.shape), copy(borrowed.strides));
    part.tensor_.device = borrowed.device;
    return part;
}

Part arrow(ArrowArrayStream& stream) {
    Part part(Part::Kind::arrow);
    part.arrow_ = &stream;
    return part;
}

Part value(std::shared_ptr<WBValue> of_any_type) {
    if (of_any_type == nullptr)
        refuse("value: the pointer is null; pass a value that create() or init_from_json() made");
    Part part(Part::Kind::value);
    part.value_ = std::move(of_any_type);
    return part;
}

void check_element_count(std::initializer_list<std::int64_t> shape, std::size_t elements) {
    const std::vector<std::int64_t> sizes(shape);
    for (const std::int64_t size : sizes)
        if (size < 0) refuse("tensor: the shape " + shape_text(sizes) + " has a negative size; sizes are at least 0");
    const auto count = element_count(sizes);
    if (!count)
        refuse("tensor: the shape " + shape_text(sizes) + " is larger than memory can be, the data has " +
               std::to_string(elements));
    if (static_cast<std::size_t>(*count) != elements)
        refuse("tensor: the shape " + shape_text(sizes) + " holds " + std::to_string(*count) +
               " elements, the data has " + std::to_string(elements));
}

}  // namespace wbm
