// Check 44: one allocation after the other fails, and every call ends in a value or a status.
#include "check/refusals/failing_memory.hpp"
#include "check/refusals/hostile_input.hpp"
#include "check/refusals/memory_origin.hpp"
#include "check/refusals/memory_store.hpp"
#include "check/refusals/worker.hpp"
#include "check/values/input_cases.hpp"

#include <wbm/json.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdlib>
#include <exception>

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Type;
using testing::Value;
using Clock = std::chrono::steady_clock;

constexpr std::size_t materials_of_a_type = 2;
constexpr std::uint64_t first_points = 24;  // allocations that are all tried
constexpr std::uint64_t max_points = 400;   // of one call; the rest is strided
constexpr auto time_of_a_call = std::chrono::milliseconds(60);
constexpr auto patience = std::chrono::seconds(10);
constexpr int max_restarts = 2;
constexpr std::size_t text_room = std::size_t{1} << 20;

enum class Call : std::uint64_t { create, to_json, from_json, equal };
constexpr std::array<const char*, 4> call_names{"create", "to_json", "from_json", "equal"};

void quiet_log(void*, std::int32_t, wbm_str) {}
const void* no_extension(void*, const char*) { return nullptr; }

/// The plugin, started by a host that allocates nothing.
class QuietSession {
public:
    explicit QuietSession(const Subject& subject) : library_(subject.library()), plugin_(&library_.plugin()) {
        testing::TextSink error;
        require(plugin_->start == nullptr || plugin_->start(&host_, error.sink()) == WBM_OK,
                "start() refuses: " + error.text());
    }
    ~QuietSession() {
        if (plugin_->stop != nullptr) plugin_->stop();
    }
    QuietSession(const QuietSession&) = delete;
    QuietSession& operator=(const QuietSession&) = delete;
    [[nodiscard]] Type type(std::size_t index) const { return Type(plugin_->types[index]); }

private:
    wbm_host host_{sizeof(wbm_host), WBM_ABI, nullptr, &quiet_log, &no_extension};
    PluginLibrary library_;
    const wbm_plugin* plugin_;
};

/// What one lap of a call did.
struct Lap {
    std::uint64_t allocations = 0;
    std::int64_t lost = 0;  ///< blocks that it left behind
};

/// The calls of one material, over and over.
class Laps {
public:
    Laps(const Type& type, const Material& material)
        : type_(type),
          source_(material.sample->source()),
          value_(type.create(source_)),
          store_(material.store_kind()),
          json_(type.to_json(value_, store_)),
          text_(text_room, '\0'),
          error_(text_room, '\0') {}

    /// Runs a call once; its nth allocation fails. Throws Failure when it ends in neither success nor a status.
    Lap run(Call call, std::uint64_t nth) {
        const std::int64_t before = failing_memory::live_blocks();
        Lap lap;
        try {
            lap.allocations = run_call(call, nth);
        } catch (const Failure&) {
            throw;
        } catch (const std::exception& error) {
            (void)failing_memory::end();
            throw Failure(std::string("a C++ exception came through the boundary: ") + error.what());
        }
        lap.lost = failing_memory::live_blocks() - before;
        return lap;
    }

private:
    std::uint64_t run_call(Call call, std::uint64_t nth) {
        switch (call) {
            case Call::create: {
                const wbm_input* input = source_.input();
                return make(nth,
                            [&](wbm_value** out, wbm_sink error) { return type_.table().create(input, out, error); });
            }
            case Call::from_json: {
                const PausingStore store(store_.table());
                return make(nth, [&](wbm_value** out, wbm_sink error) {
                    return type_.table().from_json(str(json_), store.table(), out, error);
                });
            }
            case Call::to_json:
                return write(nth);
            case Call::equal:
                break;
        }
        failing_memory::begin(nth);
        const std::int32_t answer = type_.table().equal(value_.get(), value_.get());
        const std::uint64_t allocations = failing_memory::end();
        require(answer == 0 || answer == 1, "equal() returned " + std::to_string(answer));
        return allocations;
    }

