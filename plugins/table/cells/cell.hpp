// cell.hpp - one value of a table's cell (wire spec 14.2, 2.5).
#pragma once

#include "dense_array.hpp"
#include "media_cell.hpp"

#include <concepts>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

namespace wbm::table {

/// What a link begins with (wire spec 15.2).
inline constexpr std::string_view link_prefix = "wandb-artifact://";

/// What a cell holds.
enum class CellKind : std::uint8_t {
    null,
    boolean,
    integer,  ///< std::int64_t
    natural,  ///< std::uint64_t above every std::int64_t
    big,      ///< an integer beyond 64 bits, as its digits
    real,     ///< double; NaN and infinities too
    text,
    link,  ///< a text that begins with wandb-artifact://, which has a column type of its own
    time,
    array,
    media,
    list,
    dict,
    key,    ///< text that is a row's key in another table
    index,  ///< number of a row of another table
};

/// A moment: milliseconds since 1970 in UTC, as integer or fraction, whichever the wire has.
struct Time {
    std::variant<std::int64_t, double> ms;

    [[nodiscard]] double milliseconds() const noexcept {
        if (const auto* whole = std::get_if<std::int64_t>(&ms)) return static_cast<double>(*whole);
        return std::get<double>(ms);
    }
    /// 5 ms equals 5.0 ms; NaN equals NaN.
    friend bool operator==(const Time& a, const Time& b) noexcept;
};

/// An integer as JSON has it: "-" and digits, the first of which is not 0.
struct BigInteger {
    std::string digits;
};

/// What a list was in the program that logged it. All three have the type `list` and become JSON arrays.
enum class Sequence : std::uint8_t { list, tuple, set };

class Cell;
struct List;
struct Dict;
struct TableKey;
struct TableIndex;

/// An immutable value, cheap to copy: big ones are shared. [const calls are thread-safe]
class Cell {
public:
    Cell() noexcept = default;  ///< null
    template <std::integral T>
    Cell(T number) noexcept {  // NOLINT: a number is a cell
        constexpr auto largest = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
        if constexpr (std::is_same_v<T, bool>)
            value_ = number;
        else if (number > 0 && static_cast<std::uint64_t>(number) > largest)
            value_ = static_cast<std::uint64_t>(number);
        else
            value_ = static_cast<std::int64_t>(number);
    }
    template <std::floating_point T>
    Cell(T number) noexcept : value_(static_cast<double>(number)) {}  // NOLINT: a number is a cell
    Cell(std::string text) : value_(std::make_shared<const std::string>(std::move(text))) {}  // NOLINT
    Cell(std::string_view text) : Cell(std::string(text)) {}                                  // NOLINT
    Cell(const char* text) : Cell(std::string(text)) {}                                       // NOLINT
    Cell(Time time) noexcept : value_(time) {}                                                // NOLINT
    /// A moment with the text that run files have for it: "2020-01-02T03:04:05.678901", "1999-12-31".
    [[nodiscard]] static Cell time(Time time, std::string iso);
    /// An integer of any length, as JSON has it: an integer, natural or big cell.
    [[nodiscard]] static Cell integer_of(std::string_view digits);
    [[nodiscard]] static Cell array(DenseArray array);
    /// Null for no value.
    [[nodiscard]] static Cell media(Media media);
    /// Throws invalid for more than max_cell_depth lists and dicts in each other.
    [[nodiscard]] static Cell list(std::vector<Cell> cells, Sequence sequence = Sequence::list);
    /// Keeps the order. Throws invalid for a name that comes twice, and as list() does.
    [[nodiscard]] static Cell dict(std::vector<std::pair<std::string, Cell>> members);
    [[nodiscard]] static Cell key(TableKey key);
    [[nodiscard]] static Cell index(TableIndex index);

    [[nodiscard]] CellKind kind() const noexcept;
    /// The kind that counts for the column's type: a NaN of a float column is a null there (wire spec 15.2).
    [[nodiscard]] CellKind type_kind() const noexcept;
    [[nodiscard]] bool is_null() const noexcept { return std::holds_alternative<std::monostate>(value_); }

    // The value. Each throws std::bad_variant_access for a cell of another kind.
    [[nodiscard]] bool boolean() const { return std::get<bool>(value_); }
    [[nodiscard]] std::int64_t integer() const { return std::get<std::int64_t>(value_); }
    [[nodiscard]] std::uint64_t natural() const { return std::get<std::uint64_t>(value_); }
    [[nodiscard]] std::string_view digits() const { return std::get<Shared<BigInteger>>(value_)->digits; }
    [[nodiscard]] double real() const { return std::get<double>(value_); }
    [[nodiscard]] std::string_view text() const { return *std::get<Shared<std::string>>(value_); }
    [[nodiscard]] Time time() const;
    /// The text given with a time; "" without.
    [[nodiscard]] std::string_view iso() const noexcept;
    [[nodiscard]] const DenseArray& array() const { return *std::get<Shared<DenseArray>>(value_); }
    [[nodiscard]] const Media& media() const { return std::get<Media>(value_); }
    [[nodiscard]] const List& list() const { return *std::get<Shared<List>>(value_); }
    [[nodiscard]] const Dict& dict() const { return *std::get<Shared<Dict>>(value_); }
    [[nodiscard]] const TableKey& key() const { return *std::get<Shared<TableKey>>(value_); }
    [[nodiscard]] const TableIndex& index() const { return *std::get<Shared<TableIndex>>(value_); }

    /// Numbers by value: 1 equals 1.0, and no boolean. Lists and arrays element by element; an array equals the nested
    /// lists that it is written as. Dicts in any order of members. A key equals its text, an index its number. NaN
    /// equals NaN and also null, which the artifact's wire writes for it: so what was written and read back is equal.
    friend bool operator==(const Cell& a, const Cell& b);

private:
    template <class T>
    using Shared = std::shared_ptr<const T>;
    struct DatedTime {
        Time time;
        std::string iso;
    };
    using Value = std::variant<std::monostate, bool, std::int64_t, std::uint64_t, double, Shared<std::string>, Time,
                               Shared<DatedTime>, Shared<DenseArray>, Media, Shared<List>, Shared<Dict>,
                               Shared<TableKey>, Shared<TableIndex>, Shared<BigInteger>>;

    explicit Cell(Value value) noexcept : value_(std::move(value)) {}

    Value value_;
};

static_assert(sizeof(Cell) <= 32);

struct List {
    std::vector<Cell> cells;
    Sequence sequence = Sequence::list;
    std::size_t depth = 1;  ///< lists and dicts in each other, this one counted
};

struct Dict {
    std::vector<std::pair<std::string, Cell>> members;
    std::size_t depth = 1;

    /// Null when there is none.
    [[nodiscard]] const Cell* find(std::string_view name) const noexcept;
};

struct TableKey {
    std::string text;
    TableLink table;
    std::string column;
};

struct TableIndex {
    std::int64_t row = 0;
    TableLink table;
};

}  // namespace wbm::table
