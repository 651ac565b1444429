#include "check/refusals/hostile_input.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/store.hpp>

#include <algorithm>
#include <set>

namespace wbm::tool {

using testing::Value;

std::optional<std::string> RoundTrips::keep(const Value& value) {
    constexpr std::size_t uses_of_a_store = 100;  // its files are kept until it goes
    if (uses_++ % uses_of_a_store == 0) {
        second_.emplace(store_kind_);
        first_.emplace(store_kind_);
        second_->keep_names_of(*first_);
    }
    std::string json;
    if (refusal_of([&] { json = type_.to_json(value, *first_); })) return std::nullopt;
    std::optional<Value> back;
    if (const auto refusal = refusal_of([&] { back.emplace(type_.from_json(json, *first_)); }))
        throw Failure("from_json() refuses " + shortened(json) + ", which to_json() wrote: " + *refusal);
    require(type_.equal(value, *back), "the value read from " + shortened(json) + " is not equal to the one written");
    std::string again;
    if (const auto refusal = refusal_of([&] { again = type_.to_json(*back, *second_); }))
        throw Failure("to_json() refuses the value that was read from " + shortened(json) + ": " + *refusal);
    require(again == json, "to_json() of the value read from " + shortened(json) + " gives " + shortened(again));
    return json;
}

std::vector<const Material*> few_materials(const Subject& subject, std::size_t most,
                                           const std::function<bool(const Material&)>& wanted) {
    std::vector<const Material*> chosen;
    for (std::size_t type = 0; type < subject.types().size(); ++type) {
        std::vector<const Material*> left;
        for (const Material& material : subject.materials())
            if (material.type == type && (wanted == nullptr || wanted(material))) left.push_back(&material);
        std::stable_partition(left.begin(), left.end(), [](const Material* m) { return m->sample->is_file; });
        std::size_t taken = 0;
        while (taken < most && !left.empty()) {
            std::set<int> kinds;  // one of each kind in every round
            for (auto at = left.begin(); at != left.end() && taken < most;) {
                const bool is_new = kinds.insert((*at)->sample->kind).second;
                if (is_new) chosen.push_back(*at);
                taken += is_new ? 1 : 0;
                at = is_new ? left.erase(at) : std::next(at);
            }
        }
    }
    return chosen;
}

std::vector<Case> cases_of(const Subject& subject, const std::vector<const Material*>& materials,
                           const std::function<void(const Session&, const Material&)>& look) {
    std::vector<Case> cases;
    cases.reserve(materials.size());
    for (const Material* material : materials)
        cases.emplace_back(material->label, [&subject, material, look] { look(Session(subject), *material); });
    return cases;
}

std::string main_text(const Material& material) {
    testing::Source source = material.sample->source();
    return std::string(view(source.input()->parts[0]->text));
}

std::string main_bytes(const Material& material) {
    const std::string text = main_text(material);
    return material.sample->kind == WBM_FROM_PATH ? read_file(text) : text;
}

std::vector<std::string> option_names(const testing::Type& type) {
    std::vector<std::string> names{"caption"};
    if (type.table().facts == nullptr) return names;
    const json::object facts = json::read_object(type.table().facts);
    const json::value* options = facts.if_contains("options");
    if (options == nullptr || !options->is_object()) return names;
    const json::value* properties = options->get_object().if_contains("properties");
    if (properties == nullptr || !properties->is_object()) return names;
    for (const auto& property : properties->get_object())
        if (property.key() != "caption") names.emplace_back(property.key());
    return names;
}

std::string object_text(std::string_view name, std::string_view value) {
    std::string text = "{";
    json::append_string(text, name, json::Style::fast);
    return text.append(":").append(value).append("}");
}

std::string shortened(std::string_view text) {
    constexpr std::size_t most = 300;
    if (text.size() <= most) return std::string(text);
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) --end;  // not within a character
    return std::string(text.substr(0, end)) + "...";
}

}  // namespace wbm::tool
