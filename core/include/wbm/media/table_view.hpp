// wbm/media/table_view.hpp - the rows and cells of a table that is there, as C++ types.
//
//     for (const wbm::RowView& row : table.iterrows())
//         if (row["loss"].get<double>() > 1) show(row["image"].get<wbm::Image>());
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/table_cell.hpp>
#include <wbm/value.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

namespace detail {

/// What all views of a table share.
struct TableShape {
    explicit TableShape(ValuePtr of) : value(std::move(of)) {
        const json::object fields = value->fields();
        const json::value* types = fields.if_contains("column_types");
        for (const json::value& name : fields.at("columns").as_array()) {
            columns.push_back(name);
            names.push_back(name.is_string() ? std::string(std::string_view(name.get_string())) : json::write(name));
            are_times.push_back(is_time(types, names.back()));
        }
        rows = fields.at("nrows").to_number<std::size_t>();
    }

    /// Throws MediaError (not_found).
    [[nodiscard]] std::size_t place_of(std::string_view column) const {
        for (std::size_t i = 0; i < names.size(); ++i)
            if (names[i] == column) return i;
        throw MediaError(Status::not_found, "table: there is no column " + json::write(json::value(column)) +
                                                "; the table has " + json::write(json::value(columns)).substr(0, 500));
    }

    ValuePtr value;
    json::array columns;             ///< the names, text or integers
    std::vector<std::string> names;  ///< as text
    std::vector<bool> are_times;
    std::size_t rows = 0;

private:
    static const json::value* member(const json::value* of, std::string_view name) {
        return of == nullptr || !of->is_object() ? nullptr : of->get_object().if_contains(name);
    }
    /// Is the column's type a time, or one of several that it may be?
    static bool is_time(const json::value* types, std::string_view name) {
        const json::value* type = member(member(member(types, "params"), "type_map"), name);
        const json::value* several = member(member(type, "params"), "allowed_types");
        static const json::value time = "timestamp";
        const auto says_time = [](const json::value* t) {
            const json::value* wb_type = member(t, "wb_type");
            return wb_type != nullptr && *wb_type == time;
        };
        if (several == nullptr || !several->is_array()) return says_time(type);
        return std::ranges::any_of(several->get_array(), [&](const json::value& t) { return says_time(&t); });
    }
};
using TableShapePtr = std::shared_ptr<const TableShape>;

}  // namespace detail

/// One cell, or what lies in a list or dict of one. Cheap to copy; keeps the table's value alive.
class CellView {
public:
    /// `cell` lies in `rows`, which the view keeps.
    CellView(detail::TableShapePtr table, std::shared_ptr<const json::array> rows, const json::value& cell,
             std::size_t row, std::size_t column)
        : table_(std::move(table)), rows_(std::move(rows)), cell_(&cell), row_(row), column_(column) {}

    /// Plain cells as JSON: a time is its milliseconds since 1970 in UTC, an array nested lists, a value an object with
    /// its `_type` and fields.
    [[nodiscard]] const json::value& json() const noexcept { return *cell_; }
    [[nodiscard]] bool is_null() const noexcept { return cell_->is_null(); }
    /// Is it a media value?
    [[nodiscard]] bool is_value() const noexcept {
        const json::object* o = cell_->if_object();
        const json::value* type = o == nullptr ? nullptr : o->if_contains("_type");
        return type != nullptr && type->is_string();
    }
    /// The value in it. Throws MediaError (not_found) for a plain cell.
    [[nodiscard]] ValuePtr value() const {
        json::array place{row_, column_};
        place.insert(place.end(), steps_.begin(), steps_.end());
        return table_->value->cell_value(place);
    }

    /// As bool, number, std::string, sys_time, json::value, ValuePtr or a facade such as Image; std::optional of them
    /// for cells that may be null; std::vector and std::map<std::string, T> for lists and dicts. Throws MediaError
    /// (invalid) for a cell of another type, a number that T does not hold, and null unless T is an optional.
    template <class T>
    [[nodiscard]] T get() const;

    /// An element of a list or array, a member of a dict. Throws MediaError (not_found).
    [[nodiscard]] CellView operator[](std::size_t index) const {
        const json::array* list = cell_->if_array();
        if (list == nullptr || index >= list->size())
            throw MediaError(Status::not_found, where() + " has no element " + std::to_string(index));
        return inner((*list)[index], index);
    }
    [[nodiscard]] CellView operator[](std::string_view name) const {
        const json::object* dict = cell_->if_object();
        const json::value* found = dict == nullptr || is_value() ? nullptr : dict->if_contains(name);
        if (found == nullptr)
            throw MediaError(Status::not_found, where() + " has no member " + json::write(json::value(name)));
        return inner(*found, name);
    }
    [[nodiscard]] CellView operator[](const char* name) const { return (*this)[std::string_view(name)]; }
    [[nodiscard]] CellView operator[](int index) const {
        return (*this)[index < 0 ? static_cast<std::size_t>(-1) : static_cast<std::size_t>(index)];
    }

