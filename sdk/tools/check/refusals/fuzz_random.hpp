// fuzz_random.hpp - random numbers that are the same for the same seed on every machine.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::tool {

/// SplitMix64.
class Random {
public:
    explicit Random(std::uint64_t seed) noexcept : state_(seed) {}

    std::uint64_t next() noexcept {
        std::uint64_t z = state_ += 0x9e3779b97f4a7c15U;
        z = (z ^ z >> 30U) * 0xbf58476d1ce4e5b9U;
        z = (z ^ z >> 27U) * 0x94d049bb133111ebU;
        return z ^ z >> 31U;
    }
    /// 0 to count - 1; 0 when there is nothing to choose from.
    std::size_t below(std::size_t count) noexcept { return count == 0 ? 0 : next() % count; }
    bool one_in(std::size_t n) noexcept { return below(n) == 0; }
    template <class Choices>
    const auto& of(const Choices& choices) noexcept {
        return choices[below(choices.size())];
    }

private:
    std::uint64_t state_;
};

}  // namespace wbm::tool
