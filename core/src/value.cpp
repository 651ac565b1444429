#include <wbm/value.hpp>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

namespace wbm {

namespace {

[[noreturn]] void no_such_ability(std::string_view type, std::string_view what) {
    throw MediaError(Status::unsupported, std::string(type) + ": " + std::string(what));
}

}  // namespace

json::object WBValue::to_json(Store& target) const {
    const std::string text = to_json_text(target);
    if (text.starts_with('['))
        no_such_ability(type(), "its JSON in an artifact is a list, not an object; use to_json_text()");
    try {
        return json::read_object(text, json::NonFinite::allow, {limits::json_depth, limits::value_json_bytes});
    } catch (const json::Error& error) {
        throw MediaError(Status::internal, std::string(type()) + ": to_json wrote a text that is not a JSON object (" +
                                               error.what() + "); report this to the type's author");
    }
}

Tensor WBValue::tensor(const json::object&) const {
    no_such_ability(type(),
                    "a value of this type cannot be read as an array (no wbm.tensor/1); use fields() or its file");
}

json::array WBValue::rows(const json::object&) const {
    no_such_ability(type(), "a value of this type has no rows (no wbm.rows/1); use fields() or tensor()");
}

void WBValue::arrow(ArrowArrayStream&, const json::object&) const {
    no_such_ability(type(), "a value of this type has no Arrow form (no wbm.arrow/1); use rows() or tensor()");
}

std::vector<std::string> Store::list(std::string_view) const {
    throw MediaError(Status::unsupported, "a run has files, not entries, so there are none to list; use an artifact");
}

std::shared_ptr<const Store> Store::view() const {
    throw MediaError(Status::unsupported,
                     "this kind of store has no view to read from later; use a Run or an Artifact");
}

ValuePtr WBValue::cell_value(const json::array&) const {
    no_such_ability(type(), "a value of this type has no cells (no wbm.rows/1)");
}

std::string WBValue::seq_to_json(std::span<const ValuePtr>, std::span<const std::string>) const {
    no_such_ability(type(), "values of this type have no list form (no wbm.batch/1); write each one's own JSON");
}

std::string with_suffix(std::string_view type, std::string_view name, std::string_view filetype) {
    std::string suffix(type);
    if (!suffix.empty()) suffix += '.';
    suffix += filetype;
    // A plain test for the ending, without a dot before it: `itemtable.json` stays as it is, as in the reference.
    return name.ends_with(suffix) ? std::string(name) : std::string(name) + "." + suffix;
}

}  // namespace wbm