    /// So that a cell of one table goes into another. An array comes as lists of its numbers, a time as milliseconds.
    void write_to(CellWriter& writer) const {
        if (is_value())
            writer.write_value(value());
        else if (steps_.empty() && cell_->is_number() && table_->are_times[column_])
            writer.write_milliseconds(*cell_);
        else if (const json::array* list = cell_->if_array())
            writer.write_elements(list->size(), [&](std::size_t i) { return inner((*list)[i], i); });
        else if (const json::object* dict = cell_->if_object())
            writer.write_members(*dict, [&](const auto& member) { return inner(member.value(), member.key()); });
        else
            writer.write(*cell_);
    }

private:
    template <class Step>
    [[nodiscard]] CellView inner(const json::value& cell, const Step& step) const {
        CellView view(*this);
        view.cell_ = &cell;
        view.steps_.emplace_back(step);
        return view;
    }

    /// `table: row 3, column "loss"`
    [[nodiscard]] std::string where() const {
        std::string text = "table: row " + std::to_string(row_) + ", column " + json::write(table_->columns[column_]);
        for (const json::value& step : steps_) text += " at " + json::write(step);
        return text;
    }
    [[noreturn]] void refuse(std::string_view wanted) const {
        std::string text = where();
        if (is_null())
            text += " is null; ask for a std::optional where cells may be null";
        else
            text += " is " + json::write(*cell_, json::Style::fast, json::NonFinite::allow).substr(0, 200) + ", no " +
                    std::string(wanted);
        throw MediaError(Status::invalid, text);
    }

    template <class Number>
    [[nodiscard]] Number number() const {
        if (!cell_->is_number()) refuse("number");
        if constexpr (std::is_floating_point_v<Number>) {
            return cell_->to_number<Number>();
        } else {
            boost::json::error_code error;
            const auto number = cell_->to_number<Number>(error);
            if (error) refuse("integer of " + std::to_string(sizeof(Number) * 8) + " bits that the program asks for");
            return number;
        }
    }

    detail::TableShapePtr table_;
    std::shared_ptr<const json::array> rows_;  // what cell_ is in
    const json::value* cell_;
    std::size_t row_, column_;
    json::array steps_;  // from the cell to what lies in it
};

template <class T>
T CellView::get() const {
    if constexpr (std::is_same_v<T, json::value>) {
        return *cell_;
    } else if constexpr (detail::is_made_of<T, std::optional>) {
        return is_null() ? T() : T(get<typename T::value_type>());
    } else if constexpr (std::is_same_v<T, bool>) {
        if (!cell_->is_bool()) refuse("boolean");
        return cell_->get_bool();
    } else if constexpr (std::is_arithmetic_v<T>) {
        return number<T>();
    } else if constexpr (std::is_same_v<T, std::string>) {
        if (!cell_->is_string()) refuse("text");
        return std::string(std::string_view(cell_->get_string()));
    } else if constexpr (detail::is_time_point<T>) {
        const double ms = number<double>();
        if (!(std::abs(ms) < 9e15)) refuse("time");
        return detail::time_of<T>(ms);
    } else if constexpr (std::is_same_v<T, ValuePtr>) {
        if (!is_value()) refuse("media value");
        return value();
    } else if constexpr (detail::FacadeCell<T>) {
        if (!is_value()) refuse("media value");
        return T(value());
    } else if constexpr (detail::is_made_of<T, std::vector>) {
        if (!cell_->is_array()) refuse("list");
        T all;
        all.reserve(cell_->get_array().size());
        for (std::size_t i = 0; i < cell_->get_array().size(); ++i)
            all.push_back((*this)[i].get<typename T::value_type>());
        return all;
    } else {
        static_assert(detail::is_made_of<T, std::map>, "a cell cannot be had as this type");
        if (!cell_->is_object() || is_value()) refuse("dict");
        T all;
        for (const auto& member : cell_->get_object())
            all.emplace(std::string(std::string_view(member.key())),
                        (*this)[std::string_view(member.key())].template get<typename T::mapped_type>());
        return all;
    }
}

}  // namespace wbm
