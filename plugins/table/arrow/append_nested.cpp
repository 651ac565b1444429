// Lists, fixed lists, structs, maps and dictionaries of Arrow arrays.
#include "append_arrays.hpp"
#include "array_reader.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <cmath>
#include <cstring>
#include <limits>
#include <optional>
#include <type_traits>
#include <utility>

namespace wbm::table {
namespace {

/// Elements that take no memory are only a claim of the stream.
bool is_empty(const Field& field) {
    switch (field.form) {
        case Form::null:
            return true;
        case Form::fixed_binary:
            return field.size == 0;
        case Form::fixed_list:
            return field.size == 0 || is_empty(field.children[0]);
        case Form::structure:
            for (const Field& child : field.children)
                if (!is_empty(child)) return false;
            return true;
        default:
            return false;
    }
}

/// The elements of a child as a column of their own.
Column children(const Field& field, const ArrowArray* array, std::int64_t first, std::int64_t count) {
    if (count > max_arrow_empty && is_empty(field))
        throw invalid(field.where + " has " + std::to_string(count) +
                      " elements without memory, more than the allowed " + std::to_string(max_arrow_empty) +
                      "; split the table");
    Column column;
    append_array(column, field, array, first, count);
    settle_bytes(column, field);
    return column;
}

Cell list_of(const Column& elements, std::int64_t begin, std::int64_t end) {
    std::vector<Cell> cells;
    cells.reserve(static_cast<std::size_t>(end - begin));
    for (std::int64_t i = begin; i < end; ++i) cells.push_back(elements.cell(static_cast<std::size_t>(i)));
    return Cell::list(std::move(cells));
}

/// A column that got nothing but lists is kept as cells, also where all are null.
void append_lists(Column& out, const Field& field, const ArrayView& array) {
    array.check_offsets();
    const std::int64_t begin = array.offset(0), end = array.offset(array.count());
    const Column elements = children(field.children[0], array.child(0), begin, end - begin);
    for (std::int64_t i = 0; i < array.count(); ++i)
        out.push(array.is_null(i) ? Cell() : list_of(elements, array.offset(i) - begin, array.offset(i + 1) - begin));
}

/// Where the elements of an array of numbers are: fixed lists in fixed lists.
struct Block {
    std::vector<std::int64_t> shape;
    const Field* leaf = nullptr;
    [[nodiscard]] std::int64_t row() const noexcept {
        std::int64_t count = 1;
        for (const std::int64_t extent : shape) count *= extent;
        return count;
    }
};

/// Nullopt for lists of something else.
std::optional<Block> block_of(const Field& field) {
    Block block;
    const Field* at = &field;
    for (; at->form == Form::fixed_list; at = &at->children[0]) {
        block.shape.push_back(at->size);
        if (block.shape.size() > max_array_dims || block.row() > max_arrow_rows) return std::nullopt;
    }
    if (!is_element(*at)) return std::nullopt;
    block.leaf = at;
    return block;
}

DLDataType dtype_of(const Field& leaf) {
    if (leaf.form == Form::boolean) return {dl_bool, 8, 1};
    const auto bits = static_cast<std::uint8_t>(leaf.bits);
    if (leaf.form == Form::real) return {kDLFloat, bits, 1};
    return {static_cast<std::uint8_t>(leaf.is_unsigned ? kDLUInt : kDLInt), bits, 1};
}

void set_nan(std::byte* at, unsigned bits) {
    const auto store = [&](auto number) { std::memcpy(at, &number, sizeof number); };
    if (bits == 64) return store(std::numeric_limits<double>::quiet_NaN());
    if (bits == 32) return store(std::numeric_limits<float>::quiet_NaN());
    store(std::uint16_t{0x7e00});
}

/// The numbers of all rows. `rows` says which rows are null, whose elements do not count.
class BlockReader {
public:
    BlockReader(const Field& field, const ArrayView& rows, const Block& block)
        : rows_(rows), leaf_(*block.leaf), row_(block.row()) {
        std::int64_t first = rows.start(), count = rows.count();
        const Field* at = &field;
        const ArrowArray* array = &rows.array();
        for (;;) {
            first *= at->size, count *= at->size;
            array = array->children[0];
            at = &at->children[0];
            if (at->form != Form::fixed_list) break;
            const ArrayView inner(*at, array, first, count);
            check_rows(*at, inner,
                       row_ == 0 ? 1 : std::max<std::int64_t>(1, count / std::max<std::int64_t>(1, rows.count())));
            first = inner.start();
        }
        const ArrayView elements(leaf_, array, first, count);
        copy(elements);
    }

