#include "column.hpp"

#include <utility>

namespace wbm::table {

bool Column::is_null(std::size_t i) const noexcept {
    if (const auto* cells = std::get_if<std::vector<Cell>>(&values_)) return (*cells)[i].is_null();
    if (std::holds_alternative<std::monostate>(values_)) return true;
    return !nulls_.empty() && nulls_[i];
}

Cell Column::cell(std::size_t i) const {
    if (is_null(i)) return {};
    struct At {
        std::size_t i;
        Cell operator()(std::monostate) const { return {}; }
        Cell operator()(const std::vector<std::uint8_t>& all) const { return all[i] != 0; }
        Cell operator()(const std::vector<std::int64_t>& all) const { return all[i]; }
        Cell operator()(const std::vector<double>& all) const { return all[i]; }
        Cell operator()(const Texts& all) const { return all.at(i); }
        Cell operator()(const std::vector<Cell>& all) const { return all[i]; }
    };
    return std::visit(At{i}, values_);
}

void Column::note(bool null) {
    ++size_;
    if (null && nulls_.empty()) nulls_.resize(size_ - 1);
    if (null || !nulls_.empty()) nulls_.push_back(null);
}

void Column::push_null() {
    struct Push {
        void operator()(std::monostate) const {}
        void operator()(std::vector<std::uint8_t>& all) const { all.push_back(0); }
        void operator()(std::vector<std::int64_t>& all) const { all.push_back(0); }
        void operator()(std::vector<double>& all) const { all.push_back(0); }
        void operator()(Texts& all) const { all.ends.push_back(all.bytes.size()); }
        void operator()(std::vector<Cell>& all) const { all.emplace_back(); }
    };
    std::visit(Push{}, values_);
    const bool has_bits = values_.index() != 0 && !std::holds_alternative<std::vector<Cell>>(values_);
    if (has_bits) return note(true);
    ++size_;
}

template <class Vector>
bool Column::start() {
    if (!std::holds_alternative<std::monostate>(values_)) return false;
    Vector& vector = values_.emplace<Vector>();
    if constexpr (std::is_same_v<Vector, Texts>)
        vector.ends.resize(size_);
    else
        vector.resize(size_);
    if (size_ != 0) nulls_.assign(size_, true);
    return true;
}
template bool Column::start<std::vector<std::uint8_t>>();
template bool Column::start<std::vector<std::int64_t>>();
template bool Column::start<std::vector<double>>();

void Column::push_text(std::string_view text) {
    auto* texts = std::get_if<Texts>(&values_);
    if (texts == nullptr) {
        if (!start<Texts>()) return push_other(Cell(text));
        texts = std::get_if<Texts>(&values_);
    }
    texts->bytes += text;
    texts->ends.push_back(texts->bytes.size());
    note(false);
}

void Column::push_other(Cell cell) {
    auto* cells = std::get_if<std::vector<Cell>>(&values_);
    if (cells == nullptr) {
        std::vector<Cell> all;
        all.reserve(size_ + 1);
        for (std::size_t i = 0; i < size_; ++i) all.push_back(this->cell(i));
        nulls_.clear();
        cells = &values_.emplace<std::vector<Cell>>(std::move(all));
    }
    cells->push_back(std::move(cell));
    ++size_;
}

void Column::push(Cell cell) {
    switch (cell.kind()) {
        case CellKind::null:
            return push_null();
        case CellKind::boolean:
            return push_boolean(cell.boolean());
        case CellKind::integer:
            return push_integer(cell.integer());
        case CellKind::real:
            return push_real(cell.real());
        case CellKind::text:
        case CellKind::link:
            return push_text(cell.text());
        default:
            return push_other(std::move(cell));
    }
}

bool operator==(const Column& a, const Column& b) {
    if (a.size_ != b.size_) return false;
    for (std::size_t i = 0; i < a.size_; ++i)
        if (!(a.cell(i) == b.cell(i))) return false;
    return true;
}

}  // namespace wbm::table
