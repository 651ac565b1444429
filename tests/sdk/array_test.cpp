#include <wbm/sdk.hpp>
#include <wbm/testing/source.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <numeric>
#include <random>

namespace wbm {
namespace {

using ::testing::ElementsAre;
using testing::Source;

const DLTensor& tensor_of(Source& source) { return *source.input()->parts[0]->tensor; }

template <class Call>
std::string error_of(wbm_status status, const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "no error";
}

std::vector<int> counting(int n) {
    std::vector<int> v(static_cast<std::size_t>(n));
    std::iota(v.begin(), v.end(), 0);
    return v;
}

TEST(Dense, TakesRowMajorAsItIs) {
    Source s = Source::tensor<int>(counting(6), {2, 3});
    EXPECT_TRUE(is_dense(tensor_of(s)));
    EXPECT_THAT(dense<int>(tensor_of(s), {2, any}), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(Dense, NullStridesMeanRowMajor) {
    Source s = Source::tensor<int>(counting(6), {2, 3});
    DLTensor t = tensor_of(s);
    t.strides = nullptr;
    EXPECT_THAT(dense<int>(t, {any, any}), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(Dense, Transposes) {
    Source s = Source::tensor<int>(counting(6), {3, 2}).with_strides({1, 3});
    EXPECT_FALSE(is_dense(tensor_of(s)));
    EXPECT_THAT(dense<int>(tensor_of(s), {3, 2}), ElementsAre(0, 3, 1, 4, 2, 5));
}

TEST(Dense, FlipsWithNegativeStrides) {
    Source rows = Source::tensor<int>(counting(6), {2, 3}).with_strides({-3, 1}, 3);
    EXPECT_THAT(dense<int>(tensor_of(rows), {2, 3}), ElementsAre(3, 4, 5, 0, 1, 2));
    Source both = Source::tensor<int>(counting(6), {2, 3}).with_strides({-3, -1}, 5);
    EXPECT_THAT(dense<int>(tensor_of(both), {2, 3}), ElementsAre(5, 4, 3, 2, 1, 0));
}

TEST(Dense, RepeatsWithZeroStrides) {
    Source row = Source::tensor<int>({7, 8}, {3, 2}).with_strides({0, 1});
    EXPECT_THAT(dense<int>(tensor_of(row), {3, 2}), ElementsAre(7, 8, 7, 8, 7, 8));
    Source one = Source::tensor<int>({7}, {2, 2}).with_strides({0, 0});
    EXPECT_THAT(dense<int>(tensor_of(one), {2, 2}), ElementsAre(7, 7, 7, 7));
}

TEST(Dense, HonoursTheByteOffset) {
    Source s = Source::tensor<int>(counting(6), {2, 2});
    DLTensor t = tensor_of(s);
    t.byte_offset = 2 * sizeof(int);
    EXPECT_THAT(dense<int>(t, {2, 2}), ElementsAre(2, 3, 4, 5));
}

TEST(Dense, ExtentsOfOneMayHaveAnyStride) {
    Source s = Source::tensor<int>(counting(3), {1, 3, 1}).with_strides({-999, 1, 77});
    EXPECT_TRUE(is_dense(tensor_of(s)));
    EXPECT_THAT(dense<int>(tensor_of(s), {1, 3, 1}), ElementsAre(0, 1, 2));
}

TEST(Dense, EmptyAndScalar) {
    Source scalar = Source::tensor<double>({2.5}, {});
    EXPECT_THAT(dense<double>(tensor_of(scalar), {}), ElementsAre(2.5));
    Source empty = Source::tensor<double>({}, {0, 3});
    DLTensor t = tensor_of(empty);
    t.data = nullptr;
    EXPECT_TRUE(dense<double>(t, {any, 3}).empty());
}

/// Every element is where its indices say, for random views of up to five dimensions and each size of element.
template <class T>
void compare_with_indices(unsigned seed) {
    std::mt19937 random(seed);
    const auto pick = [&](int low, int high) { return std::uniform_int_distribution<int>(low, high)(random); };
    for (int round = 0; round < 200; ++round) {
        std::vector<std::int64_t> shape(static_cast<std::size_t>(pick(1, 5)));
        std::vector<std::int64_t> strides(shape.size());
        std::int64_t lowest = 0;
        std::int64_t highest = 0;
        for (std::size_t i = 0; i < shape.size(); ++i) {
            shape[i] = pick(1, 4);
            strides[i] = pick(-9, 9);
            (strides[i] < 0 ? lowest : highest) += strides[i] * (shape[i] - 1);
        }
        std::vector<T> memory(static_cast<std::size_t>(highest - lowest + 1));
        for (std::size_t i = 0; i < memory.size(); ++i) memory[i] = static_cast<T>(i);
        Source s = Source::tensor<T>(memory, shape).with_strides(strides, static_cast<std::size_t>(-lowest));
        const DLTensor& t = tensor_of(s);
        std::vector<T> copied(element_count(t));
        copy_dense(t, copied.data());

        std::vector<std::int64_t> index(shape.size(), 0);
        for (const T element : copied) {
            std::int64_t at = -lowest;
            for (std::size_t i = 0; i < index.size(); ++i) at += index[i] * strides[i];
            ASSERT_EQ(element, memory[static_cast<std::size_t>(at)]) << "round " << round;
            for (std::size_t i = index.size(); i-- > 0;) {
                if (++index[i] < shape[i]) break;
                index[i] = 0;
            }
        }
    }
}

TEST(CopyDense, AgreesWithIndexing) {
    compare_with_indices<std::uint8_t>(1);
    compare_with_indices<std::uint16_t>(2);
    compare_with_indices<float>(3);
    compare_with_indices<double>(4);
}

TEST(CopyDense, CopiesElementsOfOddSizes) {
    // Two elements of three bytes, the second one first.
    Source s = Source::tensor(DLDataType{kDLUInt, 8, 3}, "abcdef", {2}).with_strides({-1}, 1);
    std::string out(6, ' ');
    copy_dense(tensor_of(s), out.data());
    EXPECT_EQ(out, "defabc");
}

TEST(CheckArray, NamesShapeAndType) {
    Source flat = Source::tensor<float>({1, 2}, {2});
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return dense<float>(tensor_of(flat), {any, 3});
                       }),
              "the array has shape [2], expected [any, 3]");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return dense<std::int64_t>(tensor_of(flat), {2}); }),
              "the array has dtype float32, expected int64");
    Source narrow = Source::tensor<float>({1, 2}, {1, 2});
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           return dense<float>(tensor_of(narrow), {any, 3});
                       }),
              "the array has shape [1, 2], expected [any, 3]");
}

