// Op types: functions of the type system.
#include "case.hpp"
#include "case_text.hpp"

#include <wbm/value.hpp>

namespace wbm::conformance {
namespace {

std::string suffixed(const json::value& item) {
    const auto& type = item.at(0);
    return with_suffix(type.is_string() ? std::string_view(type.get_string()) : std::string_view(),
                       item.at(1).as_string());
}

std::string python_text(const json::value& item) {
    return json::restyle(text_of(item), json::Style::standard, json::NonFinite::allow);
}

}  // namespace

void run_types(const Case& c, Output& out) {
    const std::string function(c.call.at("function").as_string());
    if (function != "with_suffix" && function != "json_text")
        throw Unportable{"no plugin has the function " + function};
    json::array result;
    for (const auto& item : c.call.at("items").as_array())
        result.emplace_back(function == "with_suffix" ? suffixed(item) : python_text(item));
    out.write("result.json", json::write(json::value(std::move(result))));
}

}  // namespace wbm::conformance
