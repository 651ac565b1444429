// A plugin with the SDK's C++ layer: a list of texts that can be written into an artifact piece by piece
// (wbm.stream/1), gives itself as an Arrow stream (wbm.arrow/1), and reads a file of its own when it is asked, long
// after the call that it was restored by (wbm.values/1 keep_store).
#include <wbm/sdk.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace {

using wbm::json::array;
using wbm::json::object;

/// A text is a sentence, or the name of something to do wrong.
void misbehave(std::string_view text) {
    if (text == "refuse") throw wbm::invalid("a text is \"refuse\"; give another");
    if (text == "break") throw wbm::Error(WBM_INTERNAL, "a text is \"break\"");
}

struct TextStream {
    static constexpr std::string_view member = "texts";

    TextStream(const object& options, const wbm::Store& target) : options_(options) {
        misbehave(wbm::optional_text(options, "open").value_or(""));
        (void)target;
    }
    std::string add(const wbm::Input& piece, wbm::Store target) {
        const std::string text(piece.bytes());
        const object file = target.add_bytes("media/streamed", text, ".txt");
        misbehave(text);
        if (text == "no list") return "{}";
        if (text == "no json") return "[";
        if (text == "nothing") return "[]";
        ++count_;
        if (text == "two") return R"(["two","two"])";
        return wbm::json::write(array{object{{"text", text}, {"path", file.at("path")}}});
    }
    std::string finish(wbm::Store target) {
        const std::string end = wbm::optional_text(options_, "finish").value_or("");
        (void)target.add_bytes("media/streamed", "the end", ".txt");
        misbehave(end);
        object all{{"_type", "streamer"}, {"count", count_}, {"z", "\xC3\xA9"}};
        if (end != "no member") all["texts"] = end == "full" ? array{1} : array();
        if (end == "other type") all["_type"] = "other";
        return wbm::json::write(all);
    }

private:
    object options_;
    int count_ = 0;
};

/// Streams no batches: what a caller does with one is its own affair.
struct EmptyStream {
    static void fill(ArrowArrayStream& out) {
        out.get_schema = [](ArrowArrayStream*, ArrowSchema*) { return 5; };
        out.get_next = [](ArrowArrayStream*, ArrowArray*) { return 5; };
        out.get_last_error = [](ArrowArrayStream*) -> const char* { return "there is nothing"; };
        out.release = [](ArrowArrayStream* stream) { stream->release = nullptr; };
        out.private_data = nullptr;
    }
};

struct Streamer {
    static constexpr const char* type = "streamer";
    static constexpr auto inputs = WBM_FROM_BYTES;
    using Stream = TextStream;

    std::string text;
    std::optional<wbm::KeptStore> source;

    static Streamer create(const wbm::Input& in) { return {std::string(in.bytes()), {}}; }
    static Streamer from_json(const object& j, const wbm::Store& from) {
        return {wbm::optional_text(j, "text").value_or(""), wbm::KeptStore(from)};
    }
    [[nodiscard]] object to_json(wbm::Store) const { return {{"_type", type}, {"text", text}}; }
    /// Looks into the store that the value came from: its entries, a file, and a value of JSON.
    [[nodiscard]] object fields() const {
        if (!source) return {};
        const wbm::Store store = source->store();
        object all;
        array entries;
        for (const std::string& path : store.list(text)) entries.emplace_back(path);
        all["entries"] = std::move(entries);
        all["file"] = wbm::read_file(store.fetch("media/kept.txt"));
        const auto inner = wbm::Value::from_json(R"({"_type":"streamer","text":"inner"})", store);
        all["inner"] = inner.type();
        return all;
    }
    void arrow(const object& options, ArrowArrayStream& out) const {
        misbehave(wbm::optional_text(options, "behave").value_or(""));
        if (!options.contains("forget")) EmptyStream::fill(out);
    }
    bool operator==(const Streamer& other) const { return text == other.text; }
};

}  // namespace

WBM_PLUGIN("org.example.streamer", "0.1.0", Streamer)
