// hash.hpp - SHA-256, MD5 and XXH128 of bytes that come in pieces, and their text forms. Wire spec 0.3, 23.4.
#pragma once

#include <wbm/artifact.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace wbm {

/// What a Hasher computes. A run names files by SHA-256 alone; an artifact needs its entries' digest too.
enum class Hashes { sha256, sha256_and_md5, md5, sha256_and_xxh128, xxh128 };

[[nodiscard]] constexpr Hashes entry_hash(DigestAlgorithm algorithm) noexcept {
    return algorithm == DigestAlgorithm::md5 ? Hashes::md5 : Hashes::xxh128;
}
[[nodiscard]] constexpr Hashes sha256_and(DigestAlgorithm algorithm) noexcept {
    return algorithm == DigestAlgorithm::md5 ? Hashes::sha256_and_md5 : Hashes::sha256_and_xxh128;
}

/// The hashes of some bytes, and how many there were. A hash that was not asked for is all zero.
struct Digests {
    std::array<std::uint8_t, 32> sha256{};
    std::array<std::uint8_t, 16> entry{};  ///< MD5 or XXH128
    DigestAlgorithm algorithm = DigestAlgorithm::md5;
    std::uint64_t size = 0;

    [[nodiscard]] std::string sha256_hex() const;
    [[nodiscard]] std::string entry_hex() const;
    [[nodiscard]] std::string entry_base64() const;  ///< an artifact entry's digest
};

/// Hashes a stream: update() any number of times, then finish(). Can be used again after finish().
/// [one thread at a time]
class Hasher {
public:
    explicit Hasher(Hashes which);
    ~Hasher();
    Hasher(Hasher&&) noexcept;
    Hasher& operator=(Hasher&&) noexcept;

    void update(std::string_view bytes);
    [[nodiscard]] Digests finish();

private:
    struct Contexts;
    std::unique_ptr<Contexts> contexts_;
};

/// The hashes of bytes in memory.
[[nodiscard]] Digests hash_bytes(std::string_view bytes, Hashes which);

[[nodiscard]] std::string sha256_hex(std::string_view bytes);
[[nodiscard]] std::string md5_hex(std::string_view bytes);
[[nodiscard]] std::string md5_base64(std::string_view bytes);

/// Lower-case hex.
[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);
/// RFC 4648 base64 with padding.
[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);
/// Decodes base64 with padding, as servers give ids. Throws MediaError (invalid) for anything else.
[[nodiscard]] std::string from_base64(std::string_view text);

/// The server id of an artifact, base64 to hex: `QXJ0aWZhY3Q6MQ==` to `41727469666163743a31`. Wire spec 1.5.
/// Throws MediaError (invalid) when it is not base64.
[[nodiscard]] std::string id_to_hex(std::string_view base64_id);
/// The other way. `hex` is what id_to_hex() gave.
[[nodiscard]] std::string hex_to_id(std::string_view hex);

}  // namespace wbm
