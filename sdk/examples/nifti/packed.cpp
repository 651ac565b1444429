#include "packed.hpp"

#include "limits.hpp"

#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <limits>

namespace nifti {
namespace {

constexpr std::size_t piece_bytes = std::size_t{1} << 16;
constexpr int gzip_window = 15 + 16;
constexpr int level = 6;
constexpr int memory_level = 8;

bool is_gzip(std::string_view head) { return head.starts_with("\x1f\x8b"); }

}  // namespace

struct Unpacked::State {
    std::string name;
    std::uint64_t stored = 0;
    std::ifstream file;      // of a path
    std::string_view bytes;  // of bytes: what is not read yet
    bool is_file = false;
    bool packed = false;
    bool at_end = false;  // of the gzip members
    z_stream inflater{};
    std::string piece;  // packed bytes

    ~State() {
        if (packed) inflateEnd(&inflater);
    }

    std::size_t read_stored(char* out, std::size_t size) {
        if (is_file) {
            file.read(out, static_cast<std::streamsize>(size));
            if (file.bad()) throw wbm::io_error("cannot read " + name);
            return static_cast<std::size_t>(file.gcount());
        }
        const std::size_t count = std::min(size, bytes.size());
        if (count > 0) std::memcpy(out, bytes.data(), count);
        bytes.remove_prefix(count);
        return count;
    }

    void begin() {
        char head[2] = {};
        const std::string_view start(head, read_stored(head, sizeof head));
        packed = is_gzip(start);
        if (!packed) return rewind(start.size());
        if (inflateInit2(&inflater, gzip_window) != Z_OK) throw std::bad_alloc();
        piece.assign(start);
        inflater.next_in = reinterpret_cast<Bytef*>(piece.data());
        inflater.avail_in = static_cast<uInt>(piece.size());
    }

    void rewind(std::size_t count) {
        if (is_file) {
            file.clear();
            file.seekg(0);
        } else {
            bytes = {bytes.data() - count, bytes.size() + count};
        }
    }

    void refill() {
        piece.resize(piece_bytes);
        piece.resize(read_stored(piece.data(), piece.size()));
        inflater.next_in = reinterpret_cast<Bytef*>(piece.data());
        inflater.avail_in = static_cast<uInt>(piece.size());
    }

    /// At the end of a member: another one may follow, as block compressors write them.
    void next_member() {
        if (inflater.avail_in == 0) refill();
        at_end = inflater.avail_in == 0 || *inflater.next_in != 0x1f;
        if (!at_end) inflateReset(&inflater);
    }

    std::size_t inflate_some(char* out, std::size_t size) {
        inflater.next_out = reinterpret_cast<Bytef*>(out);
        inflater.avail_out = static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
        const uInt wanted = inflater.avail_out;
        while (inflater.avail_out > 0 && !at_end) {
            if (inflater.avail_in == 0) refill();
            if (inflater.avail_in == 0) throw wbm::invalid(name + " is cut short: its gzip data has no end");
            const int code = inflate(&inflater, Z_NO_FLUSH);
            if (code == Z_MEM_ERROR) throw std::bad_alloc();
            if (code != Z_OK && code != Z_STREAM_END)
                throw wbm::invalid(name + " is broken gzip data" +
                                   (inflater.msg == nullptr ? "" : std::string(": ") + inflater.msg));
            if (code == Z_STREAM_END) next_member();
        }
        return wanted - inflater.avail_out;
    }
};

Unpacked::Unpacked(std::unique_ptr<State> state) : state_(std::move(state)) { state_->begin(); }
Unpacked::Unpacked(Unpacked&& other) noexcept = default;
Unpacked::~Unpacked() = default;

Unpacked Unpacked::of_file(const std::string& path) {
    auto state = std::make_unique<State>();
    state->name = wbm::name_of_file(path);
    state->is_file = true;
    state->file.open(path, std::ios::binary);
    std::error_code error;
    state->stored = std::filesystem::file_size(path, error);
    if (!state->file || error) throw wbm::io_error("cannot open " + state->name);
    return Unpacked(std::move(state));
}

Unpacked Unpacked::of_bytes(std::string_view bytes, std::string name) {
    auto state = std::make_unique<State>();
    state->name = std::move(name);
    state->bytes = bytes;
    state->stored = bytes.size();
    return Unpacked(std::move(state));
}

Unpacked Unpacked::of(const wbm::MediaFile& file) {
    return file.bytes() != nullptr ? of_bytes(*file.bytes(), "the volume") : of_file(file.path());
}

const std::string& Unpacked::name() const noexcept { return state_->name; }
bool Unpacked::is_packed() const noexcept { return state_->packed; }
std::uint64_t Unpacked::stored_bytes() const noexcept { return state_->stored; }

std::size_t Unpacked::read(char* out, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
        const std::size_t got = state_->packed ? state_->inflate_some(out + done, size - done)
                                               : state_->read_stored(out + done, size - done);
        if (got == 0) break;
        done += got;
    }
    return done;
}

std::uint64_t Unpacked::skip(std::uint64_t size) {
    char waste[piece_bytes];
    std::uint64_t done = 0;
    while (done < size) {
        const std::size_t got =
            read(waste, static_cast<std::size_t>(std::min<std::uint64_t>(size - done, sizeof waste)));
        if (got == 0) break;
        done += got;
    }
    return done;
}

std::string pack(std::string_view bytes) {
    z_stream deflater{};
    if (deflateInit2(&deflater, level, Z_DEFLATED, gzip_window, memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
        throw std::bad_alloc();
    gz_header header{};
    header.os = 255;  // "unknown"
    deflateSetHeader(&deflater, &header);
    std::string out;
    char piece[piece_bytes];
    int code = Z_OK;
    while (code == Z_OK) {
        const auto given = static_cast<uInt>(std::min<std::size_t>(bytes.size(), std::numeric_limits<uInt>::max()));
        deflater.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
        deflater.avail_in = given;
        deflater.next_out = reinterpret_cast<Bytef*>(piece);
        deflater.avail_out = sizeof piece;
        code = deflate(&deflater, given == bytes.size() ? Z_FINISH : Z_NO_FLUSH);
        bytes.remove_prefix(given - deflater.avail_in);
        out.append(piece, sizeof piece - deflater.avail_out);
    }
    deflateEnd(&deflater);
    return out;
}

}  // namespace nifti
