#include "plugin_writer.hpp"

#include <wbm/error.hpp>

#include "boundary.hpp"
#include "plugin_input.hpp"
#include "plugin_value.hpp"

#include <utility>

namespace wbm {

class ValueWriter::State {
public:
    State(const LoadedType& type, wbm_writer* writer) noexcept : type_(type), writer_(writer) {}
    ~State() {
        if (writer_ != nullptr) type_.writer->destroy(writer_);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    void add(const Part& array) {
        const std::vector<NamedPart> none;
        const ArrowGuard streams(array, none);
        const PluginInput input(type_.name, array, none, {});
        check_input(input.c(), type_.name, WBM_FROM_TENSOR);
        ErrorSink error;
        const wbm_status status = call_plugin(
            type_, "add", [&] { return type_.writer->add(writer_, input.c().parts[0]->tensor, error.c()); });
        if (status == WBM_OK) {
            ++count_;
            return;
        }
        if (status != WBM_INVALID && status != WBM_UNSUPPORTED) has_failed_ = true;
        throw plugin_error(type_, status, error);
    }

    ValuePtr finish() {
        wbm_value* out = nullptr;
        ErrorSink error;
        const wbm_status status =
            call_plugin(type_, "finish", [&] { return type_.writer->finish(writer_, &out, error.c()); });
        return own_value(type_, out, status, error, "finish");
    }

    [[nodiscard]] std::string_view type() const noexcept { return type_.name; }
    [[nodiscard]] bool has_failed() const noexcept { return has_failed_; }
    [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

private:
    const LoadedType& type_;
    wbm_writer* writer_;
    std::uint64_t count_ = 0;
    bool has_failed_ = false;
};

ValueWriter::ValueWriter(std::unique_ptr<State> state) noexcept : state_(std::move(state)) {}
ValueWriter::~ValueWriter() = default;
ValueWriter::ValueWriter(ValueWriter&&) noexcept = default;
ValueWriter& ValueWriter::operator=(ValueWriter&&) noexcept = default;

namespace {

template <class State>
State& usable(const std::unique_ptr<State>& state) {
    if (state == nullptr)
        throw MediaError(Status::invalid, "the writer is finished; open another one for the next value");
    if (state->has_failed())
        throw MediaError(Status::invalid,
                         std::string(state->type()) + ": the writer failed before and cannot go on; open another one");
    return *state;
}

}  // namespace

void ValueWriter::add(const Part& array) { usable(state_).add(array); }

ValuePtr ValueWriter::finish() {
    usable(state_);
    const std::unique_ptr<State> last = std::move(state_);
    return last->finish();
}

std::uint64_t ValueWriter::count() const noexcept { return state_ == nullptr ? 0 : state_->count(); }

ValueWriter open_writer(const LoadedType& type, const json::object& options) {
    if (type.writer == nullptr)
        throw MediaError(Status::unsupported, std::string(type.name) +
                                                  ": a value of this type cannot be made piece by piece (no "
                                                  "wbm.writer/1); give create() the whole");
    std::string text;
    try {
        if (!options.empty()) text = json::write(options);
    } catch (const json::Error& broken) {
        throw MediaError(Status::invalid, std::string(type.name) + ": the options are not JSON: " + broken.what());
    }
    wbm_writer* out = nullptr;
    ErrorSink error;
    const wbm_status status = call_plugin(type, "open", [&] { return type.writer->open(to_c(text), &out, error.c()); });
    if (status != WBM_OK) throw plugin_error(type, status, error);
    if (out == nullptr) throw plugin_bug(type, "open reported success without a writer");
    std::unique_ptr<wbm_writer, void (*)(wbm_writer*)> owned(out, type.writer->destroy);
    auto state = std::make_unique<ValueWriter::State>(type, owned.get());
    (void)owned.release();
    return ValueWriter(std::move(state));
}

}  // namespace wbm
