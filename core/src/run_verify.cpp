#include "run_verify.hpp"

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

#include "file_io.hpp"
#include "history.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::size_t max_problems = 10'000;  // a broken history may have as many as lines

class Verifier {
public:
    Verifier(const Store& files, const Progress& progress) : files_(files), progress_(progress) {}

    std::vector<std::string> run(const std::filesystem::path& history) {
        HistoryReader reader(history);
        std::string line;
        while (problems_.size() < max_problems && next(reader, line)) {
            check_line(line);
            report_progress(line.size() + 1);
        }
        if (problems_.size() >= max_problems)
            problems_.emplace_back("there are more problems; the list ends here");
        else if (reader.is_torn())
            problems_.emplace_back(
                "history.jsonl: the last line is not complete, its writer stopped half way; the next step that is "
                "logged "
                "replaces it");
        return std::move(problems_);
    }

private:
    bool next(HistoryReader& reader, std::string& line) {
        try {
            const bool found = reader.next(line);
            place_ = "history.jsonl line " + std::to_string(reader.line_number());
            return found;
        } catch (const MediaError& error) {
            if (error.status() != Status::invalid) throw;
            problems_.push_back(std::string("history.jsonl: ") + error.what() + "; what follows was not looked at");
            return false;
        }
    }

    void problem(const std::string& text) {
        if (problems_.size() < max_problems) problems_.push_back(place_ + member_ + ": " + text);
    }

    void report_progress(std::uint64_t bytes) {
        done_ += bytes;
        if (progress_) progress_(done_, 0);
    }

    void check_line(std::string_view line) {
        member_.clear();
        try {
            const json::object row =
                json::read_object(line, json::NonFinite::allow, {limits::json_depth, limits::history_line_bytes});
            check_step(row);
            check_members(row);
        } catch (const json::Error& error) {
            problem(std::string("it is not a step's JSON: ") + error.what());
        }
    }

    void check_step(const json::object& row) {
        const json::value* step = row.if_contains("_step");
        if (step == nullptr || !step->is_int64() || step->get_int64() < 0)
            return problem("it has no _step that is a whole number from 0");
        if (last_step_ && step->get_int64() <= *last_step_)
            problem("step " + std::to_string(step->get_int64()) + " comes after step " + std::to_string(*last_step_));
        last_step_ = step->get_int64();
    }

    void check_members(const json::object& object) {
        for (const auto& [key, value] : object) {
            const Within within(member_, (member_.empty() ? ", " : ".") + std::string(key));
            if (key == "filenames" && value.is_array()) check_names(value.get_array());
            check_value(value);
        }
    }

    void check_value(const json::value& value) {
        if (value.is_object()) {
            check_media(value.get_object());
            check_members(value.get_object());
        } else if (value.is_array()) {
            std::size_t i = 0;
            for (const json::value& element : value.get_array()) {
                const Within within(member_, "[" + std::to_string(i++) + "]");
                check_value(element);
            }
        }
    }

    void check_names(const json::array& names) {
        for (const json::value& name : names)
            if (name.is_string()) (void)find(name.get_string());
    }

    void check_media(const json::object& media) {
        const json::value* path = media.if_contains("path");
        const json::value* sha256 = media.if_contains("sha256");
        const json::value* size = media.if_contains("size");
        const bool has_sha256 = sha256 != nullptr && sha256->is_string();
        const bool has_size = size != nullptr && size->is_number();
        if (path == nullptr || !path->is_string() || (!has_sha256 && !has_size)) return;
        const auto file = find(path->get_string());
        if (!file) return;
        try {
            const Digests found = digests(*file);
            check_content(path->get_string(), found, has_sha256 ? sha256 : nullptr, has_size ? size : nullptr);
        } catch (const MediaError& error) {
            problem(error.what());
        }
    }

    void check_content(std::string_view path, const Digests& found, const json::value* sha256,
                       const json::value* size) {
        boost::json::error_code not_whole;
        if (size != nullptr && (size->to_number<std::uint64_t>(not_whole) != found.size || not_whole))
            problem("the file " + quoted(path) + " has " + std::to_string(found.size) + " bytes, the history says " +
                    json::write(*size, json::Style::fast, json::NonFinite::allow));
        else if (sha256 != nullptr && sha256->get_string() != found.sha256_hex())
            problem("the file " + quoted(path) + " has the SHA-256 " + found.sha256_hex() + ", the history says " +
                    quoted(std::string_view(sha256->get_string()).substr(0, 64)));
    }

    std::optional<std::filesystem::path> find(std::string_view path) {
        try {
            return files_.fetch(path);
        } catch (const MediaError& error) {
            if (error.status() == Status::not_found)
                problem("the file " + quoted(path) + " is missing");
            else
                problem(error.what());
            return std::nullopt;
        }
    }

    Digests digests(const std::filesystem::path& file) {
        const std::uint64_t before = done_;
        const Digests found = hash_file(file, Hashes::sha256, [&](std::uint64_t bytes, std::uint64_t) {
            if (progress_) progress_(before + bytes, 0);
        });
        done_ = before + found.size;
        return found;
    }

    /// Adds a piece to the member's name while it lives.
    class Within {
    public:
        Within(std::string& name, const std::string& piece) : name_(name), length_(name.size()) { name_ += piece; }
        ~Within() { name_.resize(length_); }
        Within(const Within&) = delete;
        Within& operator=(const Within&) = delete;

    private:
        std::string& name_;
        std::size_t length_;
    };

    const Store& files_;
    const Progress& progress_;
    std::vector<std::string> problems_;
    std::string place_;   ///< "history.jsonl line 3"
    std::string member_;  ///< ", samples[2].masks.pred", or empty for the line itself
    std::optional<std::int64_t> last_step_;
    std::uint64_t done_ = 0;
};

}  // namespace

std::vector<std::string> verify_run(const std::filesystem::path& history, const Store& files,
                                    const Progress& progress) {
    return Verifier(files, progress).run(history);
}

}  // namespace wbm
