// scratch.hpp - memory for a short time, not zeroed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace wbm::image::png {

class Scratch {
public:
    /// Much of it comes in huge pages where the system has them: small ones, touched one by one, take longer than
    /// filling them.
    explicit Scratch(std::size_t bytes) {
        const bool much = bytes >= 2 * huge_page;
        if (much) bytes = (bytes + huge_page - 1) / huge_page * huge_page;
        void* const memory =
            much ? std::aligned_alloc(huge_page, (bytes + huge_page - 1) / huge_page * huge_page) : std::malloc(bytes);
        if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__)
        if (much) (void)madvise(memory, bytes, MADV_HUGEPAGE);  // a wish; without it all works
#endif
        bytes_ = static_cast<std::uint8_t*>(memory);
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch() { std::free(bytes_); }

    [[nodiscard]] std::uint8_t* data() const noexcept { return bytes_; }

private:
    static constexpr std::size_t huge_page = std::size_t{1} << 21;

    std::uint8_t* bytes_;
};

}  // namespace wbm::image::png
