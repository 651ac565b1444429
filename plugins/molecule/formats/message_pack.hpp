// message_pack.hpp - a bounded walk over MessagePack, as far as MMTF has it.
#pragma once

#include "text.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace wbm::molecule {

/// Throws invalid for bytes that end early, nest too deep or claim more than follows.
class MessagePack {
public:
    explicit MessagePack(const Source& source) : source_(source), rest_(source.bytes) {}

    /// How many pairs the map has that begins here.
    [[nodiscard]] std::uint64_t map();
    [[nodiscard]] std::string_view key();
    /// nullopt, and nothing read, when a value of another kind begins here.
    [[nodiscard]] std::optional<std::int64_t> integer();
    [[nodiscard]] std::optional<std::string_view> binary();
    /// Passes over the value that begins here.
    void skip(int depth = 0);
    [[nodiscard]] bool at_end() const noexcept { return rest_.empty(); }

private:
    [[noreturn]] void refuse_here(const char* reason) const;
    [[nodiscard]] unsigned peek() const;
    std::string_view take(std::uint64_t bytes);
    std::uint64_t big_endian(unsigned bytes);
    void skip_all(std::uint64_t values, int depth);

    const Source& source_;
    std::string_view rest_;
};

}  // namespace wbm::molecule
