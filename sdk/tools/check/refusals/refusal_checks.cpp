// Checks 41 to 47: hostile and broken input is refused, with a sentence.
#include "check/check.hpp"
#include "check/subject.hpp"

#include <wbm/json.hpp>
#include <wbm/sdk/members.hpp>

#include <algorithm>
#include <cctype>
#include <filesystem>
#include <fstream>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Refused;
using testing::Source;
using testing::Type;
using testing::Value;

constexpr std::size_t max_cuts = 2048;  // places where a long text is cut
constexpr std::size_t nested_arrays = 10'000;

/// Runs a call that may refuse. Returns the refusal's text, empty when it did not. A broken rule goes through.
template <class Call>
std::string refusal_of(const Call& call) {
    try {
        (void)call();
        return {};
    } catch (const Refused& refused) {
        return refused.what();
    }
}

template <class Call>
std::string must_refuse(const std::string& what, const Call& call) {
    const std::string text = refusal_of(call);
    require(!text.empty(), what + " was accepted");
    return text;
}

std::string nested(const Type& type, bool as_member) {
    const std::string deep = std::string(nested_arrays, '[') + std::string(nested_arrays, ']');
    return as_member ? "{\"_type\":\"" + std::string(type.name()) + "\",\"x\":" + deep + "}" : deep;
}

/// A call that the type must refuse, and what it said: nothing when it did not.
struct Attempt {
    std::string what;
    std::string refusal;
};

/// JSON that no type can take, and main parts of kinds that the type did not ask for.
std::vector<Attempt> try_garbage(const Type& type) {
    const FakeStore store(WBM_RUN);
    std::vector<Attempt> attempts;
    // Of a type that reads lists, any list may be one.
    const std::string list = has_fact(type, "list") ? "[" : "[]";
    for (const std::string& json :
         {std::string(), std::string("null"), list, std::string("7"), std::string("\"text\""), std::string("{"),
          std::string("{\"_type\":}"), std::string("\xff\xfe"), nested(type, false), nested(type, true)})
        attempts.push_back(
            {"from_json(" + json.substr(0, 20) + ")", refusal_of([&] { return type.from_json(json, store); })});
    for (const Source& source : {Source::path("no-such-file"), Source::bytes("x"), Source::json("{}"),
                                 Source::url("https://example.com/x"), Source::tensor<float>({1}, {1})}) {
        if (type.table().create == nullptr || (type.table().inputs & static_cast<std::uint32_t>(source.kind())) != 0)
            continue;
        Source copy = source;
        attempts.push_back({"create() from an input of kind " + std::to_string(source.kind()),
                            refusal_of([&] { return type.create(copy); })});
    }
    return attempts;
}

void check_garbage(const Type& type) {
    for (const Attempt& attempt : try_garbage(type)) require(!attempt.refusal.empty(), attempt.what + " was accepted");
}

/// Each top-level member in turn missing or of another kind: taken or refused, but never worse.
std::vector<std::string> try_member_kinds(const Type& type, const json::object& j, const FakeStore& store) {
    std::vector<std::string> said;
    const auto attempt = [&](const json::object& changed) {
        const std::string json = json::write(changed, json::Style::fast, json::NonFinite::allow);
        said.push_back(refusal_of([&] { return type.from_json(json, store); }));
    };
    for (const auto& member : j) {
        json::object changed = j;
        for (const json::value& wrong :
             {json::value(nullptr), json::value(true), json::value(-7), json::value(1e300), json::value("text"),
              json::value(""), json::value(json::array{1}), json::value(json::object{{"a", 1}})}) {
            changed[member.key()] = wrong;
            attempt(changed);
        }
        changed.erase(member.key());
        attempt(changed);
    }
    return said;
}

