// Checks 28 to 38: what is written is read back, for each type and each sample that it takes.
#include "check_groups.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <filesystem>
#include <set>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Source;
using testing::Type;
using testing::Value;

constexpr const char* no_material = "no sample was taken; give a folder of files that the plugin takes";

struct Made {
    Type type;
    Source source;
    Value value;
    int store_kind;  ///< of a store that must take it
};

Made make(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    Source source = material.sample->source();
    Value value = type.create(source);
    return {type, std::move(source), std::move(value), material.store_kind()};
}

/// One case for each sample: `look` gets a value made from it.
std::vector<Case> cases_of(const Subject& subject, void (*look)(Made&)) {
    std::vector<Case> cases;
    for (const Material& material : subject.materials)
        cases.push_back({material.label, [&subject, &material, look] {
                             const Session session(subject);
                             Made made = make(session, material);
                             look(made);
                         }});
    return cases;
}

/// Every kind of store that must take the value.
void for_each_store(const Made& m, const std::function<void(FakeStore&)>& look) {
    for (const int kind : {WBM_RUN, WBM_ARTIFACT}) {
        if (kind == WBM_RUN && m.store_kind != WBM_RUN) continue;
        FakeStore store(kind);
        look(store);
    }
}

void check_equal_after_reading(Made& m) {
    FakeStore store(m.store_kind);
    const Value back = m.type.from_json(m.type.to_json(m.value, store), store);
    require(m.type.equal(m.value, back), "the value that was read back is not equal");
}

void check_second_text(Made& m) {
    for_each_store(m, [&](FakeStore& store) {
        const std::string json = m.type.to_json(m.value, store);
        const std::string twice = m.type.to_json(m.value, store);
        require(twice == json, "to_json() of one value gives first " + json + " and then " + twice);
        FakeStore second(store.table()->kind);
        second.keep_names_of(store);
        const std::string again = m.type.to_json(m.type.from_json(json, store), second);
        require(again == json, "to_json() of the value read from " + json + " gives " + again);
    });
}

/// In an artifact, a type whose facts say so may write a list.
bool is_list(const Type& type, const FakeStore& store, const std::string& json) {
    return store.table()->kind == WBM_ARTIFACT && has_fact(type, "list") && json.starts_with('[');
}

/// Strict, but for NaN where the type's facts say that its wire form has it.
void check_strict_json(Made& m) {
    const auto non_finite = has_fact(m.type, "non_finite") ? json::NonFinite::allow : json::NonFinite::refuse;
    for_each_store(m, [&](FakeStore& store) {
        const std::string json = m.type.to_json(m.value, store);
        if (is_list(m.type, store, json))
            (void)json::read(json, non_finite);
        else
            (void)json::read_object(json, non_finite);
    });
}

/// The type's own name, one of its aliases, or what its facts say that a run has.
bool may_write(const testing::Type& type, std::string_view written) {
    if (written == type.name()) return true;
    for (const char* const* alias = type.table().aliases; alias != nullptr && *alias != nullptr; ++alias)
        if (written == *alias) return true;
    if (type.table().facts == nullptr) return false;
    const json::object facts = json::read_object(type.table().facts);
    const json::value* run_type = facts.if_contains("run_type");
    return run_type != nullptr && run_type->is_string() && written == std::string_view(run_type->get_string());
}

void check_type_member(Made& m) {
    for_each_store(m, [&](FakeStore& store) {
        const std::string json = m.type.to_json(m.value, store);
        if (is_list(m.type, store, json)) return;
        const std::string type = text(json::read_object(json), "_type");
        require(may_write(m.type, type), "\"_type\" is \"" + type + "\"");
    });
}

/// The paths of files: those that stand beside a hash, and the value's own.
void collect_paths(const json::value& v, bool is_top, std::vector<std::string>& paths) {
    if (const auto* list = v.if_array())
        for (const auto& element : *list) collect_paths(element, false, paths);
    const auto* o = v.if_object();
    if (o == nullptr) return;
    const json::value* path = o->if_contains("path");
    if (path != nullptr && path->is_string() && (is_top || o->contains("sha256")))
        paths.emplace_back(std::string_view(path->get_string()));
    for (const auto& member : *o) collect_paths(member.value(), false, paths);
}

void check_paths(Made& m) {
    for_each_store(m, [&](FakeStore& store) {
        std::vector<std::string> paths;
        collect_paths(json::read(m.type.to_json(m.value, store)), true, paths);
        std::set<std::string> added;
        for (const auto& file : store.added()) added.insert(file.path);
        for (const std::string& path : paths)
            require(added.count(path) != 0, "the path \"" + path + "\" was not added to the store");
    });
}

