// test_stream.hpp - Arrow streams for tests, which count what is released.
#pragma once

#include <wbm/ext/arrow.h>

#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wbm::table::test {

/// One array: a type, buffers, children. Everything may be set to nonsense.
struct TestArray {
    std::string format;
    std::string name = "a";
    std::int64_t length = 0, null_count = 0, offset = 0;
    std::vector<std::optional<std::string>> buffers;  ///< nullopt: a null pointer
    std::vector<TestArray> children;
    std::shared_ptr<TestArray> dictionary;
    std::optional<std::int64_t> n_children, n_buffers, n_fields;  ///< instead of the true counts
    bool is_released = false;
};

template <class T>
std::string bytes_of(const std::vector<T>& values) {
    return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(T)};
}

/// `bits` is text of 0 and 1, the first element first.
inline std::string bits_of(const std::string& bits) {
    std::string out((bits.size() + 7) / 8, '\0');
    for (std::size_t i = 0; i < bits.size(); ++i)
        if (bits[i] == '1') out[i / 8] = static_cast<char>(out[i / 8] | 1 << i % 8);
    return out;
}

/// An array of numbers; `valid` is text of 0 and 1, or empty.
template <class T>
TestArray numbers(const std::string& format, const std::vector<T>& values, const std::string& valid = {}) {
    TestArray array;
    array.format = format;
    array.length = static_cast<std::int64_t>(values.size());
    if (valid.empty())
        array.buffers.push_back(std::nullopt);
    else
        array.buffers.push_back(bits_of(valid)), array.null_count = -1;
    array.buffers.push_back(bytes_of(values));
    return array;
}

template <class Offset = std::int32_t>
TestArray texts(const std::string& format, const std::vector<std::string>& values, const std::string& valid = {}) {
    std::vector<Offset> offsets{0};
    std::string all;
    for (const std::string& text : values) all += text, offsets.push_back(static_cast<Offset>(all.size()));
    TestArray array = numbers(format, offsets, valid);
    array.length = static_cast<std::int64_t>(values.size());
    array.buffers.push_back(all);
    return array;
}

/// A column of lists, by the offsets of its child.
inline TestArray nested(const std::string& format, std::int64_t length, std::vector<TestArray> children,
                        const std::vector<std::int32_t>& offsets = {}, const std::string& valid = {}) {
    TestArray array;
    array.format = format;
    array.length = length;
    array.buffers.push_back(valid.empty() ? std::nullopt : std::optional(bits_of(valid)));
    if (!valid.empty()) array.null_count = -1;
    if (!offsets.empty()) array.buffers.push_back(bytes_of(offsets));
    array.children = std::move(children);
    return array;
}

inline TestArray named(std::string name, TestArray array) {
    array.name = std::move(name);
    return array;
}

/// A stream of batches, each a list of columns. Keeps its arrays' memory and counts what is alive.
class TestStream {
public:
    explicit TestStream(std::vector<std::vector<TestArray>> batches) {
        for (auto& columns : batches) {
            const std::int64_t rows = columns.empty() ? 0 : columns[0].length;
            batches_.push_back(nested("+s", rows, std::move(columns)));
        }
        stream_ = {&get_schema, &get_next, &last_error, &release_stream, this};
        ++alive;
    }
    TestStream(const TestStream&) = delete;
    TestStream& operator=(const TestStream&) = delete;
    ~TestStream() {
        EXPECT_EQ(alive, 0) << "something was not released, or twice";
        EXPECT_EQ(stream_.release, nullptr) << "the stream was not released";
    }

    [[nodiscard]] ArrowArrayStream* get() noexcept { return &stream_; }
    [[nodiscard]] TestArray& batch(std::size_t i) { return batches_[i]; }

    int alive = 0;
    int fail_schema = 0, fail_next = 0;  ///< status of the call; `fail_next` after the batches
    const char* words = "the disk is gone";
    bool gives_no_schema = false, forgets_to_mark = false;

private:
    static TestStream& of(ArrowArrayStream* s) { return *static_cast<TestStream*>(s->private_data); }

