// wbm/media/table_text.hpp - the rows of a table under construction.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/table_cell.hpp>
#include <wbm/media/table_parts.hpp>

#include <cstddef>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm::detail {

/// Rows as one JSON text, `,[1,"a"],[2,"b"]`: no document is built of rows that are only passed on.
class RowText {
public:
    /// Of `owner`, to which its cells must not lead back; null: nothing can.
    explicit RowText(const TableSource* owner) noexcept : owner_(owner) {}

    [[nodiscard]] std::size_t count() const noexcept { return ends_.size(); }
    [[nodiscard]] const TableParts& parts() const noexcept { return parts_; }
    [[nodiscard]] TableParts& parts() noexcept { return parts_; }
    [[nodiscard]] std::string json() const {
        std::string all = "[";
        all.reserve(text_.size() + 2);
        if (!text_.empty()) all.append(text_, 1);
        return all += ']';
    }
    void clear() noexcept {
        text_.clear();
        ends_.clear();
        parts_.cut(0);
    }

    /// Adds a row: `write(writer, next)` calls next() before each cell. When it throws, the row is not there, and the
    /// error says where it was.
    template <class Write>
    void add_row(std::size_t number, std::span<const std::string> columns, const Write& write) {
        append_row(number, columns, [&](CellWriter& writer, std::size_t& column) {
            text_ += ",[";
            std::size_t place = 0;
            write(writer, [&] {
                if (place != 0) text_ += ',';
                column = place++;
            });
        });
    }

    /// Adds a cell at the end of each row, or rows of one cell. The range has as many cells as there are rows. When it
    /// throws, nothing has changed.
    template <class Range>
    void add_column(const std::string& name, const Range& cells, bool is_first) {
        RowText wider(owner_);
        wider.parts_ = parts_;
        wider.text_.reserve(text_.size() * 2);
        std::size_t begin = 0;
        for (auto&& cell : cells) {
            const std::size_t row = wider.count();
            wider.append_row(row, {&name, 1}, [&](CellWriter& writer, std::size_t&) {
                if (is_first)
                    wider.text_ += ",[";
                else
                    wider.text_.append(text_, begin, ends_[row] - 1 - begin).append(",");
                writer.write(static_cast<const std::ranges::range_value_t<const Range>&>(cell));
            });
            if (!is_first) begin = ends_[row];
        }
        *this = std::move(wider);
    }

private:
    struct Undo {
        Undo(std::string& t, TableParts& p) noexcept : text(t), parts(p) {}
        Undo(const Undo&) = delete;
        Undo& operator=(const Undo&) = delete;
        ~Undo() {
            if (is_done) return;
            text.resize(text_size);
            parts.cut(parts_size);
        }
        std::string& text;
        TableParts& parts;
        std::size_t text_size = text.size();
        std::size_t parts_size = parts.size();
        std::size_t links = parts.links().size();
        bool is_done = false;
    };

    template <class Fill>
    void append_row(std::size_t number, std::span<const std::string> columns, const Fill& fill) {
        Undo undo(text_, parts_);
        CellWriter writer(text_, parts_);
        std::size_t column = 0;
        const auto where = [&] {
            return "table: row " + std::to_string(number) + ", column " + json::write(json::value(columns[column])) +
                   ": ";
        };
        try {
            fill(writer, column);
            if (parts_.links().size() > undo.links) check_links();
        } catch (const MediaError& e) {
            const std::string_view text = e.what();
            throw MediaError(e.status(), where() + std::string(text.substr(text.starts_with("table: ") ? 7 : 0)));
        } catch (const json::Error& e) {
            throw MediaError(Status::invalid, where() + e.what());
        }
        text_ += ']';
        ends_.push_back(text_.size());
        undo.is_done = true;
    }

    void check_links() const {
        if (owner_ != nullptr && parts_.lead_to(*owner_))
            throw MediaError(
                Status::invalid,
                "the row or key is of a table that refers to this one; tables in a circle cannot be stored");
    }

    const TableSource* owner_;
    std::string text_;
    std::vector<std::size_t> ends_;  // of each row in text_
    TableParts parts_;
};

}  // namespace wbm::detail
