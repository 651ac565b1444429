#include "pool.hpp"

#include "../limits.hpp"

#include <arrow/status.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define WBM_SANITIZED
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define WBM_SANITIZED
#endif
#endif

namespace wbm::data_frame {
namespace {

#ifdef WBM_SANITIZED
arrow::MemoryPool* memory() { return arrow::system_memory_pool(); }  // which the sanitizer sees
#else
arrow::MemoryPool* memory() { return arrow::default_memory_pool(); }
#endif

}  // namespace

arrow::Status BoundedPool::reserve(std::int64_t more, std::int64_t size) {
    if (size > max_allocation)
        return arrow::Status::OutOfMemory("a page or column claims " + std::to_string(size) + " bytes, more than " +
                                          std::to_string(max_allocation));
    if ((bytes_ += more) > max_read_memory) {
        bytes_ -= more;
        return arrow::Status::OutOfMemory("more than " + std::to_string(max_read_memory) +
                                          " bytes are in use; take fewer rows or columns at a time");
    }
    return arrow::Status::OK();
}

arrow::Status BoundedPool::Allocate(std::int64_t size, std::int64_t alignment, std::uint8_t** out) {
    ARROW_RETURN_NOT_OK(reserve(size, size));
    if (arrow::Status status = memory()->Allocate(size, alignment, out); !status.ok()) {
        bytes_ -= size;
        return status;
    }
    ++owners_;
    ++count_;
    total_ += size;
    return arrow::Status::OK();
}

arrow::Status BoundedPool::Reallocate(std::int64_t old_size, std::int64_t new_size, std::int64_t alignment,
                                      std::uint8_t** ptr) {
    ARROW_RETURN_NOT_OK(reserve(new_size - old_size, new_size));
    if (arrow::Status status = memory()->Reallocate(old_size, new_size, alignment, ptr); !status.ok()) {
        bytes_ -= new_size - old_size;
        return status;
    }
    ++count_;
    if (new_size > old_size) total_ += new_size - old_size;
    return arrow::Status::OK();
}

void BoundedPool::Free(std::uint8_t* buffer, std::int64_t size, std::int64_t alignment) {
    memory()->Free(buffer, size, alignment);
    bytes_ -= size;
    drop();
}

}  // namespace wbm::data_frame
