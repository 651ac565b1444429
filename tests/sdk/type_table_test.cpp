// The C table of a struct: statuses, texts, extensions.
#include <wbm/sdk.hpp>
#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <array>
#include <limits>
#include <new>
#include <stdexcept>

namespace wbm {
namespace {

using testing::FakeHost;
using testing::FakeStore;
using testing::Refused;
using testing::Source;
using testing::TextSink;
using testing::Type;
using testing::type_of;
using testing::Value;

/// Does what its text says.
struct Note {
    static constexpr const char* type = "note";
    static constexpr auto inputs = WBM_FROM_BYTES | WBM_FROM_JSON;
    static constexpr const char* aliases[] = {"old-note", nullptr};
    static constexpr const char* facts = R"({"extensions":[".note"]})";
    static constexpr std::uint32_t max_items = 3;

    std::string words;

    static Note create(Input in) {
        const std::string words(in.bytes());
        if (words == "invalid") throw invalid("\"words\" is invalid");
        if (words == "missing") throw not_found("nothing there");
        if (words == "io") throw io_error("no disk");
        if (words == "named") throw invalid("note: said already");
        if (words == "memory") throw std::bad_alloc();
        if (words == "std") throw std::logic_error("a bug");
        if (words == "int") throw 7;
        if (words == "latin1") throw invalid("caf\xe9");
        if (words == "silent") throw invalid("");
        if (words == "json") (void)json::read("{");
        only(in.options(), {"caption"});
        return {words};
    }
    static Note from_json(const json::object& j, Store) { return {text(j, "words")}; }
    json::object to_json(Store) const {
        if (words == "nan") return {{"_type", type}, {"words", std::numeric_limits<double>::quiet_NaN()}};
        return {{"_type", type}, {"words", words}};
    }
    bool operator==(const Note& other) const {
        if (words == "uncomparable") throw io_error("cannot look");
        return words == other.words;
    }

    static json::object probe(const Part& file) {
        if (file.bytes() == "invalid") throw invalid("that is no note");
        return {{"length", file.bytes().size()}};
    }

    struct Writer {
        explicit Writer(const json::object& options) : words(text_or(options, "first")) { only(options, {"first"}); }
        void add(const DLTensor& piece) {
            for (const std::uint8_t letter : dense<std::uint8_t>(piece, {any})) words += static_cast<char>(letter);
        }
        Note finish() { return {words}; }
        std::string words;
    };

