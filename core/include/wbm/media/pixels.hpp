// wbm/media/pixels.hpp - pixels that a program has in whatever shape: spans, multi-dimensional views, matrices of other
// libraries. Nothing of those libraries is included; a type is recognised by what it can do.
#pragma once

#include <wbm/error.hpp>
#include <wbm/part.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <ranges>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm {

/// Like std::mdspan: rank, extents, strides, a pointer.
template <class T>
concept MdspanLike = requires(const T& view, std::size_t axis) {
    { T::rank() } -> std::convertible_to<std::size_t>;
    { view.extent(axis) } -> std::convertible_to<std::int64_t>;
    { view.stride(axis) } -> std::convertible_to<std::int64_t>;
    requires std::is_pointer_v<decltype(view.data_handle())>;
};

/// Like cv::Mat: rows and columns of interleaved channels, blue first.
template <class T>
concept CvMatLike = requires(const T& mat) {
    { mat.rows } -> std::convertible_to<int>;
    { mat.cols } -> std::convertible_to<int>;
    { mat.data } -> std::convertible_to<const unsigned char*>;
    { mat.channels() } -> std::convertible_to<int>;
    { mat.depth() } -> std::convertible_to<int>;
    { mat.step } -> std::convertible_to<std::size_t>;
};

/// Like an Eigen matrix or array: rows and columns of one number each.
template <class T>
concept EigenLike = requires(const T& matrix) {
    typename T::Scalar;
    { matrix.rows() } -> std::convertible_to<std::int64_t>;
    { matrix.cols() } -> std::convertible_to<std::int64_t>;
    { matrix.rowStride() } -> std::convertible_to<std::int64_t>;
    { matrix.colStride() } -> std::convertible_to<std::int64_t>;
    { matrix.data() } -> std::convertible_to<const typename T::Scalar*>;
};

/// In which order a matrix of OpenCV has its colours.
enum class ChannelOrder { bgr, rgb };

/// An array of pixels: H x W, H x W x C, or C x H x W for who says so. Borrowed: it must live until the image is made.
/// Any number type; strides may be anything.
class Pixels {
public:
    /// A contiguous range with its shape: `Pixels(samples, {480, 640, 3})`. Throws MediaError (invalid) when the
    /// shape's product is not the range's size.
    template <std::ranges::contiguous_range R>
    requires std::is_arithmetic_v<std::ranges::range_value_t<R>> Pixels(const R& samples,
                                                                        std::initializer_list<std::int64_t> shape)
        : data_(std::ranges::data(samples)),
          dtype_(dtype_of<std::remove_cv_t<std::ranges::range_value_t<R>>>()),
          shape_(shape) {
        check_element_count(shape, std::ranges::size(samples));
    }

    /// A pointer with dtype, shape and strides in elements (none: row-major).
    Pixels(const void* data, DLDataType dtype, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides = {})
        : data_(data), dtype_(dtype), shape_(std::move(shape)), strides_(std::move(strides)) {}

    /// An array of a library that speaks DLPack. Throws MediaError: unsupported for memory that is not the CPU's;
    /// invalid for dimensions without a shape.
    Pixels(const DLTensor& tensor)  // NOLINT(google-explicit-constructor)
        : data_(tensor.data == nullptr ? nullptr : static_cast<const std::byte*>(tensor.data) + tensor.byte_offset),
          dtype_(tensor.dtype) {
        if (tensor.device.device_type != kDLCPU)
            throw MediaError(Status::unsupported,
                             "the pixels are in the memory of another device; copy them to the CPU");
        if (tensor.ndim < 0 || (tensor.ndim > 0 && tensor.shape == nullptr))
            throw MediaError(Status::invalid, "the DLTensor of the pixels has ndim " + std::to_string(tensor.ndim) +
                                                  " and no shape for it; fill in the structure before passing it");
        shape_.assign(tensor.shape, tensor.shape + tensor.ndim);
        if (tensor.strides != nullptr) strides_.assign(tensor.strides, tensor.strides + tensor.ndim);
    }

    template <MdspanLike View>
    Pixels(const View& view)  // NOLINT(google-explicit-constructor)
        : data_(view.data_handle()),
          dtype_(dtype_of<std::remove_cv_t<std::remove_pointer_t<decltype(view.data_handle())>>>()) {
        for (std::size_t axis = 0; axis < View::rank(); ++axis) {
            shape_.push_back(static_cast<std::int64_t>(view.extent(axis)));
            strides_.push_back(static_cast<std::int64_t>(view.stride(axis)));
        }
    }

