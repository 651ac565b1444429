// NumPy's array file, version 1.0, in gzip. Deflate at its lowest level: on noisy floats the higher ones take ten times
// as long for a hundredth of the size.
#include "source_array.hpp"

#include <wbm/npy_header.hpp>

#include <libdeflate.h>

#include <memory>
#include <new>

namespace wbm::image {
namespace {

constexpr int compression_level = 1;

/// A gzip file ends with the length of what it holds, modulo 2^32. So a file that claims a large array is refused
/// before there is room for it.
bool ends_with_length(std::string_view file, std::size_t length) noexcept {
    if (file.size() < 4) return false;
    std::uint32_t stated = 0;
    for (std::size_t i = 0; i < 4; ++i)
        stated |= static_cast<std::uint32_t>(static_cast<unsigned char>(file[file.size() - 4 + i])) << 8 * i;
    return stated == static_cast<std::uint32_t>(length);
}

template <class T, void (*Free)(T*)>
struct Freed {
    void operator()(T* p) const noexcept { Free(p); }
};

}  // namespace

std::string npy_gz(DLDataType dtype, const std::vector<std::int64_t>& shape, const std::vector<std::byte>& elements) {
    std::string plain = npy::make_header(dtype, shape);
    plain.append(reinterpret_cast<const char*>(elements.data()), elements.size());
    const std::unique_ptr<libdeflate_compressor, Freed<libdeflate_compressor, libdeflate_free_compressor>> deflate(
        libdeflate_alloc_compressor(compression_level));
    if (deflate == nullptr) throw std::bad_alloc();
    std::string packed(libdeflate_gzip_compress_bound(deflate.get(), plain.size()), '\0');
    packed.resize(libdeflate_gzip_compress(deflate.get(), plain.data(), plain.size(), packed.data(), packed.size()));
    packed.shrink_to_fit();
    return packed;
}

std::vector<std::byte> read_npy_gz(std::string_view file, DLDataType dtype, const std::vector<std::int64_t>& shape,
                                   const std::string& name) {
    std::size_t bytes = dtype.bits / 8U;
    for (const std::int64_t extent : shape) bytes *= static_cast<std::size_t>(extent);
    const std::string wanted = npy::make_header(dtype, shape);
    // Deflate makes at most 1032 bytes of one, so a small file cannot claim a large array.
    constexpr std::size_t most_bytes_of_one = 1032;
    if ((wanted.size() + bytes) / most_bytes_of_one > file.size())
        throw invalid(name + " is too short for its array of " + std::to_string(bytes) + " bytes");
    if (!ends_with_length(file, wanted.size() + bytes))
        throw invalid(name + " is a broken array file: it does not unpack to " + std::to_string(wanted.size() + bytes) +
                      " bytes");
    std::vector<std::byte> plain(wanted.size() + bytes);
    const std::unique_ptr<libdeflate_decompressor, Freed<libdeflate_decompressor, libdeflate_free_decompressor>>
        inflate(libdeflate_alloc_decompressor());
    if (inflate == nullptr) throw std::bad_alloc();
    std::size_t got = 0;
    const libdeflate_result result =
        libdeflate_gzip_decompress(inflate.get(), file.data(), file.size(), plain.data(), plain.size(), &got);
    if (result != LIBDEFLATE_SUCCESS || got != plain.size())
        throw invalid(name + " is a broken array file: it does not unpack to " + std::to_string(plain.size()) +
                      " bytes");
    if (std::string_view(reinterpret_cast<const char*>(plain.data()), wanted.size()) != wanted)
        throw invalid(name + " holds an array of another type or shape than the image says");
    plain.erase(plain.begin(), plain.begin() + static_cast<std::ptrdiff_t>(wanted.size()));
    return plain;
}

}  // namespace wbm::image
