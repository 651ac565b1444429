// Check 46: an option of the wrong kind is refused by its name, or taken.
#include "check/refusals/hostile_input.hpp"
#include "check/values/input_cases.hpp"

namespace wbm::tool {
namespace {

constexpr std::size_t materials_of_a_type = 3;

/// What create(), or to_json() of what it made, says to an option; nothing when it is taken.
std::optional<std::string> refusal_of_option(const testing::Type& type, const Material& material,
                                             const std::string& options) {
    return refusal_of([&] {
        testing::Source source = material.sample->source();
        source.with_options_text(options);
        const testing::Value value = type.create(source);
        const testing::FakeStore store(material.store_kind());
        return type.to_json(value, store);
    });
}

void check_options(const Session& session, const Material& material) {
    const testing::Type type = session.type(material.type);
    std::vector<std::string> names = option_names(type);
    names.emplace_back("x_unknown_option");
    for (const std::string& name : names)
        for (const char* wrong : {"null", "true", "-7", "0.5", "\"text\"", "[]", "[1]", "{}", "{\"a\":1}"}) {
            const std::string options = object_text(name, wrong);
            const auto refusal = refusal_of_option(type, material, options);
            require(!refusal || refusal->find(name) != std::string::npos,
                    "the options " + options + " are refused with a text that does not name \"" + name +
                        "\"; say which option is wrong: " + refusal.value_or(""));
        }
    // A host gives one object. Other texts may be refused with any words, but nothing else may happen.
    for (const char* broken : {"[]", "null", "{", "{\"caption\":}", "\xff"})
        (void)refusal_of_option(type, material, broken);
}

}  // namespace

std::vector<Case> option_cases(const Subject& subject) {
    return cases_of(subject, few_materials(subject, materials_of_a_type), &check_options);
}

}  // namespace wbm::tool
