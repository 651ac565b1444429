#include <wbm/sdk.hpp>

#include <memory>

using Numbers = std::shared_ptr<const std::vector<double>>;

/// A stream of one record batch with one column, by hand. With Arrow's C++ library: arrow::ExportRecordBatchReader().
struct OneColumn {
    struct Column {  // a child owns its memory: a reader may move it out of its batch
        Numbers numbers;
        const void* buffers[2];
    };
    struct Batch {
        ArrowArray column;
        ArrowArray* children[1];
        const void* buffers[1];
    };
    struct Schema {
        ArrowSchema column;
        ArrowSchema* children[1];
    };
    /// Releases the one child, where a reader has not moved it, and the parent.
    template <class Parent, class Arrow>
    static void release_parent(Arrow* parent) {
        if (parent->children[0]->release != nullptr) parent->children[0]->release(parent->children[0]);
        delete static_cast<Parent*>(parent->private_data);
        parent->release = nullptr;
    }
    static void release_column(ArrowArray* array) {
        delete static_cast<Column*>(array->private_data);
        array->release = nullptr;
    }

    static int get_schema(ArrowArrayStream*, ArrowSchema* out) {
        auto* own = new Schema{};
        own->column = {"g", "loss", nullptr, 0, 0, nullptr, nullptr, [](ArrowSchema* s) { s->release = nullptr; }, own};
        own->children[0] = &own->column;
        *out = {"+s", "", nullptr, 0, 1, own->children, nullptr, &release_parent<Schema, ArrowSchema>, own};
        return 0;
    }
    static int get_next(ArrowArrayStream* stream, ArrowArray* out) {
        *out = {};
        auto& left = *static_cast<Numbers*>(stream->private_data);
        if (left == nullptr) return 0;  // the end: an array without a release function
        const auto rows = static_cast<std::int64_t>(left->size());
        auto* column = new Column{std::exchange(left, nullptr), {}};
        column->buffers[1] = column->numbers->data();
        auto* own = new Batch{};
        own->column = {rows, 0, 0, 2, 0, column->buffers, nullptr, nullptr, &release_column, column};
        own->children[0] = &own->column;
        *out = {rows, 0, 0, 1, 1, own->buffers, own->children, nullptr, &release_parent<Batch, ArrowArray>, own};
        return 0;
    }
    static void release(ArrowArrayStream* stream) {
        delete static_cast<Numbers*>(stream->private_data);
        stream->release = nullptr;
    }
    static ArrowArrayStream stream(Numbers numbers) {
        return {&get_schema, &get_next, [](ArrowArrayStream*) -> const char* { return nullptr; }, &release,
                new Numbers(std::move(numbers))};
    }
};

struct Losses {
    static constexpr const char* type = "losses";
    static constexpr auto inputs = WBM_FROM_TENSOR;
    Numbers numbers;  // shared, so that a stream may outlive the value

    static Losses of(std::vector<double> all) { return {std::make_shared<const std::vector<double>>(std::move(all))}; }
    static Losses create(wbm::Input in) { return of(wbm::dense<double>(in.tensor(), {wbm::any})); }
    static Losses from_json(const wbm::json::object& j, wbm::Store) {
        std::vector<double> all;
        for (const wbm::json::value& v : j.at("losses").as_array()) all.push_back(v.to_number<double>());
        return of(std::move(all));
    }
    wbm::json::object to_json(wbm::Store) const {
        return {{"_type", type}, {"losses", wbm::json::array(numbers->begin(), numbers->end())}};
    }
    bool operator==(const Losses& other) const { return *numbers == *other.numbers; }

    void arrow(const wbm::json::object& options, ArrowArrayStream& out) const {  // wbm.arrow/1
        wbm::only(options, {});
        out = OneColumn::stream(numbers);
    }
};

WBM_PLUGIN("com.example.losses", "1.0.0", Losses)