    [[nodiscard]] std::shared_ptr<const std::byte> row(std::int64_t i) const {
        return {bytes_, bytes_->data() + i * row_ * item()};
    }
    [[nodiscard]] std::size_t row_bytes() const noexcept { return static_cast<std::size_t>(row_ * item()); }

private:
    [[nodiscard]] std::int64_t item() const noexcept { return leaf_.bits / 8; }

    void check_rows(const Field& field, const ArrayView& inner, std::int64_t per_row) const {
        if (!inner.has_nulls()) return;
        for (std::int64_t i = 0; i < inner.count(); ++i)
            if (inner.is_null(i) && !rows_.is_null(i / per_row)) refuse(field, i / per_row);
    }
    [[noreturn]] static void refuse(const Field& field, std::int64_t row) {
        throw invalid(field.where + ": the array in row " + std::to_string(row) +
                      " of a batch has a null in it, which an array has no place for; fill it, or cast the column to a "
                      "list or to floating point numbers");
    }

    void copy(const ArrayView& elements) {
        const std::int64_t count = elements.count();
        bytes_ = std::make_shared<std::vector<std::byte>>(static_cast<std::size_t>(count * item()));
        if (leaf_.form == Form::boolean) {
            for (std::int64_t i = 0; i < count; ++i)
                (*bytes_)[static_cast<std::size_t>(i)] = std::byte{elements.boolean(i)};
        } else if (count > 0) {
            std::memcpy(bytes_->data(), elements.buffer(1) + elements.start() * item(), bytes_->size());
        }
        if (!elements.has_nulls()) return;
        for (std::int64_t i = 0; i < count; ++i) {
            if (!elements.is_null(i) || rows_.is_null(i / row_)) continue;
            if (leaf_.form != Form::real) refuse(leaf_, i / row_);
            set_nan(bytes_->data() + i * item(), leaf_.bits);
        }
    }

