// value_cell.hpp - a value that the host holds, as a table's cell.
#pragma once

#include "cells/media_cell.hpp"

#include <wbm/sdk/value.hpp>

#include <cstddef>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm::table {

/// Where the values of a file's cells come from, when somebody asks for them.
struct CellSource {
    KeptStore store;
    std::string texts = {};  ///< JSON of cells, behind each other
};

class ValueCell final : public MediaCell {
public:
    explicit ValueCell(Value value) : value_(std::move(value)) {}
    /// A value that is made of `size` bytes at `begin` of the source's texts when it is first asked for.
    ValueCell(std::shared_ptr<const CellSource> source, std::size_t begin, std::size_t size)
        : source_(std::move(source)), begin_(begin), size_(size) {}

    [[nodiscard]] std::string_view type() const override;
    [[nodiscard]] json::object column_facts() const override;
    [[nodiscard]] bool equal(const MediaCell& other) const override;

    /// Throws what the value's type refuses, not_found for a file that is gone; so do all other functions.
    [[nodiscard]] const Value& value() const;

private:
    std::shared_ptr<const CellSource> source_;
    std::size_t begin_ = 0, size_ = 0;
    mutable std::once_flag once_;  // of the two below
    mutable std::optional<Value> value_;
    mutable std::string type_;
};

/// The host's value behind a cell's media.
[[nodiscard]] const Value& value_of(const Media& media);

/// The name of the reference's class for a `_type`, which stands for the value in a run's file: "Image" for
/// "image-file". A type that the reference does not know gives itself. Wire spec 2.6.
[[nodiscard]] std::string_view class_name_of(std::string_view type) noexcept;

}  // namespace wbm::table
