// sample_array.hpp - a caller's array seen as a sound: which axis has the channels. Wire spec 5.1.
#pragma once

#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace wbm::audio {

/// Which axis the channels are on: N x C, or C x N.
enum class Layout { nc, cn };

/// The samples of an array, all channels of a frame together. Borrowed where the array has them so, else copied.
class SampleArray {
public:
    /// N, N x C, or C x N with layout cn. Throws unsupported for a dtype that is none of float16, float32, float64,
    /// int16, int32, uint8; invalid for another shape, for more than max_samples or max_channels, and, where no layout
    /// is said, for an array whose axes look swapped.
    SampleArray(const DLTensor& array, std::optional<Layout> layout);
    /// A list of numbers, or of equally long lists, one for each frame: as float64. Throws invalid for anything else;
    /// numbers that are all whole, such as [1, 2], say nothing of their scale and are refused as the reference does.
    SampleArray(const json::value& list, std::optional<Layout> layout);

    // Copies would point into the array that they were copied from.
    SampleArray(const SampleArray&) = delete;
    SampleArray& operator=(const SampleArray&) = delete;

    [[nodiscard]] DLDataType dtype() const noexcept { return dtype_; }
    [[nodiscard]] std::int64_t frames() const noexcept { return frames_; }
    [[nodiscard]] std::int64_t channels() const noexcept { return channels_; }
    [[nodiscard]] std::size_t count() const noexcept { return static_cast<std::size_t>(frames_ * channels_); }
    /// count() elements of dtype().
    [[nodiscard]] const void* data() const noexcept { return data_; }
    template <class T>
    [[nodiscard]] const T* as() const noexcept {
        return static_cast<const T*>(data_);
    }

private:
    void look_at(const DLTensor& array, std::optional<Layout> layout);

    DLDataType dtype_{};
    std::int64_t frames_ = 0;
    std::int64_t channels_ = 1;
    const void* data_ = nullptr;
    std::vector<std::byte> copy_;
};

}  // namespace wbm::audio