    template <class Function>
    std::uint64_t make(std::uint64_t nth, const Function& call) {
        char mark = 0;
        auto* const untouched = reinterpret_cast<wbm_value*>(&mark);
        wbm_value* out = untouched;
        FixedSink error(error_.data(), error_.size());
        failing_memory::begin(nth);
        const wbm_status status = call(&out, error.sink());
        const std::uint64_t allocations = failing_memory::end();
        if (status == WBM_OK) {
            require(out != untouched && out != nullptr, "WBM_OK, but no value");
            type_.table().destroy(out);
        } else {
            require(out == untouched, "a status, but *out was written");
            check_refusal(status, error);
        }
        return allocations;
    }

    std::uint64_t write(std::uint64_t nth) {
        const FakeStore target(store_.table()->kind);
        const PausingStore store(target.table());
        FixedSink text(text_.data(), text_.size());
        FixedSink error(error_.data(), error_.size());
        failing_memory::begin(nth);
        const wbm_status status = type_.table().to_json(value_.get(), store.table(), text.sink(), error.sink());
        const std::uint64_t allocations = failing_memory::end();
        if (status != WBM_OK)
            check_refusal(status, error);
        else
            require(text.size() == json_.size() && json_.compare(0, text.text().size(), text.text()) == 0,
                    "WBM_OK, but the JSON is another one: " + shortened(text.text()));
        return allocations;
    }

    static void check_refusal(wbm_status status, const FixedSink& error) {
        require(status > WBM_OK && status <= WBM_INTERNAL, "status " + std::to_string(status) + ", which is none");
        require(error.size() > 0 || status == WBM_INTERNAL, "status " + std::to_string(status) + " without a word");
        require(json::is_utf8(error.text()), "an error that is not UTF-8");
    }

    Type type_;
    testing::Source source_;
    Value value_;
    FakeStore store_;
    std::string json_;
    std::string text_, error_;
};

/// The next allocation to fail after this one.
std::uint64_t next_point(std::uint64_t point, std::uint64_t stride) {
    return point < first_points ? point + 1 : point + stride;
}

/// What the handlers below need. One worker in a process.
struct WorkerFacts {
    Board* board = nullptr;
    std::string plugin;  ///< its file
};

WorkerFacts& this_worker() {
    static WorkerFacts facts;
    return facts;
}

void note_crash(int signal) {
    std::signal(signal, SIG_DFL);  // the same again ends the process
    this_worker().board->blame(foreign_library(CallStack::here(), this_worker().plugin));
}

[[noreturn]] void note_terminate() {
    this_worker().board->mark_terminated();
    std::abort();
}

void watch_worker(Board& board, const Subject& subject) {
    // What ends a process tells why on its standard error, which is many lines here and expected.
    if (const int null = open("/dev/null", O_WRONLY | O_CLOEXEC); null >= 0) dup2(null, STDERR_FILENO);
    this_worker() = {&board, subject.library().string()};
    (void)CallStack::here();  // the first one loads a library
    std::set_terminate(&note_terminate);
    for (const int signal : {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT}) std::signal(signal, &note_crash);
}

/// Does a lap leave blocks behind each time? What a library keeps for good it allocates once, and what another library
/// loses when its own allocation fails is not the plugin's.
bool leaks(Laps& laps, Call call, std::uint64_t nth) {
    for (int repeat = 0; repeat < 2; ++repeat)
        if (laps.run(call, nth).lost <= 0) return false;
    return foreign_library(failing_memory::failed_at(), this_worker().plugin).empty();
}

