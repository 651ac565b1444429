#include "array_reader.hpp"

#include "append_arrays.hpp"

#include <wbm/sdk.hpp>

#include <limits>

namespace wbm::table {
namespace {

/// From vector to vector, or one by one into a column that has cells of several kinds.
template <class Vector, class Next>
void append_plain(Column& out, const ArrayView& array, const Next& next) {
    const std::size_t before = out.size();
    const auto count = static_cast<std::size_t>(array.count());
    if (Vector* vector = out.grow<Vector>(count)) {
        auto* to = vector->data() + before;
        for (std::size_t i = 0; i < count; ++i) to[i] = next(static_cast<std::int64_t>(i));
        if (array.has_nulls())
            for (std::size_t i = 0; i < count; ++i)
                if (array.is_null(static_cast<std::int64_t>(i))) out.mark_null(before + i);
        return;
    }
    for (std::int64_t i = 0; i < array.count(); ++i) {
        if (array.is_null(i))
            out.push_null();
        else
            out.push(Cell(next(i)));
    }
}

template <class T>
void append_numbers(Column& out, const ArrayView& array) {
    const auto next = [&](std::int64_t i) { return as_number(array.value<T>(i)); };
    if constexpr (std::is_integral_v<T>)
        append_plain<std::vector<std::int64_t>>(out, array, [&](std::int64_t i) -> std::int64_t { return next(i); });
    else
        append_plain<std::vector<double>>(out, array, [&](std::int64_t i) -> double { return next(i); });
}

/// Those beyond std::int64_t are cells of another kind.
void append_uint64(Column& out, const ArrayView& array) {
    constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
    bool fits = true;
    for (std::int64_t i = 0; i < array.count(); ++i)
        fits = fits && (array.value<std::uint64_t>(i) <= largest || array.is_null(i));
    if (fits) return append_numbers<std::int64_t>(out, array);
    for (std::int64_t i = 0; i < array.count(); ++i)
        out.push(array.is_null(i) ? Cell() : Cell(array.value<std::uint64_t>(i)));
}

}  // namespace

void append_integers(Column& out, const Field& field, const ArrayView& array) {
    if (field.bits == 64)
        return field.is_unsigned ? append_uint64(out, array) : append_numbers<std::int64_t>(out, array);
    if (field.bits == 32)
        return field.is_unsigned ? append_numbers<std::uint32_t>(out, array) : append_numbers<std::int32_t>(out, array);
    if (field.bits == 16)
        return field.is_unsigned ? append_numbers<std::uint16_t>(out, array) : append_numbers<std::int16_t>(out, array);
    return field.is_unsigned ? append_numbers<std::uint8_t>(out, array) : append_numbers<std::int8_t>(out, array);
}

void append_reals(Column& out, const Field& field, const ArrayView& array) {
    if (field.bits == 64) return append_numbers<double>(out, array);
    if (field.bits == 32) return append_numbers<float>(out, array);
    append_numbers<Half>(out, array);
}

void append_booleans(Column& out, const ArrayView& array) {
    const std::size_t before = out.size();
    const auto count = static_cast<std::size_t>(array.count());
    if (auto* vector = out.grow<std::vector<std::uint8_t>>(count)) {
        for (std::size_t i = 0; i < count; ++i) {
            const auto at = static_cast<std::int64_t>(i);
            (*vector)[before + i] = array.boolean(at) ? 1 : 0;
            if (array.is_null(at)) out.mark_null(before + i);
        }
        return;
    }
    for (std::int64_t i = 0; i < array.count(); ++i) out.push(array.is_null(i) ? Cell() : Cell(array.boolean(i)));
}

void append_array(Column& out, const Field& field, const ArrowArray* array, std::int64_t first, std::int64_t count) {
    const ArrayView view(field, array, first, count);
    if (count == 0) return;
    switch (field.form) {
        case Form::null:
            return out.push_nulls(static_cast<std::size_t>(count));
        case Form::boolean:
            return append_booleans(out, view);
        case Form::integer:
            return append_integers(out, field, view);
        case Form::real:
            return append_reals(out, field, view);
        case Form::decimal:
            return append_decimals(out, field, view);
        case Form::text:
        case Form::binary:
            return append_texts(out, field, view);
        case Form::fixed_binary:
            return append_fixed_bytes(out, field, view);
        case Form::date:
        case Form::timestamp:
        case Form::time:
        case Form::duration:
            return append_times(out, field, view);
        default:
            return append_nested(out, field, view);
    }
}

}  // namespace wbm::table
