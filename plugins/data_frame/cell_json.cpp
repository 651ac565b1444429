#include "cell_json.hpp"

#include <wbm/sdk.hpp>

#include <arrow/scalar.h>
#include <arrow/type_traits.h>
#include <arrow/util/float16.h>
#include <arrow/visit_array_inline.h>

#include <concepts>
#include <limits>
#include <type_traits>

namespace wbm::data_frame {
namespace {

void append_json(std::string& out, const json::value& v) {
    json::append(out, v, json::Style::fast, json::NonFinite::allow);
}
void append_text(std::string& out, std::string_view text) { append_json(out, json::value(json::string(text))); }

void append_hex(std::string& out, std::string_view bytes) {
    constexpr char digits[] = "0123456789abcdef";
    out += '"';
    for (const char c : bytes) {
        out += digits[static_cast<unsigned char>(c) >> 4];
        out += digits[static_cast<unsigned char>(c) & 15];
    }
    out += '"';
}

/// `per_ms` of the unit are a millisecond; whole milliseconds are written as integers.
void append_milliseconds(std::string& out, std::int64_t value, std::int64_t per_ms) {
    if (value % per_ms == 0)
        append_json(out, value / per_ms);
    else
        append_json(out, static_cast<double>(value) / static_cast<double>(per_ms));
}

void append_time(std::string& out, std::int64_t value, arrow::TimeUnit::type unit) {
    constexpr std::int64_t ms_per_second = 1000;
    if (unit == arrow::TimeUnit::SECOND) {
        if (value > std::numeric_limits<std::int64_t>::max() / ms_per_second ||
            value < std::numeric_limits<std::int64_t>::min() / ms_per_second)
            append_json(out, static_cast<double>(value) * static_cast<double>(ms_per_second));
        else
            append_json(out, value * ms_per_second);
        return;
    }
    append_milliseconds(out, value,
                        unit == arrow::TimeUnit::MILLI   ? 1
                        : unit == arrow::TimeUnit::MICRO ? 1000
                                                         : 1'000'000);
}

/// Writes the cell `row` of any array.
struct CellWriter {
    std::string& out;
    std::int64_t row;

    arrow::Status Visit(const arrow::BooleanArray& a) {
        out += a.Value(row) ? "true" : "false";
        return arrow::Status::OK();
    }
    template <class T>
    requires(arrow::is_integer_type<T>::value) arrow::Status Visit(const arrow::NumericArray<T>& a) {
        out += std::to_string(a.Value(row));
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::FloatArray& a) { return number(static_cast<double>(a.Value(row))); }
    arrow::Status Visit(const arrow::DoubleArray& a) { return number(a.Value(row)); }
    arrow::Status Visit(const arrow::HalfFloatArray& a) {
        return number(arrow::util::Float16::FromBits(a.Value(row)).ToDouble());
    }
    template <class T>
    requires(arrow::is_decimal_type<T>::value) arrow::Status Visit(const arrow::NumericArray<T>& a) {
        out += a.FormatValue(row);
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::StringArray& a) { return text(a.GetView(row)); }
    arrow::Status Visit(const arrow::LargeStringArray& a) { return text(a.GetView(row)); }
    arrow::Status Visit(const arrow::StringViewArray& a) { return text(a.GetView(row)); }
    arrow::Status Visit(const arrow::BinaryArray& a) { return hex(a.GetView(row)); }
    arrow::Status Visit(const arrow::LargeBinaryArray& a) { return hex(a.GetView(row)); }
    arrow::Status Visit(const arrow::BinaryViewArray& a) { return hex(a.GetView(row)); }
    arrow::Status Visit(const arrow::FixedSizeBinaryArray& a) {
        return a.type_id() == arrow::Type::FIXED_SIZE_BINARY ? hex(a.GetView(row)) : decimal(a);
    }
    arrow::Status Visit(const arrow::TimestampArray& a) {
        append_time(out, a.Value(row), static_cast<const arrow::TimestampType&>(*a.type()).unit());
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::Date32Array& a) {
        constexpr std::int64_t ms_per_day = 86'400'000;
        append_json(out, static_cast<std::int64_t>(a.Value(row)) * ms_per_day);
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::Date64Array& a) {
        append_json(out, a.Value(row));
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::Time32Array& a) {
        append_time(out, a.Value(row), static_cast<const arrow::Time32Type&>(*a.type()).unit());
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::Time64Array& a) {
        append_time(out, a.Value(row), static_cast<const arrow::Time64Type&>(*a.type()).unit());
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::DurationArray& a) {
        append_time(out, a.Value(row), static_cast<const arrow::DurationType&>(*a.type()).unit());
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::ListArray& a) {
        return list(*a.values(), a.value_offset(row), a.value_length(row));
    }
    arrow::Status Visit(const arrow::LargeListArray& a) {
        return list(*a.values(), a.value_offset(row), a.value_length(row));
    }
    arrow::Status Visit(const arrow::FixedSizeListArray& a) {
        return list(*a.values(), a.value_offset(row), a.value_length(row));
    }
    arrow::Status Visit(const arrow::MapArray& a) {
        const std::int64_t begin = a.value_offset(row);
        out += '[';
        for (std::int64_t i = begin; i < begin + a.value_length(row); ++i) {
            out += i == begin ? "[" : ",[";
            append_cell(out, *a.keys(), i);
            out += ',';
            append_cell(out, *a.items(), i);
            out += ']';
        }
        out += ']';
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::StructArray& a) {
        out += '{';
        for (int i = 0; i < a.num_fields(); ++i) {
            if (i > 0) out += ',';
            append_text(out, a.struct_type()->field(i)->name());
            out += ':';
            append_cell(out, *a.field(i), row);
        }
        out += '}';
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::DictionaryArray& a) {
        append_cell(out, *a.dictionary(), a.GetValueIndex(row));
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::ExtensionArray& a) {
        append_cell(out, *a.storage(), row);
        return arrow::Status::OK();
    }
    arrow::Status Visit(const arrow::Array& a) {
        auto scalar = a.GetScalar(row);
        return text(scalar.ok() ? scalar.ValueUnsafe()->ToString() : scalar.status().message());
    }

private:
    arrow::Status number(double value) const {
        append_json(out, value);
        return arrow::Status::OK();
    }
    arrow::Status text(std::string_view value) const {
        append_text(out, value);
        return arrow::Status::OK();
    }
    arrow::Status hex(std::string_view value) const {
        append_hex(out, value);
        return arrow::Status::OK();
    }
    arrow::Status decimal(const arrow::Array& a) const {
        out += a.GetScalar(row).ValueOrDie()->ToString();
        return arrow::Status::OK();
    }
    arrow::Status list(const arrow::Array& values, std::int64_t begin, std::int64_t length) const {
        out += '[';
        for (std::int64_t i = begin; i < begin + length; ++i) {
            if (i > begin) out += ',';
            append_cell(out, values, i);
        }
        out += ']';
        return arrow::Status::OK();
    }
};

}  // namespace

void append_cell(std::string& out, const arrow::Array& column, std::int64_t row) {
    if (column.IsNull(row)) {
        out += "null";
        return;
    }
    CellWriter writer{out, row};
    const arrow::Status status = arrow::VisitArrayInline(column, &writer);
    if (!status.ok()) throw unsupported("a cell of type " + column.type()->ToString() + " has no JSON form");
}

}  // namespace wbm::data_frame
