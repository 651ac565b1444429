#include "check/life/process_fork.hpp"

#include "check/check.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <thread>

namespace wbm::tool {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t shared_bytes = 4096;
constexpr char returned_mark = '+', failed_mark = '!';

void write_all(int fd, std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno != EINTR) return;
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
}

[[noreturn]] void run_here(const std::function<std::string()>& work, int fd) noexcept {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    std::string result;
    try {
        result = returned_mark + work();
    } catch (const std::exception& error) {
        result = failed_mark + std::string(error.what());
    } catch (...) {
        result = failed_mark + std::string("threw what is no std::exception");
    }
    write_all(fd, result);
    _exit(0);
}

/// Reads until the other end is closed. False when time is over.
bool read_until(int fd, Clock::time_point deadline, std::string& result) {
    std::array<char, 4096> buffer;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd wanted{fd, POLLIN, 0};
        const int ready = poll(&wanted, 1, static_cast<int>(left));
        if (ready < 0 && errno != EINTR) return false;
        if (ready <= 0) continue;
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count == 0) return true;
        if (count > 0) result.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

/// It may have closed its end and live on.
bool wait_until(pid_t child, Clock::time_point deadline, int& status) {
    for (;;) {
        const pid_t ended = waitpid(child, &status, WNOHANG);
        if (ended == child) return true;
        if (Clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

ForkEnd end_of(int status, const std::string& result) {
    if (WIFSIGNALED(status)) {
        const char* name = sigabbrev_np(WTERMSIG(status));
        return {false, "crashed with SIG" + std::string(name == nullptr ? "NAL" : name)};
    }
    if (WEXITSTATUS(status) != 0) return {false, "ended the process with code " + std::to_string(WEXITSTATUS(status))};
    if (result.empty()) return {true, {}};
    return {result[0] == returned_mark, result.substr(1)};
}

}  // namespace

ForkEnd run_forked(const std::function<std::string()>& work, std::chrono::seconds time) {
    std::cout.flush();  // else both processes write what is not yet written
    std::fflush(nullptr);
    std::array<int, 2> ends{-1, -1};
    require(pipe2(ends.data(), O_CLOEXEC) == 0, "no pipe can be made");
    const auto deadline = Clock::now() + time;
    const pid_t child = fork();
    if (child == 0) run_here(work, ends[1]);
    ::close(ends[1]);
    std::string result;
    int status = 0;
    const bool ended = child > 0 && read_until(ends[0], deadline, result) && wait_until(child, deadline, status);
    ::close(ends[0]);
    require(child > 0, "no process can be made");
    if (ended) return end_of(status, result);
    kill(child, SIGKILL);
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    return {false, "did not return within " + std::to_string(time.count()) + " s"};
}

SharedText::SharedText() {
    void* memory = mmap(nullptr, shared_bytes, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    require(memory != MAP_FAILED, "no memory can be shared");
    memory_ = static_cast<char*>(memory);
}

SharedText::~SharedText() { munmap(memory_, shared_bytes); }

void SharedText::set(const char* text) noexcept {
    const std::size_t size = std::min(std::strlen(text), shared_bytes - 1);
    std::memcpy(memory_, text, size);
    memory_[size] = 0;
}

std::string SharedText::get() const { return memory_; }

}  // namespace wbm::tool
