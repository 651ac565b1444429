// wbm/media/table_cell.hpp - what a cell of a table may be made of, and how it is written for Registry::create().
//
// docs/media/table.md lists the types. Nothing of a media type is included: whatever has value() is one.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/pixels.hpp>
#include <wbm/media/table_cell_kinds.hpp>
#include <wbm/media/table_parts.hpp>
#include <wbm/media/table_time.hpp>
#include <wbm/tensor.hpp>
#include <wbm/value.hpp>

#include <charconv>
#include <chrono>
#include <cmath>
#include <concepts>
#include <cstddef>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>

namespace wbm {

/// Appends cells to a JSON text, and what JSON has no words for to the parts. Types of your own become cells with a
/// member `void write_to(wbm::CellWriter&) const` that writes one cell. [one thread at a time]
class CellWriter {
public:
    CellWriter(std::string& out, detail::TableParts& parts) noexcept : out_(out), parts_(parts) {}

    /// Throws MediaError (invalid, unsupported) and json::Error for text that is not UTF-8; part of the cell may be
    /// written then.
    template <class T>
    void write(const T& cell) {
        using namespace detail;
        if constexpr (requires(CellWriter & writer) { cell.write_to(writer); })
            cell.write_to(*this);
        else if constexpr (std::is_same_v<T, Part>)
            write_given(cell);
        else if constexpr (NullCell<T>)
            out_ += "null";
        else if constexpr (CharacterCell<T>)
            static_assert(is_cell_type<T>, "a character is no cell: give a text, or int(c) for its number");
        else if constexpr (std::is_same_v<T, bool>)
            out_ += cell ? "true" : "false";
        else if constexpr (std::is_arithmetic_v<T>)
            write_number(cell);
        else if constexpr (is_made_of<T, std::optional>)
            cell ? write(*cell) : write(nullptr);
        else if constexpr (is_made_of<T, std::variant>)
            std::visit([this](const auto& held) { this->write(held); }, cell);
        else if constexpr (std::convertible_to<const T&, std::shared_ptr<WBValue>> && !FacadeCell<T>)
            write_value(cell);
        else if constexpr (FacadeCell<T>)
            write_value(cell.value());
        else
            write_other(cell);
    }

    /// A value; a null pointer is a null cell.
    void write_value(const ValuePtr& value) { value == nullptr ? write(nullptr) : write_part(value); }
    /// A row of another table, and a key of one: its column of that name.
    void write_index(std::shared_ptr<const detail::TableSource> table, std::size_t row) {
        out_ += R"({"$index":)" + std::to_string(row) + R"(,"table":")" + parts_.add(std::move(table)) + "\"}";
    }
    void write_key(std::shared_ptr<const detail::TableSource> table, std::string_view column, std::string_view key) {
        out_ += R"({"$key":)";
        write_text(key);
        out_ += R"(,"table":")" + parts_.add(std::move(table)) + R"(","column":)";
        write_text(column);
        out_ += '}';
    }
    /// A time, in milliseconds since 1970 in UTC.
    void write_milliseconds(const json::value& number) {
        out_ += R"({"$time":)";
        json::append(out_, number);
        out_ += '}';
    }

    /// A list of `count` cells, and a dict; `cell_of` gives the cell of an index, of a member.
    template <class CellOf>
    void write_elements(std::size_t count, const CellOf& cell_of) {
        out_ += '[';
        for (std::size_t i = 0; i < count; ++i) {
            if (i != 0) out_ += ',';
            write(cell_of(i));
        }
        out_ += ']';
    }
    template <class CellOf>
    void write_members(const json::object& dict, const CellOf& cell_of) {
        write_dict(
            dict, [](const auto& member) { return std::string_view(member.key()); },
            [&](const auto& member) { write(cell_of(member)); });
    }

private:
    static constexpr std::size_t max_depth = 128;  // of lists and dicts in each other, as the plugin allows

