#include "check/refusals/failing_memory.hpp"

#include <atomic>
#include <cerrno>
#include <cstddef>
#include <cstdlib>
#include <utility>

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define WBM_OTHER_MALLOC
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__GLIBC__)
#define WBM_OTHER_MALLOC
#endif

namespace wbm::tool::failing_memory {
namespace {

std::atomic<bool> is_on{false};
std::atomic<std::uint64_t> count{0}, failing{0};
std::atomic<std::int64_t> live{0};
thread_local bool is_paused = false;

CallStack& stack_of_failure() noexcept {
    static CallStack stack;
    return stack;
}

}  // namespace

bool is_available() noexcept {
#ifdef WBM_OTHER_MALLOC
    return false;
#else
    return true;
#endif
}

void begin(std::uint64_t nth) noexcept {
    count = 0;
    failing = nth;
    is_on = true;
}

std::uint64_t end() noexcept {
    is_on = false;
    return count;
}

const CallStack& failed_at() noexcept { return stack_of_failure(); }

std::int64_t live_blocks() noexcept { return live; }

Paused::Paused() noexcept : before_(std::exchange(is_paused, true)) {}
Paused::~Paused() { is_paused = before_; }
Resumed::Resumed() noexcept : before_(std::exchange(is_paused, false)) {}
Resumed::~Resumed() { is_paused = before_; }

#ifndef WBM_OTHER_MALLOC
namespace {

/// Counts an allocation. Must it fail?
bool must_fail() noexcept {
    if (!is_on.load(std::memory_order_relaxed) || is_paused) return false;
    if (++count != failing) return false;
    const Paused paused;
    stack_of_failure() = CallStack::here();
    errno = ENOMEM;
    return true;
}

void* counted(void* block) noexcept {
    if (block != nullptr) live.fetch_add(1, std::memory_order_relaxed);
    return block;
}

}  // namespace
#endif

}  // namespace wbm::tool::failing_memory

#ifndef WBM_OTHER_MALLOC
// glibc's own, under the names that it keeps for such replacements. The linker exports what a program defines in place
// of a library's function, so that plugins come here too. operator new and Rust's allocator call these.
namespace memory = wbm::tool::failing_memory;

extern "C" {

// NOLINTBEGIN(bugprone-reserved-identifier)
void* __libc_malloc(std::size_t size);
void* __libc_calloc(std::size_t count, std::size_t size);
void* __libc_realloc(void* block, std::size_t size);
void* __libc_memalign(std::size_t alignment, std::size_t size);
void __libc_free(void* block);
// NOLINTEND(bugprone-reserved-identifier)

void* malloc(std::size_t size) noexcept { return memory::must_fail() ? nullptr : memory::counted(__libc_malloc(size)); }

void* calloc(std::size_t count, std::size_t size) noexcept {
    return memory::must_fail() ? nullptr : memory::counted(__libc_calloc(count, size));
}

void* realloc(void* block, std::size_t size) noexcept {
    if (size != 0 && memory::must_fail()) return nullptr;
    void* const moved = __libc_realloc(block, size);
    if (block == nullptr) return memory::counted(moved);
    if (size == 0) --memory::live;
    return moved;
}

void* memalign(std::size_t alignment, std::size_t size) noexcept {
    return memory::must_fail() ? nullptr : memory::counted(__libc_memalign(alignment, size));
}

void* aligned_alloc(std::size_t alignment, std::size_t size) noexcept { return memalign(alignment, size); }

int posix_memalign(void** out, std::size_t alignment, std::size_t size) noexcept {
    const bool is_power = alignment != 0 && (alignment & (alignment - 1)) == 0;
    if (!is_power || alignment % sizeof(void*) != 0) return EINVAL;
    void* const block = memalign(alignment, size);
    if (block == nullptr) return ENOMEM;
    *out = block;
    return 0;
}

void free(void* block) noexcept {
    if (block == nullptr) return;
    memory::live.fetch_sub(1, std::memory_order_relaxed);
    __libc_free(block);
}

}  // extern "C"
#endif
