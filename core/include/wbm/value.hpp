// wbm/value.hpp - WBValue: one media value of any type.
#pragma once

#include <wbm/json.hpp>
#include <wbm/store.hpp>
#include <wbm/tensor.hpp>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

struct ArrowArrayStream;

namespace wbm {

class WBValue;
using ValuePtr = std::shared_ptr<WBValue>;

/// A media value. Made by Registry::create() and Registry::init_from_json(), never by hand. Immutable: const calls from
/// several threads are safe, but a Store is one thread's. Wire spec 1 and 3.
class WBValue {
public:
    virtual ~WBValue() = default;
    WBValue(const WBValue&) = delete;
    WBValue& operator=(const WBValue&) = delete;

    /// The value's `_type`, e.g. "image-file".
    [[nodiscard]] virtual std::string_view type() const noexcept = 0;

    /// False for a value whose type no plugin knows: its JSON is kept byte for byte and written back unchanged.
    [[nodiscard]] virtual bool is_known() const noexcept { return true; }

    /// Stores the value's files in `target` and returns its JSON as `target` has it: compact for a run, Python's
    /// json.dumps with sorted keys for an artifact. Throws MediaError; then `target` is as it was.
    /// A value that was logged to a run before answers with the same JSON again (wire spec 2.7 step 5).
    [[nodiscard]] virtual std::string to_json_text(Store& target) const = 0;
    /// The same, parsed. Also throws unsupported for the few types whose JSON in an artifact is a list.
    [[nodiscard]] json::object to_json(Store& target) const;

    /// Metadata such as width, height, caption; touches no file. Empty when the type offers none (wbm.fields/1).
    [[nodiscard]] virtual json::object fields() const = 0;

    /// One member of fields(), or nullopt when it is missing, null or of another kind.
    template <class T>
    [[nodiscard]] std::optional<T> get(std::string_view field) const;

    /// Can tensor() work? (wbm.tensor/1)
    [[nodiscard]] virtual bool has_tensor() const noexcept { return false; }
    /// The value as an array, decoded now. Throws MediaError: unsupported when the type has no arrays.
    [[nodiscard]] virtual Tensor tensor(const json::object& options = {}) const;

    /// Has the value rows of cells? (wbm.rows/1)
    [[nodiscard]] virtual bool has_rows() const noexcept { return false; }
    /// Rows as lists of cells. Options: `first` and `count` choose rows, `columns` is a list of names. A cell that
    /// holds a value is an object with its `_type` and fields; cell_value() gives the value. Throws MediaError:
    /// unsupported when the type has no rows; invalid for options that it does not know.
    [[nodiscard]] virtual json::array rows(const json::object& options = {}) const;
    /// The value in a cell, or in a list or dict of one: `place` is the row, the column's place, then the index or key
    /// at each level. Throws MediaError: not_found when no value is there; unsupported as rows().
    [[nodiscard]] virtual ValuePtr cell_value(const json::array& place) const;

    /// Can the value be had as Arrow record batches? (wbm.arrow/1)
    [[nodiscard]] virtual bool has_arrow() const noexcept { return false; }
    /// Fills `out`, which holds nothing before, with a stream of record batches (Arrow's C stream interface); the
    /// caller releases it. It may outlive the value. Options: `columns`, `first` and `count` as rows(). Throws
    /// MediaError: unsupported when the type has no Arrow form, or cells that Arrow has no type for.
    virtual void arrow(ArrowArrayStream& out, const json::object& options = {}) const;

    /// How many values one logged list holds at most (0: no limit), nullopt when the type has no list form
    /// (wbm.batch/1).
    [[nodiscard]] virtual std::optional<std::size_t> batch_limit() const noexcept { return std::nullopt; }
    /// The JSON of a list of values of this type, from the JSON that to_json_text gave for each (wire spec 4.8, 9).
    /// Throws MediaError: unsupported when the type has no list form.
    [[nodiscard]] virtual std::string seq_to_json(std::span<const ValuePtr> values,
                                                  std::span<const std::string> json) const;

    /// Where the value was read from; nullopt for one made here.
    [[nodiscard]] const std::optional<Origin>& origin() const noexcept { return origin_; }

    /// Values are equal when they are of the same type and their type says so.
    friend bool operator==(const WBValue& a, const WBValue& b) {
        return &a == &b || (a.type() == b.type() && a.equals(b));
    }

protected:
    WBValue() = default;
    [[nodiscard]] virtual bool equals(const WBValue& same_type) const = 0;

private:
    friend class Artifact;
    friend class Registry;
    std::optional<Origin> origin_;
};

template <class T>
std::optional<T> WBValue::get(std::string_view field) const {
    const json::object all = fields();
    const json::value* found = all.if_contains(field);
    if (found == nullptr) return std::nullopt;
    if constexpr (std::is_same_v<T, bool>) {
        if (found->is_bool()) return found->get_bool();
    } else if constexpr (std::is_arithmetic_v<T>) {
        if (!found->is_number()) return std::nullopt;
        boost::json::error_code error;
        const T number = found->to_number<T>(error);
        if (!error) return number;
    } else {
        if (found->is_string()) return T(std::string_view(found->get_string()));
    }
    return std::nullopt;
}

/// The entry name that an artifact stores a value of `type` under: `x` becomes `x.image-file.json`; a name that ends
/// with `image-file.json` stays. With an empty type `x` becomes `x.json`. Wire spec 1.4.
[[nodiscard]] std::string with_suffix(std::string_view type, std::string_view name, std::string_view filetype = "json");

}  // namespace wbm
