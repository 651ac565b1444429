#include <gtest/gtest.h>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/npy.hpp>

#include "temp_dir.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <functional>
#include <string>
#include <vector>

namespace {

using wbm::MediaError;
using wbm::NpyArray;
using wbm::Status;

static_assert(std::endian::native == std::endian::little, "the expected bytes below are for little-endian machines");

/// A file of this version with this dictionary and these elements.
std::string npy(const std::string& dict, const std::string& data, int version = 1) {
    std::string text = "\x93NUMPY";
    text += {static_cast<char>(version), '\0'};
    for (int i = 0; i < (version == 1 ? 2 : 4); ++i) text += static_cast<char>(dict.size() >> (8 * i) & 0xff);
    return text + dict + data;
}

std::string dict(const std::string& descr, const std::string& shape, bool fortran = false) {
    return "{'descr': '" + descr + "', 'fortran_order': " + (fortran ? "True" : "False") + ", 'shape': " + shape +
           ", }\n";
}

template <class T>
std::string raw(std::initializer_list<T> values) {
    std::string text(values.size() * sizeof(T), '\0');
    std::memcpy(text.data(), values.begin(), text.size());
    return text;
}

template <class T>
std::vector<T> elements(const NpyArray& array) {
    std::vector<T> values(array.data.size() / sizeof(T));
    if (!values.empty()) std::memcpy(values.data(), array.data.data(), array.data.size());
    return values;
}

std::string refusal(const std::function<void()>& call, Status expected) {
    try {
        call();
    } catch (const MediaError& error) {
        EXPECT_EQ(error.status(), expected) << error.what();
        return error.what();
    }
    ADD_FAILURE() << "nothing was refused";
    return {};
}

std::string refusal_of(const std::string& file, Status expected = Status::invalid) {
    return refusal([&] { (void)wbm::parse_npy(file); }, expected);
}

TEST(Npy, ReadsEveryVersion) {
    for (const int version : {1, 2, 3}) {
        const NpyArray array = wbm::parse_npy(npy(dict("<f4", "(2, 3)"), raw<float>({1, 2, 3, 4, 5, 6}), version));
        EXPECT_EQ(array.shape, (std::vector<std::int64_t>{2, 3}));
        EXPECT_EQ(array.strides, (std::vector<std::int64_t>{3, 1}));
        EXPECT_EQ(array.dtype.code, kDLFloat);
        EXPECT_EQ(array.dtype.bits, 32);
        EXPECT_EQ(elements<float>(array), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    }
    EXPECT_TRUE(wbm::is_npy(npy(dict("<f4", "()"), raw<float>({1}))));
    EXPECT_FALSE(wbm::is_npy("\x93NUMP"));
}

TEST(Npy, ReadsEveryDtype) {
    struct Case {
        const char* descr;
        std::uint8_t code;
        std::uint8_t bits;
    };
    for (const Case& c : {Case{"|b1", wbm::dl_bool, 8},
                          {"|i1", kDLInt, 8},
                          {"<i2", kDLInt, 16},
                          {"<i4", kDLInt, 32},
                          {"<i8", kDLInt, 64},
                          {"|u1", kDLUInt, 8},
                          {"<u2", kDLUInt, 16},
                          {"=u4", kDLUInt, 32},
                          {"<u8", kDLUInt, 64},
                          {"<f2", kDLFloat, 16},
                          {"<f8", kDLFloat, 64},
                          {"<V2", kDLBfloat, 16},
                          {"<c8", kDLComplex, 64},
                          {"<c16", kDLComplex, 128}}) {
        const NpyArray array = wbm::parse_npy(npy(dict(c.descr, "(2,)"), std::string(c.bits / 4, '\1')));
        EXPECT_EQ(array.dtype.code, c.code) << c.descr;
        EXPECT_EQ(array.dtype.bits, c.bits) << c.descr;
        EXPECT_EQ(array.data.size(), c.bits / 4U) << c.descr;
    }
}

TEST(Npy, SwapsBigEndianNumbersButNotTheHalvesOfAComplexOne) {
    EXPECT_EQ(elements<std::uint32_t>(wbm::parse_npy(npy(dict(">u4", "(1,)"), std::string("\0\0\1\2", 4)))),
              std::vector<std::uint32_t>{0x102});
    const std::string complex_bytes("\x3f\x80\0\0\x40\0\0\0", 8);  // 1 + 2i
    EXPECT_EQ(elements<float>(wbm::parse_npy(npy(dict(">c8", "(1,)"), complex_bytes))), (std::vector<float>{1, 2}));
    EXPECT_EQ(elements<std::uint8_t>(wbm::parse_npy(npy(dict(">u1", "(2,)"), "\1\2"))),
              (std::vector<std::uint8_t>{1, 2}));
}

TEST(Npy, FortranOrderIsInTheStrides) {
    const NpyArray array = wbm::parse_npy(npy(dict("<i2", "(2, 3)", true), raw<std::int16_t>({1, 4, 2, 5, 3, 6})));
    EXPECT_EQ(array.strides, (std::vector<std::int64_t>{1, 2}));
    const wbm::Part part = array.part();
    const std::string c_order = wbm::to_npy(*part.tensor());
    EXPECT_EQ(elements<std::int16_t>(wbm::parse_npy(c_order)), (std::vector<std::int16_t>{1, 2, 3, 4, 5, 6}));
}

TEST(Npy, BooleansAreZeroOrOne) {
    const NpyArray array = wbm::parse_npy(npy(dict("|b1", "(3,)"), std::string("\0\1\x80", 3)));
    EXPECT_EQ(elements<std::uint8_t>(array), (std::vector<std::uint8_t>{0, 1, 1}));
}

TEST(Npy, ScalarsEmptyArraysAndOldPythonHeaders) {
    EXPECT_TRUE(wbm::parse_npy(npy(dict("<f8", "()"), raw<double>({7}))).shape.empty());
    const NpyArray empty = wbm::parse_npy(npy(dict("<f8", "(0, 4)"), ""));
    EXPECT_EQ(empty.shape, (std::vector<std::int64_t>{0, 4}));
    EXPECT_EQ(empty.part().tensor()->ndim, 2);
    EXPECT_EQ(wbm::parse_npy(npy("{ \"shape\" :(2L,1L),'fortran_order':False,'descr':\"|u1\"}   \n", "ab")).shape,
              (std::vector<std::int64_t>{2, 1}));
}

TEST(Npy, BrokenHeadersAreRefusedByReason) {
    const std::string again = "; write the file again with numpy.save";
    EXPECT_EQ(refusal_of("PK"), "npy: the file does not start as a .npy file does" + again);
    EXPECT_EQ(refusal_of("\x93NUMPY\x01"), "npy: the file ends inside its header" + again);
    const std::string whole = npy(dict("<f4", "(1,)"), raw<float>({1}));
    for (std::size_t size = 6; size < 10 + dict("<f4", "(1,)").size(); ++size)
        EXPECT_EQ(refusal_of(whole.substr(0, size)), "npy: the file ends inside its header" + again) << size;
    EXPECT_EQ(refusal_of(npy(dict("<f4", "(1,)"), raw<float>({1}), 4), Status::unsupported),
              "npy: format version 4.0 is not known; write the file with version 1.0, 2.0 or 3.0");
    EXPECT_EQ(refusal_of(npy("{'descr': '<f4', 'shape': (1,)}", raw<float>({1}))),
              "npy: the header has no 'fortran_order'" + again);
    for (const char* bad :
         {"", "{", "{}x", "[]", "{'descr': '<f4', 'descr': '<f4'}", "{'extra': 1}", "{'descr': <f4}",
          "{'fortran_order': 1}", "{'shape': (3)}", "{'shape': (3", "{'shape': (-3,)}", "{'shape': (,)}",
          "{'shape': (99999999999999999999,)}", "{'descr': 'a\\'b'}", "{'descr' '<f4'}", "{'shape': (1 2)}"})
        EXPECT_TRUE(refusal_of(npy(bad, "")).starts_with("npy: the header has ")) << bad;
    EXPECT_EQ(refusal_of(npy("{'descr': '<f4', 'descr'", "")), "npy: the header has no ':' at byte 24" + again);
    EXPECT_EQ(refusal_of(npy("{'descr': '<f4', 'descr': '<f4'}", "")),
              "npy: the header has the key 'descr', which is unknown or comes twice, at byte 25" + again);
    EXPECT_EQ(refusal_of(npy(dict("<f4", "(1)"), raw<float>({1}))),
              "npy: the header has no ',' after the only size at byte 52" + again);
    std::string many = "(";
    for (int i = 0; i < 65; ++i) many += "1,";
    EXPECT_NE(refusal_of(npy(dict("|u1", many + ")"), "a")).find("more than 64 dimensions"), std::string::npos);
}

TEST(Npy, HugeHeadersAreNotRead) {
    const std::string big(wbm::limits::npy_header_bytes + 1, ' ');
    EXPECT_EQ(
        refusal_of(npy(big, "", 2)),
        "npy: the header says it has 65537 bytes, more than the allowed 65536; write the file again with numpy.save");
}

TEST(Npy, LengthMustFitBeforeAnythingIsAllocated) {
    EXPECT_EQ(refusal_of(npy(dict("<f4", "(3,)"), raw<float>({1, 2}))),
              "npy: the shape [3] of float32 needs 12 bytes, the file has 8; write the file again with numpy.save");
    EXPECT_NE(refusal_of(npy(dict("<f4", "(1,)"), raw<float>({1, 2}))).find("needs 4 bytes, the file has 8"),
              std::string::npos);
    EXPECT_NE(refusal_of(npy(dict("<f4", "(1099511627776,)"), "")).find("needs 4398046511104 bytes"),
              std::string::npos);
    for (const char* shape : {"(4294967296, 4294967296)", "(9223372036854775807,)", "(0, 4294967296, 4294967296)"})
        EXPECT_NE(refusal_of(npy(dict("<f8", shape), "")).find("larger than memory can be"), std::string::npos)
            << shape;
}

TEST(Npy, OtherDtypesAreUnsupported) {
    EXPECT_EQ(
        refusal_of(npy(dict("|O", "(1,)"), "x"), Status::unsupported),
        "npy: the dtype '|O' cannot be read (Python objects are never unpickled); save the array as bool, int, uint, "
        "float or complex");
    for (const char* descr :
         {"<U1", "|S5", "<M8[ns]", "<f16", "<f3", "|V8", "|V2", "<V4", "f4", "<f", "<f4x", "|f4", "", "<i-4", "<b2"})
        EXPECT_NE(refusal_of(npy(dict(descr, "(1,)"), "x"), Status::unsupported).find(descr), std::string::npos)
            << descr;
    EXPECT_EQ(
        refusal_of(npy("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1,)}", ""), Status::unsupported),
        "npy: a dtype with named fields cannot be read; save one array for each field");
}

TEST(Npy, WritesWhatNumPyWrites) {
    const std::array<std::int64_t, 3> data{1, 2, 3};
    const wbm::Part part = wbm::tensor(data, {3});
    std::string expected = "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }";
    expected.resize(128 - 10 - 1, ' ');
    EXPECT_EQ(wbm::to_npy(*part.tensor()), npy(expected + "\n", raw<std::int64_t>({1, 2, 3})));
    const double one = 1;
    EXPECT_NE(wbm::to_npy(*wbm::array(&one, wbm::dtype_of<double>(), {}).tensor()).find("'shape': (), }"),
              std::string::npos);
}

TEST(Npy, WritesEveryDtype) {
    struct Case {
        DLDataType dtype;
        const char* descr;
    };
    const std::string data(32, '\1');
    for (const Case& c : {Case{{wbm::dl_bool, 8, 1}, "|b1"},
                          {{kDLInt, 8, 1}, "|i1"},
                          {{kDLInt, 16, 1}, "<i2"},
                          {{kDLInt, 32, 1}, "<i4"},
                          {{kDLInt, 64, 1}, "<i8"},
                          {{kDLUInt, 8, 1}, "|u1"},
                          {{kDLUInt, 16, 1}, "<u2"},
                          {{kDLUInt, 32, 1}, "<u4"},
                          {{kDLUInt, 64, 1}, "<u8"},
                          {{kDLFloat, 16, 1}, "<f2"},
                          {{kDLFloat, 32, 1}, "<f4"},
                          {{kDLFloat, 64, 1}, "<f8"},
                          {{kDLBfloat, 16, 1}, "<V2"},
                          {{kDLComplex, 64, 1}, "<c8"},
                          {{kDLComplex, 128, 1}, "<c16"}}) {
        const std::string text = wbm::to_npy(*wbm::array(data.data(), c.dtype, {2}).tensor());
        EXPECT_NE(text.find("'descr': '" + std::string(c.descr) + "', "), std::string::npos) << c.descr;
        const NpyArray back = wbm::parse_npy(text);
        EXPECT_EQ(back.dtype.code, c.dtype.code) << c.descr;
        EXPECT_EQ(back.dtype.bits, c.dtype.bits) << c.descr;
        EXPECT_EQ(elements<std::uint8_t>(back), std::vector<std::uint8_t>(c.dtype.bits / 4U, 1)) << c.descr;
    }
}

TEST(Npy, WritesAnyStrides) {
    const std::array<std::uint8_t, 6> data{1, 2, 3, 4, 5, 6};
    const auto written = [&](const void* first, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides) {
        const wbm::Part part = wbm::array(first, wbm::dtype_of<std::uint8_t>(), std::move(shape), std::move(strides));
        return elements<std::uint8_t>(wbm::parse_npy(wbm::to_npy(*part.tensor())));
    };
    using Bytes = std::vector<std::uint8_t>;
    EXPECT_EQ(written(data.data(), {3, 2}, {1, 3}), (Bytes{1, 4, 2, 5, 3, 6})) << "transposed";
    EXPECT_EQ(written(data.data() + 5, {6}, {-1}), (Bytes{6, 5, 4, 3, 2, 1})) << "reversed";
    EXPECT_EQ(written(data.data(), {2, 3}, {0, 1}), (Bytes{1, 2, 3, 1, 2, 3})) << "broadcast";
    EXPECT_EQ(written(data.data(), {2, 2}, {3, 0}), (Bytes{1, 1, 4, 4})) << "broadcast along the last axis";
    EXPECT_EQ(written(data.data(), {2, 2}, {3, 1}), (Bytes{1, 2, 4, 5})) << "cropped";
    EXPECT_EQ(written(nullptr, {2, 0}, {}), Bytes{});
}

TEST(Npy, RefusesToWriteWhatNumPyLacks) {
    const std::uint16_t one = 1;
    const auto write = [&](DLDataType dtype) { (void)wbm::to_npy(*wbm::array(&one, dtype, {1}).tensor()); };
    EXPECT_EQ(refusal(
                  [&] {
                      write({kDLFloat, 8, 1});
                  },
                  Status::unsupported),
              "npy: NumPy has no dtype for float8; convert the array to bool, int, uint, float, bfloat16 or complex");
    refusal([&] { write({kDLBfloat, 32, 1}); }, Status::unsupported);
    refusal([&] { write({kDLInt, 4, 1}); }, Status::unsupported);
    refusal([&] { write({kDLUInt, 8, 2}); }, Status::unsupported);
    const wbm::Part part = wbm::array(&one, wbm::dtype_of<std::uint16_t>(), {1});
    DLTensor elsewhere = *part.tensor();
    elsewhere.device = {kDLCUDA, 0};
    refusal([&] { (void)wbm::to_npy(elsewhere); }, Status::unsupported);
}

TEST(Npy, ReadsFiles) {
    const wbm::test::TempDir dir;
    const auto file =
        dir.write("a.npy", npy(dict(">f8", "(2,)"), std::string("\x3f\xf0\0\0\0\0\0\0\x40\0\0\0\0\0\0\0", 16)));
    EXPECT_EQ(elements<double>(wbm::read_npy(file)), (std::vector<double>{1, 2}));
    EXPECT_TRUE(wbm::read_npy(dir.write("e.npy", npy(dict("<f8", "(0,)"), ""))).data.empty());
    const std::string broken = refusal([&] { (void)wbm::read_npy(dir.write("b.npy", "x")); }, Status::invalid);
    EXPECT_NE(broken.find("b.npy\": npy: the file does not start"), std::string::npos) << broken;
    refusal([&] { (void)wbm::read_npy(dir / "none.npy"); }, Status::not_found);
    refusal([&] { (void)wbm::read_npy(dir.path()); }, Status::invalid);
    refusal([&] { (void)wbm::read_npy(dir.write("empty.npy", "")); }, Status::invalid);
}

}  // namespace
