// reader.hpp - the records of a `.wandb` file, whoever wrote it, while it grows and when it is damaged.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "open_file.hpp"

namespace wbm::record_log {

/// What next() found.
struct Item {
    enum class Kind {
        record,
        end,        ///< the file ends with a whole record
        truncated,  ///< the file ends within a record, or within its preamble
        corrupt,    ///< bytes that no writer wrote; the next call goes on behind them
    };
    Kind kind = Kind::end;
    std::uint64_t offset = 0;    ///< where it begins in the file
    std::string_view payload{};  ///< of a record; valid until the next call
    std::string reason{};        ///< of a corruption: one sentence
};

/// Reads from the start. After `end` and `truncated` the next call looks again, for the file may have grown: every
/// record is given once. After `corrupt` it goes on at the next record that it can find, in the next block of 32 KiB.
/// Memory: one window and one record. [one thread at a time]
class Reader {
public:
    /// Throws MediaError: not_found; invalid for a file that is none of these (another beginning, another version); io.
    /// A file that ends within its preamble is one that may grow.
    explicit Reader(const std::filesystem::path& file);

    /// Throws MediaError (io).
    [[nodiscard]] Item next();

private:
    struct Chunk;
    /// The bytes [offset, offset + bytes) as far as the file has them, from the window.
    [[nodiscard]] std::string_view bytes_at(std::uint64_t offset, std::size_t bytes);
    [[nodiscard]] bool has_preamble();
    [[nodiscard]] Chunk read_chunk(std::uint64_t offset);
    [[nodiscard]] Item read_record();
    [[nodiscard]] Item damaged(std::uint64_t offset, std::string reason, std::uint64_t go_on);
    [[nodiscard]] bool is_zero_to_the_end(std::uint64_t offset);

    OpenFile file_;
    std::string window_;
    std::uint64_t window_begin_ = 0;
    std::uint64_t at_ = 0;          ///< where the next record begins
    std::string record_;            ///< one of several chunks
    bool looks_for_start_ = false;  ///< after damage: what belongs to a record that began before is dropped
};

}  // namespace wbm::record_log
