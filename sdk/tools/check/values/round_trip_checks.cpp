// Checks 28 to 38: what is written is read back, for each type and each sample that it takes.
#include "check/check.hpp"
#include "check/subject.hpp"

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
std::function<std::vector<Case>(const Subject&)> each(void (*look)(Made&)) {
    return [look](const Subject& subject) {
        return cases_of_materials(subject, [look](const Session& session, const Material& material) {
            Made made = make(session, material);
            look(made);
        });
    };
}

std::vector<int> store_kinds(const Made& m) {
    return m.store_kind == WBM_RUN ? std::vector<int>{WBM_RUN, WBM_ARTIFACT} : std::vector<int>{m.store_kind};
}

/// Every kind of store that takes the value. That one does not is what check 33 says.
void for_each_store(const Made& m, const std::function<void(FakeStore&)>& look) {
    for (const int kind : store_kinds(m)) {
        try {
            const FakeStore probe(kind);
            (void)m.type.to_json(m.value, probe);
        } catch (const testing::Refused&) {
            continue;
        }
        FakeStore store(kind);
        look(store);
    }
}

void check_equal_after_reading(Made& m) {
    for_each_store(m, [&](FakeStore& store) {
        const Value back = m.type.from_json(m.type.to_json(m.value, store), store);
        require(m.type.equal(m.value, back), "the value that was read back from " +
                                                 std::string(store.table()->kind == WBM_RUN ? "a run" : "an artifact") +
                                                 " is not equal");
    });
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
    for (const int kind : store_kinds(m)) {
        const FakeStore store(kind);
        try {
            (void)m.type.from_json(m.type.to_json(m.value, store), store);
        } catch (const testing::Refused& refused) {
            throw Failure(std::string(kind == WBM_RUN ? "a run" : "an artifact") + " is refused: " + refused.what());
        }
    }
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
    for (const Material& material : subject.materials())
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

std::vector<Case> equality_cases(const Subject& subject) {
    std::vector<Case> cases = each(&check_equality)(subject);
    if (!cases.empty()) cases.emplace_back("", [&subject] { check_symmetry(subject); });
    return cases;
}

/// What was taken is told too: a type that takes no sample is not checked at all.
std::vector<Case> round_trip_cases(const Subject& subject) {
    std::vector<Case> cases = each(&check_equal_after_reading)(subject);
    for (const TypeFacts& type : subject.types())
        cases.emplace_back("", [&type] {
            return Finding{type.taken > 0 ? Finding::Kind::remark : Finding::Kind::warning,
                           type.name + " takes " + std::to_string(type.taken) + " of the samples" +
                               (type.refusal.empty() || type.taken > 0 ? "" : "; it said: " + type.refusal)};
        });
    return cases;
}

}  // namespace

std::vector<Check> round_trip_checks() {
    const auto check = [](int number, const char* id, const char* sentence, void (*look)(Made&)) {
        return Check{number, id, sentence, {22}, each(look), no_material};
    };
    return {
        {28, "round-trip", "what is written is read back equal", {22}, &round_trip_cases, no_material},
        check(29, "second-text", "a second to_json is byte-identical", &check_second_text),
        check(30, "strict-json", "to_json writes one strict JSON object", &check_strict_json),
        check(31, "type-member", "_type is the type's name", &check_type_member),
        check(32, "paths-added", "every path was added to the store", &check_paths),
        check(33, "run-and-artifact", "works with a run and with an artifact", &check_both_stores),
        check(34, "small-pieces", "works with a store that answers a byte at a time", &check_pieces),
        {35, "equality", "equality is reflexive and symmetric", {22}, &equality_cases, no_material},
        check(37, "input-freed", "the input may be overwritten after create", &check_input_is_free),
        check(38, "unknown-members", "unknown members of the JSON are not fatal", &check_unknown_members),
    };
}

}  // namespace wbm::tool
