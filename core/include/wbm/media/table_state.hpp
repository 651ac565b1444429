// wbm/media/table_state.hpp - what copies of a Table share: rows under construction, or a value that was read.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/media/table_options.hpp>
#include <wbm/media/table_parts.hpp>
#include <wbm/media/table_text.hpp>
#include <wbm/media/table_view.hpp>
#include <wbm/registry.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <ranges>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::detail {

class TableState final : public TableSource {
public:
    TableState(const std::vector<ColumnName>& columns, TableOptions options, Registry& registry)
        : registry_(&registry), columns_(columns, std::move(options)) {}
    explicit TableState(ValuePtr value)
        : shape_(std::make_shared<const TableShape>(value)), columns_({}, {}), value_(std::move(value)) {}

    [[nodiscard]] const ValuePtr& value() const override {
        if (registry_ != nullptr && (value_ == nullptr || linked_ != linked())) {
            shape_.reset();
            linked_ = linked();
            value_ = make();
        }
        return value_;
    }
    [[nodiscard]] const TableShapePtr& shape() const {
        const ValuePtr& now = value();
        if (shape_ == nullptr) shape_ = std::make_shared<const TableShape>(now);
        return shape_;
    }
    [[nodiscard]] bool leads_to(const TableSource& other) const override { return rows_.parts().lead_to(other); }

    [[nodiscard]] const std::vector<std::string>& columns() const {
        return registry_ == nullptr ? shape_->names : columns_.names();
    }
    [[nodiscard]] std::size_t row_count() const { return registry_ == nullptr ? shape_->rows : rows_.count(); }

    template <class Write>
    void add_row(std::size_t cells, const Write& write) {
        change();
        if (columns_.count() == 0)
            throw MediaError(Status::invalid, "table: the table has no columns; name them, or use add_column()");
        columns_.check_count(rows_.count(), cells);
        rows_.add_row(rows_.count(), columns_.names(), write);
    }

    template <class Range>
    void add_column(const ColumnName& name, const Range& cells, bool optional) {
        change();
        if (columns_.has(name.text())) throw refused(name.text(), "is there already; choose another name");
        const auto count = static_cast<std::size_t>(std::ranges::distance(cells));
        const bool is_first = columns_.count() == 0;
        if (!is_first && count != rows_.count())
            throw refused(name.text(),
                          "has " + std::to_string(count) + " cells for " + std::to_string(rows_.count()) + " rows");
        rows_.add_column(name.text(), cells, is_first);
        columns_.add(name, {}, optional);
    }

    void cast(std::string_view column, json::value dtype, bool optional) {
        change();
        const std::size_t place = columns_.place_of(column);
        auto before = columns_.set_type(place, std::move(dtype), optional);
        try {
            (void)value();
        } catch (...) {
            columns_.set_type(place, std::move(before.first), std::move(before.second));
            throw;
        }
    }

    void set_primary_key(std::string_view column) {
        change();
        primary_key_ = columns_.name(columns_.place_of(column));
    }

    void set_foreign_key(std::string_view column, const std::shared_ptr<const TableState>& table,
                         std::string_view table_column) {
        change();
        const std::string& name = columns_.names()[columns_.place_of(column)];
        if (table.get() == this || table->leads_to(*this))
            throw refused(name, "has keys of a table that refers to this one; tables in a circle cannot be stored");
        if (std::ranges::find(table->columns(), table_column) == table->columns().end())
            throw refused(name, "has keys of the column " + json::write(json::value(table_column)) +
                                    ", which the other table does not have");
        foreign_keys_[name] = {{"table", '@' + rows_.parts().add(table)}, {"column", table_column}};
    }

private:
    static MediaError refused(std::string_view column, const std::string& why) {
        return {Status::invalid, "table: the column " + json::write(json::value(column)) + ' ' + why};
    }

    void change() {
        if (registry_ == nullptr)
            throw MediaError(Status::invalid,
                             "table: the table was read and does not change; make a new one and add its rows to it");
        value_.reset();
        shape_.reset();
    }

    /// The values of tables that cells refer to, which may have changed since.
    [[nodiscard]] std::vector<ValuePtr> linked() const {
        std::vector<ValuePtr> values;
        for (const auto& table : rows_.parts().links()) values.push_back(table->value());
        return values;
    }

    [[nodiscard]] ValuePtr make() const {
        json::object options = columns_.json();
        if (!primary_key_.is_null()) options["primary_key"] = primary_key_;
        if (!foreign_keys_.empty()) options["foreign_keys"] = foreign_keys_;
        return registry_->create("table", json_text(rows_.json()), options, rows_.parts().named());
    }

    Registry* registry_ = nullptr;  // null: the table was read
    mutable TableShapePtr shape_;
    TableColumns columns_;
    RowText rows_{this};
    json::value primary_key_;  // null: there is none
    json::object foreign_keys_;
    mutable ValuePtr value_;
    mutable std::vector<ValuePtr> linked_;  // when value_ was made
};

}  // namespace wbm::detail
