#include <wbm/run.hpp>

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <limits>
#include <utility>

#include "file_io.hpp"
#include "history.hpp"
#include "history_row.hpp"
#include "log.hpp"
#include "run_config.hpp"
#include "run_slot.hpp"
#include "run_verify.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void refuse(const std::string& text) { throw MediaError(Status::invalid, text); }

fs::path real_path(const fs::path& folder) {
    std::error_code error;
    fs::path real = fs::canonical(folder, error);
    if (error) throw_io_error("resolve", folder, error.value());
    return real;
}

/// Removes the temporary files of a program that was killed. The caller holds the lock, so that nobody uses them.
void remove_leftovers(const fs::path& folder) {
    constexpr std::string_view prefix = ".wbm-";  // as unused_hidden_name() gives
    std::error_code ignored;
    for (fs::directory_iterator at(folder, ignored), end; !ignored && at != end; at.increment(ignored))
        if (at->path().filename().native().starts_with(prefix)) try_remove_file(at->path());
}

enum class Access { read, write };

/// The folder that a run opens, with the right to write to it if that is wanted. Folders that it made are removed again
/// unless kept.
class OpenDirectory {
public:
    OpenDirectory(const fs::path& directory, Access access) : access_(access) {
        try {
            access == Access::write ? open(directory) : open_to_read(directory);
        } catch (...) {
            remove_empty_folders(made_);
            throw;
        }
    }
    ~OpenDirectory() { remove_empty_folders(made_); }
    OpenDirectory(const OpenDirectory&) = delete;
    OpenDirectory& operator=(const OpenDirectory&) = delete;

    [[nodiscard]] const fs::path& path() const noexcept { return path_; }
    [[nodiscard]] fs::path files() const { return path_ / "files"; }
    [[nodiscard]] fs::path history() const { return path_ / "history.jsonl"; }
    [[nodiscard]] fs::path config() const { return path_ / "config.json"; }
    void keep() noexcept { made_.clear(); }
    void check_writable() const {
        if (access_ == Access::write) return;
        refuse("run " + quoted(path_) + ": it is open to read; open it with Run(directory) to log to it");
    }

private:
    void open_to_read(const fs::path& directory) {
        std::error_code error;
        if (!fs::is_regular_file(directory / "history.jsonl", error))
            throw MediaError(Status::not_found,
                             "run " + quoted(directory) + ": it has no history.jsonl; give the directory of a run");
        path_ = real_path(directory);
    }

    void open(const fs::path& directory) {
        if (directory.empty()) refuse("run: the directory's name is empty; give one");
        make_folders(fs::absolute(directory), made_);
        path_ = real_path(directory);
        lock_ = DirectoryLock(path_);
        make_folders(files(), made_);
        // A link would lead every file of the run to some other place.
        if (real_path(files()) != files())
            refuse("run " + quoted(path_) + ": its files folder is a symbolic link; replace it by a folder");
        remove_leftovers(path_);
        remove_leftovers(files());
    }

    Access access_;
    fs::path path_;
    DirectoryLock lock_;
    std::vector<fs::path> made_;
};

void check_value(std::string_view key, const ValuePtr& value) {
    if (value == nullptr)
        refuse("run: the value of " + quoted(key) + " is a null pointer; log what create() or init_from_json() made");
}

std::string plain_json(std::string_view key, const json::value& plain) {
    try {
        return json::write(plain, json::Style::fast, json::NonFinite::allow);
    } catch (const json::Error& error) {
        refuse("run: the value of " + quoted(key) + " cannot be written: " + error.what());
    }
}

/// A value's JSON without line breaks, one of which would end the history's line.
std::string one_line(std::string_view key, std::string text) {
    if (text.find('\n') == std::string::npos) return text;
    try {
        return json::restyle(text, json::Style::fast, json::NonFinite::allow);
    } catch (const json::Error& error) {
        throw MediaError(Status::internal, "run: the value of " + quoted(key) + " wrote a text that is not JSON: " +
                                               error.what() + "; report this to the type's author");
    }
}