TEST(CheckArray, RefusesMemoryOfOtherDevices) {
    Source s = Source::tensor<float>({1}, {1});
    DLTensor t = tensor_of(s);
    t.device.device_type = kDLCUDA;
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return dense<float>(t, {1}); }),
              "the array is in the memory of device type 2; copy it to the CPU first");
}

TEST(ElementCount, RefusesWhatNoMemoryHolds) {
    Source s = Source::tensor<double>({1}, {1, 1, 1});
    DLTensor t = tensor_of(s);
    std::int64_t huge[] = {std::int64_t{1} << 40, std::int64_t{1} << 20, 1};
    t.shape = huge;
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return element_count(t); }),
              "the array has shape [1099511627776, 1048576, 1], which is more than memory holds");
    std::int64_t wraps[] = {std::int64_t{1} << 32, std::int64_t{1} << 32, 1};
    t.shape = wraps;
    EXPECT_THROW((void)element_count(t), Error);
    std::int64_t negative[] = {3, -1, 1};
    t.shape = negative;
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return element_count(t); }),
              "the array has shape [3, -1, 1]; no extent may be negative");
    std::int64_t nothing[] = {0, std::int64_t{1} << 62, std::int64_t{1} << 62};
    t.shape = nothing;
    EXPECT_EQ(element_count(t), 0U);
}