    template <class T>
    void write_other(const T& cell) {
        using namespace detail;
        if constexpr (std::is_same_v<T, json::value> || std::is_same_v<T, json::array> ||
                      std::is_same_v<T, json::object>)
            write_json(cell, 0);
        else if constexpr (std::is_pointer_v<T> && std::convertible_to<T, const char*>)
            cell == nullptr ? write(nullptr) : write_text(cell);
        else if constexpr (std::convertible_to<const T&, std::string_view>)
            write_text(cell);
        else if constexpr (std::is_same_v<T, std::filesystem::path>)
            write_text(cell.string());
        else if constexpr (is_time_point<T>)
            append_time(out_, cell);
        else if constexpr (std::is_same_v<T, std::chrono::year_month_day>)
            append_time(out_, std::chrono::sys_days(cell));
        else if constexpr (std::is_same_v<T, NpyArray>)
            write_part(std::make_shared<const NpyArray>(cell));
        else if constexpr (std::is_same_v<T, Tensor>)
            write_part(kept_array(cell.dl()));
        else if constexpr (std::is_same_v<T, DLTensor>)
            write_part(kept_array(cell));
        else if constexpr (MdspanLike<T> || EigenLike<T>)
            write_given(Pixels(cell).part());
        else
            write_many(cell);
    }

    template <class T>
    void write_many(const T& cell) {
        using namespace detail;
        if constexpr (MapCell<T>)
            write_map(cell);
        else if constexpr (SetCell<T>)
            write_list(R"({"$set":[)", cell, "]}");
        else if constexpr (std::ranges::range<const T>)
            write_list("[", cell, "]");
        else if constexpr (TupleCell<T>)
            write_tuple(cell);
        else
            static_assert(is_cell_type<T>, "no cell is made of this type; docs/media/table.md lists those that are");
    }

    template <class Number>
    void write_number(Number number) {
        if constexpr (std::is_floating_point_v<Number>) {
            const auto wide = static_cast<double>(number);
            if (std::isfinite(wide))
                json::append_number(out_, wide, json::Style::fast);
            else
                out_ += std::isnan(wide) ? "NaN" : wide < 0 ? "-Infinity" : "Infinity";
        } else {
            char digits[24];
            out_.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
        }
    }

