// Texts and bytes of Arrow arrays: by offsets, as views, and of one size.
#include "append_arrays.hpp"
#include "array_reader.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <cstring>

namespace wbm::table {
namespace {

[[noreturn]] void not_utf8(const Field& field, std::size_t row) {
    throw invalid(field.where + ": the text in row " + std::to_string(row) +
                  " is not UTF-8; store it as binary, or convert it");
}

bool continues(char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; }

void check_room(const Field& field, std::size_t have, std::size_t more) {
    if (have > max_arrow_text || more > max_arrow_text - have)
        throw invalid(field.where + " has more than " + std::to_string(max_arrow_text) +
                      " bytes of text; split the table");
}

/// Are the texts between these offsets UTF-8, each for itself? Quick: looks at all at once.
bool all_utf8(const ArrayView& array, std::string_view bytes, std::int64_t begin) {
    if (!json::is_utf8(bytes)) return false;
    for (std::int64_t i = 0; i < array.count(); ++i) {
        const auto at = static_cast<std::size_t>(array.offset(i) - begin);
        if (at < bytes.size() && continues(bytes[at])) return false;
    }
    return true;
}

/// All at once, for what stands in the place of a null is text too.
bool append_block(Column& out, const Field& field, const ArrayView& array, std::string_view bytes) {
    const std::int64_t begin = array.offset(0);
    if (field.form == Form::text && !all_utf8(array, bytes, begin)) return false;
    const std::size_t before = out.size();
    const auto count = static_cast<std::size_t>(array.count());
    auto* texts = out.grow<Column::Texts>(count);
    if (texts == nullptr) return false;
    const std::int64_t shift = static_cast<std::int64_t>(texts->bytes.size()) - begin;
    texts->bytes += bytes;
    for (std::int64_t i = 1; i <= array.count(); ++i) texts->offsets.push_back(array.offset(i) + shift);
    if (array.has_nulls())
        for (std::size_t i = 0; i < count; ++i)
            if (array.is_null(static_cast<std::int64_t>(i))) out.mark_null(before + i);
    return true;
}

std::size_t bytes_in(const Column& column) {
    const auto* texts = std::get_if<Column::Texts>(&column.values());
    return texts == nullptr ? 0 : texts->bytes.size();
}

void append_one(Column& out, const Field& field, std::string_view text) {
    if (field.form == Form::text && !json::is_utf8(text)) not_utf8(field, out.size());
    check_room(field, bytes_in(out), text.size());
    out.push_text(text);
}

void append_by_offsets(Column& out, const Field& field, const ArrayView& array) {
    array.check_offsets();
    const std::int64_t begin = array.offset(0), end = array.offset(array.count());
    const auto* data = reinterpret_cast<const char*>(array.buffer(2));
    if (data == nullptr && begin != end)
        throw invalid(field.where + ": its Arrow array has texts but no memory for them; the stream is broken");
    const std::string_view bytes =
        begin == end ? std::string_view() : std::string_view(data + begin, static_cast<std::size_t>(end - begin));
    check_room(field, bytes_in(out), bytes.size());
    if (append_block(out, field, array, bytes)) return;
    for (std::int64_t i = 0; i < array.count(); ++i) {
        const auto from = static_cast<std::size_t>(array.offset(i) - begin);
        const auto to = static_cast<std::size_t>(array.offset(i + 1) - begin);
        if (array.is_null(i))
            out.push_null();
        else
            append_one(out, field, bytes.substr(from, to - from));
    }
}

/// One view: its size, then the text itself or a prefix, a buffer's number and the place in it.
std::string_view view_at(const Field& field, const ArrayView& array, std::int64_t i) {
    constexpr std::int64_t view_size = 16, in_place = 12;
    const std::byte* view = array.buffer(1) + (array.start() + i) * view_size;
    const std::int64_t size = load_element<std::int32_t>(view);
    if (size >= 0 && size <= in_place) return {reinterpret_cast<const char*>(view + 4), static_cast<std::size_t>(size)};
    const std::int64_t buffer = load_element<std::int32_t>(view + 8);
    const std::int64_t offset = load_element<std::int32_t>(view + 12);
    const std::int64_t buffers = array.array().n_buffers - 3;  // after the bitmap and the views, before the sizes
    const auto* sizes = array.buffer(array.array().n_buffers - 1);
    const bool is_there = size >= 0 && offset >= 0 && buffer >= 0 && buffer < buffers && sizes != nullptr &&
                          array.buffer(2 + buffer) != nullptr &&
                          offset + size <= load_element<std::int64_t>(sizes + buffer * 8);
    if (!is_there)
        throw invalid(field.where + ": a view of its Arrow array, in row " + std::to_string(i) +
                      " of the batch, points outside its buffers; the stream is broken");
    return {reinterpret_cast<const char*>(array.buffer(2 + buffer)) + offset, static_cast<std::size_t>(size)};
}

}  // namespace

void append_texts(Column& out, const Field& field, const ArrayView& array) {
    if (!field.is_view) return append_by_offsets(out, field, array);
    for (std::int64_t i = 0; i < array.count(); ++i) {
        if (array.is_null(i))
            out.push_null();
        else
            append_one(out, field, view_at(field, array, i));
    }
}

void append_fixed_bytes(Column& out, const Field& field, const ArrayView& array) {
    const auto size = static_cast<std::size_t>(field.size);
    const auto count = static_cast<std::size_t>(array.count());
    const auto bytes = std::make_shared<std::vector<std::byte>>(size * count);
    if (!bytes->empty()) std::memcpy(bytes->data(), array.buffer(1) + array.start() * field.size, bytes->size());
    for (std::size_t i = 0; i < count; ++i) {
        if (array.is_null(static_cast<std::int64_t>(i))) {
            out.push_null();
            continue;
        }
        std::shared_ptr<const std::byte> at(bytes, bytes->data() + i * size);
        out.push(Cell::array(DenseArray::of({kDLUInt, 8, 1}, {field.size}, std::move(at), size)));
    }
}

void settle_bytes(Column& column, const Field& field) {
    const auto* texts = std::get_if<Column::Texts>(&column.values());
    if (field.form == Form::dictionary) return settle_bytes(column, field.children[0]);
    if (field.form != Form::binary || texts == nullptr) return;
    bool is_text = true;
    for (std::size_t i = 0; i < column.size() && is_text; ++i)
        is_text = column.is_null(i) || json::is_utf8(texts->at(i));
    if (is_text) return;
    Column arrays;
    for (std::size_t i = 0; i < column.size(); ++i) {
        if (column.is_null(i)) {
            arrays.push_null();
            continue;
        }
        const std::string_view text = texts->at(i);
        const auto bytes = std::make_shared<std::vector<std::byte>>(text.size());
        if (!text.empty()) std::memcpy(bytes->data(), text.data(), text.size());
        arrays.push(Cell::array(DenseArray::of({kDLUInt, 8, 1}, {static_cast<std::int64_t>(text.size())},
                                               {bytes, bytes->data()}, text.size())));
    }
    column = std::move(arrays);
}

}  // namespace wbm::table
