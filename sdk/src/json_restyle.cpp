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

    void apply(detail::Out& out, std::string_view comma) {
        if (blocks_.empty()) return;
        std::sort(blocks_.begin(), blocks_.end(), [](const Block& a, const Block& b) { return a.begin < b.begin; });
        const std::string text(out.written());
        out.restart();
        copy(out, text, {0, text.size()}, comma);
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

    /// Appends a part of the text with its blocks in order. Calls itself as deep as the text is.
    void copy(detail::Out& out, std::string_view text, Range part, std::string_view comma) const {
        for (auto it = block_from(part.begin); it != blocks_.end() && it->begin < part.end;
             it = block_from(part.begin)) {
            out.put(text.substr(part.begin, it->begin + 1 - part.begin));
            for (std::size_t i = 0; i < it->count; ++i) {
                if (i != 0) out.put(comma);
                copy(out, text, pieces_[it->first + i], comma);
            }
            part.begin = it->end;
        }
        out.put(text.substr(part.begin, part.end - part.begin));
    }

    boost::container::small_vector<Block, 4> blocks_;
    boost::container::small_vector<Range, 32> pieces_;
    boost::container::small_vector<Piece, 24> scratch_;
};

class Restyler {
public:
    Restyler(const detail::Scanner& in, detail::Out& out, Style style)
        : in_(in), out_(out), layout_(detail::layout_of(style)) {}

    void null() { out_.put("null"); }
    void boolean(bool b) { out_.put(b ? "true" : "false"); }
    void non_finite(double d) { out_.put(detail::non_finite_word(d)); }
    void text(const detail::StringToken& token) {
        if (token.plain || !(layout_.ascii || token.escaped)) {
            out_.put({token.raw.data() - 1, token.raw.size() + 2});  // with its quotes
        } else if (!token.escaped) {
            put_string(out_, token.raw, layout_.ascii);
        } else {
            scratch_.clear();
            append_unescaped(scratch_, token);
            put_string(out_, scratch_, layout_.ascii);
        }
    }
    void number(const detail::NumberToken& token) {
        if (token.integer || is_canonical(token.text)) return out_.put(token.text);
        double d = 0;
        if (!detail::to_double(token.text, d)) in_.fail_too_big(token.text);
        out_.take(detail::put_number(out_.room(detail::number_bytes), d, !layout_.ascii));
    }

    void begin_array() { open('['); }
    void element(bool first) { separate(first); }
    void end_array(std::size_t count) { close(']', count); }

    void begin_object() { open('{'); }
    void key(const detail::StringToken& token, std::size_t offset, bool first) {
        separate(first);
        keys_.push(token, offset, out_.size());
        text(token);
        out_.put(layout_.colon);
    }
    void end_object(std::size_t count) {
        const Keys::Entry* const keys = keys_.last(count);
        if (const Keys::Entry* twin = find_twin(keys, count)) in_.fail_twice(twin->offset, twin->key);
        if (layout_.sorted && count > 1) reorder_.note(keys, count, out_.size(), layout_.comma.size());
        keys_.pop(count);
        close('}', count);
    }

    void finish() { reorder_.apply(out_, layout_.comma); }

private:
    void open(char bracket) {
        out_.put(bracket);
        ++depth_;
    }
    void close(char bracket, std::size_t count) {
        --depth_;
        if (layout_.indented && count != 0) out_.break_line(depth_);
        out_.put(bracket);
    }
    void separate(bool first) {
        if (!first) out_.put(layout_.comma);
        if (layout_.indented) out_.break_line(depth_);
    }

    const detail::Scanner& in_;
    detail::Out& out_;
    detail::Layout layout_;
    std::size_t depth_ = 0;
    Keys keys_;
    Reorder reorder_;
    std::string scratch_;
};

}  // namespace

void append_restyled(std::string& out, std::string_view text, Style style, NonFinite non_finite, const Limits& limits) {
    detail::Scanner in(text, non_finite, limits);
    detail::Out styled(out);
    Restyler restyler(in, styled, style);
    walk(in, restyler);
    restyler.finish();
    styled.keep();
}

std::string restyle(std::string_view text, Style style, NonFinite non_finite, const Limits& limits) {
    std::string out;
    out.reserve(std::min(text.size() + text.size() / 8, limits.max_bytes));
    append_restyled(out, text, style, non_finite, limits);
    return out;
}

}  // namespace wbm::json
