// restyle(): a text into the same text laid out anew, token by token.
#include "json_layout.hpp"
#include "json_scan.hpp"

#include <algorithm>
#include <functional>
#include <utility>
#include <vector>

namespace wbm::json {

namespace {

using detail::Keys;

/// Of the n keys, the first that has come before; null when all differ.
const Keys::Entry* find_twin(const Keys::Entry* keys, std::size_t n) {
    constexpr std::size_t few = 24;
    if (n <= few) {
        for (std::size_t i = 1; i < n; ++i)
            for (std::size_t j = 0; j < i; ++j)
                if (keys[i].key == keys[j].key) return &keys[i];
        return nullptr;
    }
    // Sorting by hash first is fast; the keys as tie-breaker keep it n log n when a hostile text makes hashes equal.
    std::vector<std::pair<std::size_t, const Keys::Entry*>> order;
    order.reserve(n);
    for (std::size_t i = 0; i < n; ++i) order.emplace_back(std::hash<std::string_view>()(keys[i].key), keys + i);
    std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
        if (a.first != b.first) return a.first < b.first;
        const int c = a.second->key.compare(b.second->key);
        return c != 0 ? c < 0 : a.second < b.second;
    });
    const Keys::Entry* twin = nullptr;
    for (std::size_t i = 1; i < n; ++i)
        if (order[i].first == order[i - 1].first && order[i].second->key == order[i - 1].second->key)
            if (twin == nullptr || order[i].second < twin) twin = order[i].second;
    return twin;
}

/// True when the text of a double is already what append_number() would write in every style. A decimal of at most 15
/// significant digits survives a double, so no other text of its double is shorter.
bool is_canonical(std::string_view number) {
    constexpr std::size_t safe_digits = 15;
    constexpr std::size_t max_zeros = 3;  // 0.0001 is the last one that no style writes with an exponent
    if (number.front() == '-') number.remove_prefix(1);
    const std::size_t point = number.find('.');
    if (point == std::string_view::npos || number.size() > safe_digits + 1) return false;
    const std::string_view fraction = number.substr(point + 1);
    if (fraction == "0") return true;
    if (!detail::is_digit(fraction.back()) || fraction.back() == '0') return false;
    if (number.front() == '0' && fraction.find_first_not_of('0') > max_zeros) return false;
    return fraction.find_first_of("eE") == std::string_view::npos;
}

/// Objects whose members are in the wrong order, noted while their text is written and put right in one pass at the
/// end: moving the members of each object when it closes would copy a text once per level.
class Reorder {
public:
    /// The object's n members lie in [keys[0].place, end) of the output, `gap` bytes apart, its bracket just before.
    void note(const Keys::Entry* keys, std::size_t n, std::size_t end, std::size_t gap) {
        const auto less = [](const Piece& a, const Piece& b) { return a.key < b.key; };
        const auto in_order = [](const Keys::Entry& a, const Keys::Entry& b) { return a.key < b.key; };
        if (std::is_sorted(keys, keys + n, in_order)) return;
        const Block block{keys[0].place - 1, end, pieces_.size(), n};
        scratch_.clear();
        for (std::size_t i = 0; i < n; ++i)
            scratch_.push_back({keys[i].key, keys[i].place, i + 1 < n ? keys[i + 1].place - gap : end});
        std::sort(scratch_.begin(), scratch_.end(), less);
        for (const Piece& piece : scratch_) pieces_.push_back({piece.begin, piece.end});
        blocks_.push_back(block);
    }

    void apply(std::string& out, std::size_t begin, std::string_view comma) {
        if (blocks_.empty()) return;
        std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) { return a.begin < b.begin; });
        const std::string text = out.substr(begin);
        const std::size_t end = out.size();
        out.resize(begin);
        copy(out, text, begin, begin, end, comma);
    }

