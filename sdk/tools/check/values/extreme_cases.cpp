// Check 40: extreme texts and numbers are kept or refused, in the JSON that a type wrote and in its options.
#include "check/refusals/hostile_input.hpp"
#include "check/values/input_cases.hpp"

#include <wbm/json.hpp>

#include <algorithm>
#include <cmath>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Type;
using testing::Value;
using Clock = std::chrono::steady_clock;

constexpr std::size_t materials_of_a_type = 2;
constexpr std::size_t max_places = 10;      // members of one text that are changed
constexpr std::size_t max_long_places = 1;  // of them, those that get the long text
constexpr std::size_t long_text = 1'000'000;
constexpr auto time_of_a_material = std::chrono::milliseconds(300);  // members first, then options
constexpr const char* mark = "wbm-check-puts-its-text-here";         // in place of a text that no writer would write

/// Values as JSON has them.
const std::vector<std::string>& extremes() {
    static const std::vector<std::string> all{
        R"("")",
        R"("\u0000")",
        R"("a\u0000b")",
        R"("\ud83d\ude00 \ud800\udc00")",
        "\"\xf0\x9f\x98\x80 \xf4\x8f\xbf\xbf \xef\xbf\xbf\"",
        R"("\u0001\u001f\u007f\u0085\u2028")",
        R"("\ud800")",
        R"("\udc00\ud800")",
        "9223372036854775807",
        "-9223372036854775808",
        "9223372036854775808",
        "18446744073709551616",
        "1e308",
        "-0.0",
        "5e-324",
    };
    return all;
}

std::string long_string() { return '"' + std::string(long_text, 'x') + '"'; }

/// A value's text; nothing when it is none, such as one with a lone surrogate.
std::optional<json::value> read_if_sound(const std::string& text) {
    try {
        return json::read(text);
    } catch (const json::Error&) {
        return std::nullopt;
    }
}

/// Where the texts and numbers of a document are, as JSON pointers.
void collect_places(const json::value& v, const std::string& at, std::vector<std::string>& places) {
    if (v.is_string() || v.is_number()) places.push_back(at);
    if (const auto* o = v.if_object())
        for (const auto& member : *o) {
            const std::string key(member.key());
            if (key.find_first_of("~/") == std::string::npos) collect_places(member.value(), at + '/' + key, places);
        }
    if (const auto* list = v.if_array())
        for (std::size_t i = 0; i < list->size(); ++i) collect_places((*list)[i], at + '/' + std::to_string(i), places);
}

const json::value* find(const json::value& document, const std::string& place) {
    boost::system::error_code none;
    return document.find_pointer(place, none);
}

/// The document with this text at the place.
std::string with_text_at(const json::value& document, const std::string& place, const std::string& text) {
    json::value changed = document;
    boost::system::error_code none;
    *changed.find_pointer(place, none) = mark;
    std::string all = json::write(changed, json::Style::fast, json::NonFinite::allow);
    const std::string quoted = '"' + std::string(mark) + '"';
    return all.replace(all.find(quoted), quoted.size(), text);
}

/// Are they one number, but for what a float32 cannot hold?
bool is_close(double a, double b) {
    constexpr double nothing = 1e-30, precision = 1e-6;
    return a == b || (std::fabs(a) < nothing && std::fabs(b) < nothing) || std::fabs(a - b) <= precision * std::fabs(a);
}

bool is_same(const json::value& a, const json::value& b) {
    if (a.is_number() && b.is_number()) return is_close(a.to_number<double>(), b.to_number<double>());
    return a == b;
}

/// A type that took a value wrote it, wrote what it has found itself, or wrote nothing. Anything else is a loss.
void require_no_loss(const std::string& written, const std::string& place, const json::value* original,
                     const std::string& given) {
    // Of members within members a type may make anew what it has found, in another order.
    const std::optional<json::value> wanted = read_if_sound(given);
    if (!wanted || place.rfind('/') != 0) return;
    const json::value document = json::read(written);
    const json::value* found = find(document, place);
    if (found == nullptr || !(found->is_number() ? wanted->is_number() : found->kind() == wanted->kind())) return;
    require(is_same(*found, *wanted) || (original != nullptr && is_same(*found, *original)),
            shortened(given) + " at " + place + " was taken, but is written as " +
                shortened(json::write(*found, json::Style::fast, json::NonFinite::allow)) + "; keep it or refuse it");
}

/// Runs `call` and names in its failure what was tried.
template <class Call>
void tried(const std::string& place, const std::string& given, const Call& call) {
    try {
        call();
    } catch (const std::exception& error) {
        throw Failure(shortened(given) + " at " + place + ": " + error.what());
    }
}

void check_members(const Type& type, const FakeStore& store, const std::string& json) {
    RoundTrips round_trips(type, store.table()->kind);
    const json::value document = json::read(json);
    std::vector<std::string> places;
    collect_places(document, "", places);
    const std::size_t step = std::max<std::size_t>(1, (places.size() + max_places - 1) / max_places);
    std::size_t long_places = 0;
    const auto deadline = Clock::now() + time_of_a_material;
    for (std::size_t i = 0; i < places.size() && Clock::now() < deadline; i += step) {
        std::vector<std::string> texts = extremes();
        const json::value* original = find(document, places[i]);
        if (original->is_string() && long_places++ < max_long_places) texts.push_back(long_string());
        for (const std::string& text : texts)
            tried(places[i], text, [&] {
                const std::string changed = with_text_at(document, places[i], text);
                const auto written = round_trips.keep_if_taken([&] { return type.from_json(changed, store); });
                if (written) require_no_loss(*written, places[i], original, text);
            });
    }
}

void check_options(const Type& type, const Material& material, const std::string& json) {
    RoundTrips round_trips(type, material.store_kind());
    const json::value document = json::read(json);
    const auto deadline = Clock::now() + time_of_a_material;
    for (const std::string& name : option_names(type)) {
        if (Clock::now() >= deadline) return;
        std::vector<std::string> texts = extremes();
        if (name == "caption") texts.push_back(long_string());
        for (const std::string& text : texts)
            tried("option \"" + name + "\"", text, [&] {
                testing::Source source = material.sample->source();
                source.with_options_text(object_text(name, text));
                const auto written = round_trips.keep_if_taken([&] { return type.create(source); });
                if (written && text.front() == '"')
                    require_no_loss(*written, '/' + name, find(document, '/' + name), text);
            });
    }
}

void check_extremes(const Session& session, const Material& material) {
    const Type type = session.type(material.type);
    const Value value = type.create(material.sample->source());
    const FakeStore store(material.store_kind());
    const std::string json = type.to_json(value, store);
    check_members(type, store, json);
    check_options(type, material, json);
}

}  // namespace

std::vector<Case> extreme_cases(const Subject& subject) {
    return cases_of(subject, few_materials(subject, materials_of_a_type), &check_extremes);
}

}  // namespace wbm::tool
