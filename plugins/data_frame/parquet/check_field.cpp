#include "check_field.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::data_frame {
namespace {

void check_below(const arrow::DataType& type, const std::string& what, int depth) {
    if (depth > max_depth)
        throw invalid(what + " has lists and structs more than " + std::to_string(max_depth) + " deep");
    if (type.id() == arrow::Type::DICTIONARY)
        check_below(*static_cast<const arrow::DictionaryType&>(type).value_type(), what, depth + 1);
    for (const auto& field : type.fields()) {
        if (!json::is_utf8(field->name()))
            throw invalid(what + " has a member with a name that is not UTF-8; rename it");
        check_below(*field->type(), what, depth + 1);
    }
}

}  // namespace

void check_field(const arrow::Field& field, const std::string& what) {
    if (field.name().size() > max_name_bytes)
        throw invalid(what + " has a name of " + std::to_string(field.name().size()) + " bytes, more than " +
                      std::to_string(max_name_bytes));
    if (!json::is_utf8(field.name())) throw invalid(what + " has a name that is not UTF-8; rename it");
    check_below(*field.type(), what, 1);
}

}  // namespace wbm::data_frame
