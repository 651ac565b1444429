// wbm/run.hpp - Run: a directory that a program logs to, step by step.
#pragma once

#include <wbm/store.hpp>
#include <wbm/value.hpp>

#include <concepts>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

/// A run's directory: `files/media/...`, `config.json` and `history.jsonl`, one line a step:
/// `{"_step":3,"loss":0.5,"cat":{...}}`, members in the order they were logged. A line is written when its step ends:
/// at the first log() of a later step, at flush() and in the destructor. One process writes a run at a time. [one
/// thread at a time] Wire spec 2.7, 3.3, 3.4.
class Run {
public:
    /// Opens a run, making the directory when it is new. Throws MediaError: io when it cannot be made or another
    /// process writes to it; invalid when the directory holds a history that is not one.
    explicit Run(const std::filesystem::path& directory);
    /// Opens a run to read it, also while another process writes to it and where nothing may be written. Logging to it
    /// is refused. Throws MediaError: not_found without a `history.jsonl`; invalid as above.
    [[nodiscard]] static Run open_to_read(const std::filesystem::path& directory);
    ~Run();
    Run(Run&&) noexcept;
    Run& operator=(Run&&) noexcept;

    [[nodiscard]] const std::filesystem::path& directory() const noexcept;
    /// The step that the next log() without one gets: one after the last written, or the open one.
    [[nodiscard]] std::int64_t step() const noexcept;

    /// Logs a number, text, list or object; members that are values are not looked for. Returns the JSON of the key.
    /// Throws MediaError: invalid for a step before the last one, a key that is empty or begins with '_' or cannot be a
    /// file name, NUL in the key.
    std::string log(std::string_view key, const json::value& plain, std::optional<std::int64_t> step = {});
    /// Logs one media value: its files are stored below `files/`.
    template <std::derived_from<WBValue> Value>
    std::string log(std::string_view key, const std::shared_ptr<Value>& value, std::optional<std::int64_t> step = {}) {
        return log_value(key, value, step);
    }
    /// The same for a typed facade, such as Image (wbm/media/image.hpp).
    template <class Media>
    requires requires(const Media& media) {
        { media.value() } -> std::same_as<const ValuePtr&>;
    }
    std::string log(std::string_view key, const Media& media, std::optional<std::int64_t> step = {}) {
        return log_value(key, media.value(), step);
    }
    /// A list of them.
    template <std::ranges::input_range List>
    requires requires(const std::ranges::range_value_t<List>& media) {
        { media.value() } -> std::same_as<const ValuePtr&>;
    }
    std::string log(std::string_view key, const List& list, std::optional<std::int64_t> step = {}) {
        std::vector<ValuePtr> values;
        for (const auto& media : list) values.push_back(media.value());
        return log(key, std::span<const ValuePtr>(values), step);
    }
    /// Logs a list: values of one type that has a list form become a batch, cut at the type's limit; others become a
    /// JSON list; none become []. Throws MediaError (invalid) when one is a null pointer.
    std::string log(std::string_view key, std::span<const ValuePtr> values, std::optional<std::int64_t> step = {});

    /// Writes the open step's line, and `config.json` if values changed it.
    void flush();

    /// Called while long files are stored. An exception that it throws ends the log() that called it, which leaves
    /// nothing.
    void set_progress(Progress progress);
    /// How later log() and slot() calls store a user's file. Copying::hard_link is only for files that nobody changes.
    void set_copying(Copying copying);

    /// The store for files of one key and step: what value->to_json(run.slot("samples", 3)) needs. A null step is the
    /// run's summary. The slot is valid while the run lives.
    [[nodiscard]] std::unique_ptr<Store> slot(std::string_view key, std::optional<std::int64_t> step);
    /// Reads values back: fetch() finds the files of any key. Adding to it is refused.
    [[nodiscard]] const Store& files() const noexcept;

    /// The run's config, `config.json`, with what values say there: the names of the classes of boxes and masks (wire
    /// spec 4.12). It is written before the line of the step that belongs to it. Valid until the next log().
    [[nodiscard]] const json::object& config() const noexcept;

    /// Every line of the history, the open step's included.
    [[nodiscard]] std::vector<json::object> history() const;

    /// What is wrong with the run on disk, one sentence each: a history line that is not JSON, a media file that is
    /// missing, or whose size or SHA-256 is not what the history says. Empty when all is well.
    [[nodiscard]] std::vector<std::string> verify(const Progress& progress = {}) const;

private:
    // A template above, so that a literal 0 is a number and not a null pointer to a value.
    std::string log_value(std::string_view key, const ValuePtr& value, std::optional<std::int64_t> step);

    struct State;
    explicit Run(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace wbm