/// One type that has a list form: the list becomes a batch. Wire spec 2.7, step 4.
bool is_batch(std::span<const ValuePtr> values) {
    if (!values.front()->batch_limit()) return false;
    for (const ValuePtr& value : values)
        if (value->type() != values.front()->type()) return false;
    return true;
}

std::string list_json(std::span<const ValuePtr> values, Store& slot) {
    if (values.empty()) return "[]";
    const bool batch = is_batch(values);
    const std::size_t limit = batch ? *values.front()->batch_limit() : 0;
    if (limit != 0 && values.size() > limit) {
        log_line(2, "run",
                 std::string("the list has ") + std::to_string(values.size()) + " values of type " +
                     std::string(values.front()->type()) + ", and W&B shows " + std::to_string(limit) +
                     " of a list; the rest is left out. Log it in several lists, or add all to an artifact");
        values = values.first(limit);
    }
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const ValuePtr& value : values) texts.push_back(value->to_json_text(slot));
    if (batch) return values.front()->seq_to_json(values, texts);
    std::string list = "[";
    for (const std::string& text : texts) {
        if (list.size() > 1) list += ',';
        list += text;
    }
    return list += ']';
}

}  // namespace

struct Run::State {
    State(const fs::path& path, Access access)
        : directory(path, access), history(directory.history()), files(directory.files()), config(directory.config()) {
        directory.keep();
    }

    ~State() {
        try {
            flush();
        } catch (...) {
            // A destructor has no way to say it: who wants to know calls flush().
        }
    }

    [[nodiscard]] std::optional<std::int64_t> last_step() const noexcept {
        return open_row ? open_row->step() : history.last_step();
    }

    [[nodiscard]] std::int64_t next_step() const noexcept {
        if (open_row) return open_row->step();
        if (!history.last_step()) return 0;
        constexpr auto largest = std::numeric_limits<std::int64_t>::max();
        return *history.last_step() == largest ? largest : *history.last_step() + 1;
    }

    [[nodiscard]] std::int64_t check_step(std::string_view key, std::optional<std::int64_t> step) const {
        if (!step) return next_step();
        if (*step < 0)
            refuse("run: the step " + std::to_string(*step) + " of " + quoted(key) +
                   " is negative; steps count from 0");
        if (last_step() && *step < *last_step())
            refuse("run: the step " + std::to_string(*step) + " of " + quoted(key) + " comes before the last step " +
                   std::to_string(*last_step()) + "; log at that step or a later one");
        return *step;
    }

    std::string log_plain(std::string_view key, const json::value& plain, std::optional<std::int64_t> wanted_step) {
        directory.check_writable();
        check_run_key(key);
        const std::int64_t step = check_step(key, wanted_step);
        std::string text = plain_json(key, plain);
        save_config_before(step);
        set_member(step, key, text);
        return text;
    }

    /// Stores the files of what `to_json` writes, and its JSON in the step's row; or nothing.
    template <class ToJson>
    std::string log_media(std::string_view key, std::optional<std::int64_t> wanted_step, ToJson to_json) {
        directory.check_writable();
        check_run_key(key);
        const std::int64_t step = check_step(key, wanted_step);
        save_config_before(step);
        RunSlot slot(files.root(), key, step, config, progress, copying);
        Store::Transaction transaction(slot);
        std::string text = one_line(key, to_json(slot));
        set_member(step, key, text);
        transaction.keep();
        return text;
    }

    /// What the values of the step that ends now say in the config, before a value of the next step adds to it.
    void save_config_before(std::int64_t step) {
        if (open_row && open_row->step() != step) config.save();
    }