    template <EigenLike Matrix>
    Pixels(const Matrix& matrix)  // NOLINT(google-explicit-constructor)
        : data_(matrix.data()),
          dtype_(dtype_of<typename Matrix::Scalar>()),
          shape_{static_cast<std::int64_t>(matrix.rows()), static_cast<std::int64_t>(matrix.cols())},
          strides_{static_cast<std::int64_t>(matrix.rowStride()), static_cast<std::int64_t>(matrix.colStride())} {}

    /// Three channels are read in place whatever their order; four with blue first are copied. Throws MediaError:
    /// unsupported for a depth that is not one of CV_8U to CV_16F; invalid for rows that begin between two samples.
    template <CvMatLike Mat>
    Pixels(const Mat& mat, ChannelOrder order = ChannelOrder::bgr)  // NOLINT(google-explicit-constructor)
        : data_(mat.data), dtype_(cv_dtype(mat.depth())) {
        const std::int64_t channels = mat.channels();
        const std::int64_t item = dtype_.bits / 8;
        const auto step = static_cast<std::int64_t>(static_cast<std::size_t>(mat.step));
        if (step % item != 0)
            throw MediaError(Status::invalid, "the matrix has rows of " + std::to_string(step) +
                                                  " bytes, which is no multiple of a sample's " + std::to_string(item) +
                                                  "; copy it with clone()");
        shape_ = {mat.rows, mat.cols};
        strides_ = {step / item, channels};
        if (channels > 1) {
            shape_.push_back(channels);
            strides_.push_back(1);
        }
        if (order == ChannelOrder::rgb || mat.data == nullptr) return;
        if (channels == 3) {
            data_ = mat.data + 2 * item;
            strides_[2] = -1;
        } else if (channels == 4) {
            copy_with_red_first();
        }
    }

    [[nodiscard]] Part part() const { return array(data_, dtype_, shape_, strides_); }
    [[nodiscard]] const std::vector<std::int64_t>& shape() const noexcept { return shape_; }

private:
    /// The numbers that OpenCV has for its element types: CV_8U is 0, CV_16F is 7.
    static DLDataType cv_dtype(int depth) {
        constexpr DLDataType dtypes[] = {{kDLUInt, 8, 1}, {kDLInt, 8, 1},    {kDLUInt, 16, 1},  {kDLInt, 16, 1},
                                         {kDLInt, 32, 1}, {kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLFloat, 16, 1}};
        if (depth < 0 || depth > 7)
            throw MediaError(Status::unsupported,
                             "the matrix has the depth " + std::to_string(depth) +
                                 ", which is none of CV_8U to CV_16F; convert it to CV_8U or CV_32F");
        return dtypes[depth];
    }

    /// No stride tells B, G, R, A as R, G, B, A.
    void copy_with_red_first() {
        if (shape_[0] <= 0 || shape_[1] <= 0) return;  // refused where the array is looked at
        const auto item = static_cast<std::size_t>(dtype_.bits / 8);
        const auto row_step = static_cast<std::ptrdiff_t>(strides_[0] * static_cast<std::int64_t>(item));
        const auto width = static_cast<std::size_t>(shape_[1]);
        auto copy = std::make_shared<std::vector<std::byte>>(static_cast<std::size_t>(shape_[0]) * width * 4 * item);
        const auto* row = static_cast<const std::byte*>(data_);
        std::byte* to = copy->data();
        for (std::int64_t y = 0; y < shape_[0]; ++y, row += row_step)
            for (const std::byte* from = row; from != row + width * 4 * item; from += 4 * item, to += 4 * item)
                for (std::size_t i = 0; i < item; ++i) {
                    to[i] = from[2 * item + i];
                    to[item + i] = from[item + i];
                    to[2 * item + i] = from[i];
                    to[3 * item + i] = from[3 * item + i];
                }
        strides_.clear();
        data_ = copy->data();
        copy_ = std::move(copy);
    }

    const void* data_;
    DLDataType dtype_;
    std::vector<std::int64_t> shape_;
    std::vector<std::int64_t> strides_;
    std::shared_ptr<const std::vector<std::byte>> copy_;
};

}  // namespace wbm
