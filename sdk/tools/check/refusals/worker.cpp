#include "check/refusals/worker.hpp"

#include "check/check.hpp"

#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <thread>

namespace wbm::tool {

struct Board::Shared {
    std::atomic<std::uint64_t> item{0};
    std::atomic<std::uint64_t> begun{0};
    std::atomic<bool> terminated{false};
    std::size_t note_size = 0, input_size = 0, blamed_size = 0;
    std::array<char, 256> blamed;
    std::array<char, max_note> note;
    std::array<char, max_input> input;
};

Board::Board() {
    void* memory = mmap(nullptr, sizeof(Shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    require(memory != MAP_FAILED, "no memory can be shared with a child process");
    shared_ = new (memory) Shared;
}

Board::~Board() { munmap(shared_, sizeof(Shared)); }

void Board::begin(std::uint64_t item, std::string_view note, std::string_view input) noexcept {
    shared_->item = item;
    shared_->note_size = std::min(note.size(), max_note);
    std::copy_n(note.data(), shared_->note_size, shared_->note.data());
    shared_->input_size = std::min(input.size(), max_input);
    std::copy_n(input.data(), shared_->input_size, shared_->input.data());
    shared_->blamed_size = 0;
    shared_->terminated = false;
    ++shared_->begun;
}

void Board::blame(std::string_view library) noexcept {
    shared_->blamed_size = std::min(library.size(), shared_->blamed.size());
    std::copy_n(library.data(), shared_->blamed_size, shared_->blamed.data());
}

std::uint64_t Board::item() const noexcept { return shared_->item; }
std::uint64_t Board::begun() const noexcept { return shared_->begun; }
std::string Board::note() const { return {shared_->note.data(), shared_->note_size}; }
std::string Board::input() const { return {shared_->input.data(), shared_->input_size}; }
std::string Board::blamed() const { return {shared_->blamed.data(), shared_->blamed_size}; }
void Board::mark_terminated() noexcept { shared_->terminated = true; }
bool Board::terminated() const noexcept { return shared_->terminated; }

namespace {

using Clock = std::chrono::steady_clock;

constexpr int failed_code = 99;  // no plugin ends the process with it by chance

/// The child. What leaves `work` is told through the pipe.
[[noreturn]] void be_worker(const std::function<void()>& work, int pipe) noexcept {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT}) std::signal(signal, SIG_DFL);
    std::string reason;
    try {
        work();
        _exit(0);
    } catch (const std::exception& error) {
        reason = error.what();
    } catch (...) {
        reason = "an exception that is not a std::exception came through the boundary";
    }
    // Less than a pipe holds: nobody reads before the end.
    reason.resize(std::min(reason.size(), Board::max_note));
    const bool told = write(pipe, reason.data(), reason.size()) == static_cast<ssize_t>(reason.size());
    _exit(told ? failed_code : 1);
}

/// Waits for the child; kills it when it makes no progress. Returns whether it ended by itself.
bool wait_for(pid_t child, const Board& board, std::chrono::seconds patience, int& status) {
    std::uint64_t seen = board.begun();
    auto since = Clock::now();
    auto pause = std::chrono::microseconds(200);
    for (;;) {
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) return true;
        require(ended == 0, "a child process is lost");
        if (const std::uint64_t now = board.begun(); now != seen) {
            seen = now;
            since = Clock::now();
        }
        if (Clock::now() - since > patience) {
            kill(child, SIGKILL);
            waitpid(child, &status, 0);
            return false;
        }
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::microseconds(5000));
    }
}

std::string read_reason(int pipe) {
    std::string reason(Board::max_note, '\0');
    const ssize_t size = read(pipe, reason.data(), reason.size());
    reason.resize(size > 0 ? static_cast<std::size_t>(size) : 0);
    return reason;
}

WorkerEnd end_of(int status, int pipe) {
    if (WIFEXITED(status)) {
        if (WEXITSTATUS(status) == 0) return {};
        if (WEXITSTATUS(status) == failed_code) return {WorkerEnd::Kind::failed, read_reason(pipe)};
        return {WorkerEnd::Kind::crashed, "ended the process with code " + std::to_string(WEXITSTATUS(status))};
    }
    const int signal = WTERMSIG(status);
    const char* name = sigabbrev_np(signal);
    return {signal == SIGABRT ? WorkerEnd::Kind::aborted : WorkerEnd::Kind::crashed,
            "crashed with " + (name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal))};
}

}  // namespace

WorkerEnd run_worker(Board& board, const std::function<void()>& work, std::chrono::seconds patience) {
    std::array<int, 2> ends{};
    require(pipe(ends.data()) == 0, "no pipe can be made");
    std::fflush(nullptr);
    const pid_t child = fork();
    if (child == 0) be_worker(work, ends[1]);
    close(ends[1]);
    WorkerEnd end{WorkerEnd::Kind::crashed, "no process can be made"};
    if (child > 0) {
        int status = 0;
        end =
            wait_for(child, board, patience, status)
                ? end_of(status, ends[0])
                : WorkerEnd{WorkerEnd::Kind::hung, "did not return within " + std::to_string(patience.count()) + " s"};
    }
    close(ends[0]);
    require(child > 0, end.text);
    return end;
}

}  // namespace wbm::tool