    void write_text(std::string_view text) { json::append_string(out_, text, json::Style::fast); }
    void write_part(detail::TableParts::Kept thing) { out_ += R"({"$part":")" + parts_.add(std::move(thing)) + "\"}"; }

    template <class Tuple>
    void write_tuple(const Tuple& tuple) {
        out_ += R"({"$tuple":[)";
        const auto write_one = [this, is_first = true](const auto& member) mutable {
            if (!std::exchange(is_first, false)) out_ += ',';
            write(member);
        };
        std::apply([one = write_one](const auto&... members) mutable { (one(members), ...); }, tuple);
        out_ += "]}";
    }

    template <class Range>
    void write_list(std::string_view begin, const Range& range, std::string_view end) {
        out_ += begin;
        bool is_first = true;
        for (auto&& element : range) {  // of std::vector<bool>: what stands for one
            if (!std::exchange(is_first, false)) out_ += ',';
            write(static_cast<const std::ranges::range_value_t<const Range>&>(element));
        }
        out_ += end;
    }

    template <class Map>
    void write_map(const Map& map) {
        static_assert(std::convertible_to<const typename Map::key_type&, std::string_view>,
                      "a map is a cell when its keys are texts");
        write_dict(
            map, [](const auto& member) -> std::string_view { return member.first; },
            [this](const auto& member) { this->write(member.second); });
    }

    /// A dict whose first name begins with $ would be taken for one of the forms that this writes.
    template <class Members, class Name, class Write>
    void write_dict(const Members& members, const Name& name, const Write& write_value_of) {
        const bool is_form = !members.empty() && name(*std::begin(members)).substr(0, 1) == "$";
        out_ += is_form ? R"({"$dict":{)" : "{";
        bool is_first = true;
        for (const auto& member : members) {
            if (!std::exchange(is_first, false)) out_ += ',';
            write_text(name(member));
            out_ += ':';
            write_value_of(member);
        }
        out_ += is_form ? "}}" : "}";
    }

    void write_json(const json::object& o, std::size_t depth) {
        write_dict(
            o, [](const auto& member) { return std::string_view(member.key()); },
            [&](const auto& member) { write_json(member.value(), depth + 1); });
    }
    void write_json(const json::array& a, std::size_t depth) {
        out_ += '[';
        for (const json::value& element : a) {
            if (&element != a.data()) out_ += ',';
            write_json(element, depth + 1);
        }
        out_ += ']';
    }
    void write_json(const json::value& v, std::size_t depth) {
        if (depth > max_depth)
            throw MediaError(Status::invalid, "the cell has more than " + std::to_string(max_depth) +
                                                  " lists and dicts in each other; flatten it");
        if (v.is_object())
            write_json(v.get_object(), depth);
        else if (v.is_array())
            write_json(v.get_array(), depth);
        else
            json::append(out_, v, json::Style::fast, json::NonFinite::allow);
    }

    void write_given(const Part& part) {
        if (part.kind() == Part::Kind::value) return write_value(part.value());
        if (part.kind() == Part::Kind::tensor) return write_part(detail::kept_array(*part.tensor()));
        if (part.kind() == Part::Kind::json) return write_json(json::read(part.text()), 0);
        throw MediaError(Status::unsupported,
                         "a file, bytes or a URL is no cell; make a value of it first, such as an Image");
    }

    std::string& out_;
    detail::TableParts& parts_;
};

/// One cell of any type, for rows that are put together at run time: `table.add_row({1, image, "text"})`. Keeps a copy
/// of what it is made of; cheap to copy.
class Cell {
public:
    Cell() : Cell(nullptr) {}
    template <class T>
    requires(!std::same_as<std::remove_cvref_t<T>, Cell>) Cell(T&& cell) {  // NOLINT: whatever is a cell
        using Kept = std::decay_t<T>;
        constexpr bool is_pointer = std::is_same_v<Kept, const char*> || std::is_same_v<Kept, char*>;
        constexpr bool is_literal = is_pointer && std::is_array_v<std::remove_reference_t<T>>;
        if constexpr (is_literal || std::is_same_v<Kept, std::string_view>)
            keep(std::string(cell));
        else if constexpr (is_pointer)
            keep(cell == nullptr ? std::optional<std::string>() : std::optional<std::string>(cell));
        else if constexpr (std::is_same_v<Kept, Part> || std::is_same_v<Kept, Tensor> ||
                           std::is_same_v<Kept, DLTensor> || MdspanLike<Kept>)
            keep_now(cell);
        else
            keep(Kept(std::forward<T>(cell)));
    }

    void write_to(CellWriter& writer) const { write_(writer); }

private:
    template <class T>
    void keep(T cell) {
        write_ = [kept = std::make_shared<const T>(std::move(cell))](CellWriter& writer) { writer.write(*kept); };
    }
    /// Of what only borrows.
    template <class T>
    void keep_now(const T& borrowed) {
        if constexpr (std::is_same_v<T, Tensor>)
            keep_array(borrowed.dl());
        else if constexpr (std::is_same_v<T, DLTensor>)
            keep_array(borrowed);
        else if constexpr (!std::is_same_v<T, Part>)
            keep_array(*Pixels(borrowed).part().tensor());
        else if (borrowed.kind() == Part::Kind::tensor)
            keep_array(*borrowed.tensor());
        else
            keep(borrowed);
    }
    void keep_array(const DLTensor& array) { keep(*detail::kept_array(array)); }

    std::function<void(CellWriter&)> write_;
};

}  // namespace wbm