    void set_member(std::int64_t step, std::string_view key, const std::string& text) {
        if (open_row && open_row->step() == step) {
            open_row->set(key, text);
            return;
        }
        // The new row is complete before the old one is written: what fails here has changed nothing.
        const bool merges = !open_row && history.last_step() == step;
        HistoryRow row = merges ? HistoryRow::parse(history.last_line()) : HistoryRow(step);
        row.set(key, text);
        write_row();
        open_row.emplace(std::move(row));
        merges_open_row = merges;
    }

    void flush() {
        config.save();
        write_row();
    }

    void write_row() {
        if (!open_row) return;
        if (merges_open_row)
            history.replace_last(open_row->line());
        else
            history.append(open_row->step(), open_row->line());
        open_row.reset();
    }

    [[nodiscard]] std::vector<json::object> rows() const {
        std::vector<json::object> rows;
        const bool skip_last = open_row && merges_open_row;
        HistoryReader reader(directory.history(), skip_last ? history.last_begin() : history.end());
        const auto read = [&](std::string_view line, std::uint64_t number) {
            try {
                rows.push_back(
                    json::read_object(line, json::NonFinite::allow, {limits::json_depth, limits::history_line_bytes}));
            } catch (const json::Error& error) {
                refuse("run " + quoted(directory.path()) + ": history.jsonl line " + std::to_string(number) +
                       " is not a step's JSON (" + error.what() + "); remove the line");
            }
        };
        std::string line;
        while (reader.next(line)) read(line, reader.line_number());
        if (open_row) read(open_row->line(), reader.line_number() + 1);
        return rows;
    }

    OpenDirectory directory;
    History history;
    RunFiles files;
    RunConfig config;
    std::optional<HistoryRow> open_row;
    Progress progress;
    Copying copying = Copying::copy;
    bool merges_open_row = false;  ///< the open row is the last written line, with more in it
};

Run::Run(const fs::path& directory) : state_(std::make_unique<State>(directory, Access::write)) {}
Run::Run(std::unique_ptr<State> state) : state_(std::move(state)) {}
Run Run::open_to_read(const fs::path& directory) { return Run(std::make_unique<State>(directory, Access::read)); }
Run::~Run() = default;
Run::Run(Run&&) noexcept = default;
Run& Run::operator=(Run&&) noexcept = default;

const fs::path& Run::directory() const noexcept { return state_->directory.path(); }

std::int64_t Run::step() const noexcept { return state_->next_step(); }

std::string Run::log(std::string_view key, const json::value& plain, std::optional<std::int64_t> step) {
    return state_->log_plain(key, plain, step);
}

std::string Run::log_value(std::string_view key, const ValuePtr& value, std::optional<std::int64_t> step) {
    check_value(key, value);
    return state_->log_media(key, step, [&](Store& slot) { return value->to_json_text(slot); });
}

std::string Run::log(std::string_view key, std::span<const ValuePtr> values, std::optional<std::int64_t> step) {
    for (const ValuePtr& value : values) check_value(key, value);
    return state_->log_media(key, step, [&](Store& slot) { return list_json(values, slot); });
}

void Run::flush() { state_->flush(); }

void Run::set_progress(Progress progress) { state_->progress = std::move(progress); }

void Run::set_copying(Copying copying) { state_->copying = copying; }

std::unique_ptr<Store> Run::slot(std::string_view key, std::optional<std::int64_t> step) {
    state_->directory.check_writable();
    check_run_key(key);
    if (step && *step < 0)
        refuse("run: the step " + std::to_string(*step) + " of " + quoted(key) + " is negative; steps count from 0");
    return std::make_unique<RunSlot>(state_->files.root(), key, step, state_->config, state_->progress,
                                     state_->copying);
}

const Store& Run::files() const noexcept { return state_->files; }

std::vector<json::object> Run::history() const { return state_->rows(); }

const json::object& Run::config() const noexcept { return state_->config.all(); }

std::vector<std::string> Run::verify(const Progress& progress) const {
    return verify_run(state_->directory.history(), state_->files, progress);
}

}  // namespace wbm
