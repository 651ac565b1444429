#include "array_view.hpp"

#include <wbm/sdk.hpp>

#include <string>

namespace wbm::table {
namespace {

struct Layout {
    std::int64_t buffers;
    std::int64_t children;
};

Layout layout_of(const Field& field) {
    switch (field.form) {
        case Form::null:
            return {0, 0};
        case Form::text:
        case Form::binary:
            return {3, 0};
        case Form::list:
        case Form::map:
            return {2, 1};
        case Form::fixed_list:
            return {1, 1};
        case Form::structure:
            return {1, static_cast<std::int64_t>(field.children.size())};
        default:
            return {2, 0};
    }
}

[[noreturn]] void broken(const Field& field, const std::string& what) {
    throw invalid(field.where + ": its Arrow array " + what + "; the stream is broken");
}

}  // namespace

ArrayView::ArrayView(const Field& field, const ArrowArray* array, std::int64_t first, std::int64_t count)
    : field_(field), array_(array), count_(count), large_(field.bits == 64) {
    if (array == nullptr || array->release == nullptr) broken(field, "is missing or released");
    check_counts(first);
    start_ = array->offset + first;
    take_buffers();
}

void ArrayView::check_counts(std::int64_t first) const {
    const ArrowArray& a = *array_;
    if (a.length < 0 || a.offset < 0) broken(field_, "has a length or offset below 0");
    if (a.length > max_arrow_rows || a.offset > max_arrow_rows)
        throw invalid(field_.where + ": its Arrow array has more than " + std::to_string(max_arrow_rows) +
                      " elements; give smaller batches");
    if (first < 0 || first > a.length || count_ > a.length - first)
        broken(field_,
               "has " + std::to_string(a.length) + " elements, its parent needs " + std::to_string(first + count_));
    const Layout layout = layout_of(field_);
    if (a.n_children != layout.children)
        broken(field_,
               "has " + std::to_string(a.n_children) + " children, its type has " + std::to_string(layout.children));
    if (layout.children > 0 && a.children == nullptr) broken(field_, "has no children though it counts some");
    const bool is_dictionary = field_.form == Form::dictionary;
    if (is_dictionary != (a.dictionary != nullptr))
        broken(field_, is_dictionary ? "has no dictionary" : "has a dictionary, its type has none");
    // Views have as many buffers of text as they like, and one with their sizes.
    const bool fits =
        field_.is_view ? a.n_buffers >= 3 && a.n_buffers <= max_arrow_rows : a.n_buffers == layout.buffers;
    if (!fits && field_.form != Form::null)
        broken(field_,
               "has " + std::to_string(a.n_buffers) + " buffers, its type has " + std::to_string(layout.buffers));
    if (field_.form != Form::null && a.buffers == nullptr) broken(field_, "has no buffers though it counts some");
}

void ArrayView::take_buffers() {
    const ArrowArray& a = *array_;
    if (field_.form == Form::null) return;
    validity_ = a.null_count == 0 ? nullptr : buffer(0);
    if (a.null_count > 0 && buffer(0) == nullptr && count_ > 0)
        broken(field_, "counts " + std::to_string(a.null_count) + " nulls but has no bitmap of them");
    const Layout layout = layout_of(field_);
    const bool may_be_empty = field_.form == Form::fixed_binary && field_.size == 0;
    if (layout.buffers > 1 && count_ > 0 && buffer(1) == nullptr && !may_be_empty)
        broken(field_, "has " + std::to_string(count_) + " elements but no memory for them");
}

void ArrayView::check_offsets() const {
    if (count_ == 0) return;
    std::int64_t before = offset(0);
    if (before < 0) broken(field_, "has an offset below 0");
    for (std::int64_t i = 1; i <= count_; ++i) {
        const std::int64_t next = offset(i);
        if (next < before) broken(field_, "has offsets that go back, at element " + std::to_string(i));
        before = next;
    }
}

}  // namespace wbm::table
