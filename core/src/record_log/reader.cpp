#include "record_log/reader.hpp"

#include <wbm/error.hpp>

#include <algorithm>

#include "record_log/layout.hpp"
#include "store_path.hpp"

namespace wbm::record_log {
namespace {

constexpr std::size_t window_bytes = 8 * block_bytes;

std::uint32_t number_at(std::string_view bytes, std::size_t offset, int size) {
    std::uint32_t value = 0;
    for (int i = 0; i < size; ++i)
        value |= std::uint32_t{static_cast<unsigned char>(bytes[offset + static_cast<std::size_t>(i)])} << (8 * i);
    return value;
}

bool is_zero(std::string_view bytes) noexcept {
    return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c == '\0'; });
}

std::uint64_t next_block(std::uint64_t offset) noexcept { return offset + left_in_block(offset); }

}  // namespace

struct Reader::Chunk {
    enum class Kind { sound, nothing, cut, broken };  ///< nothing: the file ends before it
    Kind kind = Kind::nothing;
    ChunkType type = ChunkType::full;
    std::string_view payload{};
    std::uint64_t begin = 0;  ///< behind zeros
    std::uint64_t end = 0;
    std::string reason{};
};

Reader::Reader(const std::filesystem::path& file) : file_(file, OpenFile::Access::read) { (void)has_preamble(); }

bool Reader::has_preamble() {
    if (at_ > 0) return true;
    const std::string_view begin = bytes_at(0, preamble_bytes);
    const std::string_view wanted(preamble.data(), preamble.size());
    if (begin != wanted.substr(0, begin.size())) {
        const bool is_ours = begin.size() == preamble_bytes && begin.substr(0, 6) == wanted.substr(0, 6);
        throw MediaError(Status::invalid, quoted(file_.path()) +
                                              (is_ours ? " is a run of version " +
                                                             std::to_string(static_cast<unsigned char>(begin.back())) +
                                                             ", which this program does not know; update it"
                                                       : " is no W&B run: it begins with other bytes"));
    }
    if (begin.size() < preamble_bytes) return false;
    at_ = preamble_bytes;
    return true;
}

std::string_view Reader::bytes_at(std::uint64_t offset, std::size_t bytes) {
    const auto has = [&] {
        return offset >= window_begin_ && offset - window_begin_ <= window_.size() &&
               window_.size() - (offset - window_begin_) >= bytes;
    };
    if (!has()) {
        const std::uint64_t size = file_.size();
        const std::uint64_t begin = offset - offset % block_bytes;
        const std::uint64_t end = std::min<std::uint64_t>(size, begin + std::max(window_bytes, block_bytes + bytes));
        window_.resize(end > begin ? static_cast<std::size_t>(end - begin) : 0);
        window_begin_ = begin;
        if (!window_.empty()) file_.read_at(begin, window_.data(), window_.size());
    }
    if (offset - window_begin_ >= window_.size()) return {};
    return std::string_view(window_).substr(static_cast<std::size_t>(offset - window_begin_), bytes);
}

bool Reader::is_zero_to_the_end(std::uint64_t offset) {
    for (;;) {
        const std::string_view bytes = bytes_at(offset, left_in_block(offset));
        if (bytes.empty()) return true;
        if (!is_zero(bytes)) return false;
        offset += bytes.size();
    }
}

Reader::Chunk Reader::read_chunk(std::uint64_t offset) {
    Chunk chunk;
    for (;;) {  // over what is left of a block, and over blocks of zeros
        const std::size_t left = left_in_block(offset);
        const std::string_view rest = bytes_at(offset, left);
        chunk.begin = offset;
        if (rest.empty() || (is_zero(rest) && is_zero_to_the_end(offset))) return chunk;
        if (left < head_bytes || is_zero(rest)) {
            if (!is_zero(rest)) {
                chunk.kind = Chunk::Kind::broken;
                chunk.reason = "the end of a block is not zero";
                return chunk;
            }
            offset += left;
            continue;
        }
        if (rest.size() < head_bytes) {
            chunk.kind = Chunk::Kind::cut;
            return chunk;
        }
        const std::size_t length = number_at(rest, 4, 2);
        const std::uint32_t type = number_at(rest, 6, 1);
        chunk.kind = Chunk::Kind::broken;
        if (type < 1 || type > 4) {
            chunk.reason = "a chunk has the type " + std::to_string(type);
        } else if (length > left - head_bytes) {
            chunk.reason = "a chunk of " + std::to_string(length) + " bytes does not fit into its block";
        } else if (rest.size() - head_bytes < length) {
            chunk.kind = Chunk::Kind::cut;
        } else if (checksum(static_cast<std::uint8_t>(type), rest.substr(head_bytes, length)) !=
                   number_at(rest, 0, 4)) {
            chunk.reason = "the checksum of a chunk is wrong";
        } else {
            chunk.kind = Chunk::Kind::sound;
            chunk.type = static_cast<ChunkType>(type);
            chunk.payload = rest.substr(head_bytes, length);
            chunk.end = offset + head_bytes + length;
        }
        return chunk;
    }
}

Item Reader::damaged(std::uint64_t offset, std::string reason, std::uint64_t go_on) {
    at_ = go_on;
    looks_for_start_ = true;
    return {Item::Kind::corrupt, offset, {}, std::move(reason)};
}

Item Reader::next() {
    if (!has_preamble()) return {Item::Kind::truncated, 0, {}, {}};
    return read_record();
}

Item Reader::read_record() {
    std::uint64_t begin = at_, at = at_;
    bool is_inside = false;
    record_.clear();
    for (;;) {
        const Chunk chunk = read_chunk(at);
        if (chunk.kind == Chunk::Kind::nothing)
            return {is_inside ? Item::Kind::truncated : Item::Kind::end, is_inside ? begin : chunk.begin, {}, {}};
        if (chunk.kind == Chunk::Kind::cut) return {Item::Kind::truncated, is_inside ? begin : chunk.begin, {}, {}};
        if (chunk.kind == Chunk::Kind::broken)
            return damaged(is_inside ? begin : chunk.begin, chunk.reason, next_block(chunk.begin));
        const bool starts = chunk.type == ChunkType::full || chunk.type == ChunkType::first;
        if (starts && is_inside) return damaged(begin, "a record ends before its last chunk", chunk.begin);
        if (!starts && !is_inside) {
            if (!looks_for_start_) return damaged(chunk.begin, "a record begins in its middle", chunk.end);
            at_ = at = chunk.end;
            continue;
        }
        if (starts) begin = chunk.begin;
        is_inside = true;
        looks_for_start_ = false;
        if (chunk.type == ChunkType::full) {
            at_ = chunk.end;
            return {Item::Kind::record, begin, chunk.payload, {}};
        }
        record_.append(chunk.payload);
        if (record_.size() > max_record_bytes)
            return damaged(begin, "a record has more than " + std::to_string(max_record_bytes) + " bytes", chunk.end);
        at = chunk.end;
        if (chunk.type != ChunkType::last) continue;
        at_ = at;
        return {Item::Kind::record, begin, record_, {}};
    }
}

}  // namespace wbm::record_log
