#include "isolate.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <mutex>
#include <string_view>
#include <system_error>
#include <thread>

namespace wbm::isolate {

namespace {

using Clock = std::chrono::steady_clock;

/// What the child writes before its text. A child that writes nothing has crashed.
constexpr char returned_mark = '+', failed_mark = '!';

class Pipe {
public:
    Pipe() {
        if (pipe2(ends_.data(), O_CLOEXEC) != 0) throw std::system_error(errno, std::generic_category(), "pipe");
    }
    ~Pipe() {
        close_end(0);
        close_end(1);
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    [[nodiscard]] int read_end() const noexcept { return ends_[0]; }
    [[nodiscard]] int write_end() const noexcept { return ends_[1]; }
    void close_end(std::size_t which) noexcept {
        if (ends_[which] >= 0) ::close(ends_[which]);
        ends_[which] = -1;
    }

private:
    std::array<int, 2> ends_{-1, -1};
};

void limit(decltype(RLIMIT_CORE) what, std::uint64_t value) noexcept {
    rlimit now{};
    if (getrlimit(what, &now) != 0) return;
    now.rlim_cur = std::min<rlim_t>(value, now.rlim_max);
    setrlimit(what, &now);
}

/// Bytes this process has mapped; 0 when the system does not say.
std::uint64_t mapped_bytes() noexcept {
    unsigned long long pages = 0;
    if (std::FILE* file = std::fopen("/proc/self/statm", "re")) {
        if (std::fscanf(file, "%llu", &pages) != 1) pages = 0;
        std::fclose(file);
    }
    return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

void restrict_child(const Limits& limits) noexcept {
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    // The application's handlers, a crash reporter say, must not run for a crash that is expected here.
    for (const int signal : {SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGABRT, SIGTRAP, SIGSYS, SIGTERM, SIGINT, SIGALRM})
        std::signal(signal, SIG_DFL);
    std::signal(SIGPIPE, SIG_IGN);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, static_cast<std::uint64_t>(limits.time.count()) / 1000 + 2);
    if (const std::uint64_t mapped = mapped_bytes(); mapped != 0) limit(RLIMIT_AS, mapped + limits.memory_bytes);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0) return;
    dup2(null, STDIN_FILENO);
    dup2(null, STDOUT_FILENO);
}

void write_all(int fd, std::string_view text) noexcept {
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count < 0 && errno != EINTR) return;
        if (count > 0) text.remove_prefix(static_cast<std::size_t>(count));
    }
}

[[noreturn]] void run_child(const std::function<std::string()>& work, const Limits& limits, int fd) noexcept {
    restrict_child(limits);
    std::string result;
    try {
        result = returned_mark + work();
    } catch (const std::exception& error) {
        result = failed_mark + std::string(error.what());
    } catch (...) {
        result = failed_mark + std::string("threw an exception that is not a std::exception");
    }
    write_all(fd, result);
    _exit(0);  // no destructors, no atexit: they are the parent's
}

/// Reads until the child closes its end. False when time is over or it wrote too much.
bool read_result(int fd, const Limits& limits, Clock::time_point deadline, std::string& result) {
    std::array<char, 65536> buffer;
    while (result.size() <= limits.result_bytes) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) return false;
        pollfd wanted{fd, POLLIN, 0};
        const int ready = poll(&wanted, 1, static_cast<int>(std::min<long long>(left, 60'000)));
        if (ready < 0 && errno != EINTR) return false;
        if (ready <= 0) continue;
        const ssize_t count = ::read(fd, buffer.data(), buffer.size());
        if (count == 0) return true;
        if (count > 0) result.append(buffer.data(), static_cast<std::size_t>(count));
        if (count < 0 && errno != EINTR) return false;
    }
    return false;
}

/// Waits without taking the child's status. False when time is over: it may have closed its end and live on.
bool wait_for_exit(pid_t child, Clock::time_point deadline) {
    for (;;) {
        siginfo_t info{};
        if (waitid(P_PID, static_cast<id_t>(child), &info, WEXITED | WNOWAIT | WNOHANG) == 0 && info.si_pid == child)
            return true;
        if (Clock::now() >= deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

std::string how_it_ended(int status) {
    if (WIFEXITED(status)) return "ended the process with code " + std::to_string(WEXITSTATUS(status));
    const int signal = WTERMSIG(status);
    const char* name = sigabbrev_np(signal);
    return "crashed with " + (name != nullptr ? "SIG" + std::string(name) : "signal " + std::to_string(signal));
}

std::string how_long(std::chrono::milliseconds time) {
    const auto ms = time.count();
    return "did not return within " + (ms % 1000 == 0 ? std::to_string(ms / 1000) + " s" : std::to_string(ms) + " ms");
}

}  // namespace

Outcome run(const std::function<std::string()>& work, const Limits& limits) {
    // One at a time: a child that another thread forks meanwhile would hold this pipe open past the end of this child.
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    Pipe pipe;
    const auto deadline = Clock::now() + limits.time;
    const pid_t child = fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) run_child(work, limits, pipe.write_end());
    setpgid(child, child);  // both sides set it, so it is set whoever runs first
    pipe.close_end(1);
    std::string result;
    const bool ended = read_result(pipe.read_end(), limits, deadline, result) && wait_for_exit(child, deadline);
    const bool late = !ended && result.size() <= limits.result_bytes;
    kill(-child, SIGKILL);  // also what it started and left behind; its id is not reused before waitpid()
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (late) return {Outcome::Kind::timed_out, how_long(limits.time)};
    if (!ended)
        return {Outcome::Kind::failed, "gave a result of more than " + std::to_string(limits.result_bytes) + " bytes"};
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || result.empty())
        return {Outcome::Kind::crashed, how_it_ended(status)};
    const auto kind = result[0] == returned_mark ? Outcome::Kind::returned : Outcome::Kind::failed;
    return {kind, result.substr(1)};
}

}  // namespace wbm::isolate
