// read(): a text into a document.
#include "json_scan.hpp"

#include <charconv>
#include <utility>

namespace wbm::json {

namespace {

// Boost.JSON searches objects up to this size without a hash table.
constexpr std::size_t small_object_members = 18;

/// Collects finished values and the keys of open objects, and builds each container at its exact size.
class Builder {
public:
    explicit Builder(const detail::Scanner& in) : in_(in) {}

    void null() { values_.emplace_back(nullptr); }
    void boolean(bool b) { values_.emplace_back(b); }
    void non_finite(double d) { values_.emplace_back(d); }
    void text(const detail::StringToken& token) {
        if (!token.escaped) {
            values_.emplace_back(boost::json::string_view(token.raw.data(), token.raw.size()));
            return;
        }
        scratch_.clear();
        append_unescaped(scratch_, token);
        values_.emplace_back(boost::json::string_view(scratch_));
    }
    void number(const detail::NumberToken& token) {
        const char* const begin = token.text.data();
        const char* const end = begin + token.text.size();
        if (token.integer) {
            std::int64_t i = 0;
            if (std::from_chars(begin, end, i).ec == std::errc()) return void(values_.emplace_back(i));
            std::uint64_t u = 0;
            if (*begin != '-' && std::from_chars(begin, end, u).ec == std::errc()) return void(values_.emplace_back(u));
        }
        double d = 0;
        if (!detail::to_double(token.text, d)) in_.fail_too_big(token.text);
        values_.emplace_back(d);
    }

    void begin_array() {}
    void element(bool) {}
    void end_array(std::size_t count) {
        array a;
        a.reserve(count);
        for (auto it = values_.end() - static_cast<std::ptrdiff_t>(count); it != values_.end(); ++it)
            a.emplace_back(std::move(*it));
        finish(count, std::move(a));
    }

    void begin_object() {}
    void key(const detail::StringToken& token, std::size_t offset, bool) { keys_.push(token, offset); }
    void end_object(std::size_t count) {
        object o;
        // The capacity is the number of buckets. An odd one takes all bits of the (salted) hash; a power of two, which
        // a hostile text could choose, only the low ones, which address space layout hardly randomizes.
        o.reserve(count > small_object_members ? count | 1 : count);
        const detail::Keys::Entry* key = keys_.last(count);
        for (auto it = values_.end() - static_cast<std::ptrdiff_t>(count); it != values_.end(); ++it, ++key)
            if (!o.emplace(key->key, std::move(*it)).second) in_.fail_twice(key->offset, key->key);
        keys_.pop(count);
        finish(count, std::move(o));
    }

    value take() { return std::move(values_.front()); }

private:
    template <class Container>
    void finish(std::size_t count, Container&& container) {
        values_.erase(values_.end() - static_cast<std::ptrdiff_t>(count), values_.end());
        values_.emplace_back(std::forward<Container>(container));
    }

    const detail::Scanner& in_;
    boost::container::small_vector<value, 32> values_;
    detail::Keys keys_;
    std::string scratch_;
};

value read_walk(detail::Scanner& in) {
    Builder builder(in);
    walk(in, builder);
    return builder.take();
}

}  // namespace

value read(std::string_view text, NonFinite non_finite, const Limits& limits) {
    detail::Scanner in(text, non_finite, limits);
    return read_walk(in);
}

object read_object(std::string_view text, NonFinite non_finite, const Limits& limits) {
    detail::Scanner in(text, non_finite, limits);
    if (in.peek() != '{') in.fail_expected("an object");
    return std::move(read_walk(in).get_object());
}

}  // namespace wbm::json