void try_cut_texts(const Type& type, const std::string& json, const FakeStore& store) {
    const std::size_t step = std::max<std::size_t>(1, json.size() / max_cuts);
    for (std::size_t size = 0; size < json.size(); size += step)
        must_refuse("from_json() of the first " + std::to_string(size) + " bytes of " + json.substr(0, 80),
                    [&] { return type.from_json(std::string_view(json).substr(0, size), store); });
}

void try_cut_bytes(const Type& type, const std::string& content) {
    const std::size_t step = std::max<std::size_t>(1, content.size() / max_cuts);
    for (std::size_t size = 0; size < content.size(); size += step) {
        Source source = Source::bytes(content.substr(0, size));
        (void)refusal_of([&] {
            const Value value = type.create(source);
            const FakeStore store(WBM_RUN);
            return type.to_json(value, store);
        });
    }
}

void check_hostile_material(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    Source source = material.sample->source();
    const Value value = type.create(source);
    const FakeStore store(material.store_kind());
    const std::string json = type.to_json(value, store);
    try_cut_texts(type, json, store);
    (void)try_member_kinds(type, json::read_object(json), store);
    if (source.kind() == WBM_FROM_BYTES) try_cut_bytes(type, std::string(view(source.input()->parts[0]->text)));
}

void check_text(const Type& type, const std::string& text) {
    if (text.empty()) return;
    require(text.find(type.name()) != std::string::npos, "the error does not name the type: " + text);
    for (std::size_t at = text.find("0x"); at != std::string::npos; at = text.find("0x", at + 2)) {
        std::size_t digits = 0;
        while (at + 2 + digits < text.size() && std::isxdigit(static_cast<unsigned char>(text[at + 2 + digits])) != 0)
            ++digits;
        require(digits < 8, "the error has an address: " + text);
    }
}

void check_texts(const Type& type) {
    for (const Attempt& attempt : try_garbage(type)) check_text(type, attempt.refusal);
}

void check_member_texts(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    const Value value = type.create(material.sample->source());
    const FakeStore store(material.store_kind());
    const json::object j = json::read_object(type.to_json(value, store));
    for (const std::string& text : try_member_kinds(type, j, store)) check_text(type, text);
}

/// Makes call 1, 2, ... of a store fail until a run needs no more calls.
void check_failing_target(const Type& type, const Value& value, int store_kind) {
    for (std::size_t n = 1;; ++n) {
        FakeStore store(store_kind);
        store.fail_at(n, WBM_IO);
        try {
            (void)type.to_json(value, store);
            require(store.calls() < n, "to_json() hides that call " + std::to_string(n) + " of the store failed");
            return;
        } catch (const Refused& refused) {
            require(refused.status() == WBM_IO,
                    "to_json() turns the store's status 4 into " + std::to_string(refused.status()));
        }
    }
}

void check_failing_source(const Type& type, const Value& value, int store_kind) {
    FakeStore store(store_kind);
    const std::string json = type.to_json(value, store);
    for (std::size_t n = 1;; ++n) {
        store.fail_at(n, WBM_IO);
        try {
            (void)type.from_json(json, store);
            require(store.calls() < n, "from_json() hides that call " + std::to_string(n) + " of the store failed");
            return;
        } catch (const Refused& refused) {
            require(refused.status() == WBM_IO,
                    "from_json() turns the store's status 4 into " + std::to_string(refused.status()));
        }
    }
}

/// A path that leads to no readable file: refused by create, or at the latest by to_json.
void check_bad_path(const Type& type, const std::filesystem::path& path, const std::string& what) {
    must_refuse(what, [&] {
        const Value value = type.create(Source::path(path.string()));
        const FakeStore store(WBM_RUN);
        return type.to_json(value, store);
    });
}

void check_bad_paths(const Type& type) {
    const FakeStore folder(WBM_RUN);
    check_bad_path(type, folder.root() / "missing.bin", "a missing file");
    check_bad_path(type, folder.root(), "a folder");
    std::filesystem::create_symlink(folder.root() / "nowhere", folder.root() / "link");
    check_bad_path(type, folder.root() / "link", "a link to nowhere");
    check_bad_path(type, "", "an empty path");
}

