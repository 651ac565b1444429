#include "header.hpp"

#include "limits.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace nifti {
namespace {

using wbm::invalid;
using wbm::unsupported;

constexpr VoxelType voxel_types[] = {
    {2, "uint8", 1, {kDLUInt, 8, 1}, 1},     {4, "int16", 2, {kDLInt, 16, 1}, 1},
    {8, "int32", 4, {kDLInt, 32, 1}, 1},     {16, "float32", 4, {kDLFloat, 32, 1}, 1},
    {32, "complex64", 8, {0, 0, 1}, 1},      {64, "float64", 8, {kDLFloat, 64, 1}, 1},
    {128, "rgb24", 3, {kDLUInt, 8, 1}, 3},   {256, "int8", 1, {kDLInt, 8, 1}, 1},
    {512, "uint16", 2, {kDLUInt, 16, 1}, 1}, {768, "uint32", 4, {kDLUInt, 32, 1}, 1},
    {1024, "int64", 8, {kDLInt, 64, 1}, 1},  {1280, "uint64", 8, {kDLUInt, 64, 1}, 1},
    {1536, "float128", 16, {0, 0, 1}, 1},    {1792, "complex128", 16, {0, 0, 1}, 1},
    {2048, "complex256", 32, {0, 0, 1}, 1},  {2304, "rgba32", 4, {kDLUInt, 8, 1}, 4},
};

constexpr std::string_view magic_1{"n+1\0", 4};
constexpr std::string_view magic_1_pair{"ni1\0", 4};
constexpr std::string_view magic_2{"n+2\0\r\n\x1a\n", 8};
constexpr std::string_view magic_2_pair{"ni2\0\r\n\x1a\n", 8};

/// Numbers of a header, whatever its byte order.
class Bytes {
public:
    Bytes(std::string_view head, bool swapped) : head_(head), swapped_(swapped) {}

