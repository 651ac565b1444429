// Check 49: changes without number to the JSON that a type wrote and to the bytes that it takes.
#include "check/refusals/fuzz_changes.hpp"
#include "check/refusals/hostile_input.hpp"
#include "check/refusals/worker.hpp"
#include "check/values/input_cases.hpp"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <memory>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Source;
using testing::Type;
using testing::Value;
using Clock = std::chrono::steady_clock;

constexpr std::size_t inputs_of_a_worker = 500;
constexpr std::size_t max_materials = 20;                // that changes begin from
constexpr std::size_t max_bytes = Board::max_input / 4;  // of one of them: what is tried must fit onto the board
constexpr auto patience = std::chrono::seconds(20);
constexpr std::uint64_t usual_seed = 1;

enum class Kind { json, bytes };
constexpr const char* seed_variable = "WBM_FUZZ_SEED";

std::uint64_t seed() {
    const char* given = std::getenv(seed_variable);
    return given == nullptr ? usual_seed : std::strtoull(given, nullptr, 10);
}

bool has_bytes(const Material& material) {
    return material.sample->kind == WBM_FROM_PATH || material.sample->kind == WBM_FROM_BYTES;
}

/// The inputs of one worker, the same for the same number.
class Fuzzer {
public:
    Fuzzer(const Subject& subject, const Session& session, std::size_t type, Kind kind)
        : type_(session.type(type)), kind_(kind), name_(subject.types()[type].name) {
        const auto wanted = [&](const Material& m) {
            return m.type == type && m.store_kind() == WBM_RUN && (kind == Kind::json || has_bytes(m));
        };
        for (const Material* material : few_materials(subject, max_materials, wanted)) add(*material);
    }

    void run(std::uint64_t worker, Board& board, Clock::time_point deadline) {
        Random random(seed() * 1'000'003 + worker * 2 + (kind_ == Kind::json ? 0 : 1));
        RoundTrips round_trips(type_, WBM_RUN);
        for (std::size_t i = 0; i < inputs_of_a_worker && !bases_.empty() && Clock::now() < deadline; ++i) {
            const std::string& base = random.of(bases_);
            const std::string input =
                kind_ == Kind::json ? changed_json(random, base) : changed_bytes(random, base, random.of(bases_));
            board.begin(worker * inputs_of_a_worker + i, "", input);
            (void)round_trips.keep_if_taken([&] { return made_from(input); });
        }
    }

    [[nodiscard]] Value made_from(const std::string& input) {
        if (kind_ == Kind::json) return type_.from_json(input, *store_);
        if ((type_.table().inputs & static_cast<std::uint32_t>(WBM_FROM_BYTES)) != 0)
            return type_.create(Source::bytes(input));
        return type_.create(Source::path(store_->put("input" + extension_, input).string()));
    }

private:
    void add(const Material& material) {
        if (kind_ == Kind::bytes) {
            std::string bytes = main_bytes(material);
            if (bytes.size() <= max_bytes) bases_.push_back(std::move(bytes));
            if (material.sample->kind == WBM_FROM_PATH)
                extension_ = std::filesystem::path(main_text(material)).extension().string();
            return;
        }
        const Value value = type_.create(material.sample->source());
        std::string json = type_.to_json(value, *store_);
        if (json.size() <= max_bytes) bases_.push_back(std::move(json));
    }

    Type type_;
    Kind kind_;
    std::string name_, extension_;
    std::vector<std::string> bases_;
    std::unique_ptr<FakeStore> store_ = std::make_unique<FakeStore>(WBM_RUN);  // with the files of all bases
};

/// Keeps the input in the current folder, which stays when the tool's own goes. Returns its name.
std::string keep_input(const std::string& type, Kind kind, const Board& board) {
    std::string plain = type;
    std::replace_if(
        plain.begin(), plain.end(), [](unsigned char c) { return std::isalnum(c) == 0 && c != '-'; }, '_');
    const std::string name =
        "wbm-fuzz-" + plain + "-" + std::to_string(board.item()) + (kind == Kind::json ? ".json" : ".bin");
    std::ofstream file(name, std::ios::binary);
    const std::string input = board.input();
    file.write(input.data(), static_cast<std::streamsize>(input.size()));
    return file.flush() ? "the file " + name + " has it" : "it cannot be kept as " + name;
}

Finding fuzz(const Subject& subject, std::size_t type, Kind kind, std::chrono::milliseconds time) {
    const std::string name = subject.types()[type].name;
    const char* call = kind == Kind::json ? "from_json" : "create";
    const auto deadline = Clock::now() + time;
    Board board;
    std::uint64_t worker = 0;
    do {
        const WorkerEnd end = run_worker(
            board,
            [&] {
                const Session session(subject);
                Fuzzer(subject, session, type, kind).run(worker, board, deadline);
            },
            patience);
        if (end.kind != WorkerEnd::Kind::done)
            throw Failure(std::string(call) + "() of changed input " + std::to_string(board.item()) + ": " + end.text +
                          "; " + keep_input(name, kind, board) + " (" + seed_variable + "=" + std::to_string(seed()) +
                          ")");
        if (board.begun() == 0)
            return {Finding::Kind::skipped, "every sample is longer than " + std::to_string(max_bytes) + " bytes"};
        ++worker;
    } while (Clock::now() < deadline);
    return {Finding::Kind::remark,
            std::to_string(board.begun()) + " changed inputs of " + call + "(), seed " + std::to_string(seed())};
}

bool is_fuzzed(const Subject& subject, std::size_t type, Kind kind) {
    const auto& materials = subject.materials();
    return std::any_of(materials.begin(), materials.end(), [&](const Material& m) {
        return m.type == type && m.store_kind() == WBM_RUN && (kind == Kind::json || has_bytes(m));
    });
}

}  // namespace

std::vector<Case> fuzz_cases(const Subject& subject) {
    std::vector<std::pair<std::size_t, Kind>> wanted;
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        for (const Kind kind : {Kind::json, Kind::bytes})
            if (is_fuzzed(subject, type, kind)) wanted.emplace_back(type, kind);
    std::vector<Case> cases;
    for (const auto& [type, kind] : wanted) {
        const auto time = std::chrono::milliseconds(subject.options().fuzz_time) / static_cast<long>(wanted.size());
        cases.emplace_back(subject.types()[type].name, [&subject, type = type, kind = kind, time]() -> Finding {
            if (time.count() == 0) return {Finding::Kind::skipped, "no time was given; use --fuzz-seconds 60"};
            return fuzz(subject, type, kind, time);
        });
    }
    return cases;
}

}  // namespace wbm::tool