private:
    struct Piece {
        std::string_view key;
        std::size_t begin, end;
    };
    struct Range {
        std::size_t begin, end;
    };
    struct Block {
        std::size_t begin, end;    ///< from the opening bracket to the closing one, which is not part of it
        std::size_t first, count;  ///< of its pieces
    };

    [[nodiscard]] auto block_from(std::size_t place) const {
        return std::lower_bound(blocks_.begin(), blocks_.end(), place,
                                [](const Block& b, std::size_t at) { return b.begin < at; });
    }

    /// Appends [from, to) of the text, which began at `base`, with its blocks in order. As deep as the text is.
    void copy(std::string& out, std::string_view text, std::size_t base, std::size_t from, std::size_t to,
              std::string_view comma) const {
        for (auto it = block_from(from); it != blocks_.end() && it->begin < to; it = block_from(from)) {
            out += text.substr(from - base, it->begin + 1 - from);
            for (std::size_t i = 0; i < it->count; ++i) {
                if (i != 0) out += comma;
                const Range& piece = pieces_[it->first + i];
                copy(out, text, base, piece.begin, piece.end, comma);
            }
            from = it->end;
        }
        out += text.substr(from - base, to - from);
    }

    std::vector<Block> blocks_;
    std::vector<Range> pieces_;
    std::vector<Piece> scratch_;
};

class Restyler {
public:
    Restyler(const detail::Scanner& in, std::string& out, Style style)
        : in_(in), out_(out), begin_(out.size()), layout_(detail::layout_of(style)), style_(style) {}

    void null() { out_ += "null"; }
    void boolean(bool b) { out_ += b ? "true" : "false"; }
    void non_finite(double d) { out_ += detail::non_finite_word(d); }
    void text(const detail::StringToken& token) {
        if (token.plain || (style_ == Style::fast && !token.escaped)) {
            out_.append(token.raw.data() - 1, token.raw.size() + 2);  // with its quotes
        } else if (!token.escaped) {
            append_string(out_, token.raw, style_);
        } else {
            scratch_.clear();
            append_unescaped(scratch_, token);
            append_string(out_, scratch_, style_);
        }
    }
    void number(const detail::NumberToken& token) {
        if (token.integer || is_canonical(token.text)) return void(out_ += token.text);
        double d = 0;
        if (!detail::to_double(token.text, d)) in_.fail_too_big(token.text);
        append_number(out_, d, style_);
    }

    void begin_array() { open('['); }
    void element(bool first) { separate(first); }
    void end_array(std::size_t count) { close(']', count); }

    void begin_object() { open('{'); }
    void key(const detail::StringToken& token, std::size_t offset, bool first) {
        separate(first);
        keys_.push(token, offset, out_.size());
        text(token);
        out_ += layout_.colon;
    }
    void end_object(std::size_t count) {
        const Keys::Entry* const keys = keys_.last(count);
        if (const Keys::Entry* twin = find_twin(keys, count)) in_.fail_twice(twin->offset, twin->key);
        if (layout_.sorted && count > 1) reorder_.note(keys, count, out_.size(), layout_.comma.size());
        keys_.pop(count);
        close('}', count);
    }

    void finish() { reorder_.apply(out_, begin_, layout_.comma); }

private:
    void open(char bracket) {
        out_ += bracket;
        ++depth_;
    }
    void close(char bracket, std::size_t count) {
        --depth_;
        if (layout_.indented && count != 0) detail::break_line(out_, depth_);
        out_ += bracket;
    }
    void separate(bool first) {
        if (!first) out_ += layout_.comma;
        if (layout_.indented) detail::break_line(out_, depth_);
    }

    const detail::Scanner& in_;
    std::string& out_;
    std::size_t begin_;
    detail::Layout layout_;
    Style style_;
    std::size_t depth_ = 0;
    Keys keys_;
    Reorder reorder_;
    std::string scratch_;
};

}  // namespace

void append_restyled(std::string& out, std::string_view text, Style style, NonFinite non_finite, const Limits& limits) {
    detail::Undo undo(out);
    detail::Scanner in(text, non_finite, limits);
    Restyler restyler(in, out, style);
    walk(in, restyler);
    restyler.finish();
    undo.keep();
}

std::string restyle(std::string_view text, Style style, NonFinite non_finite, const Limits& limits) {
    std::string out;
    out.reserve(std::min(text.size() + text.size() / 8, limits.max_bytes));
    append_restyled(out, text, style, non_finite, limits);
    return out;
}

}  // namespace wbm::json
