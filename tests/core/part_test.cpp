#include <gtest/gtest.h>

#include <wbm/error.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <array>
#include <functional>
#include <limits>
#include <string>
#include <vector>

namespace {

using wbm::MediaError;
using wbm::Part;
using wbm::Status;

constexpr DLDataType float32{kDLFloat, 32, 1};

std::string refusal(const std::function<void()>& call, Status expected = Status::invalid) {
    try {
        call();
    } catch (const MediaError& error) {
        EXPECT_EQ(error.status(), expected) << error.what();
        return error.what();
    }
    return "nothing was refused";
}

std::vector<std::int64_t> strides_of(const Part& part) {
    const DLTensor& t = *part.tensor();
    return {t.strides, t.strides + t.ndim};
}

TEST(Error, StatusHasAName) {
    EXPECT_EQ(wbm::to_string(Status::ok), "ok");
    EXPECT_EQ(wbm::to_string(Status::invalid), "invalid");
    EXPECT_EQ(wbm::to_string(Status::unsupported), "unsupported");
    EXPECT_EQ(wbm::to_string(Status::not_found), "not_found");
    EXPECT_EQ(wbm::to_string(Status::io), "io");
    EXPECT_EQ(wbm::to_string(Status::internal), "internal");
    EXPECT_EQ(wbm::to_string(static_cast<Status>(99)), "unknown");
}

TEST(Part, HoldsPathBytesTextAndUrl) {
    EXPECT_EQ(wbm::path("a/b.png").kind(), Part::Kind::path);
    EXPECT_EQ(wbm::path("a/b.png").text(), "a/b.png");
    const std::string data("x\0y", 3);
    const Part bytes = wbm::bytes(data);
    EXPECT_EQ(bytes.text(), data);
    EXPECT_EQ(static_cast<const void*>(bytes.text().data()), static_cast<const void*>(data.data())) << "borrowed";
    EXPECT_EQ(wbm::json_text("{}").text(), "{}");
    EXPECT_EQ(wbm::url("s3://b/k").kind(), Part::Kind::url);
    EXPECT_EQ(wbm::url("s3://b/k").tensor(), nullptr);
}

TEST(Part, OwnedTextSurvivesMoveAndCopy) {
    Part part = wbm::json_text("{\"a\":1}");  // short enough to live inside the string object
    const Part copy = part;
    const Part moved = std::move(part);
    EXPECT_EQ(copy.text(), "{\"a\":1}");
    EXPECT_EQ(moved.text(), "{\"a\":1}");
}

TEST(Part, ArrayIsRowMajorUnlessToldOtherwise) {
    const std::array<float, 24> data{};
    const Part part = wbm::array(data.data(), float32, {2, 3, 4});
    const DLTensor& t = *part.tensor();
    EXPECT_EQ(t.ndim, 3);
    EXPECT_EQ(t.data, data.data());
    EXPECT_EQ(t.byte_offset, 0U);
    EXPECT_EQ(t.device.device_type, kDLCPU);
    EXPECT_EQ(strides_of(part), (std::vector<std::int64_t>{12, 4, 1}));
    EXPECT_EQ(strides_of(wbm::array(data.data(), float32, {4, 3}, {1, 4})), (std::vector<std::int64_t>{1, 4}));
}

TEST(Part, CopiedTensorPointsToItsOwnShape) {
    const std::array<float, 6> data{};
    Part copy = wbm::url("x");
    {
        const Part part = wbm::array(data.data(), float32, {2, 3});
        copy = part;
    }
    ASSERT_NE(copy.tensor(), nullptr);
    EXPECT_EQ(copy.tensor()->shape[1], 3);
    EXPECT_EQ(strides_of(copy), (std::vector<std::int64_t>{3, 1}));
}

TEST(Part, ScalarAndEmptyArraysHavePointers) {
    const float one = 1;
    const Part scalar = wbm::array(&one, float32, {});
    EXPECT_EQ(scalar.tensor()->ndim, 0);
    EXPECT_NE(scalar.tensor()->shape, nullptr);
    EXPECT_NE(scalar.tensor()->strides, nullptr);
    const Part empty = wbm::array(nullptr, float32, {0, 3});
    EXPECT_EQ(strides_of(empty), (std::vector<std::int64_t>{3, 1}));
}

TEST(Part, BorrowedTensorLosesByteOffsetAndGainsStrides) {
    std::array<float, 7> data{0, 1, 2, 3, 4, 5, 6};
    std::array<std::int64_t, 2> shape{2, 3};
    DLTensor from{};
    from.data = data.data();
    from.byte_offset = sizeof(float);
    from.device = {kDLCPU, 0};
    from.dtype = float32;
    from.ndim = 2;
    from.shape = shape.data();
    const Part part = wbm::tensor(from);
    EXPECT_EQ(part.tensor()->byte_offset, 0U);
    EXPECT_EQ(*static_cast<const float*>(part.tensor()->data), 1.0F);
    EXPECT_EQ(strides_of(part), (std::vector<std::int64_t>{3, 1}));
    from.device = {kDLCUDA, 1};
    EXPECT_EQ(wbm::tensor(from).tensor()->device.device_type, kDLCUDA) << "create() refuses it, by name";
    from.ndim = -1;
    EXPECT_EQ(refusal([&] { (void)wbm::tensor(from); }),
              "tensor: the DLTensor has ndim -1 and no shape for it; fill in the structure before passing it");
    from.ndim = 2;
    from.shape = nullptr;
    EXPECT_NE(refusal([&] { (void)wbm::tensor(from); }).find("no shape"), std::string::npos);
}

TEST(Part, RangeWithShape) {
    const std::vector<std::uint8_t> pixels(12);
    const Part part = wbm::tensor(pixels, {2, 2, 3});
    EXPECT_EQ(part.tensor()->dtype.code, kDLUInt);
    EXPECT_EQ(part.tensor()->dtype.bits, 8);
    EXPECT_EQ(strides_of(part), (std::vector<std::int64_t>{6, 3, 1}));
    EXPECT_EQ(refusal([] {
                  (void)wbm::tensor(std::vector<float>(10), {480, 640, 3});
              }),
              "tensor: the shape [480, 640, 3] holds 921600 elements, the data has 10");
    EXPECT_EQ(refusal([] {
                  (void)wbm::tensor(std::vector<float>(3), {-1, -3});
              }),
              "tensor: the shape [-1, -3] has a negative size; sizes are at least 0");
    EXPECT_NE(refusal([] {
                  (void)wbm::tensor(std::vector<float>(), {std::int64_t{1} << 40, std::int64_t{1} << 40});
              }).find("larger than memory can be"),
              std::string::npos)
        << "a product that wraps to 0 is not 0 elements";
    EXPECT_EQ(wbm::tensor(std::vector<float>(1), {}).tensor()->ndim, 0);
}

TEST(Part, BrokenArraysAreRefused) {
    const float one = 1;
    EXPECT_EQ(
        refusal([&] {
            (void)wbm::array(&one, float32, {1, 1}, {1});
        }),
        "array: the shape [1, 1] has 2 dimensions, the strides are 1; give one stride for each dimension, or none "
        "for a row-major array");
    EXPECT_EQ(refusal([&] { (void)wbm::array(&one, float32, {-2}); }),
              "array: the shape [-2] has a negative size; sizes are at least 0");
    EXPECT_EQ(refusal([&] { (void)wbm::array(nullptr, float32, {2}); }),
              "array: the shape [2] holds 2 elements, the data pointer is null; pass the address of the first element");
    constexpr std::int64_t huge = std::numeric_limits<std::int64_t>::max();
    EXPECT_NE(refusal([&] { (void)wbm::array(&one, float32, {huge}); }).find("larger than memory"), std::string::npos)
        << "the elements fit 64 bits, their bytes do not";
    EXPECT_NE(refusal([&] {
                  (void)wbm::array(nullptr, float32, {0, huge, huge});
              }).find("larger than memory"),
              std::string::npos);
    EXPECT_EQ(refusal([] { (void)wbm::value(nullptr); }),
              "value: the pointer is null; pass a value that create() or init_from_json() made");
}

/// An array that counts how often it was freed.
struct Counted {
    explicit Counted(DLDataType dtype, std::vector<std::int64_t> sizes = {2, 3}) : shape(std::move(sizes)) {
        managed.dl_tensor.data = data.data();
        managed.dl_tensor.dtype = dtype;
        managed.dl_tensor.ndim = static_cast<int>(shape.size());
        managed.dl_tensor.shape = shape.data();
        managed.manager_ctx = this;
        managed.deleter = [](DLManagedTensor* t) { ++static_cast<Counted*>(t->manager_ctx)->freed; };
    }
    std::vector<std::int64_t> shape;
    std::array<float, 8> data{9, 1, 2, 3, 4, 5, 6, 7};
    DLManagedTensor managed{};
    int freed = 0;
};

TEST(Tensor, KnowsItsSizesAndFreesOnce) {
    Counted source(float32);
    {
        wbm::Tensor tensor(&source.managed);
        EXPECT_EQ(tensor.dtype_name(), "float32");
        EXPECT_EQ(tensor.elements(), 6U);
        EXPECT_EQ(tensor.size_bytes(), 24U);
        EXPECT_EQ(tensor.as<float>()[5], 5.0F);
        source.managed.dl_tensor.byte_offset = sizeof(float);
        EXPECT_EQ(tensor.as<float>()[0], 1.0F);
        const wbm::Tensor moved = std::move(tensor);
        EXPECT_EQ(moved.shape()[1], 3);
        EXPECT_EQ(source.freed, 0);
    }
    EXPECT_EQ(source.freed, 1);
    wbm::Tensor given(&source.managed);
    EXPECT_EQ(given.release(), &source.managed);
    EXPECT_EQ(source.freed, 1) << "the receiver frees it";
}

TEST(Tensor, NamesElementTypesAsNumPyDoes) {
    const auto name = [](DLDataType dtype) {
        Counted source(dtype);
        return wbm::Tensor(&source.managed).dtype_name();
    };
    EXPECT_EQ(name({kDLUInt, 8, 1}), "uint8");
    EXPECT_EQ(name({kDLInt, 64, 1}), "int64");
    EXPECT_EQ(name({kDLFloat, 16, 1}), "float16");
    EXPECT_EQ(name({kDLBfloat, 16, 1}), "bfloat16");
    EXPECT_EQ(name({kDLComplex, 128, 1}), "complex128");
    EXPECT_EQ(name({wbm::dl_bool, 8, 1}), "bool");
    EXPECT_EQ(name({kDLFloat, 32, 4}), "float32x4");
    EXPECT_EQ(name({99, 8, 1}), "dlpack-99-8");
}

TEST(Tensor, ScalarHasOneElement) {
    Counted source({kDLComplex, 64, 1}, {});
    const wbm::Tensor tensor(&source.managed);
    EXPECT_EQ(tensor.elements(), 1U);
    EXPECT_EQ(tensor.size_bytes(), 8U);
}

TEST(Tensor, BrokenShapesHoldNothing) {
    Counted source(float32, {-2, -3});
    EXPECT_EQ(wbm::Tensor(&source.managed).elements(), 0U);
}

}  // namespace
