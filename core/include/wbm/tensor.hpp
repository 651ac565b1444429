// wbm/tensor.hpp - an array that a value gave: a DLManagedTensor with an owner.
#pragma once

#include <dlpack/dlpack.h>

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace wbm {

/// A row-major array in CPU memory. Move only; frees the array through its own deleter. It keeps the plugin that made
/// it loaded and outlives the value. [const calls are thread-safe]
class Tensor {
public:
    explicit Tensor(DLManagedTensor* owned) noexcept : managed_(owned) {}

    [[nodiscard]] const DLTensor& dl() const noexcept { return managed_->dl_tensor; }
    [[nodiscard]] DLDataType dtype() const noexcept { return dl().dtype; }
    /// NumPy's name for the element type: "uint8", "float32", "bool", "bfloat16".
    [[nodiscard]] std::string dtype_name() const;
    [[nodiscard]] std::span<const std::int64_t> shape() const noexcept {
        return {dl().shape, static_cast<std::size_t>(dl().ndim)};
    }
    [[nodiscard]] std::size_t elements() const noexcept;
    [[nodiscard]] std::size_t size_bytes() const noexcept;
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept {
        return {static_cast<const std::byte*>(dl().data) + dl().byte_offset, size_bytes()};
    }
    /// The elements as T. The caller knows the dtype.
    template <class T>
    [[nodiscard]] std::span<const T> as() const noexcept {
        return {reinterpret_cast<const T*>(bytes().data()), elements()};
    }
    /// Gives the array away, for a library that speaks DLPack. The receiver runs its deleter.
    [[nodiscard]] DLManagedTensor* release() noexcept { return managed_.release(); }

private:
    struct Free {
        void operator()(DLManagedTensor* t) const noexcept {
            if (t->deleter != nullptr) t->deleter(t);
        }
    };
    std::unique_ptr<DLManagedTensor, Free> managed_;
};

}  // namespace wbm