    json::object fields() const {
        return {{"length", words.size()}, {"ratio", std::numeric_limits<double>::infinity()}};
    }
    Array tensor(const json::object& options) const {
        if (!options.empty()) throw unsupported("no options here");
        return {std::vector<std::uint8_t>(words.begin(), words.end()), {static_cast<std::int64_t>(words.size())}};
    }
    static json::object seq_to_json(std::span<const Note* const> values, std::span<const json::object> items) {
        return {{"_type", "notes"},
                {"count", values.size()},
                {"first", items[0].at("words")},
                {"last", values.back()->words}};
    }
};

/// Only what is needed, and NaN on the wire.
struct Plain {
    static constexpr const char* type = "plain";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static constexpr auto non_finite = json::NonFinite::allow;
    double number = 0;
    static Plain create(Input) { return {std::numeric_limits<double>::quiet_NaN()}; }
    static Plain from_json(const json::object& j, Store) { return {j.at("number").to_number<double>()}; }
    json::object to_json(Store) const { return {{"_type", type}, {"number", number}}; }
    bool operator==(const Plain& other) const {
        return number == other.number || (number != number && other.number != other.number);
    }
};

std::string refusal(wbm_status status, const std::function<void()>& call) {
    try {
        call();
    } catch (const Refused& refused) {
        EXPECT_EQ(refused.status(), status);
        return refused.what();
    }
    return "not refused";
}

std::string create_refusal(wbm_status status, const std::string& words) {
    return refusal(status, [&] { (void)type_of<Note>().create(Source::bytes(words)); });
}

TEST(TypeTable, IsFilled) {
    const wbm_type& t = type_of<Note>().table();
    EXPECT_EQ(t.size, sizeof(wbm_type));
    EXPECT_STREQ(t.name, "note");
    EXPECT_EQ(t.inputs, static_cast<std::uint32_t>(WBM_FROM_BYTES | WBM_FROM_JSON));
    EXPECT_STREQ(t.aliases[0], "old-note");
    EXPECT_EQ(t.aliases[1], nullptr);
    EXPECT_STREQ(t.facts, R"({"extensions":[".note"]})");
    EXPECT_EQ(&type_of<Note>().table(), &t);
    EXPECT_EQ(type_of<Plain>().table().aliases, nullptr);
    EXPECT_EQ(type_of<Plain>().table().facts, nullptr);
}

TEST(TypeTable, TurnsExceptionsIntoStatuses) {
    EXPECT_EQ(create_refusal(WBM_INVALID, "invalid"), "note: \"words\" is invalid");
    EXPECT_EQ(create_refusal(WBM_NOT_FOUND, "missing"), "note: nothing there");
    EXPECT_EQ(create_refusal(WBM_IO, "io"), "note: no disk");
    EXPECT_EQ(create_refusal(WBM_INTERNAL, "memory"), "note: out of memory");
    EXPECT_EQ(create_refusal(WBM_INTERNAL, "std"), "note: a bug");
    EXPECT_EQ(create_refusal(WBM_INTERNAL, "int"), "note: an exception of an unknown kind");
    EXPECT_EQ(create_refusal(WBM_INVALID, "json").substr(0, 11), "note: JSON,");
}

TEST(TypeTable, ErrorTextsAreWhole) {
    EXPECT_EQ(create_refusal(WBM_INVALID, "named"), "note: said already");
    EXPECT_EQ(create_refusal(WBM_INVALID, "latin1"), "note: caf?");
    EXPECT_EQ(create_refusal(WBM_INVALID, "silent"), "note: refused without a reason");
}

TEST(TypeTable, ReadsItsTypeAndItsAliasesOnly) {
    const Type type = type_of<Note>();
    const FakeStore store(WBM_RUN);
    for (const char* json : {R"({"_type":"note","words":"w"})", R"({"_type":"old-note","words":"w"})",
                             R"({"_type":null,"words":"w"})", R"({"words":"w"})"})
        EXPECT_EQ(type.to_json(type.from_json(json, store), store), R"({"_type":"note","words":"w"})") << json;
    const auto read = [&](const char* json) {
        return refusal(WBM_INVALID, [&] { (void)type.from_json(json, store); });
    };
    EXPECT_EQ(read(R"({"_type":"html-file","words":"w"})"), "note: \"_type\" must be \"note\", it is \"html-file\"");
    EXPECT_EQ(read(R"({"_type":5,"words":"w"})"), "note: \"_type\" must be \"note\", it is 5");
    EXPECT_EQ(read("[]").substr(0, 6), "note: ");
    EXPECT_EQ(read("").substr(0, 6), "note: ");
}

TEST(TypeTable, RefusesNaNUnlessTheTypeHasIt) {
    const FakeStore store(WBM_RUN);
    const Type note = type_of<Note>();
    EXPECT_EQ(refusal(WBM_INVALID, [&] { (void)note.to_json(note.create(Source::bytes("nan")), store); }),
              "note: words is NaN");
    const Type plain = type_of<Plain>();
    EXPECT_EQ(plain.to_json(plain.create(Source::bytes("")), store), R"({"_type":"plain","number":NaN})");
}

TEST(TypeTable, AComparisonThatFailsIsNotEqual) {
    const Type type = type_of<Note>();
    const Value a = type.create(Source::bytes("uncomparable"));
    EXPECT_FALSE(type.equal(a, a));
    const Value b = type.create(Source::bytes("b"));
    EXPECT_TRUE(type.equal(b, b));
    EXPECT_FALSE(type.equal(b, a));
}

TEST(TypeTable, Fields) {
    const Type type = type_of<Note>();
    const auto* fields = static_cast<const wbm_ext_fields*>(type.table().extension(WBM_EXT_FIELDS));
    ASSERT_NE(fields, nullptr);
    const Value value = type.create(Source::bytes("abc"));
    TextSink json;
    TextSink error;
    EXPECT_EQ(fields->get(value.get(), json.sink(), error.sink()), WBM_OK);
    EXPECT_EQ(json.text(), R"({"length":3,"ratio":Infinity})");
}

TEST(TypeTable, Tensor) {
    const Type type = type_of<Note>();
    const auto* tensor = static_cast<const wbm_ext_tensor*>(type.table().extension(WBM_EXT_TENSOR));
    ASSERT_NE(tensor, nullptr);
    DLManagedTensor* out = nullptr;
    TextSink error;
    {
        const Value value = type.create(Source::bytes("abc"));
        EXPECT_EQ(tensor->get(value.get(), {nullptr, 0}, &out, error.sink()), WBM_OK);
        DLManagedTensor* untouched = nullptr;
        EXPECT_EQ(tensor->get(value.get(), str(R"({"a":1})"), &untouched, error.sink()), WBM_UNSUPPORTED);
        EXPECT_EQ(untouched, nullptr);
        EXPECT_EQ(error.text(), "note: no options here");
    }
    EXPECT_EQ(dense<std::uint8_t>(out->dl_tensor, {3}), (std::vector<std::uint8_t>{'a', 'b', 'c'}));
    out->deleter(out);
}

TEST(TypeTable, Batch) {
    const Type type = type_of<Note>();
    const auto* batch = static_cast<const wbm_ext_batch*>(type.table().extension(WBM_EXT_BATCH));
    ASSERT_NE(batch, nullptr);
    EXPECT_EQ(batch->max_items, 3U);
    const Value a = type.create(Source::bytes("a"));
    const Value b = type.create(Source::bytes("b"));
    const std::array<const wbm_value*, 2> values{a.get(), b.get()};
    const std::array<wbm_str, 2> items{str(R"({"words":"A"})"), str(R"({"words":"B"})")};
    TextSink json;
    TextSink error;
    EXPECT_EQ(batch->seq_to_json(values.data(), items.data(), 2, json.sink(), error.sink()), WBM_OK);
    EXPECT_EQ(json.text(), R"({"_type":"notes","count":2,"first":"A","last":"b"})");
}

TEST(TypeTable, Probe) {
    const auto* probe = static_cast<const wbm_ext_probe*>(type_of<Note>().table().extension(WBM_EXT_PROBE));
    ASSERT_NE(probe, nullptr);
    Source source = Source::bytes("words");
    TextSink json;
    TextSink error;
    EXPECT_EQ(probe->probe(source.input()->parts[0], json.sink(), error.sink()), WBM_OK);
    EXPECT_EQ(json.text(), R"({"length":5})");
    Source bad = Source::bytes("invalid");
    EXPECT_EQ(probe->probe(bad.input()->parts[0], json.sink(), error.sink()), WBM_INVALID);
    EXPECT_EQ(error.text(), "note: that is no note");
}

TEST(TypeTable, Writer) {
    const Type type = type_of<Note>();
    const auto* calls = static_cast<const wbm_ext_writer*>(type.table().extension(WBM_EXT_WRITER));
    ASSERT_NE(calls, nullptr);
    wbm_writer* writer = nullptr;
    TextSink error;
    ASSERT_EQ(calls->open(str(R"({"first":"<"})"), &writer, error.sink()), WBM_OK);
    std::vector<std::uint8_t> letters{'a', 'b'};
    std::int64_t shape[] = {2};
    std::int64_t strides[] = {1};
    const DLTensor piece{letters.data(), {kDLCPU, 0}, 1, dtype_of<std::uint8_t>(), shape, strides, 0};
    EXPECT_EQ(calls->add(writer, &piece, error.sink()), WBM_OK);
    EXPECT_EQ(calls->add(writer, &piece, error.sink()), WBM_OK);
    wbm_value* value = nullptr;
    EXPECT_EQ(calls->finish(writer, &value, error.sink()), WBM_OK);
    const Value owned(&type.table(), value);
    EXPECT_TRUE(type.equal(owned, type.create(Source::bytes("<abab"))));
    calls->destroy(writer);

    wbm_writer* untouched = nullptr;
    EXPECT_EQ(calls->open(str(R"({"second":1})"), &untouched, error.sink()), WBM_INVALID);
    EXPECT_EQ(untouched, nullptr);
    EXPECT_EQ(error.text(), "note: option \"second\" is not known; this type has first");
}

TEST(TypeTable, HasOnlyTheExtensionsOfTheStruct) {
    EXPECT_EQ(type_of<Note>().table().extension("no.such/1"), nullptr);
    for (const char* id : {WBM_EXT_FIELDS, WBM_EXT_TENSOR, WBM_EXT_BATCH, WBM_EXT_PROBE, WBM_EXT_WRITER})
        EXPECT_EQ(type_of<Plain>().table().extension(id), nullptr);
}

TEST(PluginTable, StartsAndLogs) {
    const wbm_plugin* plugin = sdk::detail::plugin_table<Note, Plain>("com.example.notes", "1.2.3");
    EXPECT_EQ(plugin->size, sizeof(wbm_plugin));
    EXPECT_EQ(plugin->abi, WBM_ABI);
    EXPECT_STREQ(plugin->id, "com.example.notes");
    EXPECT_STREQ(plugin->version, "1.2.3");
    EXPECT_EQ(plugin->types[0], &type_of<Note>().table());
    EXPECT_EQ(plugin->types[1], &type_of<Plain>().table());
    EXPECT_EQ(plugin->types[2], nullptr);

    log_warning("nobody hears this");
    const FakeHost host;
    TextSink error;
    EXPECT_EQ(plugin->start(host.table(), error.sink()), WBM_OK);
    log_warning("careful");
    plugin->stop();
    log_warning("too late");
    ASSERT_EQ(host.lines().size(), 1U);
    EXPECT_EQ(host.lines()[0].level, 2);
    EXPECT_EQ(host.lines()[0].text, "careful");
}

}  // namespace
}  // namespace wbm
