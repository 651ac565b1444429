// value_cell.hpp - a value that the host holds, as a table's cell.
#pragma once

#include "cells/media_cell.hpp"

#include <wbm/sdk/value.hpp>

#include <string>
#include <string_view>

namespace wbm::table {

class ValueCell final : public MediaCell {
public:
    explicit ValueCell(Value value) : value_(std::move(value)), type_(value_.type()) {}

    [[nodiscard]] std::string_view type() const override { return type_; }
    [[nodiscard]] json::object column_facts() const override;
    [[nodiscard]] bool equal(const MediaCell& other) const override;

    [[nodiscard]] const Value& value() const noexcept { return value_; }

private:
    Value value_;
    std::string type_;
};

/// The host's value behind a cell's media.
[[nodiscard]] const Value& value_of(const Media& media);

/// The name of the reference's class for a `_type`, which stands for the value in a run's file: "Image" for
/// "image-file". A type that the reference does not know gives itself. Wire spec 2.6.
[[nodiscard]] std::string_view class_name_of(std::string_view type) noexcept;

}  // namespace wbm::table
