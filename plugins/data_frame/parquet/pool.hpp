// pool.hpp - Arrow's memory, counted: a file that claims too much is refused before anything is allocated.
#pragma once

#include <arrow/memory_pool.h>

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>

namespace wbm::data_frame {

/// Refuses what is beyond the limits of limits.hpp. Lives until its handle and every piece of memory that it gave are
/// gone: batches outlive the reader that made them. [thread-safe]
class BoundedPool final : public arrow::MemoryPool {
public:
    struct Release {
        void operator()(BoundedPool* pool) const noexcept { pool->drop(); }
    };
    using Handle = std::unique_ptr<BoundedPool, Release>;
    [[nodiscard]] static Handle make() { return Handle(new BoundedPool); }

    using arrow::MemoryPool::Allocate;
    using arrow::MemoryPool::Free;
    using arrow::MemoryPool::Reallocate;
    arrow::Status Allocate(std::int64_t size, std::int64_t alignment, std::uint8_t** out) override;
    arrow::Status Reallocate(std::int64_t old_size, std::int64_t new_size, std::int64_t alignment,
                             std::uint8_t** ptr) override;
    void Free(std::uint8_t* buffer, std::int64_t size, std::int64_t alignment) override;
    [[nodiscard]] std::int64_t bytes_allocated() const override { return bytes_; }
    [[nodiscard]] std::int64_t total_bytes_allocated() const override { return total_; }
    [[nodiscard]] std::int64_t num_allocations() const override { return count_; }
    [[nodiscard]] std::string backend_name() const override { return "bounded"; }

private:
    BoundedPool() = default;
    [[nodiscard]] arrow::Status reserve(std::int64_t more, std::int64_t size);
    void drop() noexcept {
        if (--owners_ == 0) delete this;
    }

    std::atomic<std::int64_t> owners_ = 1;  ///< the handle and each piece of memory
    std::atomic<std::int64_t> bytes_ = 0;
    std::atomic<std::int64_t> total_ = 0;
    std::atomic<std::int64_t> count_ = 0;
};

}  // namespace wbm::data_frame
