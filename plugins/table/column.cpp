#include "column.hpp"

#include <atomic>
#include <bit>
#include <utility>

namespace wbm::table {

const Column::Data& Column::data() const noexcept {
    static const Data none;
    return data_ == nullptr ? none : *data_;
}

Column::Data& Column::own() {
    if (data_ == nullptr) data_ = std::make_shared<Data>();
    if (data_.use_count() != 1) data_ = std::make_shared<Data>(*data_);
    std::atomic_thread_fence(std::memory_order_acquire);  // what others did with their copies is done
    return *data_;
}

bool Column::is_null(std::size_t i) const noexcept {
    const Data& all = data();
    if (const auto* cells = std::get_if<std::vector<Cell>>(&all.values)) return (*cells)[i].is_null();
    if (std::holds_alternative<std::monostate>(all.values)) return true;
    return !all.nulls.empty() && all.nulls[i];
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
    return std::visit(At{i}, values());
}

void Column::push_nulls(std::size_t count) {
    struct Push {
        std::size_t count;
        void operator()(std::monostate) const {}
        void operator()(std::vector<std::uint8_t>& all) const { all.resize(all.size() + count); }
        void operator()(std::vector<std::int64_t>& all) const { all.resize(all.size() + count); }
        void operator()(std::vector<double>& all) const { all.resize(all.size() + count); }
        void operator()(Texts& all) const { all.offsets.resize(all.offsets.size() + count, all.offsets.back()); }
        void operator()(std::vector<Cell>& all) const { all.resize(all.size() + count); }
    };
    Data& all = own();
    std::visit(Push{count}, all.values);
    const bool has_bits = all.values.index() != 0 && !std::holds_alternative<std::vector<Cell>>(all.values);
    if (has_bits) all.nulls.resize(all.size), all.nulls.resize(all.size + count, true);
    all.size += count;
}

template <class Vector>
bool Column::start(Data& all) {
    if (!std::holds_alternative<std::monostate>(all.values)) return false;
    Vector& vector = all.values.emplace<Vector>();
    if constexpr (std::is_same_v<Vector, Texts>)
        vector.offsets.resize(all.size + 1);
    else
        vector.resize(all.size);
    if (all.size != 0) all.nulls.assign(all.size, true);
    return true;
}
template bool Column::start<std::vector<std::uint8_t>>(Data&);
template bool Column::start<std::vector<std::int64_t>>(Data&);
template bool Column::start<std::vector<double>>(Data&);

template <class Vector>
Vector* Column::grow(std::size_t count) {
    Data& all = own();
    if (!std::holds_alternative<Vector>(all.values) && !start<Vector>(all)) return nullptr;
    auto& vector = std::get<Vector>(all.values);
    if constexpr (std::is_same_v<Vector, Texts>)
        vector.offsets.reserve(std::bit_ceil(vector.offsets.size() + count));
    else
        vector.resize(vector.size() + count);
    all.size += count;
    if (!all.nulls.empty()) all.nulls.resize(all.size);
    return &vector;
}
template std::vector<std::uint8_t>* Column::grow(std::size_t);
template std::vector<std::int64_t>* Column::grow(std::size_t);
template std::vector<double>* Column::grow(std::size_t);
template Column::Texts* Column::grow(std::size_t);

void Column::mark_null(std::size_t i) {
    Data& all = own();
    if (all.nulls.empty()) all.nulls.resize(all.size);
    all.nulls[i] = true;
}

void Column::push_text(std::string_view text) {
    Data& all = own();
    auto* texts = std::get_if<Texts>(&all.values);
    if (texts == nullptr) {
        if (!start<Texts>(all)) return push_other(Cell(text));
        texts = std::get_if<Texts>(&all.values);
    }
    texts->add(text);
    ++all.size;
    if (!all.nulls.empty()) all.nulls.push_back(false);
}

void Column::push_other(Cell cell) {
    Data& all = own();
    auto* cells = std::get_if<std::vector<Cell>>(&all.values);
    if (cells == nullptr) {
        std::vector<Cell> copy;
        copy.reserve(all.size + 1);
        for (std::size_t i = 0; i < all.size; ++i) copy.push_back(this->cell(i));
        all.nulls.clear();
        cells = &all.values.emplace<std::vector<Cell>>(std::move(copy));
    }
    cells->push_back(std::move(cell));
    ++all.size;
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
    if (a.size() != b.size()) return false;
    if (a.data_ == b.data_) return true;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (!(a.cell(i) == b.cell(i))) return false;
    return true;
}

}  // namespace wbm::table
