// The calls of a store that came after the first version: on a host that has them, and on an older one.
#include <wbm/ext/values.h>
#include <wbm/sdk.hpp>
#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <cstddef>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using testing::FakeHost;
using testing::FakeStore;
using testing::sha256;
using testing::Source;
using testing::TextSink;

template <class Call>
std::string error_of(wbm_status status, const Call& call) {
    try {
        (void)call();
    } catch (const Error& e) {
        EXPECT_EQ(e.status(), status);
        return e.what();
    }
    return "no error";
}

/// A store as a host from before `add_entry` gives it: nothing behind its end may be read.
wbm_store old_store(const FakeStore& store) {
    wbm_store old = *store.table();
    old.size = offsetof(wbm_store, add_entry);
    old.add_entry = [](void*, wbm_str, wbm_str, wbm_sink, wbm_sink) -> wbm_status { std::abort(); };
    old.add_config = [](void*, wbm_str, wbm_str, wbm_str, wbm_sink) -> wbm_status { std::abort(); };
    return old;
}

TEST(StoreEntry, HasItsPathAndDigest) {
    const FakeStore artifact(WBM_ARTIFACT);
    const json::object entry = artifact.store().add_entry("media/classes/x.json", "hello");
    EXPECT_EQ(text(entry, "path"), "media/classes/x.json");
    EXPECT_EQ(text(entry, "sha256"), sha256("hello"));
    EXPECT_EQ(text(entry, "digest").size(), 24U);
    EXPECT_EQ(test::slurp(artifact.store().fetch("media/classes/x.json")), "hello");
    EXPECT_EQ(artifact.store().add_entry("media/classes/x.json", "hello"), entry);
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return artifact.store().add_entry("media/classes/x.json", "other"); }),
              "the artifact has other bytes at \"media/classes/x.json\"");
    EXPECT_EQ(error_of(WBM_INVALID, [&] { return artifact.store().add_entry("../x", "x"); }),
              "the path \"../x\" is not inside the store");
    const FakeStore run(WBM_RUN);
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return run.store().add_entry("x", "x"); }),
              "a run names files itself; add entries to an artifact");
}

TEST(StoreEntry, AnOlderHostHasNone) {
    const FakeStore artifact(WBM_ARTIFACT);
    const wbm_store old = old_store(artifact);
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Store(&old).add_entry("x", "x"); }),
              "the host is too old to keep an entry under a name of its own; update it");
    EXPECT_TRUE(artifact.added().empty());
}

TEST(StoreConfig, IsToldToARun) {
    const FakeStore run(WBM_RUN);
    run.store().add_config("mask/class_labels", "gt", {{"1", "cat"}});
    ASSERT_EQ(run.config().size(), 1U);
    EXPECT_EQ(run.config()[0], (FakeStore::Config{"mask/class_labels", "gt", R"({"1":"cat"})"}));
    const FakeStore artifact(WBM_ARTIFACT);
    EXPECT_EQ(error_of(WBM_UNSUPPORTED,
                       [&] {
                           artifact.store().add_config("a", "b", {});
                           return 0;
                       }),
              "an artifact has no config");
    FakeStore failing(WBM_RUN);
    failing.fail_at(1, WBM_IO);
    EXPECT_EQ(error_of(WBM_IO,
                       [&] {
                           failing.store().add_config("a", "b", {});
                           return 0;
                       }),
              "this call was told to fail");
}

TEST(StoreConfig, AnOlderHostIsToldNothing) {
    const FakeStore run(WBM_RUN);
    const wbm_store old = old_store(run);
    EXPECT_NO_THROW(Store(&old).add_config("mask/class_labels", "gt", {{"1", "cat"}}));
    EXPECT_TRUE(run.config().empty());
}

/// A number that can be made from another.
struct Number {
    static constexpr const char* type = "number";
    static constexpr auto inputs = WBM_FROM_VALUE;
    int n = 0;
    static Number create(Input in) { return {in.part(in.part_count() - 1).value_as<Number>().n + 1}; }
    static Number from_json(const json::object&, Store) { return {}; }
    json::object to_json(Store) const { return {{"_type", type}}; }
    bool operator==(const Number&) const = default;
};

/// A host that holds one value.
class ValueHost {
public:
    explicit ValueHost(const char* type_name) : held_{type_name, {41}, false} {
        values_.size = sizeof values_;
        values_.type = [](const wbm_handle* h, wbm_sink sink) {
            const std::string name = reinterpret_cast<const Held*>(h)->type;
            sink.write(sink.ctx, name.data(), name.size());
        };
        values_.object = [](const wbm_handle* h, const wbm_type* wanted) -> const wbm_value* {
            const auto* held = reinterpret_cast<const Held*>(h);
            return wanted == &testing::type_of<Number>().table() && held->type == std::string("number") &&
                           !held->foreign
                       ? reinterpret_cast<const wbm_value*>(&held->number)
                       : nullptr;
        };
    }
    void set_foreign() { held_.foreign = true; }
    void make_old() { values_.size = offsetof(wbm_ext_values, object); }

