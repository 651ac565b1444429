#include "check/values/tensor_memory.hpp"

#include "check/check.hpp"

#include <pthread.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <csetjmp>
#include <csignal>
#include <cstring>

namespace wbm::tool {
namespace {

/// What the handler of the signal needs. One watch at a time.
struct Watch {
    char* pages = nullptr;
    std::size_t size = 0, page = 0;
    pthread_t thread{};
    sigjmp_buf back{};
    char* volatile touched = nullptr;
};

Watch& watching() {
    static Watch watch;
    return watch;
}

void on_fault(int signal, siginfo_t* info, void*) {
    Watch& watch = watching();
    auto* const address = static_cast<char*>(info->si_addr);
    if (pthread_equal(pthread_self(), watch.thread) == 0 || address < watch.pages ||
        address >= watch.pages + watch.size) {
        std::signal(signal, SIG_DFL);  // not ours: the same fault again ends the process
        return;
    }
    watch.touched = address;
    siglongjmp(watch.back, 1);
}

/// Returns whether the call came to its end.
bool run_watched(const std::function<void()>& call) {
    if (sigsetjmp(watching().back, 1) != 0) return false;
    call();
    return true;
}

/// Takes the signals of bad memory as long as it lives.
class Handlers {
public:
    Handlers() {
        struct sigaction ours {};
        ours.sa_sigaction = &on_fault;
        ours.sa_flags = SA_SIGINFO;
        sigemptyset(&ours.sa_mask);
        for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &ours, &before_[i]);
    }
    ~Handlers() {
        for (std::size_t i = 0; i < signals.size(); ++i) sigaction(signals[i], &before_[i], nullptr);
    }
    Handlers(const Handlers&) = delete;
    Handlers& operator=(const Handlers&) = delete;

private:
    static constexpr std::array<int, 2> signals{SIGSEGV, SIGBUS};
    std::array<struct sigaction, 2> before_{};
};

}  // namespace

GuardedMemory::GuardedMemory(std::string_view bytes, At at) : page_(static_cast<std::size_t>(sysconf(_SC_PAGESIZE))) {
    constexpr char filler = '\xdb';
    const std::size_t inner = (bytes.size() + page_ - 1) / page_ * page_;
    size_ = inner + 2 * page_;
    void* pages = mmap(nullptr, size_, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    require(pages != MAP_FAILED, "there is no memory for an array");
    pages_ = static_cast<char*>(pages);
    data_ = pages_ + page_ + (at == At::back ? inner - bytes.size() : 0);
    if (inner == 0) return;
    mprotect(pages_ + page_, inner, PROT_READ | PROT_WRITE);
    std::memset(pages_ + page_, filler, inner);
    std::memcpy(data_, bytes.data(), bytes.size());
    mprotect(pages_ + page_, inner, PROT_READ);
}

GuardedMemory::~GuardedMemory() { munmap(pages_, size_); }

void GuardedMemory::watch(const std::function<void()>& call) const {
    Watch& watch = watching();
    watch.pages = pages_;
    watch.size = size_;
    watch.thread = pthread_self();
    const Handlers handlers;
    if (run_watched(call)) return;
    const char* touched = watch.touched;
    if (touched < pages_ + page_) throw Failure("it reads before the first element of the array");
    if (touched >= pages_ + size_ - page_)
        throw Failure(
            "it reads past the last element of the array; take shape, strides, dtype and device into account");
    throw Failure("it writes to the elements of the array; they are borrowed and read-only");
}

}  // namespace wbm::tool