    // What an Arrow struct owns: pointers only, the memory is the stream's.
    template <class T>
    struct Owned {
        TestStream* stream;
        std::vector<T> children;
        std::vector<T*> pointers;
        T dictionary{};
        std::vector<const void*> buffers;
    };
    template <class T>
    static void release(T* arrow) {
        auto* owned = static_cast<Owned<T>*>(arrow->private_data);
        if (owned == nullptr) {
            ADD_FAILURE() << "released twice";
            return;
        }
        for (T& child : owned->children)
            if (child.release != nullptr) child.release(&child);
        if (owned->dictionary.release != nullptr) owned->dictionary.release(&owned->dictionary);
        --owned->stream->alive;
        const bool forgets = owned->stream->forgets_to_mark;
        delete owned;
        arrow->private_data = nullptr;
        if (!forgets) arrow->release = nullptr;
    }
    template <class T, class Fill>
    Owned<T>* owner(const TestArray& array, T* out, const Fill& fill) {
        auto* owned = new Owned<T>{this, std::vector<T>(array.children.size()), {}, {}, {}};
        for (std::size_t i = 0; i < array.children.size(); ++i) fill(array.children[i], &owned->children[i]);
        for (T& child : owned->children) owned->pointers.push_back(&child);
        if (array.dictionary) fill(*array.dictionary, &owned->dictionary);
        *out = {};
        out->children = owned->pointers.data();
        out->dictionary = array.dictionary ? &owned->dictionary : nullptr;
        out->release = &release<T>;
        out->private_data = owned;
        ++alive;
        return owned;
    }
    void fill_schema(const TestArray& array, ArrowSchema* out) {
        owner(array, out, [this](const TestArray& a, ArrowSchema* s) { fill_schema(a, s); });
        out->format = array.format == "NULL" ? nullptr : array.format.c_str();
        out->name = array.name == "NULL" ? nullptr : array.name.c_str();
        out->flags = ARROW_FLAG_NULLABLE;
        out->n_children = array.n_fields.value_or(static_cast<std::int64_t>(array.children.size()));
    }
    void fill_array(const TestArray& array, ArrowArray* out) {
        auto* owned = owner(array, out, [this](const TestArray& a, ArrowArray* s) { fill_array(a, s); });
        for (const auto& buffer : array.buffers) owned->buffers.push_back(buffer ? buffer->data() : nullptr);
        out->length = array.length;
        out->null_count = array.null_count;
        out->offset = array.offset;
        out->n_buffers = array.n_buffers.value_or(static_cast<std::int64_t>(array.buffers.size()));
        out->buffers = owned->buffers.data();
        out->n_children = array.n_children.value_or(static_cast<std::int64_t>(array.children.size()));
        if (array.is_released) out->release(out);
    }

    static int get_schema(ArrowArrayStream* s, ArrowSchema* out) {
        TestStream& self = of(s);
        if (self.fail_schema != 0) return self.fail_schema;
        if (!self.gives_no_schema) self.fill_schema(self.batches_.front(), out);
        return 0;
    }
    static int get_next(ArrowArrayStream* s, ArrowArray* out) {
        TestStream& self = of(s);
        *out = {};
        if (self.next_ == self.batches_.size()) return self.fail_next;
        self.fill_array(self.batches_[self.next_++], out);
        return 0;
    }
    static const char* last_error(ArrowArrayStream* s) { return of(s).words; }
    static void release_stream(ArrowArrayStream* s) {
        if (s->private_data == nullptr) {
            ADD_FAILURE() << "the stream was released twice";
            return;
        }
        --of(s).alive;
        s->private_data = nullptr;
        s->release = nullptr;
    }

    std::deque<TestArray> batches_;
    std::size_t next_ = 0;
    ArrowArrayStream stream_{};
};

}  // namespace wbm::table::test