/// The file of a value becomes shorter: whatever is done with it, the answer is a value or a status.
void check_shrinking_file(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    Source original = material.sample->source();
    const std::filesystem::path sample(view(original.input()->parts[0]->text));
    const FakeStore folder(WBM_RUN);
    const auto copy = folder.root() / sample.filename();
    std::filesystem::copy_file(sample, copy);
    const Value value = type.create(Source::path(copy.string()));
    for (const std::uintmax_t size : {std::filesystem::file_size(copy) / 2, std::uintmax_t{0}}) {
        std::filesystem::resize_file(copy, size);
        const FakeStore store(WBM_RUN);
        (void)refusal_of([&] { return type.to_json(value, store); });
        (void)type.equal(value, value);
    }
    std::filesystem::remove(copy);
    const FakeStore store(WBM_RUN);
    (void)refusal_of([&] { return type.to_json(value, store); });
}

/// The store lost the value's files.
void check_lost_files(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    const Value value = type.create(material.sample->source());
    const FakeStore store(material.store_kind());
    const std::string json = type.to_json(value, store);
    for (const auto& file : store.added()) std::filesystem::remove(store.root() / file.path);
    if (json::read_object(json).contains("path") && !store.added().empty() && store.added().front().url.empty())
        must_refuse("a value whose file is missing", [&] {
            const Value back = type.from_json(json, store);
            const FakeStore target(material.store_kind());
            return type.to_json(back, target);
        });
}

void check_other_type(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    const Value value = type.create(material.sample->source());
    const FakeStore store(material.store_kind());
    json::object j = json::read_object(type.to_json(value, store));
    j["_type"] = "another-type-of-another-plugin";
    must_refuse("the _type of another plugin",
                [&] { return type.from_json(json::write(j, json::Style::fast, json::NonFinite::allow), store); });
}

bool is_path(const Material& material) { return material.sample->kind == WBM_FROM_PATH; }

void check_failing_stores(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    const Value value = type.create(material.sample->source());
    check_failing_target(type, value, material.store_kind());
    check_failing_source(type, value, material.store_kind());
}

std::vector<Case> joined(std::vector<Case> first, std::vector<Case> more) {
    for (Case& one : more) first.push_back(std::move(one));
    return first;
}

std::vector<Case> broken_json_cases(const Subject& subject) {
    return joined(cases_of_types(subject, &check_garbage), cases_of_materials(subject, &check_hostile_material));
}

std::vector<Case> text_cases(const Subject& subject) {
    return joined(cases_of_types(subject, &check_texts), cases_of_materials(subject, &check_member_texts));
}

std::vector<Case> broken_file_cases(const Subject& subject) {
    return joined(joined(cases_of_types(subject, &check_bad_paths, WBM_FROM_PATH),
                         cases_of_materials(subject, &check_shrinking_file, &is_path)),
                  cases_of_materials(subject, &check_lost_files));
}

std::function<std::vector<Case>(const Subject&)> each(void (*look)(const Session&, const Material&)) {
    return [look](const Subject& subject) { return cases_of_materials(subject, look); };
}

}  // namespace

std::vector<Check> refusal_checks() {
    const char* none = "no sample was taken; give a folder of files that the plugin takes";
    return {
        {41, "broken-json", "broken, cut and deep input is refused", {22}, &broken_json_cases, none},
        {42, "error-texts", "errors name the type and no address", {22}, &text_cases, none},
        {43, "failing-store", "a failing store's status is returned", {22}, each(&check_failing_stores), none},
        {45,
         "broken-files",
         "missing, unreadable and shrinking files are refused",
         {22},
         &broken_file_cases,
         "no type takes a path and no sample was taken"},
        {47, "foreign-type", "the _type of another plugin is refused", {22}, each(&check_other_type), none},
    };
}

}  // namespace wbm::tool