/// Lets the allocations of one call fail in turn; those up to `done` were tried before.
void try_call(Laps& laps, Call call, std::uint64_t done, Board& board) {
    const std::uint64_t base = static_cast<std::uint64_t>(call) << 32U;
    board.begin(base, call_names[static_cast<std::size_t>(call)]);
    for (int warm_up = 0; warm_up < 2; ++warm_up) (void)laps.run(call, 0);
    const auto begin = Clock::now();
    const Lap normal = laps.run(call, 0);
    const auto one = std::max<Clock::duration>(Clock::now() - begin, std::chrono::microseconds(1));
    const std::uint64_t points =
        std::clamp<std::uint64_t>(static_cast<std::uint64_t>(time_of_a_call / one), 1, max_points);
    const std::uint64_t stride = std::max<std::uint64_t>(1, normal.allocations / points);
    for (std::uint64_t n = 1; n <= normal.allocations; n = next_point(n, stride)) {
        if (base + n <= done) continue;
        board.begin(base + n, "when allocation " + std::to_string(n) + " of " + std::to_string(normal.allocations) +
                                  " in " + call_names[static_cast<std::size_t>(call)] + "() fails");
        const Lap lap = laps.run(call, n);
        if (normal.lost == 0 && lap.lost > 0 && leaks(laps, call, n))
            throw Failure(std::to_string(lap.lost) + " blocks are never freed; look at the way out after an error");
        if (Clock::now() - begin > 2 * time_of_a_call) return;  // a call that became much slower
    }
}

void try_all_calls(const Subject& subject, const Material& material, std::uint64_t done, Board& board) {
    watch_worker(board, subject);
    const QuietSession session(subject);
    Laps laps(session.type(material.type), material);
    for (const Call call : {Call::create, Call::to_json, Call::from_json, Call::equal})
        if (static_cast<std::uint64_t>(call) >= done >> 32U) try_call(laps, call, done, board);
}

/// What the end of a worker says of the plugin. Throws Failure when its author can mend it. A program that is ended
/// because there is no memory is told, but not held against a plugin: other libraries do that, Rust does, and equal()
/// has no status to say so.
Finding judged(const Board& board, const WorkerEnd& end) {
    const std::string what = board.note() + ": " + end.text;
    if (!board.blamed().empty())
        return {Finding::Kind::remark, what + " within " + board.blamed() + ", which is not the plugin's own code"};
    if (board.terminated()) {
        const bool in_equal = board.item() >> 32U == static_cast<std::uint64_t>(Call::equal);
        const std::string why = what + ": an exception met a function that lets none out (std::terminate)";
        require(in_equal, why + "; catch it in time");
        return {Finding::Kind::remark, why};
    }
    require(end.kind == WorkerEnd::Kind::aborted, what + "; look for a result of malloc that nobody looks at");
    return {Finding::Kind::remark, what + ": abort() is called, and a program loses its data"};
}

Finding check_failing_memory(const Subject& subject, const Material& material) {
    if (!failing_memory::is_available())
        return {Finding::Kind::skipped,
                "this build of the tool cannot replace malloc: it has a sanitizer, or no glibc"};
    Finding found;
    Board board;
    for (int run = 0; run <= max_restarts; ++run) {
        const std::uint64_t done = board.item();
        const WorkerEnd end = run_worker(
            board, [&] { try_all_calls(subject, material, done, board); }, patience);
        if (end.kind == WorkerEnd::Kind::done) break;
        if (end.kind == WorkerEnd::Kind::failed || end.kind == WorkerEnd::Kind::hung)
            throw Failure(board.note() + ": " + end.text);
        Finding one = judged(board, end);
        if (found.text.empty()) found = std::move(one);  // one says enough
    }
    return found;
}

}  // namespace

std::vector<Case> memory_cases(const Subject& subject) {
    std::vector<Case> cases;
    for (const Material* material : few_materials(subject, materials_of_a_type))
        cases.emplace_back(material->label, [&subject, material] { return check_failing_memory(subject, *material); });
    return cases;
}

}  // namespace wbm::tool