void check_both_stores(Made& m) {
    for_each_store(m, [&](FakeStore& store) {
        const Value back = m.type.from_json(m.type.to_json(m.value, store), store);
        require(m.type.equal(m.value, back),
                store.table()->kind == WBM_RUN ? "not equal after a run" : "not equal after an artifact");
    });
}

void check_pieces(Made& m) {
    for_each_store(m, [&](FakeStore& whole) {
        FakeStore pieces(whole.table()->kind);
        pieces.answer_in_pieces();
        const std::string json = m.type.to_json(m.value, pieces);
        require(json == m.type.to_json(m.value, whole),
                "to_json() gives another text when the store answers a byte at a time");
        (void)m.type.from_json(json, pieces);
    });
}

void check_equality(Made& m) {
    require(m.type.equal(m.value, m.value), "a value is not equal to itself");
    FakeStore store(m.store_kind);
    const Value back = m.type.from_json(m.type.to_json(m.value, store), store);
    require(m.type.equal(m.value, back) == m.type.equal(back, m.value), "equality depends on the order");
    Source again = m.source;
    const Value twin = m.type.create(again);
    require(m.type.equal(m.value, twin) && m.type.equal(twin, m.value), "two values made from the same are not equal");
}

/// Values made from different samples: equal or not, but the same both ways round.
void check_symmetry(const Subject& subject) {
    const Session session(subject);
    constexpr std::size_t max_values = 50;
    std::vector<Made> made;
    for (const Material& material : subject.materials)
        if (made.size() < max_values) made.push_back(make(session, material));
    for (const Made& a : made)
        for (const Made& b : made)
            if (&a.type.table() == &b.type.table())
                require(a.type.equal(a.value, b.value) == b.type.equal(b.value, a.value),
                        "equality depends on the order");
}

void check_input_is_free(Made& m) {
    FakeStore before(m.store_kind);
    const std::string json = m.type.to_json(m.value, before);
    Source source = m.source;
    const Value value = m.type.create(source);
    source.overwrite();
    FakeStore after(m.store_kind);
    require(m.type.to_json(value, after) == json, "the value changes when the memory that it was made from does");
}

void check_unknown_members(Made& m) {
    FakeStore store(m.store_kind);
    json::object j = json::read_object(m.type.to_json(m.value, store));
    j["x_unknown"] = json::object{{"deep", json::array{1, nullptr, "text"}}};
    (void)m.type.from_json(json::write(j, json::Style::fast, json::NonFinite::allow), store);
}

}  // namespace

void find_materials(Report& report, Subject& subject) {
    for (std::size_t t = 0; t < subject.types.size(); ++t) {
        const TypeFacts& type = subject.types[t];
        std::size_t taken = 0;
        std::string refusal;
        for (const Sample& sample : subject.samples) {
            if ((type.inputs & static_cast<std::uint32_t>(sample.kind)) == 0) continue;
            const std::string label = type.name + " from " + sample.label;
            try {
                (void)in_child([&] {
                    const Session session(subject);
                    (void)session.type(t).create(sample.source());
                    return std::string();
                });
                subject.materials.push_back({t, &sample, label});
                ++taken;
            } catch (const Failure& failure) {
                if (sample.is_file || refusal.empty()) refusal = failure.what();
            }
        }
        report.note(type.name + " takes " + std::to_string(taken) + " of the samples" +
                    (taken == 0 && !refusal.empty() ? "; it said: " + refusal : ""));
    }
}

void check_round_trip(Report& report, const Subject& subject) {
    const auto check = [&](int number, const char* sentence, void (*look)(Made&)) {
        report.check_cases(number, sentence, cases_of(subject, look), no_material);
    };
    check(28, "what is written is read back equal", &check_equal_after_reading);
    check(29, "a second to_json is byte-identical", &check_second_text);
    check(30, "to_json writes one strict JSON object", &check_strict_json);
    check(31, "_type is the type's name", &check_type_member);
    check(32, "every path was added to the store", &check_paths);
    check(33, "works with a run and with an artifact", &check_both_stores);
    check(34, "works with a store that answers a byte at a time", &check_pieces);
    std::vector<Case> equality = cases_of(subject, &check_equality);
    if (!equality.empty()) equality.push_back({"", [&] { check_symmetry(subject); }});
    report.check_cases(35, "equality is reflexive and symmetric", equality, no_material);
    check(37, "the input may be overwritten after create", &check_input_is_free);
    check(38, "unknown members of the JSON are not fatal", &check_unknown_members);
}

}  // namespace wbm::tool
