#include "parallel.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace wbm::table {

std::size_t part_readers() noexcept {
    return std::clamp<std::size_t>(std::thread::hardware_concurrency(), 1, max_part_readers);
}

void for_each_in_parallel(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::vector<std::exception_ptr> failures(count);
    std::atomic<std::size_t> next{0};
    const auto take = [&] {
        for (std::size_t i = next++; i < count; i = next++) {
            try {
                work(i);
            } catch (...) {
                failures[i] = std::current_exception();
            }
        }
    };
    std::vector<std::thread> helpers;
    const std::size_t wanted = std::min(count, part_readers());
    helpers.reserve(wanted);
    try {
        for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(take);
    } catch (const std::system_error&) {  // no more threads: those that are there do it
    }
    take();
    for (std::thread& helper : helpers) helper.join();
    for (const std::exception_ptr& failure : failures)
        if (failure) std::rethrow_exception(failure);
}

}  // namespace wbm::table
