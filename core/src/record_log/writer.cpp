#include "record_log/writer.hpp"

#include <wbm/error.hpp>

#include <algorithm>

#include "file_io.hpp"
#include "record_log/layout.hpp"
#include "store_path.hpp"

namespace wbm::record_log {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t group_records = 32;
constexpr std::chrono::milliseconds group_time{200};
constexpr std::size_t buffered_bytes = block_bytes;

void append_number(std::string& out, std::uint32_t value, int bytes) {
    for (int i = 0; i < bytes; ++i) out.push_back(static_cast<char>(value >> (8 * i) & 0xffU));
}

void append_chunk(std::string& out, ChunkType type, std::string_view payload) {
    const auto number = static_cast<std::uint8_t>(type);
    append_number(out, checksum(number, payload), 4);
    append_number(out, static_cast<std::uint32_t>(payload.size()), 2);
    out.push_back(static_cast<char>(number));
    out.append(payload);
}

void check_size(std::string_view payload) {
    if (payload.size() <= max_record_bytes) return;
    throw MediaError(Status::invalid, "a record of a run has " + std::to_string(payload.size()) + " bytes; at most " +
                                          std::to_string(max_record_bytes) +
                                          " are written: log large values as media or artifacts");
}

/// The file under its name, with its first records: a reader never sees it without them.
OpenFile make_file(const std::filesystem::path& file, std::span<const std::string> first, std::uint64_t& end) {
    std::string content(preamble.begin(), preamble.end());
    for (const std::string& payload : first) {
        check_size(payload);
        append_chunks(content, content.size(), payload);
    }
    {
        TempFile temporary(file.parent_path());
        temporary.write(content);
        if (!temporary.publish_new(file))
            throw MediaError(Status::io, "cannot make " + quoted(file) + ": there is a file of this name");
    }
    end = content.size();
    return {file, OpenFile::Access::append_no_link};
}

}  // namespace

void append_chunks(std::string& out, std::uint64_t offset, std::string_view payload) {
    bool is_first = true;
    do {
        const std::size_t room = left_in_block(offset) - head_bytes;  // a record never begins where a head has no room
        const std::string_view part = payload.substr(0, room);
        payload.remove_prefix(part.size());
        const bool is_last = payload.empty();
        append_chunk(out,
                     is_first  ? is_last ? ChunkType::full : ChunkType::first
                     : is_last ? ChunkType::last
                               : ChunkType::middle,
                     part);
        offset += head_bytes + part.size();
        is_first = false;
        // At once and not before the next record: then every prefix that ends with a record is sound for every reader.
        if (const std::size_t left = left_in_block(offset); left < head_bytes) {
            out.append(left, '\0');
            offset += left;
        }
    } while (!payload.empty());
}

Writer::Writer(const std::filesystem::path& file, Durability durability, std::span<const std::string> first)
    : file_(make_file(file, first, end_)), durability_(durability), written_(end_), last_sync_(Clock::now()) {
    if (durability_ == Durability::buffered) return;
    file_.sync();
    sync_folder(file.parent_path());
}

Writer::~Writer() {
    try {
        write_buffer();
    } catch (const MediaError&) {  // whoever wants to know calls sync()
    }
}

void Writer::check_sound() const {
    if (is_broken_)
        throw MediaError(Status::io, "cannot write " + quoted(file_.path()) +
                                         ": a write failed before and could not be taken back; begin another run");
}

void Writer::append(std::string_view payload) {
    check_sound();
    check_size(payload);
    const std::size_t before = buffer_.size();
    append_chunks(buffer_, end_, payload);
    end_ += buffer_.size() - before;
    if (durability_ == Durability::buffered && buffer_.size() < buffered_bytes) return;
    write_buffer();
    ++unsynced_;
    if (durability_ == Durability::record) sync();
    if (durability_ == Durability::group) sync_group();
}

void Writer::write_buffer() {
    if (buffer_.empty()) return;
    try {
        file_.append(buffer_);
    } catch (const MediaError&) {
        // Part of it may be there: another record behind that would never be found.
        buffer_.clear();
        end_ = written_;
        take_back();
        throw;
    }
    buffer_.clear();
    written_ = end_;
}

void Writer::take_back() noexcept {
    try {
        file_.truncate(written_);
    } catch (const MediaError&) {
        is_broken_ = true;
    }
}

void Writer::sync() {
    check_sound();
    write_buffer();
    file_.sync();
    unsynced_ = 0;
    last_sync_ = Clock::now();
}

void Writer::sync_group() {
    if (unsynced_ >= group_records || Clock::now() - last_sync_ >= group_time) sync();
}

}  // namespace wbm::record_log
