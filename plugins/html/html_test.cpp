#include "html.hpp"

#include "page_text.hpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace wbm::html {
namespace {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using testing::Value;

const std::string style =
    R"(<base target="_blank"><link rel="stylesheet" type="text/css" href="https://app.wandb.ai/normalize.css" />)";

const testing::Type& html_type() {
    static const testing::Type type = testing::type_of<Html>();
    return type;
}

const Html& of(const Value& value) { return *reinterpret_cast<const Html*>(value.get()); }

Html made(Source source) {
    const Value value = html_type().create(source);
    source.overwrite();
    return of(value);
}

Html text(const std::string& html, const json::object& options = {}) {
    return made(Source::bytes(html).with_options(options));
}

Html file(const std::filesystem::path& path, const json::object& options = {}) {
    return made(Source::path(path.string()).with_options(options));
}

/// The refusal's text; its status must be `status`.
std::string refusal(wbm_status status, Source source) {
    try {
        (void)html_type().create(source);
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), status) << e.what();
        return e.what();
    }
    ADD_FAILURE() << "was not refused";
    return {};
}

/// Are all of these in the text?
::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

// W239 to W242
TEST(HtmlInjection, FollowsTheVectors) {
    const std::vector<std::pair<std::string, std::string>> vectors = {
        {"<html><body><h1>Hello</h1></body></html>",
         "<html><head>" + style + "</head><body><h1>Hello</h1></body></html>"},
        {"<html><head></head><body>x</body>", "<html><head>" + style + "</head><body>x</body>"},
        {"<h1>Hello</h1>", style + "<h1>Hello</h1>"},
        {"<head><head>", "<head>" + style + "<head>"},
        {"  <p>x</p>\n ", style + "  <p>x</p>"},
        {"<html><head lang=1></head></html>", "<html><head>" + style + "</head><head lang=1></head></html>"},
        {"<html><html>", "<html><head>" + style + "</head><html>"},
        {"<HTML><HEAD></HEAD></HTML>", style + "<HTML><HEAD></HEAD></HTML>"},
        {"<html lang='en'>x</html>", style + "<html lang='en'>x</html>"},
        {"", style},
        {"\n <html></html>\t", "<html><head>" + style + "</head></html>"},
        {"<p>a</p>\r\n<p>b</p>\r\n", style + "<p>a</p>\r\n<p>b</p>"},
    };
    for (const auto& [input, output] : vectors) EXPECT_EQ(text(input).file.read(), output) << input;
}

TEST(HtmlInjection, WritesTheGoldenFile) {
    FakeStore run(WBM_RUN);
    const json::object j = text("<html><body><h1>Hello</h1></body></html>").to_json(run.store());
    EXPECT_EQ(j.at("size"), 158);
    EXPECT_EQ(wbm::text(j, "sha256"), "0f0e6790294ab2aabbb3053eb94b4dec5e353296567ebfa54dc5bbe99da51bb7");
}

TEST(HtmlInjection, IsLeftOutOnRequest) {
    for (const char* html : {"", "  <p>x</p>\n ", "<html><head></head></html>", "a\r\nb\r"})
        EXPECT_EQ(text(html, {{"inject", false}}).file.read(), html);
}

TEST(HtmlInjection, StripsWhatPythonStrips) {
    for (const char* blank : {"\t", "\n", "\v", "\f", "\r", "\x1c", "\x1f", " ", "\u0085", "\u00a0", "\u1680", "\u2000",
                              "\u200a", "\u2028", "\u2029", "\u202f", "\u205f", "\u3000"}) {
        const std::string pad = std::string(blank) + blank;
        EXPECT_EQ(text(pad + "<head>x" + pad).file.read(), "<head>" + style + "x");
    }
    for (const char* kept : {"\u200b", "\ufeff", "\u180e", "\x01", "\u2060"}) {
        const std::string html = std::string(kept) + "<head>x" + kept;
        EXPECT_EQ(text(html).file.read(), std::string(kept) + "<head>" + style + "x" + kept);
    }
}

