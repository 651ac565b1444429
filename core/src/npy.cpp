#include <wbm/npy.hpp>

#include "dtype.hpp"
#include "open_file.hpp"
#include "store_path.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>
#include <wbm/npy_header.hpp>

#include <algorithm>
#include <cstring>
#include <utility>

namespace wbm {

namespace {

static_assert(limits::npy_header_bytes == npy::max_header_bytes);

/// The header's functions are the SDK's too, and throw no MediaError.
template <class Call>
auto checked(const Call& call) {
    try {
        return call();
    } catch (const npy::Error& error) {
        throw MediaError(error.is_unsupported() ? Status::unsupported : Status::invalid, error.what());
    }
}

[[noreturn]] void broken(const std::string& reason) {
    throw MediaError(Status::invalid, "npy: " + reason + "; write the file again with numpy.save");
}

std::vector<std::int64_t> dense_strides(const std::vector<std::int64_t>& shape, bool fortran_order) {
    std::vector<std::int64_t> strides(shape.size());
    std::int64_t step = 1;
    for (std::size_t i = 0; i < shape.size(); ++i) {
        const std::size_t axis = fortran_order ? i : shape.size() - 1 - i;
        strides[axis] = step;
        if (__builtin_mul_overflow(step, std::max<std::int64_t>(shape[axis], 1), &step))
            broken("the shape " + shape_text(shape) + " is larger than memory can be");
    }
    return strides;
}

/// The array that a header describes, without its elements. Nothing of the announced size is allocated before it is
/// known that the file has it.
NpyArray describe(const npy::Header& header, std::uint64_t file_bytes) {
    NpyArray array;
    array.dtype = header.dtype;
    array.shape = header.shape;
    array.strides = dense_strides(header.shape, header.fortran_order);
    const std::uint64_t present = file_bytes - header.data_offset;
    const auto count = element_count(array.shape);
    std::uint64_t needed = 0;
    if (!count || __builtin_mul_overflow(static_cast<std::uint64_t>(*count), item_size(array.dtype), &needed))
        broken("the shape " + shape_text(array.shape) + " is larger than memory can be");
    if (needed != present)
        broken("the shape " + shape_text(array.shape) + " of " + dtype_name(array.dtype) + " needs " +
               std::to_string(needed) + " bytes, the file has " + std::to_string(present));
    array.data.resize(static_cast<std::size_t>(needed));
    return array;
}

/// Turns the file's bytes into this machine's: byte order, and booleans that are 0 or 1 and nothing else (another byte
/// in a C++ bool is undefined behaviour).
void to_native(NpyArray& array, bool swap_bytes) {
    if (array.dtype.code == dl_bool)
        for (std::byte& b : array.data) b = std::byte{b != std::byte{0}};
    if (!swap_bytes) return;
    const std::size_t number = item_size(array.dtype) / (array.dtype.code == kDLComplex ? 2 : 1);
    for (auto at = array.data.begin(); at != array.data.end(); at += static_cast<std::ptrdiff_t>(number))
        std::reverse(at, at + static_cast<std::ptrdiff_t>(number));
}

/// Appends the elements below `axis` in row-major order, whatever the strides are.
void gather(std::string& out, const DLTensor& array, std::size_t item, int axis, const char* at) {
    if (axis == array.ndim) {
        out.append(at, item);
        return;
    }
    const std::int64_t step = array.strides[axis] * static_cast<std::int64_t>(item);
    if (axis + 1 == array.ndim && array.strides[axis] == 1) {
        out.append(at, static_cast<std::size_t>(array.shape[axis]) * item);
        return;
    }
    for (std::int64_t i = 0; i < array.shape[axis]; ++i) gather(out, array, item, axis + 1, at + i * step);
}

NpyArray read_open(const OpenFile& input) {
    const std::uint64_t file_bytes = input.size();
    std::string head;
    const auto read_head = [&](std::size_t bytes) {
        head.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, file_bytes)));
        input.read_at(0, head.data(), head.size());
    };
    read_head(npy::prelude_bytes);
    read_head(checked([&] { return npy::header_length(head); }));
    const npy::Header header = checked([&] { return npy::parse_header(head); });
    NpyArray array = describe(header, file_bytes);
    input.read_at(header.data_offset, reinterpret_cast<char*>(array.data.data()), array.data.size());
    to_native(array, header.swap_bytes);
    return array;
}

}  // namespace

bool is_npy(std::string_view head) noexcept { return head.starts_with("\x93NUMPY"); }

NpyArray read_npy(const std::filesystem::path& file) {
    const OpenFile input(file, OpenFile::Access::read);
    try {
        return read_open(input);
    } catch (const MediaError& error) {
        if (error.status() == Status::io) throw;  // names the file already
        throw MediaError(error.status(), "file " + quoted(file) + ": " + error.what());
    }
}

NpyArray parse_npy(std::string_view bytes) {
    const npy::Header header = checked([&] { return npy::parse_header(bytes); });
    NpyArray array = describe(header, bytes.size());
    if (!array.data.empty()) std::memcpy(array.data.data(), bytes.data() + header.data_offset, array.data.size());
    to_native(array, header.swap_bytes);
    return array;
}

std::string to_npy(const DLTensor& array) {
    if (array.device.device_type != kDLCPU)
        throw MediaError(Status::unsupported, "npy: the array is not in the CPU's memory; copy it there first");
    if (array.ndim < 0 || static_cast<std::size_t>(array.ndim) > npy::max_dimensions)
        throw MediaError(Status::unsupported, "npy: an array of " + std::to_string(array.ndim) +
                                                  " dimensions cannot be written; NumPy has at most " +
                                                  std::to_string(npy::max_dimensions));
    // A Part checks shape, strides and data, and fills in strides that are not given.
    const Part part = tensor(array);
    const DLTensor& dense = *part.tensor();
    const std::vector<std::int64_t> shape(dense.shape, dense.shape + dense.ndim);
    std::string out = checked([&] { return npy::make_header(dense.dtype, shape); });
    const std::size_t bytes = static_cast<std::size_t>(element_count(shape).value_or(0)) * item_size(dense.dtype);
    if (bytes == 0) return out;
    out.reserve(out.size() + bytes);
    const char* data = static_cast<const char*>(dense.data);
    const std::vector<std::int64_t> strides(dense.strides, dense.strides + dense.ndim);
    if (strides == dense_strides(shape, false))
        out.append(data, bytes);
    else
        gather(out, dense, item_size(dense.dtype), 0, data);
    return out;
}

}  // namespace wbm
