// Structs of the Arrow C data interface, with all that they own.
#include "exported.hpp"

#include "handles.hpp"

#include <cstring>

namespace wbm::table {
namespace {

/// Arrow's metadata: counts and texts behind each other.
std::string metadata_text(const Exported& column) {
    std::string out;
    const auto add_count = [&](std::size_t n) {
        const auto count = static_cast<std::int32_t>(n);
        out.append(reinterpret_cast<const char*>(&count), sizeof count);
    };
    add_count(column.metadata.size());
    for (const auto& [key, value] : column.metadata) {
        add_count(key.size());
        out += key;
        add_count(value.size());
        out += value;
    }
    return out;
}

/// What a struct's private_data points to. Its children may have been moved away: then they are released elsewhere.
template <class T>
struct Holder {
    std::vector<T> children;
    std::vector<T*> pointers;

    explicit Holder(std::size_t count) : children(count) {
        for (T& child : children) pointers.push_back(&child);
    }
    Holder(const Holder&) = delete;
    Holder& operator=(const Holder&) = delete;
    ~Holder() {
        for (T& child : children) release(child);
    }
};

struct SchemaHolder : Holder<ArrowSchema> {
    std::string format, name, metadata;
    using Holder::Holder;
};

struct ArrayHolder : Holder<ArrowArray> {
    std::shared_ptr<const Exported> column;  ///< the whole: children point into it
    std::vector<const void*> buffers;
    using Holder::Holder;
};

template <class T, class H>
void release_holder(T* arrow) {
    delete static_cast<H*>(arrow->private_data);
    arrow->private_data = nullptr;
    arrow->release = nullptr;
}

}  // namespace

void fill_schema(ArrowSchema& out, const Exported& column) {
    auto holder = std::make_unique<SchemaHolder>(column.children.size());
    holder->format = column.format;
    holder->name = column.name;
    if (!column.metadata.empty()) holder->metadata = metadata_text(column);
    for (std::size_t i = 0; i < column.children.size(); ++i) fill_schema(holder->children[i], column.children[i]);
    out = {};
    out.format = holder->format.c_str();
    out.name = holder->name.c_str();
    out.metadata = holder->metadata.empty() ? nullptr : holder->metadata.data();
    out.flags = ARROW_FLAG_NULLABLE;
    out.n_children = static_cast<std::int64_t>(holder->pointers.size());
    out.children = holder->pointers.data();
    out.release = release_holder<ArrowSchema, SchemaHolder>;
    out.private_data = holder.release();
}

void fill_array(ArrowArray& out, const std::shared_ptr<const Exported>& column, std::int64_t first,
                std::int64_t count) {
    auto holder = std::make_unique<ArrayHolder>(column->children.size());
    holder->column = column;
    holder->buffers = column->buffers;
    for (std::size_t i = 0; i < column->children.size(); ++i) {
        const std::shared_ptr<const Exported> child(column, &column->children[i]);
        fill_array(holder->children[i], child, 0, child->length);
    }
    out = {};
    out.length = count;
    out.offset = first;
    // Of a part nobody has counted them; of nulls alone all are.
    const bool is_whole = count == column->length || column->null_count == 0;
    out.null_count = is_whole ? column->null_count : column->format == "n" ? count : -1;
    out.n_buffers = static_cast<std::int64_t>(holder->buffers.size());
    out.buffers = holder->buffers.data();
    out.n_children = static_cast<std::int64_t>(holder->pointers.size());
    out.children = holder->pointers.data();
    out.release = release_holder<ArrowArray, ArrayHolder>;
    out.private_data = holder.release();
}

}  // namespace wbm::table
