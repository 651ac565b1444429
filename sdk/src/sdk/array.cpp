#include <wbm/sdk/array.hpp>

#include <array>
#include <cstddef>
#include <memory>
#include <span>

namespace wbm {
inline namespace sdk {
namespace {

constexpr int max_dimensions = 64;  // NumPy stops at 32, PyTorch at 64

[[noreturn]] void throw_too_large(const DLTensor& t) {
    throw invalid("the array has shape " + shape_text(t) + ", which is more than memory holds");
}

std::size_t item_size(DLDataType dtype) {
    const unsigned bits = unsigned{dtype.bits} * dtype.lanes;
    if (bits == 0 || bits % 8 != 0)
        throw unsupported("the array has dtype " + dtype_name(dtype) + ", whose elements are no whole bytes");
    return bits / 8;
}

void check_dimensions(const DLTensor& t) {
    if (t.ndim < 0 || t.ndim > max_dimensions)
        throw invalid("the array has " + std::to_string(t.ndim) + " dimensions; give 0 to " +
                      std::to_string(max_dimensions));
    if (t.ndim > 0 && t.shape == nullptr) throw invalid("the array has no shape");
}

/// One dimension of a copy: `step` in bytes.
struct Axis {
    std::size_t extent;
    std::ptrdiff_t step;
};

/// What is left of the dimensions: those of extent 1 go, neighbours that are one run become one.
struct Layout {
    std::array<Axis, max_dimensions> axes{};
    std::size_t count = 0;
};

/// Needs strides.
Layout layout_of(const DLTensor& t, std::size_t item) {
    Layout layout;
    for (int i = 0; i < t.ndim; ++i) {
        if (t.shape[i] == 1) continue;
        std::int64_t step = 0;
        std::int64_t reach = 0;
        if (__builtin_mul_overflow(t.strides[i], static_cast<std::int64_t>(item), &step) ||
            __builtin_mul_overflow(step, t.shape[i], &reach))
            throw invalid("the array has a stride that no memory holds: " + std::to_string(t.strides[i]));
        const Axis axis{static_cast<std::size_t>(t.shape[i]), step};
        if (layout.count > 0 && layout.axes[layout.count - 1].step == reach) {
            Axis& outer = layout.axes[layout.count - 1];
            outer = {outer.extent * axis.extent, axis.step};
        } else {
            layout.axes[layout.count++] = axis;
        }
    }
    return layout;
}

/// Copies the two innermost dimensions; the sizes of elements that occur are known to the compiler.
template <std::size_t Item>
std::byte* copy_plane(const std::byte* from, std::byte* to, Axis rows, Axis columns, std::size_t) {
    for (std::size_t r = 0; r < rows.extent; ++r, from += rows.step) {
        const std::byte* element = from;
        for (std::size_t c = 0; c < columns.extent; ++c, element += columns.step, to += Item)
            std::memcpy(to, element, Item);
    }
    return to;
}

std::byte* copy_plane_of_any(const std::byte* from, std::byte* to, Axis rows, Axis columns, std::size_t item) {
    for (std::size_t r = 0; r < rows.extent; ++r, from += rows.step) {
        const std::byte* element = from;
        for (std::size_t c = 0; c < columns.extent; ++c, element += columns.step, to += item)
            std::memcpy(to, element, item);
    }
    return to;
}

std::byte* copy_runs(const std::byte* from, std::byte* to, Axis rows, Axis columns, std::size_t item) {
    const std::size_t run = columns.extent * item;
    for (std::size_t r = 0; r < rows.extent; ++r, from += rows.step, to += run) std::memcpy(to, from, run);
    return to;
}

using CopyPlane = std::byte* (*)(const std::byte*, std::byte*, Axis, Axis, std::size_t);

CopyPlane plane_copier(Axis columns, std::size_t item) {
    if (columns.step == static_cast<std::ptrdiff_t>(item)) return &copy_runs;
    switch (item) {
        case 1:
            return &copy_plane<1>;
        case 2:
            return &copy_plane<2>;
        case 4:
            return &copy_plane<4>;
        case 8:
            return &copy_plane<8>;
        case 16:
            return &copy_plane<16>;
        default:
            return &copy_plane_of_any;
    }
}

std::byte* copy_axes(const std::byte* from, std::byte* to, std::span<const Axis> axes, CopyPlane copy,
                     std::size_t item) {
    if (axes.size() == 2) return copy(from, to, axes[0], axes[1], item);
    for (std::size_t i = 0; i < axes[0].extent; ++i, from += axes[0].step)
        to = copy_axes(from, to, axes.subspan(1), copy, item);
    return to;
}

}  // namespace

std::string dtype_name(DLDataType dtype) {
    if (dtype.code == dl_bool && dtype.bits == 8 && dtype.lanes == 1) return "bool";
    std::string name;
    switch (dtype.code) {
        case kDLInt:
            name = "int";
            break;
        case kDLUInt:
            name = "uint";
            break;
        case kDLFloat:
            name = "float";
            break;
        case kDLBfloat:
            name = "bfloat";
            break;
        case kDLComplex:
            name = "complex";
            break;
        case dl_bool:
            name = "bool";
            break;
        default:
            name = "code" + std::to_string(dtype.code) + "_";
    }
    name += std::to_string(dtype.bits);
    if (dtype.lanes != 1) name.append("x").append(std::to_string(dtype.lanes));
    return name;
}

std::string shape_text(const DLTensor& t) {
    std::string text = "[";
    for (int i = 0; i < t.ndim && t.shape != nullptr; ++i) {
        if (i > 0) text += ", ";
        text += std::to_string(t.shape[i]);
    }
    return text + "]";
}

std::size_t element_count(const DLTensor& t) {
    check_dimensions(t);
    bool empty = false;
    for (int i = 0; i < t.ndim; ++i) {
        if (t.shape[i] < 0) throw invalid("the array has shape " + shape_text(t) + "; no extent may be negative");
        empty = empty || t.shape[i] == 0;
    }
    if (empty) return 0;
    std::size_t count = 1;
    for (int i = 0; i < t.ndim; ++i)
        if (__builtin_mul_overflow(count, static_cast<std::size_t>(t.shape[i]), &count)) throw_too_large(t);
    std::size_t size = 0;
    if (__builtin_mul_overflow(count, item_size(t.dtype), &size) || size > PTRDIFF_MAX) throw_too_large(t);
    return count;
}

void check_array(const DLTensor& t, DLDataType dtype, std::initializer_list<std::int64_t> shape) {
    if (t.device.device_type != kDLCPU && t.device.device_type != kDLCUDAHost && t.device.device_type != kDLROCMHost)
        throw unsupported("the array is in the memory of device type " + std::to_string(t.device.device_type) +
                          "; copy it to the CPU first");
    if (t.dtype.code != dtype.code || t.dtype.bits != dtype.bits || t.dtype.lanes != dtype.lanes)
        throw unsupported("the array has dtype " + dtype_name(t.dtype) + ", expected " + dtype_name(dtype));
    check_dimensions(t);
    bool fits = static_cast<std::size_t>(t.ndim) == shape.size();
    for (int i = 0; fits && i < t.ndim; ++i) fits = shape.begin()[i] == any || shape.begin()[i] == t.shape[i];
    if (fits) return;
    std::string expected;
    for (const std::int64_t extent : shape)
        expected.append(expected.empty() ? "" : ", ").append(extent == any ? "any" : std::to_string(extent));
    throw invalid("the array has shape " + shape_text(t) + ", expected [" + expected + "]");
}

void copy_dense(const DLTensor& t, void* out) {
    const std::size_t count = element_count(t);
    if (count == 0) return;
    if (t.data == nullptr) throw invalid("the array has shape " + shape_text(t) + " but no data");
    const std::size_t item = item_size(t.dtype);
    const auto* from = static_cast<const std::byte*>(t.data) + t.byte_offset;
    if (is_dense(t)) {
        std::memcpy(out, from, count * item);
        return;
    }
    Layout layout = layout_of(t, item);
    if (layout.count == 1) {
        layout.axes[1] = layout.axes[0];
        layout.axes[0] = {1, 0};
        layout.count = 2;
    }
    const std::span<const Axis> axes(layout.axes.data(), layout.count);
    copy_axes(from, static_cast<std::byte*>(out), axes, plane_copier(axes.back(), item), item);
}

bool is_dense(const DLTensor& t) noexcept {
    if (t.strides == nullptr || t.shape == nullptr) return true;
    for (int i = 0; i < t.ndim; ++i)
        if (t.shape[i] == 0) return true;
    std::int64_t expected = 1;
    for (int i = t.ndim - 1; i >= 0; --i) {
        if (t.shape[i] == 1) continue;
        if (t.strides[i] != expected || __builtin_mul_overflow(expected, t.shape[i], &expected)) return false;
    }
    return true;
}

namespace {

/// What an Array owns besides its elements.
struct Managed {
    DLManagedTensor dl{};
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;
    void* owner = nullptr;
    void (*free)(void*) = nullptr;
};

void delete_managed(DLManagedTensor* self) {
    const std::unique_ptr<Managed> managed(static_cast<Managed*>(self->manager_ctx));
    if (managed->owner != nullptr) managed->free(managed->owner);
}

}  // namespace

Array::Array(DLDataType dtype, std::vector<std::int64_t> shape) {
    auto managed = std::make_unique<Managed>();
    managed->shape = std::move(shape);
    managed->strides.resize(managed->shape.size());
    DLTensor& t = managed->dl.dl_tensor;
    t.device = {kDLCPU, 0};
    t.ndim = static_cast<int>(managed->shape.size());
    t.dtype = dtype;
    t.shape = managed->shape.data();
    (void)element_count(t);  // refuses what the strides below could not hold
    std::int64_t step = 1;
    for (std::size_t i = managed->shape.size(); i-- > 0;) {
        managed->strides[i] = step;
        if (managed->shape[i] != 0 && __builtin_mul_overflow(step, managed->shape[i], &step)) throw_too_large(t);
    }
    t.strides = managed->strides.data();
    managed->dl.manager_ctx = managed.get();
    managed->dl.deleter = &delete_managed;
    managed_ = &managed.release()->dl;
}

void Array::adopt(void* data, std::size_t size, void* owner, void (*free)(void*)) {
    auto& managed = *static_cast<Managed*>(managed_->manager_ctx);
    managed.owner = owner;
    managed.free = free;
    DLTensor& t = managed_->dl_tensor;
    const std::size_t needed = element_count(t) * item_size(t.dtype);
    if (needed != size)
        throw invalid("an array of shape " + shape_text(t) + " and dtype " + dtype_name(t.dtype) + " has " +
                      std::to_string(needed) + " bytes, but " + std::to_string(size) + " were given");
    t.data = data;
}

}  // namespace sdk
}  // namespace wbm