TEST(ElementCount, RefusesBrokenDimensions) {
    Source s = Source::tensor<double>({1}, {1});
    DLTensor t = tensor_of(s);
    t.ndim = -1;
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return element_count(t); }), "the array has -1 dimensions; give 0 to 64");
    t.ndim = 65;
    EXPECT_THROW((void)element_count(t), Error);
    t.ndim = 1;
    t.shape = nullptr;
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return element_count(t); }), "the array has no shape");
}

TEST(CopyDense, RefusesStridesThatOverflowAndMissingData) {
    Source s =
        Source::tensor<double>({1, 2, 3, 4}, {2, 2}).with_strides({std::numeric_limits<std::int64_t>::max() / 2, 1});
    double out[4];
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           copy_dense(tensor_of(s), out);
                           return 0;
                       }),
              "the array has a stride that no memory holds: 4611686018427387903");
    Source plain = Source::tensor<double>({1}, {1});
    DLTensor t = tensor_of(plain);
    t.data = nullptr;
    EXPECT_EQ(error_of(WBM_INVALID,
                       [&] {
                           copy_dense(t, out);
                           return 0;
                       }),
              "the array has shape [1] but no data");
}

TEST(CopyDense, RefusesElementsOfBits) {
    Source s = Source::tensor(DLDataType{kDLUInt, 1, 1}, "ab", {2});
    char out[2];
    EXPECT_EQ(error_of(WBM_UNSUPPORTED,
                       [&] {
                           copy_dense(tensor_of(s), out);
                           return 0;
                       }),
              "the array has dtype uint1, whose elements are no whole bytes");
}

TEST(DtypeName, IsNumPys) {
    EXPECT_EQ(dtype_name(dtype_of<std::uint8_t>()), "uint8");
    EXPECT_EQ(dtype_name(dtype_of<float>()), "float32");
    EXPECT_EQ(dtype_name(dtype_of<bool>()), "bool");
    EXPECT_EQ(dtype_name({kDLBfloat, 16, 1}), "bfloat16");
    EXPECT_EQ(dtype_name({kDLComplex, 64, 1}), "complex64");
    EXPECT_EQ(dtype_name({kDLFloat, 32, 4}), "float32x4");
    EXPECT_EQ(dtype_name({99, 8, 1}), "code99_8");
}

TEST(Array, IsRowMajorAndOwnsItsElements) {
    Array array(std::vector<float>{1, 2, 3, 4, 5, 6}, {2, 3});
    EXPECT_EQ(shape_text(array.dl()), "[2, 3]");
    EXPECT_TRUE(is_dense(array.dl()));
    EXPECT_EQ(array.dl().strides[0], 3);
    DLManagedTensor* given = array.release();
    EXPECT_THAT(dense<float>(given->dl_tensor, {2, 3}), ElementsAre(1, 2, 3, 4, 5, 6));
    given->deleter(given);
}

TEST(Array, MovesOnce) {
    Array a(std::vector<std::int16_t>{1, 2}, {2});
    Array b = std::move(a);
    EXPECT_THAT(dense<std::int16_t>(b.dl(), {2}), ElementsAre(1, 2));
    Array c(std::vector<std::int16_t>{3}, {1});
    c = std::move(b);
    EXPECT_THAT(dense<std::int16_t>(c.dl(), {2}), ElementsAre(1, 2));
}

TEST(Array, RefusesAShapeThatDoesNotFit) {
    EXPECT_EQ(error_of(WBM_INVALID,
                       [] {
                           return Array(std::vector<float>{1, 2, 3}, {2, 2});
                       }),
              "an array of shape [2, 2] and dtype float32 has 16 bytes, but 12 were given");
    EXPECT_THROW(Array(std::vector<float>{1, 2, 3, 4, 5}, {2, 2}), Error);
    EXPECT_THROW(Array(std::vector<float>{1}, {-1}), Error);
    EXPECT_THROW(Array(std::vector<float>{}, {0, std::int64_t{1} << 62, 8}), Error);
    EXPECT_EQ(error_of(WBM_INVALID,
                       [] {
                           return Array({kDLFloat, 16, 1}, {3}, std::vector<std::byte>(5));
                       }),
              "an array of shape [3] and dtype float16 has 6 bytes, but 5 were given");
}

}  // namespace
}  // namespace wbm
