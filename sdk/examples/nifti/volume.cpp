#include "volume.hpp"

#include "limits.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cstring>
#include <vector>

namespace nifti {
namespace {

/// Leaves `in` right behind the header.
Header read_header(Unpacked& in) {
    char head[header_2_bytes];
    std::size_t size = in.read(head, header_1_bytes);
    if (is_version_2({head, size})) size += in.read(head + size, header_2_bytes - size);
    return parse_header({head, size}, in.name());
}

[[noreturn]] void refuse_cut(const Unpacked& in, const Header& header) {
    throw wbm::invalid(in.name() + " is cut short: its header says that " + std::to_string(header.data_bytes()) +
                       " bytes of voxels follow at byte " + std::to_string(header.offset));
}

/// Before anything is unpacked: a small file cannot hold what its header claims.
void check_claim(const Unpacked& in, const Header& header) {
    const std::uint64_t claimed = header.offset + header.data_bytes();
    if (claimed / (in.is_packed() ? max_deflate_ratio : 1) > in.stored_bytes()) refuse_cut(in, header);
}

void go_to_voxels(Unpacked& in, const Header& header) {
    const std::uint64_t behind_header = header.version == 1 ? header_1_bytes : header_2_bytes;
    const std::uint64_t extensions = header.offset - behind_header;
    if (in.skip(extensions) != extensions) refuse_cut(in, header);
}

/// An array whose elements lie in a file's order: a view with strides, which copy_dense() turns into a row-major one.
struct View {
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;  ///< in elements

    void add_axis(std::int64_t extent, std::int64_t stride) {
        shape.push_back(extent);
        strides.push_back(stride);
    }
    void copy_to(void* out, const void* first, DLDataType dtype) {
        const DLTensor tensor{const_cast<void*>(first),
                              {kDLCPU, 0},
                              static_cast<int>(shape.size()),
                              dtype,
                              shape.data(),
                              strides.data(),
                              0};
        wbm::copy_dense(tensor, out);
    }
};

void swap_bytes(std::vector<std::byte>& bytes, std::size_t size) {
    if (size < 2) return;
    for (auto at = bytes.begin(); at != bytes.end(); at += static_cast<std::ptrdiff_t>(size))
        std::reverse(at, at + static_cast<std::ptrdiff_t>(size));
}

wbm::Array scaled_array(const Header& header, const std::vector<std::byte>& voxels, std::vector<std::int64_t> shape) {
    return wbm::with_element(header.voxel->dtype, [&](auto kind) {
        using T = decltype(kind);
        std::vector<double> numbers(voxels.size() / sizeof(T));
        for (std::size_t i = 0; i < numbers.size(); ++i)
            numbers[i] = static_cast<double>(wbm::as_number(wbm::load_element<T>(voxels.data() + i * sizeof(T)))) *
                             header.slope +
                         header.intercept;
        return wbm::Array(std::move(numbers), std::move(shape));
    });
}

void check_slice(const Header& header, const Slice& slice) {
    if (slice.axis >= header.shape.size())
        throw wbm::invalid("option \"slice\": \"axis\" is " + std::to_string(slice.axis) + ", and the volume has " +
                           std::to_string(header.shape.size()) + " axes; the first is 0");
    if (slice.index < 0 || slice.index >= header.shape[slice.axis])
        throw wbm::invalid("option \"slice\": \"index\" is " + std::to_string(slice.index) + ", and axis " +
                           std::to_string(slice.axis) + " has " + std::to_string(header.shape[slice.axis]) +
                           " slices; the first is 0");
}

/// The voxels as they are in the file, in this machine's byte order.
std::vector<std::byte> raw_voxels(Unpacked& in, const Header& header) {
    go_to_voxels(in, header);
    std::vector<std::byte> raw(header.data_bytes());
    if (in.read(reinterpret_cast<char*>(raw.data()), raw.size()) != raw.size()) refuse_cut(in, header);
    if (header.swapped && header.voxel->channels == 1) swap_bytes(raw, header.voxel->bytes);
    return raw;
}

}  // namespace

Header check_volume(Unpacked& in) {
    Header header = read_header(in);
    check_claim(in, header);
    go_to_voxels(in, header);
    if (in.skip(header.data_bytes()) != header.data_bytes()) refuse_cut(in, header);
    if (in.skip(max_trailing_bytes + 1) > max_trailing_bytes)
        throw wbm::invalid(in.name() + " goes on for more than " + std::to_string(max_trailing_bytes) +
                           " bytes behind its last voxel; is its header the right one?");
    return header;
}

wbm::Array read_voxels(Unpacked& in, const std::optional<Slice>& slice, bool scaled) {
    const Header header = read_header(in);
    const VoxelType& voxel = *header.voxel;
    if (voxel.dtype.bits == 0)
        throw wbm::unsupported(std::string("the voxels are ") + voxel.name +
                               ", which no array holds; read the file itself");
    if (scaled && voxel.channels != 1)
        throw wbm::unsupported("the voxels are colours, which are not scaled; leave option \"scaled\" out");
    if (slice) check_slice(header, *slice);
    check_claim(in, header);
    const std::vector<std::byte> raw = raw_voxels(in, header);

    View view;
    std::int64_t stride = voxel.channels;
    std::int64_t first = 0;
    for (std::size_t axis = 0; axis < header.shape.size(); stride *= header.shape[axis++]) {
        if (slice && slice->axis == axis)
            first = stride * slice->index;
        else
            view.add_axis(header.shape[axis], stride);
    }
    if (voxel.channels > 1) view.add_axis(voxel.channels, 1);
    const std::size_t slices = slice ? static_cast<std::size_t>(header.shape[slice->axis]) : 1;
    std::vector<std::byte> ordered(raw.size() / slices);
    view.copy_to(ordered.data(), raw.data() + static_cast<std::size_t>(first) * (voxel.dtype.bits / 8U), voxel.dtype);
    if (scaled) return scaled_array(header, ordered, std::move(view.shape));
    return {voxel.dtype, std::move(view.shape), std::move(ordered)};
}

std::string in_file_order(const DLTensor& tensor) {
    View view;  // the same elements with the axes the other way round
    for (int axis = tensor.ndim; axis-- > 0;) view.add_axis(tensor.shape[axis], tensor.strides[axis]);
    std::string out(wbm::element_count(tensor) * (tensor.dtype.bits / 8U), '\0');
    view.copy_to(out.data(), tensor.data, tensor.dtype);
    return out;
}

}  // namespace nifti
