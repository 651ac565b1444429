#include "eval_table.hpp"

#include <array>

namespace wbm::table {
namespace {

constexpr std::array<std::string_view, 1> type_member{"_type"};

}  // namespace

EvalTable EvalTable::create(const Input&) {
    throw unsupported(
        "an evaluation is kept by Weave, whose service only its Python package talks to; log a \"table\" here, or use "
        "wandb.EvalTable in Python");
}

EvalTable EvalTable::from_json(const json::object& j, const Store& source) {
    return {ExtraMembers(j, type_member, source), source.is_artifact()};
}

json::object EvalTable::to_json(const Store& target) const {
    if (target.is_artifact() && !was_in_artifact)
        throw invalid("an artifact cannot hold an evaluation, whose rows are in Weave; log it to a run");
    json::object j{{"_type", type}};
    members.add_to(j, target);
    return j;
}

bool EvalTable::operator==(const EvalTable& other) const {
    const auto text = [](const EvalTable& table) {  // not the members: NaN is not equal to itself
        return json::write(table.members.members(), json::Style::fast, json::NonFinite::allow);
    };
    return text(*this) == text(other);
}

}  // namespace wbm::table