    template <class T>
    [[nodiscard]] T at(std::size_t offset) const {
        char raw[sizeof(T)];
        std::memcpy(raw, head_.data() + offset, sizeof raw);
        if (swapped_) std::reverse(std::begin(raw), std::end(raw));
        T number;
        std::memcpy(&number, raw, sizeof number);
        return number;
    }
    template <class T, class Numbers>
    void list(std::size_t offset, Numbers& out) const {
        for (auto& number : out) {
            number = static_cast<std::decay_t<decltype(number)>>(at<T>(offset));
            offset += sizeof(T);
        }
    }
    [[nodiscard]] std::string text(std::size_t offset, std::size_t size) const {
        const std::string_view field = head_.substr(offset, size);
        return std::string(field.substr(0, std::min(field.find('\0'), size)));
    }

private:
    std::string_view head_;
    bool swapped_;
};

/// The numbers of both versions, before they are checked.
struct Raw {
    std::array<std::int64_t, 8> dim{};
    int datatype = 0;
    int bitpix = 0;
    double offset = 0;
};

void read_1(const Bytes& in, Header& header, Raw& raw) {
    in.list<std::int16_t>(40, raw.dim);
    raw.datatype = in.at<std::int16_t>(70);
    raw.bitpix = in.at<std::int16_t>(72);
    in.list<float>(76, header.pixdim);
    raw.offset = in.at<float>(108);
    header.slope = in.at<float>(112);
    header.intercept = in.at<float>(116);
    header.units = in.at<std::uint8_t>(123);
    header.description = in.text(148, 80);
    header.qform_code = in.at<std::int16_t>(252);
    header.sform_code = in.at<std::int16_t>(254);
    in.list<float>(256, header.quaternion);
    for (std::size_t row = 0; row < 3; ++row) in.list<float>(280 + 16 * row, header.srow[row]);
}

void read_2(const Bytes& in, Header& header, Raw& raw) {
    raw.datatype = in.at<std::int16_t>(12);
    raw.bitpix = in.at<std::int16_t>(14);
    in.list<std::int64_t>(16, raw.dim);
    in.list<double>(104, header.pixdim);
    raw.offset = static_cast<double>(in.at<std::int64_t>(168));
    header.slope = in.at<double>(176);
    header.intercept = in.at<double>(184);
    header.description = in.text(240, 80);
    header.qform_code = in.at<std::int32_t>(344);
    header.sform_code = in.at<std::int32_t>(348);
    in.list<double>(352, header.quaternion);
    for (std::size_t row = 0; row < 3; ++row) in.list<double>(400 + 32 * row, header.srow[row]);
    header.units = in.at<std::int32_t>(500);
}

bool begins_with_number(std::string_view head, std::int32_t expected, bool swapped) {
    return head.size() >= header_1_bytes && Bytes(head, swapped).at<std::int32_t>(0) == expected;
}

/// Version and byte order, from the header's own size and magic.
void identify(std::string_view head, const std::string& name, Header& header) {
    if (head.size() < header_1_bytes)
        throw invalid(name + " has " + std::to_string(head.size()) +
                      " bytes, and a NIfTI header has 348; it is cut short");
    for (const bool swapped : {false, true})
        for (const int version : {1, 2})
            if (begins_with_number(head, version == 1 ? header_1_bytes : header_2_bytes, swapped)) {
                header.version = version;
                header.swapped = swapped;
                const std::string_view magic = version == 1 ? head.substr(344, 4) : head.substr(4, 8);
                if (magic == (version == 1 ? magic_1_pair : magic_2_pair))
                    throw unsupported(name +
                                      " is the header of a pair of files (.hdr and .img); convert it to one .nii file");
                if (magic != (version == 1 ? magic_1 : magic_2))
                    throw invalid(name + ": the magic is not that of NIfTI-" + std::to_string(version) +
                                  "; an Analyze file must be converted first");
                if (version == 2 && head.size() < header_2_bytes)
                    throw invalid(name + " has " + std::to_string(head.size()) +
                                  " bytes, and a NIfTI-2 header has 540; it is cut short");
                return;
            }
    throw invalid(name + " is no NIfTI file: sizeof_hdr is neither 348 nor 540");
}

void check_shape(const Raw& raw, const std::string& name, Header& header) {
    if (raw.dim[0] < 1 || raw.dim[0] > 7)
        throw invalid(name + ": dim[0] is " + std::to_string(raw.dim[0]) + ", expected 1 to 7 axes");
    std::uint64_t bytes = header.voxel->bytes;
    for (std::size_t axis = 1; axis <= static_cast<std::size_t>(raw.dim[0]); ++axis) {
        const std::int64_t extent = raw.dim[axis];
        if (extent < 1)
            throw invalid(name + ": dim[" + std::to_string(axis) + "] is " + std::to_string(extent) +
                          "; an axis has 1 voxel or more");
        if (static_cast<std::uint64_t>(extent) > max_data_bytes / bytes)
            throw invalid(name + ": dim claims more than " + std::to_string(max_data_bytes) +
                          " bytes of voxels; split the volume");
        bytes *= static_cast<std::uint64_t>(extent);
        header.shape.push_back(extent);
    }
}

void check_voxel(const Raw& raw, const std::string& name, Header& header) {
    for (const VoxelType& type : voxel_types)
        if (type.code == raw.datatype) header.voxel = &type;
    if (header.voxel == nullptr)
        throw unsupported(name + ": datatype is " + std::to_string(raw.datatype) +
                          ", which is no type of voxels that is read here");
    if (static_cast<std::size_t>(raw.bitpix) != 8 * header.voxel->bytes)
        throw invalid(name + ": bitpix is " + std::to_string(raw.bitpix) + ", and a voxel of datatype " +
                      header.voxel->name + " has " + std::to_string(8 * header.voxel->bytes) + " bits");
}

void check_offset(const Raw& raw, const std::string& name, Header& header) {
    // Four bytes behind the header say whether extensions follow. Zero is what some writers leave for "right behind".
    const double least = (header.version == 1 ? header_1_bytes : header_2_bytes) + 4.0;
    const double offset = raw.offset == 0 ? least : raw.offset;
    if (!(offset >= least && offset <= static_cast<double>(max_offset)) || offset != std::floor(offset))
        throw invalid(name + ": vox_offset is " + wbm::brief(wbm::json::value(raw.offset)) + ", expected " +
                      std::to_string(static_cast<int>(least)) + " to " + std::to_string(max_offset));
    header.offset = static_cast<std::uint64_t>(offset);
}

void check_scale(const std::string& name, Header& header) {
    if (header.slope == 0 || !std::isfinite(header.slope)) {  // the format's way to say that there is none
        header.slope = 1;
        header.intercept = 0;
    }
    if (!std::isfinite(header.intercept))
        throw invalid(name + ": scl_inter is " + wbm::brief(wbm::json::value(header.intercept)) +
                      " beside a scl_slope; it must be a number");
}

void check_spacing(const std::string& name, const Header& header) {
    for (std::size_t axis = 1; axis <= std::min<std::size_t>(header.shape.size(), 4); ++axis)
        if (!(std::abs(header.pixdim[axis]) <= max_spacing))
            throw invalid(name + ": pixdim[" + std::to_string(axis) + "] is " +
                          wbm::brief(wbm::json::value(header.pixdim[axis])) + "; a spacing is a number up to 1e9");
}

}  // namespace

std::uint64_t Header::data_bytes() const {
    std::uint64_t bytes = voxel->bytes;
    for (const std::int64_t extent : shape) bytes *= static_cast<std::uint64_t>(extent);
    return bytes;
}

bool looks_like_nifti(std::string_view head) noexcept {
    if (head.size() < header_1_bytes) return false;
    const std::string_view first = head.substr(344, 4);
    const std::string_view second = head.substr(4, 8);
    return first == magic_1 || first == magic_1_pair || second == magic_2 || second == magic_2_pair;
}

bool is_version_2(std::string_view head) noexcept {
    return begins_with_number(head, header_2_bytes, false) || begins_with_number(head, header_2_bytes, true);
}

Header parse_header(std::string_view head, const std::string& name) {
    Header header;
    identify(head, name, header);
    Raw raw;
    const Bytes in(head, header.swapped);
    header.version == 1 ? read_1(in, header, raw) : read_2(in, header, raw);
    check_voxel(raw, name, header);
    check_shape(raw, name, header);
    check_offset(raw, name, header);
    check_scale(name, header);
    check_spacing(name, header);
    return header;
}

const VoxelType* voxel_of(DLDataType dtype) noexcept {
    for (const VoxelType& type : voxel_types)
        if (type.channels == 1 && type.dtype.bits != 0 && type.dtype.code == dtype.code &&
            type.dtype.bits == dtype.bits && dtype.lanes == 1)
            return &type;
    return nullptr;
}

}  // namespace nifti
