#include "npz.hpp"

#include "../limits.hpp"

#include <wbm/npy_header.hpp>
#include <wbm/sdk/element.hpp>
#include <wbm/sdk/error.hpp>
#include <wbm/sdk/members.hpp>

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>
#include <new>
#include <vector>

namespace wbm::table {
namespace {

template <class T, auto Free>
struct Freed {
    void operator()(T* p) const noexcept { Free(p); }
};
using Writer = std::unique_ptr<archive, Freed<archive, archive_write_free>>;
using Reader = std::unique_ptr<archive, Freed<archive, archive_read_free>>;
using Entry = std::unique_ptr<archive_entry, Freed<archive_entry, archive_entry_free>>;

la_ssize_t append(archive*, void* out, const void* data, std::size_t size) {
    try {
        static_cast<std::string*>(out)->append(static_cast<const char*>(data), size);
    } catch (const std::bad_alloc&) {
        return -1;
    }
    return static_cast<la_ssize_t>(size);
}

void check(archive* a, int status, const char* what) {
    if (status != ARCHIVE_OK)
        throw Error(WBM_INTERNAL, std::string("the array archive: ") + what +
                                      " failed: " + (archive_error_string(a) ? archive_error_string(a) : ""));
}

/// Python's text as it is in a zip's names: UTF-8.
std::string member_name(std::string_view key) { return std::string(key) + ".npy"; }

/// The bytes of the archive's member. Bounded before it is unpacked, where the archive says a size, and while it is.
std::string read_member(archive* a, const std::string& name) {
    std::string content;
    std::vector<char> block(std::size_t{1} << 16);
    for (;;) {
        const la_ssize_t got = archive_read_data(a, block.data(), block.size());
        if (got == 0) return content;
        if (got < 0) throw invalid(name + " is damaged: " + (archive_error_string(a) ? archive_error_string(a) : ""));
        if (content.size() + static_cast<std::size_t>(got) > max_column_array_bytes)
            throw invalid(name + " holds more than " + std::to_string(max_column_array_bytes) + " bytes");
        content.append(block.data(), static_cast<std::size_t>(got));
    }
}

/// Elements in row-major order and this machine's byte order.
std::string in_order(std::string_view elements, const npy::Header& header) {
    const std::size_t item = header.dtype.bits / 8U;
    std::string out(elements);
    if (header.fortran_order && header.shape.size() > 1) {
        DLTensor t{};
        std::vector<std::int64_t> shape = header.shape, strides(shape.size());
        std::int64_t step = 1;
        for (std::size_t i = 0; i < shape.size(); ++i) strides[i] = step, step *= shape[i];
        t.data = const_cast<char*>(elements.data());  // NOLINT: read only
        t.device = {kDLCPU, 0};
        t.ndim = static_cast<std::int32_t>(shape.size());
        t.dtype = header.dtype;
        t.shape = shape.data();
        t.strides = strides.data();
        copy_dense(t, out.data());
    }
    if (header.swap_bytes)
        for (std::size_t at = 0; at + item <= out.size(); at += item)
            std::reverse(out.data() + at, out.data() + at + item);
    return out;
}

/// Is the record there that ends a zip file? Without it the file is cut short, though its members may be whole.
bool has_end(const std::string& path) {
    constexpr std::string_view signature = "PK\x05\x06";
    constexpr std::streamoff record = 22, longest_comment = 65535;
    std::ifstream file(path, std::ios::binary | std::ios::ate);
    const std::streamoff size = file.tellg();
    const std::streamoff begin = std::max<std::streamoff>(0, size - record - longest_comment);
    std::string tail(static_cast<std::size_t>(std::max<std::streamoff>(0, size - begin)), '\0');
    file.seekg(begin);
    file.read(tail.data(), static_cast<std::streamsize>(tail.size()));
    const std::size_t at = tail.rfind(signature);
    return file.good() && at != std::string::npos && tail.size() - at >= record;
}

DenseArray parse_npy(std::string_view file, const std::string& name) {
    npy::Header header;
    try {
        header = npy::parse_header(file);
    } catch (const npy::Error& error) {
        const std::string text = "the array in " + name + ": " + error.what();
        throw error.is_unsupported() ? unsupported(text) : invalid(text);
    }
    if (!is_element(header.dtype)) throw unsupported("the array in " + name + " is of no number type that tables have");
    if (header.shape.size() > max_array_dims)
        throw invalid("the array in " + name + " has more than " + std::to_string(max_array_dims) + " dimensions");
    std::size_t count = 1;
    const std::size_t bytes = file.size() - header.data_offset;
    for (const std::int64_t extent : header.shape) {
        const auto size = static_cast<std::size_t>(extent);
        if (size != 0 && count > bytes / size) throw invalid("the array in " + name + " is cut short");
        count *= size;
    }
    if (count * (header.dtype.bits / 8U) != bytes)
        throw invalid("the array in " + name + " has " + std::to_string(bytes) + " bytes of numbers, its shape needs " +
                      std::to_string(count * (header.dtype.bits / 8U)));
    const auto elements = std::make_shared<const std::string>(in_order(file.substr(header.data_offset), header));
    return {header.dtype, header.shape, {elements, reinterpret_cast<const std::byte*>(elements->data())}};
}

}  // namespace

std::string to_npz(std::string_view key, const DenseArray& array) {
    std::string npy = npy::make_header(array.dtype, array.shape);
    if (array.size() != 0) npy.append(reinterpret_cast<const char*>(array.bytes.get()), array.size());
    std::string out;
    const Writer zip(archive_write_new());
    const Entry entry(archive_entry_new());
    if (zip == nullptr || entry == nullptr) throw std::bad_alloc();
    check(zip.get(), archive_write_set_format_zip(zip.get()), "the format");
    check(zip.get(), archive_write_zip_set_compression_deflate(zip.get()), "the compression");
    check(zip.get(), archive_write_set_options(zip.get(), "zip:hdrcharset=UTF-8"), "the character set");
    check(zip.get(), archive_write_set_bytes_per_block(zip.get(), 0), "the block size");
    check(zip.get(), archive_write_open(zip.get(), &out, nullptr, append, nullptr), "opening it");
    constexpr std::time_t first_of_zip = 315532800;  // 1980-01-01: bytes do not depend on the day
    archive_entry_set_pathname_utf8(entry.get(), member_name(key).c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(npy.size()));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0600);
    archive_entry_set_mtime(entry.get(), first_of_zip, 0);
    check(zip.get(), archive_write_header(zip.get(), entry.get()), "the member's head");
    if (archive_write_data(zip.get(), npy.data(), npy.size()) != static_cast<la_ssize_t>(npy.size()))
        check(zip.get(), ARCHIVE_FATAL, "the member");
    check(zip.get(), archive_write_close(zip.get()), "closing it");
    return out;
}

DenseArray from_npz(const std::string& file, std::string_view key, const std::string& name) {
    const Reader zip(archive_read_new());
    if (zip == nullptr) throw std::bad_alloc();
    check(zip.get(), archive_read_support_format_zip(zip.get()), "the format");
    constexpr std::size_t block = std::size_t{1} << 16;
    if (archive_read_open_filename(zip.get(), file.c_str(), block) != ARCHIVE_OK)
        throw invalid(
            name + " is no NumPy archive: " + (archive_error_string(zip.get()) ? archive_error_string(zip.get()) : ""));
    if (!has_end(file)) throw invalid(name + " is cut short: the end of the archive is missing");
    const std::string wanted = member_name(key);
    archive_entry* entry = nullptr;
    for (std::size_t members = 0; archive_read_next_header(zip.get(), &entry) == ARCHIVE_OK; ++members) {
        if (members == max_archive_members) break;
        const char* found = archive_entry_pathname_utf8(entry);
        if (found == nullptr) found = archive_entry_pathname(entry);
        if (found != nullptr && wanted == found) return parse_npy(read_member(zip.get(), name), name);
    }
    throw invalid(name + " has no array " + brief(json::value(key)));
}

}  // namespace wbm::table
