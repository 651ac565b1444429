#include "streamed_entry.hpp"

#include <wbm/error.hpp>
#include <wbm/json_reader.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <memory>
#include <utility>

#include "artifact_state.hpp"
#include "hash.hpp"
#include "open_file.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::size_t buffer_bytes = std::size_t{1} << 18;
constexpr json::Limits json_limits{limits::json_depth, limits::value_json_bytes};

/// The text around the elements of a list: up to its opening bracket, and from its closing one on.
struct Around {
    std::string text;
    std::string_view head, tail;

    Around(std::string_view object, std::string_view member)
        : text(json::restyle(object, json::Style::standard_sorted, json::NonFinite::allow, json_limits)) {
        json::Reader in(text, json::NonFinite::allow, json_limits);
        in.begin_object();
        while (in.next_member()) {
            const bool is_it = in.key() == member;
            const std::string_view value = in.skip();
            if (!is_it) continue;
            if (value != "[]") throw json::Error("the member \"" + std::string(member) + "\" is no empty list");
            const auto at = static_cast<std::size_t>(value.data() - text.data()) + 1;
            head = std::string_view(text).substr(0, at);
            tail = std::string_view(text).substr(at);
        }
        in.finish();
        if (tail.empty()) throw json::Error("the object has no member \"" + std::string(member) + "\"");
    }
    Around(const Around&) = delete;
    Around& operator=(const Around&) = delete;
};

}  // namespace

StreamedEntry::StreamedEntry(Artifact& artifact, std::string_view path)
    : artifact_(artifact),
      path_(store_path(path)),
      body_(artifact.root()),
      begin_((artifact.state_->check_writable(), artifact.mark())) {
    if (artifact_.state_->find(path_) != nullptr)
        refuse_entry(Status::invalid, path_, "is there already; choose another name or remove it first");
}

StreamedEntry::~StreamedEntry() {
    const bool is_all_ours = artifact_.mark() - begin_ == own_changes_;
    if (!is_finished_ && is_all_ours) artifact_.undo(begin_);
}

std::size_t StreamedEntry::changes() const noexcept { return artifact_.mark(); }

void StreamedEntry::append(std::string_view elements) {
    const std::size_t before = buffer_.size();
    std::uint64_t count = 0;
    try {
        json::Reader in(elements, json::NonFinite::allow, json_limits);
        in.begin_list();
        for (; in.next_element(); ++count) {
            if (elements_ + count != 0) buffer_ += ", ";
            json::append_restyled(buffer_, in.skip(), json::Style::standard_sorted, json::NonFinite::allow,
                                  json_limits);
        }
        in.finish();
    } catch (...) {
        buffer_.resize(before);
        throw;
    }
    check_size(0);
    elements_ += count;
    if (buffer_.size() >= buffer_bytes) write_out();
}

void StreamedEntry::check_size(std::size_t more) const {
    if (written_ + buffer_.size() + more <= limits::value_json_bytes) return;
    refuse_entry(Status::invalid, path_,
                 "gets larger than the " + std::to_string(limits::value_json_bytes) +
                     " bytes that a reader takes; begin another entry, such as the next part of a partitioned table");
}

void StreamedEntry::write_out() {
    body_.write(buffer_);
    written_ += buffer_.size();
    buffer_.clear();
}

void StreamedEntry::copy_elements(TempFile& target, Hasher& hasher) const {
    const OpenFile body(body_.path(), OpenFile::Access::read_no_link);
    const auto buffer = std::make_unique_for_overwrite<char[]>(buffer_bytes);
    for (std::uint64_t done = 0; done < written_;) {
        const auto bytes = static_cast<std::size_t>(std::min<std::uint64_t>(buffer_bytes, written_ - done));
        body.read_at(done, buffer.get(), bytes);
        const std::string_view piece(buffer.get(), bytes);
        hasher.update(piece);
        target.write(piece);
        done += bytes;
    }
}

ArtifactEntry StreamedEntry::finish(std::string_view object, std::string_view member) {
    Artifact::State& state = *artifact_.state_;
    state.check_writable();
    const Around around(object, member);
    check_size(around.text.size());
    write_out();
    TempFile whole(state.root);
    Hasher hasher(entry_hash(state.algorithm()));
    hasher.update(around.head);
    whole.write(around.head);
    copy_elements(whole, hasher);
    hasher.update(around.tail);
    whole.write(around.tail);
    ArtifactEntry entry = state.put_new(content_entry(path_, hasher.finish()), &whole);
    is_finished_ = true;
    return entry;
}

}  // namespace wbm
