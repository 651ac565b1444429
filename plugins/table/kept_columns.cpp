#include "kept_columns.hpp"

#include "arrays/npz.hpp"
#include "cells/array_cell.hpp"
#include "limits.hpp"
#include "times.hpp"

#include <wbm/sdk/element.hpp>

#include <algorithm>
#include <cstring>

namespace wbm::table {
namespace {

constexpr const char* folder = "media/serialized_data";

DLDataType dtype_of(const json::object& kept) {
    const std::string name = text(kept, "dtype");
    if (const auto dtype = dtype_named(name)) return *dtype;
    throw invalid("\"dtype\" of \"_wbm\" is " + brief(json::value(name)) + ", which no array has");
}

/// Elements as another dtype.
void convert(const DenseArray& from, DLDataType to, std::byte* out) {
    with_element(to, [&]<class Out>(Out) {
        for (std::size_t i = 0; i < from.count(); ++i) {
            const Cell cell = element_cell(from, i);
            const double number = cell.kind() == CellKind::real      ? cell.real()
                                  : cell.kind() == CellKind::natural ? static_cast<double>(cell.natural())
                                  : cell.kind() == CellKind::boolean ? static_cast<double>(cell.boolean())
                                                                     : static_cast<double>(cell.integer());
            if constexpr (std::is_arithmetic_v<Out>) {
                const Out converted = static_cast<Out>(number);
                std::memcpy(out + i * sizeof(Out), &converted, sizeof converted);
            }
        }
    });
}

/// All arrays of a column behind each other, nulls as zeros. Arrays of several dtypes become float64.
struct Stack {
    DLDataType dtype{};
    std::vector<std::int64_t> shape;
    bool mixed = false;
    bool has_others = false;  ///< cells that are neither arrays nor null
    json::array nulls;        ///< their rows

    explicit Stack(const Column& cells) {
        bool is_first = true;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Cell cell = cells.cell(i);
            if (cell.kind() != CellKind::array) {
                nulls.push_back(i);
                has_others = has_others || !cell.is_null();
                continue;
            }
            if (is_first) dtype = cell.array().dtype, shape = cell.array().shape;
            mixed = mixed || !same_dtype(dtype, cell.array().dtype);
            is_first = false;
        }
        if (mixed) dtype = {kDLFloat, 64, 1};
    }

    [[nodiscard]] DenseArray array(const Column& cells) const {
        std::size_t count = 1;
        for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
        const std::size_t row = count * (dtype.bits / 8U);
        if (row != 0 && cells.size() > max_column_array_bytes / row)
            throw unsupported("a column of arrays takes more than " + std::to_string(max_column_array_bytes) +
                              " bytes; split the table");
        const auto bytes = std::make_shared<std::vector<std::byte>>(row * cells.size());
        for (std::size_t i = 0; i < cells.size(); ++i) {
            const Cell cell = cells.cell(i);
            if (cell.kind() != CellKind::array || row == 0) continue;
            if (same_dtype(cell.array().dtype, dtype))
                std::memcpy(bytes->data() + i * row, cell.array().bytes.get(), row);
            else
                convert(cell.array(), dtype, bytes->data() + i * row);
        }
        std::vector<std::int64_t> all{static_cast<std::int64_t>(cells.size())};
        all.insert(all.end(), shape.begin(), shape.end());
        return {dtype, std::move(all), {bytes, bytes->data()}};
    }
};

WrittenColumn as_archive(const NamedColumn& column, const ColumnType& array_type, Store target) {
    const Stack stack(column.cells);
    const std::string key = text_of(column.name);
    const json::object file = target.add_bytes(folder, to_npz(key, stack.array(column.cells)), ".npz");
    const ColumnType placed = ColumnType::ndarray(array_type.shape(), SerializationPath{text(file, "path"), key});
    WrittenColumn out{column.type.replace(TypeKind::ndarray, placed), {}, true, {}};
    for (std::size_t i = 0; i < column.cells.size(); ++i) out.cells.push_null();
    if (!stack.nulls.empty()) out.kept["nulls"] = stack.nulls;
    return out;
}

std::vector<bool> null_rows(const json::object* kept, std::size_t rows) {
    std::vector<bool> is_null(rows);
    const json::value* list = kept == nullptr ? nullptr : kept->if_contains("nulls");
    if (list == nullptr || !list->is_array()) return is_null;
    for (const json::value& row : list->get_array())
        if (row.is_int64() && row.get_int64() >= 0 && static_cast<std::size_t>(row.get_int64()) < rows)
            is_null[static_cast<std::size_t>(row.get_int64())] = true;
    return is_null;
}

NamedColumn from_archive(NamedColumn read, const ColumnType& array_type, const json::object* kept,
                         const Store& source) {
    const SerializationPath& at = *array_type.path();
    const std::string path = source.fetch(at.path);
    const DenseArray all = from_npz(path, at.key, name_of_file(at.path));
    const std::size_t rows = read.cells.size();
    if (all.shape.empty() || static_cast<std::size_t>(all.shape[0]) < rows)
        throw invalid("column " + brief(json_of(read.name)) + ": its archive \"" + at.path + "\" holds " +
                      (all.shape.empty() ? std::string("no rows") : std::to_string(all.shape[0]) + " rows") +
                      ", the table has " + std::to_string(rows));
    const std::vector<bool> is_null = null_rows(kept, rows);
    Column cells;
    for (std::size_t i = 0; i < rows; ++i) {
        if (is_null[i])
            cells.push_null();
        else
            cells.push(Cell::array(all.row(i)));
    }
    const ColumnType without_path = ColumnType::ndarray(array_type.shape());
    return {std::move(read.name), read.type.replace(TypeKind::ndarray, without_path), std::move(cells)};
}

/// A list of numbers as the array that it was. A null among them was a NaN.
Cell array_of(const Cell& cell, DLDataType dtype) {
    if (cell.kind() != CellKind::list) return cell;
    const std::vector<Cell>& numbers = cell.list().cells;
    const auto bytes = std::make_shared<std::vector<std::byte>>(numbers.size() * (dtype.bits / 8U));
    with_element(dtype, [&]<class T>(T) {
        if constexpr (std::is_arithmetic_v<T>)
            for (std::size_t i = 0; i < numbers.size(); ++i) {
                T x{};
                switch (numbers[i].kind()) {
                    case CellKind::boolean:
                        x = static_cast<T>(numbers[i].boolean());
                        break;
                    case CellKind::integer:
                        x = static_cast<T>(numbers[i].integer());
                        break;
                    case CellKind::natural:
                        x = static_cast<T>(numbers[i].natural());
                        break;
                    case CellKind::real:
                        x = static_cast<T>(numbers[i].real());
                        break;
                    default:
                        if constexpr (std::is_floating_point_v<T>) x = std::numeric_limits<T>::quiet_NaN();
                }
                std::memcpy(bytes->data() + i * sizeof x, &x, sizeof x);
            }
    });
    return Cell::array({dtype, {static_cast<std::int64_t>(numbers.size())}, {bytes, bytes->data()}});
}

}  // namespace

