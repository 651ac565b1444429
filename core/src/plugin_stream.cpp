#include "plugin_stream.hpp"

#include <wbm/error.hpp>

#include <utility>

#include "boundary.hpp"
#include "host.hpp"
#include "plugin_input.hpp"
#include "registry_state.hpp"
#include "store_adapter.hpp"
#include "streamed_entry.hpp"

namespace wbm {

class ValueStream::State {
public:
    State(std::shared_ptr<RegistryState> registry, const LoadedType& type, Artifact& artifact, std::string_view name,
          std::string_view options)
        : registry_(std::move(registry)), type_(type), entry_(artifact, with_suffix(type.name, name)) {
        const ActiveRegistry active(*registry_);
        StreamedEntry::Piece piece(entry_);
        StoreAdapter store(artifact, nullptr);
        ErrorSink error;
        const wbm_status status = call_plugin(
            type_, "open", [&] { return type_.stream->open(to_c(options), store.c(), &stream_, error.c()); });
        if (status != WBM_OK) {
            stream_ = nullptr;
            throw plugin_error(type_, status, error);
        }
        if (stream_ == nullptr) throw plugin_bug(type_, "open reported success without a stream");
        piece.keep();
    }
    ~State() {
        if (stream_ != nullptr) type_.stream->destroy(stream_);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void add(const Part& main, const std::vector<NamedPart>& parts) {
        const ArrowGuard streams(main, parts);
        const PluginInput input(type_.name, main, parts, {});
        check_input(input.c(), type_.name, type_.table->inputs);
        const ActiveRegistry active(*registry_);
        StreamedEntry::Piece piece(entry_);
        StoreAdapter store(entry_.artifact(), nullptr);
        TextSink elements;
        ErrorSink error;
        const wbm_status status = call_plugin(
            type_, "add", [&] { return type_.stream->add(stream_, &input.c(), store.c(), elements.c(), error.c()); });
        has_failed_ = status != WBM_OK && status != WBM_INVALID && status != WBM_UNSUPPORTED;
        if (status != WBM_OK) throw plugin_error(type_, status, error);
        has_failed_ = true;  // the plugin has the piece; unless the entry gets it too, they differ
        append(elements);
        piece.keep();
        has_failed_ = false;
    }

    ArtifactEntry finish() {
        const ActiveRegistry active(*registry_);
        StreamedEntry::Piece piece(entry_);
        StoreAdapter store(entry_.artifact(), nullptr);
        TextSink object, member;
        ErrorSink error;
        const wbm_status status = call_plugin(type_, "finish", [&] {
            return type_.stream->finish(stream_, store.c(), object.c(), member.c(), error.c());
        });
        if (status != WBM_OK) throw plugin_error(type_, status, error);
        if (object.overflowed() || member.overflowed()) throw plugin_bug(type_, "finish wrote more JSON than fits");
        std::string scratch;
        if (json::find_string(object.text(), "_type", scratch) != type_.name)
            throw plugin_bug(type_, "finish wrote no JSON object with the `_type` \"" + std::string(type_.name) + "\"");
        try {
            ArtifactEntry entry = entry_.finish(object.text(), member.text());
            piece.keep();
            return entry;
        } catch (const json::Error& broken) {
            throw plugin_bug(type_, std::string("finish wrote a text that is not its JSON: ") + broken.what());
        }
    }

    [[nodiscard]] std::string_view type() const noexcept { return type_.name; }
    [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }
    [[nodiscard]] std::uint64_t count() const noexcept { return entry_.elements(); }

private:
    void append(const TextSink& elements) {
        if (elements.overflowed()) throw plugin_bug(type_, "add wrote more JSON than fits; it is dropped");
        try {
            entry_.append(elements.text());
        } catch (const json::Error& broken) {
            throw plugin_bug(type_, std::string("add wrote a text that is no JSON list: ") + broken.what());
        }
    }

    std::shared_ptr<RegistryState> registry_;
    const LoadedType& type_;
    StreamedEntry entry_;
    wbm_stream* stream_ = nullptr;
    bool has_failed_ = false;
};

namespace {

template <class State>
State& usable(const std::unique_ptr<State>& state) {
    if (state == nullptr)
        throw MediaError(Status::invalid, "the stream is finished; open another one for the next value");
    if (state->has_failed())
        throw MediaError(Status::invalid,
                         std::string(state->type()) + ": the stream failed before and cannot go on; open another one");
    return *state;
}

}  // namespace

ValueStream::ValueStream(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
ValueStream::~ValueStream() = default;
ValueStream::ValueStream(ValueStream&&) noexcept = default;
ValueStream& ValueStream::operator=(ValueStream&&) noexcept = default;

void ValueStream::add(const Part& piece, const std::vector<NamedPart>& parts) { usable(state_).add(piece, parts); }

ArtifactEntry ValueStream::finish() {
    (void)usable(state_);
    const std::unique_ptr<State> last = std::move(state_);
    return last->finish();
}

std::uint64_t ValueStream::count() const noexcept { return state_ == nullptr ? 0 : state_->count(); }

ValueStream open_stream(std::shared_ptr<RegistryState> registry, const LoadedType& type, Artifact& artifact,
                        std::string_view name, const json::object& options) {
    if (type.stream == nullptr)
        throw MediaError(Status::unsupported, std::string(type.name) +
                                                  ": a value of this type cannot be written piece by piece (no "
                                                  "wbm.stream/1); create() it and add it to the artifact");
    std::string text;
    try {
        if (!options.empty()) text = json::write(options);
    } catch (const json::Error& broken) {
        throw MediaError(Status::invalid, std::string(type.name) + ": the options are not JSON: " + broken.what());
    }
    return ValueStream(std::make_unique<ValueStream::State>(std::move(registry), type, artifact, name, text));
}

}  // namespace wbm
