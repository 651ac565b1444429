#include "check/life/exception_cases.hpp"

#include "check/life/process_fork.hpp"
#include "check/life/process_values.hpp"

#include <wbm/ext/fields.h>
#include <wbm/ext/tensor.h>

#include <wbm/sdk/members.hpp>

#include <cxxabi.h>

#include <cstdio>
#include <exception>
#include <memory>
#include <typeinfo>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Source;
using testing::TextSink;

constexpr std::size_t most_store_calls = 8;
constexpr std::size_t most_members = 16;

/// For whoever finds the process dead.
struct Notes {
    SharedText call;       ///< what is called now
    SharedText exception;  ///< what left it
};
Notes* notes = nullptr;  // static: a terminate handler has no arguments

std::string name_of_exception() {
    const std::type_info* type = abi::__cxa_current_exception_type();
    if (type == nullptr) return "a foreign exception";
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(type->name(), nullptr, nullptr, &status),
                                                           &std::free);
    return status == 0 ? name.get() : type->name();
}

/// Runs where an exception reaches a frame of the host, which is noexcept, or one of the plugin's.
[[noreturn]] void tell_exception() noexcept {
    std::string text = notes->call.get();
    if (const std::exception_ptr thrown = std::current_exception()) {
        text += " let an exception out, " + name_of_exception();
        try {
            std::rethrow_exception(thrown);
        } catch (const std::exception& error) {
            text += ": " + std::string(error.what());
        } catch (...) {  // its name is all there is to say
        }
        text += "; catch everything at the boundary and return WBM_INTERNAL";
    } else {
        text += " called std::terminate()";
    }
    notes->exception.set(text.c_str());
    std::abort();
}

/// The frame of the host that nothing may pass.
template <class Call>
auto nothing_passes(const std::string& what, const Call& call) noexcept {
    notes->call.set(what.c_str());
    return call();
}

/// A type, called without any look at what it answers: other checks do that.
class Caller {
public:
    explicit Caller(const wbm_type& table) : table_(table) {}

    wbm_value* create(Source& source, const std::string& with) const {
        return made("create() " + with, [&](wbm_value** out, wbm_sink error) {
            return table_.create == nullptr ? wbm_status{WBM_UNSUPPORTED} : table_.create(source.input(), out, error);
        });
    }
    wbm_value* from_json(std::string_view json, const FakeStore& store, const std::string& with) const {
        return made("from_json() " + with, [&](wbm_value** out, wbm_sink error) {
            return table_.from_json(str(json), store.table(), out, error);
        });
    }
    std::string to_json(const wbm_value* value, const FakeStore& store, const std::string& with) const {
        TextSink json, error;
        (void)nothing_passes("to_json() " + with,
                             [&] { return table_.to_json(value, store.table(), json.sink(), error.sink()); });
        return json.text();
    }
    void equal(const wbm_value* a, const wbm_value* b) const {
        (void)nothing_passes("equal()", [&] { return table_.equal(a, b); });
    }
    void destroy(wbm_value* value) const {
        if (value != nullptr) nothing_passes("destroy()", [&] { table_.destroy(value); });
    }
    template <class Table>
    const Table* extension(const char* id) const {
        const void* found = nothing_passes("extension()", [&]() -> const void* {
            return table_.extension == nullptr ? nullptr : table_.extension(id);
        });
        return static_cast<const Table*>(found);
    }

private:
    template <class Call>
    wbm_value* made(const std::string& what, const Call& call) const {
        wbm_value* out = nullptr;
        TextSink error;
        const wbm_status status = nothing_passes(what, [&] { return call(&out, error.sink()); });
        return status == WBM_OK ? out : nullptr;
    }
    const wbm_type& table_;
};

void call_with_garbage(const Caller& type) {
    const FakeStore store(WBM_RUN);
    for (const char* json : {"", "null", "[]", "7", "\"text\"", "{", "{}", "{\"_type\":7}", "{\"_type\":}", "\xff\xfe"})
        type.destroy(type.from_json(json, store, "of " + std::string(json)));
    for (Source source : {Source::path("no-such-file"), Source::bytes("x"), Source::bytes(""), Source::json("{"),
                          Source::url("no url"), Source::tensor<float>({1}, {1})})
        type.destroy(type.create(source, "from an input of kind " + std::to_string(source.kind())));
    for (const char* id : {"", "wbm.fields/99", "no.such/1"}) (void)type.extension<void>(id);
}