    const ArrayView& rows_;
    const Field& leaf_;
    std::int64_t row_;
    std::shared_ptr<std::vector<std::byte>> bytes_;
};

void append_fixed_lists(Column& out, const Field& field, const ArrayView& array) {
    if (const auto block = block_of(field)) {
        const BlockReader reader(field, array, *block);
        const DLDataType dtype = dtype_of(*block->leaf);
        for (std::int64_t i = 0; i < array.count(); ++i)
            out.push(array.is_null(i)
                         ? Cell()
                         : Cell::array(DenseArray::of(dtype, block->shape, reader.row(i), reader.row_bytes())));
        return;
    }
    const std::int64_t size = field.size;
    if (size > 0 && array.count() > max_arrow_rows / size)
        throw invalid(field.where + ": its Arrow array has more than " + std::to_string(max_arrow_rows) +
                      " elements; give smaller batches");
    const Column elements = children(field.children[0], array.child(0), array.start() * size, array.count() * size);
    for (std::int64_t i = 0; i < array.count(); ++i)
        out.push(array.is_null(i) ? Cell() : list_of(elements, i * size, (i + 1) * size));
}

void append_structs(Column& out, const Field& field, const ArrayView& array) {
    std::vector<Column> members;
    for (std::size_t i = 0; i < field.children.size(); ++i)
        members.push_back(
            children(field.children[i], array.child(static_cast<std::int64_t>(i)), array.start(), array.count()));
    for (std::int64_t row = 0; row < array.count(); ++row) {
        if (array.is_null(row)) {
            out.push_null();
            continue;
        }
        std::vector<std::pair<std::string, Cell>> cells;
        cells.reserve(members.size());
        for (std::size_t i = 0; i < members.size(); ++i)
            cells.emplace_back(field.children[i].name, members[i].cell(static_cast<std::size_t>(row)));
        out.push(Cell::dict(std::move(cells)));
    }
}

/// With texts as keys a dict, else a list of pairs.
void append_maps(Column& out, const Field& field, const ArrayView& array) {
    array.check_offsets();
    const Field& entry = field.children[0];
    const std::int64_t begin = array.offset(0), end = array.offset(array.count());
    const ArrayView entries(entry, array.child(0), begin, end - begin);
    const Column keys = children(entry.children[0], entries.child(0), entries.start(), entries.count());
    const Column values = children(entry.children[1], entries.child(1), entries.start(), entries.count());
    const Field& key = entry.children[0];
    const bool is_dict = key.form == Form::text || (key.form == Form::dictionary && key.children[0].form == Form::text);
    for (std::int64_t row = 0; row < array.count(); ++row) {
        if (array.is_null(row)) {
            out.push_null();
            continue;
        }
        std::vector<std::pair<std::string, Cell>> members;
        std::vector<Cell> pairs;
        for (auto i = static_cast<std::size_t>(array.offset(row) - begin);
             i < static_cast<std::size_t>(array.offset(row + 1) - begin); ++i) {
            if (!is_dict)
                pairs.push_back(Cell::list({keys.cell(i), values.cell(i)}));
            else if (keys.is_null(i))
                throw invalid(field.where + ": a map of its Arrow array has a key that is null; the stream is broken");
            else
                members.emplace_back(keys.cell(i).text(), values.cell(i));
        }
        out.push(is_dict ? Cell::dict(std::move(members)) : Cell::list(std::move(pairs)));
    }
}

template <class Index>
void append_chosen(Column& out, const Field& field, const ArrayView& array, const Column& values) {
    const auto* texts = std::get_if<Column::Texts>(&values.values());
    std::size_t bytes = 0;
    for (std::int64_t i = 0; i < array.count(); ++i) {
        if (array.is_null(i)) {
            out.push_null();
            continue;
        }
        const auto index = array.value<Index>(i);
        if (std::cmp_less(index, 0) || std::cmp_greater_equal(index, values.size()))
            throw invalid(field.where + ": an index of its Arrow dictionary, " + std::to_string(index) +
                          ", is none of its " + std::to_string(values.size()) + " values; the stream is broken");
        const auto at = static_cast<std::size_t>(static_cast<std::make_unsigned_t<Index>>(index));
        if (texts == nullptr || values.is_null(at)) {
            out.push(values.cell(at));
            continue;
        }
        bytes += texts->at(at).size();
        if (bytes > max_arrow_text)
            throw invalid(field.where + " has more than " + std::to_string(max_arrow_text) +
                          " bytes of text; split the table");
        out.push_text(texts->at(at));
    }
}

void append_dictionary(Column& out, const Field& field, const ArrayView& array) {
    const ArrowArray* dictionary = array.dictionary();
    // Its own bytes are settled with the column: a batch alone does not know what they are.
    Column values;
    append_array(values, field.children[0], dictionary, 0, dictionary->length);
    switch (field.bits) {
        case 8:
            return field.is_unsigned ? append_chosen<std::uint8_t>(out, field, array, values)
                                     : append_chosen<std::int8_t>(out, field, array, values);
        case 16:
            return field.is_unsigned ? append_chosen<std::uint16_t>(out, field, array, values)
                                     : append_chosen<std::int16_t>(out, field, array, values);
        case 32:
            return field.is_unsigned ? append_chosen<std::uint32_t>(out, field, array, values)
                                     : append_chosen<std::int32_t>(out, field, array, values);
        default:
            return field.is_unsigned ? append_chosen<std::uint64_t>(out, field, array, values)
                                     : append_chosen<std::int64_t>(out, field, array, values);
    }
}

}  // namespace

void append_nested(Column& out, const Field& field, const ArrayView& array) {
    switch (field.form) {
        case Form::list:
            return append_lists(out, field, array);
        case Form::fixed_list:
            return append_fixed_lists(out, field, array);
        case Form::structure:
            return append_structs(out, field, array);
        case Form::map:
            return append_maps(out, field, array);
        default:
            return append_dictionary(out, field, array);
    }
}

}  // namespace wbm::table