    /// What create() gives for the value as main part, or as a part of that name.
    wbm_status create(Number& made, std::string& error, const char* name = "") {
        FakeHost host;
        if (values_.size != 0) host.set_extension(WBM_EXT_VALUES, &values_);
        const wbm_plugin* plugin = sdk::detail::plugin_table<Number>("com.example.number", "1.0.0");
        TextSink text;
        EXPECT_EQ(plugin->start(host.table(), text.sink()), WBM_OK);
        const wbm_part part{sizeof part,
                            WBM_FROM_VALUE,
                            str(name),
                            {nullptr, 0},
                            nullptr,
                            nullptr,
                            reinterpret_cast<const wbm_handle*>(&held_)};
        const wbm_part* const parts[] = {&part};
        const wbm_input input{sizeof input, 1, parts, {nullptr, 0}};
        wbm_value* out = nullptr;
        const wbm_status status = plugin->types[0]->create(&input, &out, text.sink());
        if (status == WBM_OK) {
            made = *reinterpret_cast<Number*>(out);
            plugin->types[0]->destroy(out);
        }
        error = text.text();
        plugin->stop();
        return status;
    }
    void have_no_values() { values_.size = 0; }

private:
    struct Held {
        const char* type;
        Number number;
        bool foreign = false;
    };
    Held held_;
    wbm_ext_values values_{};
};

TEST(ValueAs, GivesTheObject) {
    ValueHost host("number");
    Number made;
    std::string error;
    EXPECT_EQ(host.create(made, error), WBM_OK) << error;
    EXPECT_EQ(made.n, 42);
}

TEST(ValueAs, RefusesAnotherType) {
    Number made;
    std::string error;
    EXPECT_EQ(ValueHost("html-file").create(made, error), WBM_UNSUPPORTED);
    EXPECT_EQ(error, "number: the source is a value of type html-file; give one of type number that this plugin made");
    EXPECT_EQ(ValueHost("html-file").create(made, error, "pred"), WBM_UNSUPPORTED);
    EXPECT_EQ(error,
              "number: part \"pred\" is a value of type html-file; give one of type number that this plugin made");
    ValueHost foreign("number");
    foreign.set_foreign();
    EXPECT_EQ(foreign.create(made, error), WBM_UNSUPPORTED);
    EXPECT_EQ(error,
              "number: the source is a value of type number from another plugin; give one of type number that this "
              "plugin made");
}

TEST(ValueAs, NeedsAHostThatHasIt) {
    const std::string too_old = "number: the host is too old to look into a value; update it";
    Number made;
    std::string error;
    ValueHost old("number");
    old.make_old();
    EXPECT_EQ(old.create(made, error), WBM_UNSUPPORTED);
    EXPECT_EQ(error, too_old);
    ValueHost without("number");
    without.have_no_values();
    EXPECT_EQ(without.create(made, error), WBM_UNSUPPORTED);
    EXPECT_EQ(error, too_old);
    Source path = Source::path("x");
    EXPECT_EQ(error_of(WBM_UNSUPPORTED, [&] { return Input(path.input()).main().value_as<Number>().n; }),
              "the source is a path; give a value");
}

/// A list in an artifact, an object in a run.
struct Boxes {
    static constexpr const char* type = "boxes";
    static constexpr auto inputs = WBM_FROM_JSON;
    static constexpr const char* facts = R"({"list":true})";
    json::array all;
    static Boxes create(Input in) { return {in.json().as_array()}; }
    static Boxes from_json(const json::object& j, Store) { return {j.at("all").as_array()}; }
    static Boxes from_list(const json::array& list, const Store&) { return {list}; }
    json::value to_json(Store target) const {
        if (target.is_artifact()) return all;
        return json::object{{"_type", type}, {"all", all}};
    }
    bool operator==(const Boxes&) const = default;
};

TEST(ListType, GoesRound) {
    EXPECT_EQ(testing::round_trip(Boxes{{1, "a"}}), (Boxes{{1, "a"}}));
    const FakeStore artifact(WBM_ARTIFACT);
    const testing::Type type = testing::type_of<Boxes>();
    EXPECT_EQ(type.to_json(type.create(Source::json("[1,2]")), artifact), "[1,2]");
    EXPECT_EQ(type.to_json(type.from_json(" \n[ ]", artifact), artifact), "[]");
    for (const char* broken : {"", " ", "[1", "[1]x", "7", "{}"})
        EXPECT_THROW((void)type.from_json(broken, artifact), testing::Refused) << broken;
}

}  // namespace
}  // namespace wbm