void call_extensions(const Caller& type, const wbm_value* value) {
    const auto* fields = type.extension<wbm_ext_fields>(WBM_EXT_FIELDS);
    const auto* tensor = type.extension<wbm_ext_tensor>(WBM_EXT_TENSOR);
    TextSink json, error;
    if (fields != nullptr && WBM_HAS(wbm_ext_fields, fields, get))
        (void)nothing_passes(WBM_EXT_FIELDS, [&] { return fields->get(value, json.sink(), error.sink()); });
    if (tensor == nullptr || !WBM_HAS(wbm_ext_tensor, tensor, get)) return;
    for (const char* options : {"", "{", "[]", "{\"no_such_option\":[7]}"}) {
        DLManagedTensor* out = nullptr;
        const wbm_status status = nothing_passes(WBM_EXT_TENSOR " with the options " + std::string(options), [&] {
            return tensor->get(value, str(std::string_view(options)), &out, error.sink());
        });
        if (status == WBM_OK && out != nullptr && out->deleter != nullptr)
            nothing_passes("the deleter of " WBM_EXT_TENSOR, [&] { out->deleter(out); });
    }
}

/// Every call of a store fails in turn, with every status.
void call_with_failing_stores(const Caller& type, const wbm_value* value, int store_kind) {
    FakeStore good(store_kind);
    const std::string json = type.to_json(value, good, "");
    for (wbm_status status = WBM_INVALID; status <= WBM_INTERNAL; ++status)
        for (std::size_t n = 1; n <= most_store_calls; ++n) {
            const std::string with =
                "with a store whose call " + std::to_string(n) + " returns " + std::to_string(status);
            FakeStore target(store_kind);
            target.fail_at(n, status);
            (void)type.to_json(value, target, with);
            good.fail_at(n, status);
            type.destroy(type.from_json(json, good, with));
            if (target.calls() < n && good.calls() < n) break;
        }
}

/// Each member in turn of another kind.
void call_with_odd_members(const Caller& type, const wbm_value* value, int store_kind) {
    const FakeStore store(store_kind);
    const std::string text = type.to_json(value, store, "");
    type.destroy(type.from_json(std::string_view(text).substr(0, text.size() / 2), store, "of half a JSON"));
    json::object j;
    try {
        j = json::read_object(text, json::NonFinite::allow);
    } catch (const json::Error&) {
        return;  // a list: it has no members
    }
    std::size_t count = 0;
    for (const auto& member : j) {
        if (++count > most_members) return;
        json::object changed = j;
        for (const json::value& odd : {json::value(nullptr), json::value(-7), json::value(1e300), json::value("text"),
                                       json::value(json::array{1}), json::value(json::object{{"a", 1}})}) {
            changed[member.key()] = odd;
            type.destroy(type.from_json(json::write(changed, json::Style::fast, json::NonFinite::allow), store,
                                        "of a JSON whose \"" + std::string(member.key()) + "\" is " + brief(odd)));
        }
    }
}

void call_with_material(const Caller& type, const Material& material) {
    Source source = material.sample->source();
    wbm_value* value = type.create(source, "from " + material.sample->label);
    if (value == nullptr) return;
    for (const char* options : {"{", "[]", "{\"caption\":{\"a\":[7]}}"}) {
        Source odd = source;
        odd.with_options_text(options);
        type.destroy(type.create(odd, "with the options " + std::string(options)));
    }
    call_extensions(type, value);
    call_with_failing_stores(type, value, material.store_kind());
    call_with_odd_members(type, value, material.store_kind());
    wbm_value* orphan = nullptr;
    {
        const FakeStore store(material.store_kind());
        orphan = type.from_json(type.to_json(value, store, ""), store, "");
    }
    if (orphan != nullptr) type.equal(value, orphan);  // its files are gone
    type.destroy(orphan);
    type.destroy(value);
}

void check_exceptions(const Subject& subject, std::size_t type_index, const FewMaterials& materials) {
    Notes shared;
    notes = &shared;
    const ForkEnd end = run_forked([&] {
        std::set_terminate(&tell_exception);
        const Session session(subject);
        const Caller type(session.type(type_index).table());
        call_with_garbage(type);
        for (const Material* material : materials) call_with_material(type, *material);
        return std::string();
    });
    if (end.is_sound) return;
    const std::string thrown = shared.exception.get();
    throw Failure(thrown.empty() ? shared.call.get() + " " + end.text : thrown);
}

}  // namespace

std::vector<Case> exception_cases(const Subject& subject) {
    std::vector<Case> cases;
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        cases.emplace_back(subject.types()[type].name, [&subject, type, few_of = few_materials(subject, type)] {
            check_exceptions(subject, type, few_of);
        });
    return cases;
}

}  // namespace wbm::tool
