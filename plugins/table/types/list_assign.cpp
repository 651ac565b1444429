#include "list_assign.hpp"

#include "../cells/array_cell.hpp"

namespace wbm::table {
namespace {

/// The number of bytes of the letter at `at` of UTF-8 text.
std::size_t letter_size(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) ++end;
    return end - at;
}

/// Assigns the parts of a value that Python iterates over; nullopt for one that it does not.
class Parts {
public:
    explicit Parts(ColumnType element) : element_(std::move(element)) {}

    [[nodiscard]] std::optional<ColumnType> assign(const Cell& cell) {
        switch (cell.kind()) {
            case CellKind::list:
                for (const Cell& item : cell.list().cells)
                    if (!take(item)) break;
                return as_list(cell.list().cells.size());
            case CellKind::dict:
                for (const auto& member : cell.dict().members)
                    if (!take(member.first)) break;
                return as_list(cell.dict().members.size());
            case CellKind::text:
            case CellKind::link:
                return letters(cell.text());
            case CellKind::key:
                return letters(cell.key().text);
            case CellKind::array:
                if (cell.array().shape.empty()) return std::nullopt;
                return rows(cell.array());
            default:
                return std::nullopt;
        }
    }

private:
    bool take(const Cell& part) {
        if (!element_.keeps(part.type_kind())) element_ = element_.assign(part);
        return !element_.is_invalid();
    }

    ColumnType letters(std::string_view text) {
        std::size_t count = 0;
        bool taken = true;
        for (std::size_t at = 0; at < text.size(); ++count) {
            const std::size_t size = letter_size(text, at);
            taken = taken && (element_.keeps(CellKind::text) || take(text.substr(at, size)));
            at += size;
        }
        return as_list(count);
    }

    ColumnType rows(const DenseArray& array) {
        const auto count = static_cast<std::size_t>(array.shape.front());
        for (std::size_t i = 0; i < count; ++i) {
            const Cell row = row_cell(array, i);
            // NumPy's NaN is a number to the reference, Python's is none.
            const bool is_nan = row.kind() == CellKind::real && row.type_kind() == CellKind::null;
            if (is_nan) element_ = element_.assign(ColumnType(TypeKind::number));
            if (is_nan ? element_.is_invalid() : !take(row)) break;
        }
        return as_list(count);
    }

    [[nodiscard]] ColumnType as_list(std::size_t count) const {
        if (count > 0 && element_.is_invalid()) return TypeKind::invalid;
        return ColumnType::list(element_, static_cast<std::int64_t>(count));
    }

    ColumnType element_;
};

}  // namespace

ColumnType assign_to_list(const ColumnType& self, const Cell& cell) {
    const auto result = Parts(self.element()).assign(cell);
    if (!result) return TypeKind::invalid;
    if (result->is_invalid()) return TypeKind::invalid;
    const bool unchanged = result->length() == self.length() && result->element().is_same(self.element());
    return unchanged ? self : *result;
}

}  // namespace wbm::table
