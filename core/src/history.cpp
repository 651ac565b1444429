#include "history.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

#include "history_row.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18;
constexpr std::size_t search_bytes = std::size_t{1} << 16;

[[noreturn]] void not_a_history(const std::filesystem::path& file, const std::string& reason) {
    throw MediaError(Status::invalid,
                     "history " + quoted(file) + ": " + reason + "; repair the file, or log to another directory");
}

std::optional<OpenFile> open_if_present(const std::filesystem::path& file) {
    try {
        return OpenFile(file, OpenFile::Access::read_no_link);
    } catch (const MediaError& error) {
        if (error.status() != Status::not_found) throw;
        return std::nullopt;
    }
}

/// The place behind the last newline before `end`, 0 when there is none.
std::uint64_t line_begin(const OpenFile& file, std::uint64_t end) {
    std::vector<char> buffer(search_bytes);
    for (std::uint64_t at = end; at > 0;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(at, buffer.size()));
        at -= bytes;
        file.read_at(at, buffer.data(), bytes);
        const std::string_view piece(buffer.data(), bytes);
        if (const auto newline = piece.rfind('\n'); newline != std::string_view::npos) return at + newline + 1;
        if (end - at > limits::history_line_bytes)
            not_a_history(file.path(),
                          "its last line is longer than " + std::to_string(limits::history_line_bytes) + " bytes");
    }
    return 0;
}

std::string read_range(const OpenFile& file, std::uint64_t begin, std::uint64_t end) {
    std::string text(static_cast<std::size_t>(end - begin), '\0');
    file.read_at(begin, text.data(), text.size());
    return text;
}

}  // namespace

History::History(std::filesystem::path file) : file_(std::move(file)) {
    const auto in = open_if_present(file_);
    if (!in) return;
    end_ = line_begin(*in, in->size());
    if (end_ == 0) return;
    last_begin_ = line_begin(*in, end_ - 1);
    try {
        last_step_ = HistoryRow::parse(read_range(*in, last_begin_, end_ - 1)).step();
    } catch (const MediaError& error) {
        if (error.status() != Status::invalid) throw;
        not_a_history(file_, std::string("its last line is not a step's: ") + error.what());
    }
}

std::string History::last_line() const {
    return read_range(OpenFile(file_, OpenFile::Access::read_no_link), last_begin_, end_ - 1);
}

void History::write_at_end(const std::string& line) {
    if (!out_) out_.emplace(file_, OpenFile::Access::append_no_link);
    const std::uint64_t size = out_->size();
    if (size < end_)
        throw MediaError(Status::io, "history " + quoted(file_) + ": it became shorter while this run had it open; " +
                                         "let no other program write to it");
    if (size > end_) out_->truncate(end_);  // a line that was never finished
    out_->append(line);
}

void History::append(std::int64_t step, std::string line) {
    line += '\n';
    try {
        write_at_end(line);
    } catch (...) {
        if (out_ && out_->is_new() && end_ == 0) try_remove_file(file_);
        // A line that was written in part is cut off now if that works, otherwise by the next append.
        else if (out_)
            try {
                if (out_->size() > end_) out_->truncate(end_);
            } catch (const MediaError&) {
            }
        out_.reset();
        throw;
    }
    last_step_ = step;
    last_begin_ = end_;
    end_ += line.size();
}

void History::replace_last(std::string line) {
    line += '\n';
    const OpenFile in(file_, OpenFile::Access::read_no_link);
    TempFile copy(file_.parent_path());
    std::vector<char> buffer(buffer_bytes);
    for (std::uint64_t at = 0; at < last_begin_;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(last_begin_ - at, buffer.size()));
        in.read_at(at, buffer.data(), bytes);
        copy.write({buffer.data(), bytes});
        at += bytes;
    }
    copy.write(line);
    copy.publish(file_);
    out_.reset();  // it is the old file's
    end_ = last_begin_ + line.size();
}

HistoryReader::HistoryReader(const std::filesystem::path& file, std::optional<std::uint64_t> end)
    : in_(open_if_present(file)) {
    if (in_) end_ = end ? *end : in_->size();
}

bool HistoryReader::fill() {
    buffer_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(end_ - offset_, buffer_bytes)));
    at_ = 0;
    if (buffer_.empty()) return false;
    in_->read_at(offset_, buffer_.data(), buffer_.size());
    offset_ += buffer_.size();
    return true;
}

bool HistoryReader::next(std::string& line) {
    line.clear();
    while (at_ < buffer_.size() || fill()) {
        const std::string_view rest(buffer_.data() + at_, buffer_.size() - at_);
        const auto newline = rest.find('\n');
        line += rest.substr(0, newline);
        at_ += newline == std::string_view::npos ? rest.size() : newline + 1;
        if (line.size() > limits::history_line_bytes)
            throw MediaError(Status::invalid, "line " + std::to_string(line_number_ + 1) + " is longer than " +
                                                  std::to_string(limits::history_line_bytes) + " bytes");
        if (newline != std::string_view::npos) {
            ++line_number_;
            return true;
        }
    }
    torn_ = !line.empty();
    return false;
}

}  // namespace wbm
