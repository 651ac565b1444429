// tensor_memory.hpp - memory for the elements of an array that says who writes to it or reads beyond it.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace wbm::tool {

/// Read-only pages between two pages that must not be touched. The bytes end where the second one begins, or begin
/// where the first one ends.
class GuardedMemory {
public:
    enum class At { back, front };

    /// Throws Failure when there is no memory.
    GuardedMemory(std::string_view bytes, At at);
    ~GuardedMemory();
    GuardedMemory(const GuardedMemory&) = delete;
    GuardedMemory& operator=(const GuardedMemory&) = delete;

    [[nodiscard]] char* data() const noexcept { return data_; }
    /// A place that nobody may read.
    [[nodiscard]] char* forbidden() const noexcept { return pages_ + size_ - page_; }

    /// Runs the call. Throws Failure when it touches what it must not: "create() writes to ...". Whatever the call held
    /// is lost then, so the process should end soon. Only for the calling thread; in others such a touch is a crash.
    void watch(const std::function<void()>& call) const;

private:
    std::size_t page_, size_ = 0;
    char* pages_ = nullptr;
    char* data_ = nullptr;
};

}  // namespace wbm::tool
