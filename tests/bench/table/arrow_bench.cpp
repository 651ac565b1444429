// arrow_bench - a table of an Arrow stream and a stream of the table, beside a copy of the same bytes alone and beside
// pyarrow and the reference, which go by lists. Each row has an integer, a fraction, a text and a boolean. All in one
// run, on one thread. Prints a table: thread processor time. The ratios are to be read.
// Usage: arrow_bench [a Python that has wandb and pyarrow]
#include <wbm/ext/arrow.h>
#include <wbm/part.hpp>
#include <wbm/registry.hpp>

#include <array>
#include <cstdio>
#include <cstring>
#include <sstream>
#include <utility>

#include "bench_support.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::line_of;

constexpr std::size_t rows = 1'000'000;
constexpr std::size_t columns = 4;

/// One batch, whose memory outlives every stream of it.
class Batch {
public:
    Batch() : integers_(rows), reals_(rows), bits_((rows + 7) / 8), offsets_(1) {
        for (std::size_t i = 0; i < rows; ++i) {
            integers_[i] = static_cast<std::int64_t>(i);
            reals_[i] = static_cast<double>(i) * 0.5;
            texts_ += "text " + std::to_string(i % 1000);
            offsets_.push_back(static_cast<std::int64_t>(texts_.size()));
            if (i % 3 == 0) bits_[i / 8] = static_cast<std::uint8_t>(bits_[i / 8] | 1U << i % 8);
        }
        buffers_[0] = {nullptr, integers_.data(), nullptr};
        buffers_[1] = {nullptr, reals_.data(), nullptr};
        buffers_[2] = {nullptr, offsets_.data(), texts_.data()};
        buffers_[3] = {nullptr, bits_.data(), nullptr};
        for (std::size_t i = 0; i < columns; ++i) {
            schemas_[i].format = &"l\0g\0U\0b"[2 * i];
            schemas_[i].name = &"i\0r\0t\0b"[2 * i];
            arrays_[i].length = rows;
            arrays_[i].n_buffers = i == 2 ? 3 : 2;
            arrays_[i].buffers = buffers_[i].data();
            schema_children_[i] = &schemas_[i];
            array_children_[i] = &arrays_[i];
        }
    }

    /// A stream of this batch; one at a time.
    [[nodiscard]] ArrowArrayStream stream() {
        is_given_ = false;
        return {[](ArrowArrayStream* s, ArrowSchema* out) { return of(s).schema(*out); },
                [](ArrowArrayStream* s, ArrowArray* out) { return of(s).next(*out); },
                [](ArrowArrayStream*) -> const char* { return nullptr; },
                [](ArrowArrayStream* s) { s->release = nullptr; }, this};
    }
    /// What reading at least has to do.
    [[nodiscard]] std::size_t copy() const {
        const auto integers = integers_;
        const auto reals = reals_;
        const auto texts = texts_;
        const auto offsets = offsets_;
        const auto bits = bits_;
        return integers.size() + reals.size() + texts.size() + offsets.size() + bits.size();
    }

private:
    static Batch& of(ArrowArrayStream* s) { return *static_cast<Batch*>(s->private_data); }
    template <class T>
    static void forget(T* arrow) {
        arrow->release = nullptr;
    }
    int schema(ArrowSchema& out) {
        for (ArrowSchema& schema : schemas_) schema.release = &forget<ArrowSchema>;
        out = {};
        out.format = "+s";
        out.name = "";
        out.n_children = columns;
        out.children = schema_children_.data();
        out.release = &forget<ArrowSchema>;
        return 0;
    }
    int next(ArrowArray& out) {
        out = {};
        if (std::exchange(is_given_, true)) return 0;
        for (ArrowArray& array : arrays_) array.release = &forget<ArrowArray>;
        out.length = rows;
        out.n_buffers = 1;
        out.buffers = &no_bitmap_;
        out.n_children = columns;
        out.children = array_children_.data();
        out.release = &forget<ArrowArray>;
        return 0;
    }

    std::vector<std::int64_t> integers_;
    std::vector<double> reals_;
    std::vector<std::uint8_t> bits_;
    std::vector<std::int64_t> offsets_;
    std::string texts_;
    std::array<std::array<const void*, 3>, columns> buffers_{};
    std::array<ArrowSchema, columns> schemas_{};
    std::array<ArrowArray, columns> arrays_{};
    std::array<ArrowSchema*, columns> schema_children_{};
    std::array<ArrowArray*, columns> array_children_{};
    const void* no_bitmap_ = nullptr;
    bool is_given_ = false;
};

std::size_t drain(ArrowArrayStream& stream) {
    std::size_t count = 0;
    for (;;) {
        ArrowArray batch{};
        if (stream.get_next(&stream, &batch) != 0) throw std::runtime_error("the stream failed");
        if (batch.release == nullptr) break;
        count += static_cast<std::size_t>(batch.length);
        batch.release(&batch);
    }
    stream.release(&stream);
    return count;
}

void compare(wbm::Registry& registry, const char* python) {
    Batch batch;
    const auto read = [&] {
        ArrowArrayStream stream = batch.stream();
        return registry.create("table", wbm::arrow(stream));
    };
    const auto table = read();
    std::size_t sum = 0;
    const auto times = in_turns({[&] { (void)read(); },
                                 [&] {
                                     ArrowArrayStream stream{};
                                     table->arrow(stream);
                                     sum += drain(stream);
                                 },
                                 [&] { sum += batch.copy(); }});
    if (sum == 0) throw std::runtime_error("nothing was done");
    double theirs[2] = {0, 0};
    if (python != nullptr)
        std::istringstream(line_of(std::string(python) + " " + WANDB_ARROW + " " + std::to_string(rows))) >>
            theirs[0] >> theirs[1];
    std::printf("%zu rows of 4 columns, beside a copy of the same bytes alone\n", rows);
    std::printf("%-16s %9s %9s %7s %11s %9s\n", "", "ms", "copy ms", "ratio", "wandb ms", "faster");
    for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        std::printf("%-16s %9.2f %9.2f %7.2f", i == 0 ? "stream to table" : "table to stream", times[i] * 1e3,
                    times[2] * 1e3, times[i] / times[2]);
        if (python != nullptr)
            std::printf(" %11.0f %9.0f\n", theirs[i] * 1e3, theirs[i] / times[i]);
        else
            std::printf(" %11s %9s\n", "-", "-");
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        compare(registry, argc > 1 ? argv[1] : nullptr);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "arrow_bench: %s\n", e.what());
        return 1;
    }
}
