#include "history_row.hpp"

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include <charconv>
#include <utility>

#include "json_scan.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::string_view step_key = "_step";

[[noreturn]] void refuse(const std::string& reason) { throw MediaError(Status::invalid, reason); }

/// Lets the scanner check a value and keeps nothing of it.
struct NoSink {
    void null() {}
    void boolean(bool) {}
    void non_finite(double) {}
    void text(const json::detail::StringToken&) {}
    void number(const json::detail::NumberToken&) {}
    void begin_array() {}
    void element(bool) {}
    void end_array(std::size_t) {}
    void begin_object() {}
    void key(const json::detail::StringToken&, std::size_t, bool) {}
    void end_object(std::size_t) {}
};

/// Calls visit(key, text of the key, text of the value) for each member of the object that `line` is.
template <class Visit>
void for_each_member(std::string_view line, Visit visit) {
    json::detail::Scanner in(line, json::NonFinite::allow, {limits::json_depth, limits::history_line_bytes});
    NoSink sink;
    in.expect('{', "'{'");
    in.enter();
    bool more = in.peek() != '}';
    if (!more) in.skip();
    while (more) {
        if (in.peek() != '"') in.fail_expected("a key in double quotes");
        const std::size_t key_begin = in.offset();
        const auto token = in.string();
        const std::string_view key_text = line.substr(key_begin, in.offset() - key_begin);
        std::string key;
        append_unescaped(key, token);
        in.expect(':', "':' after the key");
        in.peek();
        const std::size_t value_begin = in.offset();
        walk_value(in, sink);
        visit(std::move(key), key_text, line.substr(value_begin, in.offset() - value_begin));
        more = in.peek() == ',';
        if (!more && in.peek() != '}') in.fail_expected("',' or '}'");
        in.skip();
    }
    in.leave();
    in.finish();
}

std::int64_t read_step(std::string_view text) {
    std::int64_t step = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), step);
    if (error != std::errc{} || end != text.data() + text.size() || step < 0)
        refuse("its _step is not a whole number from 0");
    return step;
}

void check_line(std::size_t bytes) {
    if (bytes > limits::history_line_bytes)
        refuse("the history's line would have " + std::to_string(bytes) + " bytes, more than the allowed " +
               std::to_string(limits::history_line_bytes) + "; log large data as a media value or at another step");
}

}  // namespace

HistoryRow::HistoryRow(std::int64_t step) : step_(step) {
    append(std::string(step_key), "\"_step\"", std::to_string(step));
}

HistoryRow HistoryRow::parse(std::string_view line) {
    HistoryRow row;
    try {
        for_each_member(line, [&](std::string key, std::string_view key_text, std::string_view value) {
            if (row.places_.contains(key)) refuse("it has the key " + quoted(std::string_view(key)) + " twice");
            row.append(std::move(key), key_text, std::string(value));
        });
    } catch (const json::Error& error) {
        refuse(error.what());
    }
    const auto step = row.places_.find(std::string(step_key));
    if (step == row.places_.end()) refuse("it has no _step");
    row.step_ = read_step(row.members_[step->second].value);
    return row;
}

void HistoryRow::append(std::string key, std::string_view key_text, std::string value) {
    const std::size_t added = key_text.size() + 1 + value.size() + (members_.empty() ? 0 : 1);
    check_line(bytes_ + added);
    members_.push_back({std::string(key_text), std::move(value)});
    try {
        places_.emplace(std::move(key), members_.size() - 1);
    } catch (...) {
        members_.pop_back();
        throw;
    }
    bytes_ += added;
}

void HistoryRow::set(std::string_view key, std::string json) {
    const auto found = places_.find(std::string(key));
    if (found == places_.end()) {
        std::string key_text;
        json::append_string(key_text, key, json::Style::fast);
        append(std::string(key), key_text, std::move(json));
        return;
    }
    std::string& value = members_[found->second].value;
    const std::size_t bytes = bytes_ - value.size() + json.size();
    check_line(bytes);
    value = std::move(json);
    bytes_ = bytes;
}

std::string HistoryRow::line() const {
    std::string text;
    text.reserve(bytes_ + 1);  // the history adds a newline
    text += '{';
    for (const Member& member : members_) {
        if (text.size() > 1) text += ',';
        text += member.key;
        text += ':';
        text += member.value;
    }
    text += '}';
    return text;
}

}  // namespace wbm