// Section 9, storage; the reference opens files in text mode.
TEST(HtmlFile, HasPlainNewlinesAfterInjection) {
    FakeStore folder(WBM_RUN);
    EXPECT_EQ(file(folder.put("p.html", "<p>a\r\nb\rc\r\r\nd</p>")).file.read(), style + "<p>a\nb\nc\n\nd</p>");
}

// W243
TEST(HtmlFile, IsKeptByteForByteWithoutInjection) {
    const std::string content = " <p>a</p>\r\n ";
    FakeStore folder(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Html html = file(folder.put("page.html", content), {{"inject", false}});
    const json::object j = html.to_json(artifact.store());
    ASSERT_EQ(artifact.added().size(), 1U);
    EXPECT_EQ(artifact.added()[0].content, content);
    EXPECT_EQ(artifact.added()[0].folder, "media/html");
    EXPECT_EQ(wbm::text(j, "path"), "media/html/" + testing::sha256(content).substr(0, 20) + "/page.html");
}

TEST(HtmlFile, IsWrittenAnewWithInjection) {
    FakeStore folder(WBM_RUN);
    FakeStore run(WBM_RUN);
    const auto path = folder.put("page.html", "<p>x</p>");
    const json::object j = file(path).to_json(run.store());
    EXPECT_EQ(run.added().at(0).content, style + "<p>x</p>");
    EXPECT_EQ(wbm::text(j, "path"), "media/html/key_0_" + testing::sha256(style + "<p>x</p>").substr(0, 20) + ".html");
    EXPECT_EQ(read_file(path.string()), "<p>x</p>");
}

TEST(HtmlFile, RefusesOtherFiles) {
    FakeStore folder(WBM_RUN);
    for (const char* name : {"p.txt", "p.HTML", "p.htm", "p", "p.html.gz", ".html"})
        EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path(folder.put(name, "<p>").string())),
                         {"html-file: ", name, "\".html\"", "as bytes"}));
    EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path(folder.root().string())), {"is a folder"}));
    std::filesystem::create_directory(folder.root() / "d.html");
    EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path((folder.root() / "d.html").string())), {"is a folder"}));
    EXPECT_TRUE(says(refusal(WBM_NOT_FOUND, Source::path((folder.root() / "gone.html").string())), {"gone.html"}));
    EXPECT_TRUE(says(refusal(WBM_NOT_FOUND, Source::path("")), {"\"\""}));
}

TEST(HtmlFile, IsNamedWhateverItsNameIs) {
    FakeStore folder(WBM_RUN);
    const std::string name = std::string(200, 'n') + ".txt";
    EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path(folder.put(name, "<p>").string())), {name, "\".html\""}));
    EXPECT_TRUE(
        says(refusal(WBM_INVALID, Source::path(folder.put("\xff.txt", "<p>").string())), {"not UTF-8", "\".html\""}));
}

TEST(HtmlProbe, SaysWhatIsThere) {
    EXPECT_EQ(json::write(html_type().probe(Source::bytes("<p>x</p>"))), R"({"format":"html","size":8})");
    EXPECT_THROW((void)html_type().probe(Source::path("/nowhere/a.html")), Refused);
    try {
        (void)html_type().probe(Source::bytes("caf\xe9"));
        ADD_FAILURE() << "was not refused";
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), WBM_INVALID);
        EXPECT_STREQ(e.what(), "html-file: the text is not UTF-8: byte 3 begins no character; convert it to UTF-8");
    }
}