namespace {

void collect(const Cell& cell, std::vector<Cell>& numbers) {
    if (cell.kind() == CellKind::list) {
        for (const Cell& inner : cell.list().cells) collect(inner, numbers);
        return;
    }
    const bool is_number = cell.kind() == CellKind::integer || cell.kind() == CellKind::natural ||
                           cell.kind() == CellKind::real || cell.kind() == CellKind::boolean || cell.is_null();
    if (!is_number) throw invalid("a list in a column of arrays holds something that is no number; give numbers");
    numbers.push_back(cell);
}

}  // namespace

Cell array_of_lists(const Cell& lists, const std::vector<std::int64_t>& shape, const Column& before) {
    std::vector<Cell> numbers;
    collect(lists, numbers);
    const bool are_integers =
        std::ranges::all_of(numbers, [](const Cell& cell) { return cell.kind() == CellKind::integer; });
    DLDataType dtype = are_integers ? DLDataType{kDLInt, 64, 1} : DLDataType{kDLFloat, 64, 1};
    if (before.size() != 0 && before.cell(0).kind() == CellKind::array)
        if (const DLDataType first = before.cell(0).array().dtype; first.code == kDLFloat && first.bits >= 32)
            dtype = first;
    const Cell flat = array_of(Cell::list(std::move(numbers)), dtype);
    std::size_t count = 1;
    for (const std::int64_t extent : shape) count *= static_cast<std::size_t>(extent);
    if (count != flat.array().count()) throw invalid("a list in a column of arrays has another shape than the arrays");
    return Cell::array({dtype, shape, flat.array().bytes});
}

bool same_dtype(DLDataType a, DLDataType b) noexcept {
    return a.code == b.code && a.bits == b.bits && a.lanes == b.lanes;
}

bool is_written_as_lists(const std::vector<std::int64_t>& shape, DLDataType dtype) noexcept {
    const bool is_half = dtype.bits == 16 && dtype.code != kDLInt && dtype.code != kDLUInt;
    return shape.size() == 1 && shape[0] <= max_embedding && !is_half;
}

WrittenColumn as_lists(const NamedColumn& column, const ColumnType& array_type, DLDataType dtype) {
    return {ColumnType::list(TypeKind::number, array_type.shape()[0]),
            {},
            false,
            {{"dtype", dtype_name(dtype)}, {"type", column.type.to_json()}}};
}

WrittenColumn written(const NamedColumn& column, Store target) {
    const ColumnType* array_type = column.type.find(TypeKind::ndarray);
    if (array_type == nullptr) {
        json::object texts = texts_of_times(column.cells);
        return {column.type, {}, false, texts.empty() ? json::object() : json::object{{"iso", std::move(texts)}}};
    }
    const std::vector<std::int64_t>& shape = array_type->shape();
    const Stack stack(column.cells);
    // A file may hold anything, whatever its types say: it is written as it was read.
    if (stack.has_others) return {column.type, {}, false, {}};
    if (!stack.mixed && is_written_as_lists(shape, stack.dtype)) return as_lists(column, *array_type, stack.dtype);
    return as_archive(column, *array_type, target);
}

NamedColumn restored(NamedColumn read, const json::object* kept, const Store& source) {
    if (const ColumnType* found = read.type.find(TypeKind::ndarray); found != nullptr && found->path()) {
        const ColumnType array_type = *found;  // `found` may be in what is moved
        return from_archive(std::move(read), array_type, kept, source);
    }
    if (has_inner_times(read.type)) {
        Column timed;
        for (std::size_t i = 0; i < read.cells.size(); ++i) timed.push(with_times(read.cells.cell(i), read.type));
        read.cells = std::move(timed);
    }
    if (kept != nullptr)
        if (const json::object texts = object_or_empty(*kept, "iso"); !texts.empty()) restore_texts(read.cells, texts);
    if (kept == nullptr || !kept->contains("dtype") || !kept->contains("type")) return read;
    const DLDataType dtype = dtype_of(*kept);
    Column cells;
    for (std::size_t i = 0; i < read.cells.size(); ++i) cells.push(array_of(read.cells.cell(i), dtype));
    return {std::move(read.name), ColumnType::parse(kept->at("type")), std::move(cells)};
}

}  // namespace wbm::table