TEST(HtmlText, MustBeUtf8) {
    const std::vector<std::pair<std::string, int>> bad = {
        {"\xe9", 0},          {"caf\xe9", 3},    {"\xc3\xa9\xc3", 2},
        {"a\xed\xa0\x80", 1}, {"ab\xc0\x80", 2}, {"\xf4\x90\x80\x80", 0},
        {"\u65e5\xff", 3},    {"\x80", 0},       {"x\xf0\x9f\x92", 1}};
    for (const auto& [html, offset] : bad)
        EXPECT_TRUE(
            says(refusal(WBM_INVALID, Source::bytes(html)), {"is not UTF-8: byte " + std::to_string(offset) + " "}));
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("bad.html", "<p>\xe9");
    for (const bool inject : {true, false})
        EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path(path.string()).with_options({{"inject", inject}})),
                         {"bad.html", "byte 3 "}));
}

TEST(HtmlText, HasABound) {
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("large.html", "");
    std::filesystem::resize_file(path, max_html_bytes + 1);
    EXPECT_TRUE(says(refusal(WBM_INVALID, Source::path(path.string())), {std::to_string(max_html_bytes)}));
}

TEST(HtmlOptions, AreChecked) {
    const auto with = [](const json::object& options) { return Source::bytes("x").with_options(options); };
    EXPECT_TRUE(says(refusal(WBM_INVALID, with({{"inject", 1}})), {"\"inject\"", "true or false"}));
    EXPECT_TRUE(says(refusal(WBM_INVALID, with({{"caption", 5}})), {"\"caption\"", "text"}));
    EXPECT_TRUE(says(refusal(WBM_INVALID, with({{"injekt", true}})), {"option \"injekt\" is not known"}));
    EXPECT_EQ(text("x", {{"inject", nullptr}, {"caption", nullptr}}), text("x"));
}

TEST(HtmlJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Html html = text("x", {{"inject", false}, {"caption", ""}});
    const std::string sha = "2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881";  // G49
    EXPECT_EQ(json::write(html.to_json(run.store())), R"({"caption":"","_type":"html-file","sha256":")" + sha +
                                                          R"(","size":1,"path":"media/html/key_0_)" +
                                                          sha.substr(0, 20) + R"(.html"})");
    EXPECT_EQ(json::write(html.to_json(artifact.store())), R"({"caption":"","_type":"html-file","path":"media/html/)" +
                                                               sha.substr(0, 20) + R"(.html","sha256":")" + sha +
                                                               R"("})");
    EXPECT_EQ(json::write(text("x").to_json(run.store())).find("caption"), std::string::npos);
}

// W251
TEST(HtmlJson, IsReadWithoutInjection) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/html/a.html", " <p>x</p> ");
    const Value value = html_type().from_json(R"({"_type":"html-file","path":"media/html/a.html"})", store);
    EXPECT_EQ(of(value).file.read(), " <p>x</p> ");
    EXPECT_EQ(of(value), text(" <p>x</p> ", {{"inject", false}}));
}

TEST(HtmlJson, KeepsUnknownMembers) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/html/a.html", "x");
    const std::string json =
        R"({"caption":"c","_type":"html-file","path":"media/html/a.html","sha256":"2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881","_wbm":{"a":[1,2.5]},"later":null})";
    const Value value = html_type().from_json(json, store);
    EXPECT_EQ(html_type().to_json(value, store), json);
    Html other = of(value);
    EXPECT_EQ(other, of(value));
    other.extra = ExtraMembers(json::object{{"later", 1}});
    EXPECT_NE(other, of(value));
}

TEST(HtmlJson, IsRefusedWhenWrong) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a.html", "x");
    const auto refused = [&](const std::string& json) {
        try {
            (void)html_type().from_json(json, store);
        } catch (const Refused& e) {
            return std::to_string(e.status()) + " " + e.what();
        }
        return std::string("not refused");
    };
    EXPECT_TRUE(says(refused(R"({"_type":"html-file"})"), {"3 html-file: ", "\"path\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"_type":"html-file","path":5})"), {"1 html-file: \"path\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"_type":"html-file","path":"b.html"})"), {"3 html-file: "}));
    EXPECT_TRUE(says(refused(R"({"_type":"html-file","path":"../a.html"})"), {"1 html-file: "}));
    EXPECT_TRUE(says(refused(R"({"path":"a.html","caption":[]})"), {"\"caption\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"path":"a.html","size":-1})"), {"\"size\""}));
    EXPECT_TRUE(says(refused(R"({"path":"a.html","sha256":7})"), {"\"sha256\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"_type":"image-file","path":"a.html"})"), {"\"_type\""}));
    EXPECT_TRUE(says(refused("[]"), {"1 html-file: "}));
}

// W252
TEST(HtmlEquality, ComparesContentAndCaption) {
    EXPECT_EQ(text("<p>"), text("<p>"));
    EXPECT_NE(text("<p>"), text("<p>", {{"inject", false}}));
    EXPECT_NE(text("<p>"), text("<b>"));
    EXPECT_NE(text("<p>", {{"caption", "c"}}), text("<p>"));
    EXPECT_NE(text("<p>", {{"caption", ""}}), text("<p>"));
}

// W250
TEST(HtmlBatch, ListsEachValue) {
    FakeStore run(WBM_RUN);
    const Html a = text("a");
    const Html b = text("b", {{"caption", "second"}});
    const std::vector<const Html*> values = {&a, &b};
    const std::vector<json::object> items = {a.to_json(run.store()), b.to_json(run.store())};
    EXPECT_EQ(json::write(Html::seq_to_json(values, items)),
              R"({"_type":"html","count":2,"html":[)" + json::write(items[0]) + "," + json::write(items[1]) + "]}");
}

TEST(HtmlFields, AreThoseThatAreKnown) {
    EXPECT_EQ(json::write(text("ab", {{"inject", false}, {"caption", "c"}}).fields()), R"({"caption":"c","size":2})");
    FakeStore run(WBM_RUN);
    const json::object j = text("ab", {{"inject", false}}).to_json(run.store());
    EXPECT_EQ(Html::from_json(j, run.store()).fields(), (json::object{{"sha256", testing::sha256("ab")}, {"size", 2}}));
    run.put("p.html", "x");
    EXPECT_TRUE(file(run.root() / "p.html", {{"inject", false}}).fields().empty());
}

TEST(HtmlRoundTrip, LosesNothing) {
    for (const char* html : {"", "<p>x</p>", "\u65e5\u672c \U0001F431", "a\r\n\r"})
        for (const bool inject : {true, false}) {
            const Html value = text(html, {{"inject", inject}, {"caption", "\u00e9\n\"q\""}});
            EXPECT_EQ(round_trip(value), value);
        }
    for (const auto& path : files_in(corpus("")))
        for (const bool inject : {true, false}) {
            const Html value = file(path, {{"inject", inject}});
            EXPECT_EQ(round_trip(value), value) << path;
        }
}

TEST(HtmlRefusal, CoversTheBadCorpus) {
    const auto bad = files_in(corpus("bad"));
    EXPECT_GE(bad.size(), 4U);
    for (const auto& path : bad) EXPECT_THROW((void)html_type().create(Source::path(path.string())), Refused) << path;
}

TEST(HtmlRefusal, PassesTheStoresStatusOn) {
    FakeStore run(WBM_RUN);
    run.fail_at(1, WBM_IO);
    try {
        (void)html_type().to_json(html_type().create(Source::bytes("x")), run);
        ADD_FAILURE() << "was not refused";
    } catch (const Refused& e) {
        EXPECT_EQ(e.status(), WBM_IO);
    }
}

TEST(HtmlPlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.html");
    EXPECT_STREQ(plugin->version, "0.1.0");
    EXPECT_STREQ(plugin->types[0]->name, "html-file");
    EXPECT_EQ(plugin->types[1], nullptr);
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("batch"), "html");
    EXPECT_EQ(facts.at("extensions"), json::array({".html"}));
}

}  // namespace
}  // namespace wbm::html
