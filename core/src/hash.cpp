#include "hash.hpp"

#include <openssl/evp.h>
#include <xxhash.h>

#include <wbm/error.hpp>

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace wbm {
namespace {

struct FreeContext {
    void operator()(EVP_MD_CTX* c) const noexcept { EVP_MD_CTX_free(c); }
};
using Context = std::unique_ptr<EVP_MD_CTX, FreeContext>;

struct FreeXxh {
    void operator()(XXH3_state_t* s) const noexcept { XXH3_freeState(s); }
};
using XxhState = std::unique_ptr<XXH3_state_t, FreeXxh>;

struct FreeAlgorithm {
    void operator()(EVP_MD* m) const noexcept { EVP_MD_free(m); }
};
using Algorithm = std::unique_ptr<EVP_MD, FreeAlgorithm>;

[[noreturn]] void openssl_failed(const char* what) {
    throw MediaError(Status::internal, std::string("hashing: OpenSSL's ") + what +
                                           " failed; is the default provider with MD5 and SHA-256 switched on?");
}

Algorithm fetch(const char* name, const char* properties) {
    Algorithm algorithm(EVP_MD_fetch(nullptr, name, properties));
    if (algorithm == nullptr) openssl_failed("EVP_MD_fetch");
    return algorithm;
}

// EVP_MD_fetch looks through the providers, which costs as much as hashing a few kilobytes: once a process is enough.
const EVP_MD* sha256_algorithm() {
    static const Algorithm algorithm = fetch("SHA256", nullptr);
    return algorithm.get();
}

// "-fips": MD5 names and checks files here and protects nothing, so a FIPS default must not forbid it.
const EVP_MD* md5_algorithm() {
    static const Algorithm algorithm = fetch("MD5", "-fips");
    return algorithm.get();
}

void start(EVP_MD_CTX* context, const EVP_MD* algorithm) {
    if (EVP_DigestInit_ex2(context, algorithm, nullptr) != 1) openssl_failed("EVP_DigestInit_ex2");
}

Context new_context(const EVP_MD* algorithm) {
    Context context(EVP_MD_CTX_new());
    if (context == nullptr) throw std::bad_alloc();
    start(context.get(), algorithm);
    return context;
}

XxhState new_xxh() {
    XxhState state(XXH3_createState());
    if (state == nullptr) throw std::bad_alloc();
    XXH3_128bits_reset(state.get());
    return state;
}

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int base64_value(char c) noexcept {
    const auto at = base64_digits.find(c);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

[[noreturn]] void refuse_base64(std::string_view text) {
    throw MediaError(Status::invalid, "base64 text of " + std::to_string(text.size()) +
                                          " bytes: it is not padded base64; give the id as the server gave it");
}

std::span<const std::uint8_t> as_octets(std::string_view bytes) noexcept {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

}  // namespace

struct Hasher::Contexts {
    Context sha256;
    Context md5;
    XxhState xxh128;
    std::uint64_t size = 0;
};

Hasher::Hasher(Hashes which) : contexts_(std::make_unique<Contexts>()) {
    if (which != Hashes::md5 && which != Hashes::xxh128) contexts_->sha256 = new_context(sha256_algorithm());
    if (which == Hashes::md5 || which == Hashes::sha256_and_md5) contexts_->md5 = new_context(md5_algorithm());
    if (which == Hashes::xxh128 || which == Hashes::sha256_and_xxh128) contexts_->xxh128 = new_xxh();
}

Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) {
    for (EVP_MD_CTX* context : {contexts_->sha256.get(), contexts_->md5.get()})
        if (context != nullptr && EVP_DigestUpdate(context, bytes.data(), bytes.size()) != 1)
            openssl_failed("EVP_DigestUpdate");
    if (contexts_->xxh128) XXH3_128bits_update(contexts_->xxh128.get(), bytes.data(), bytes.size());
    contexts_->size += bytes.size();
}

Digests Hasher::finish() {
    Digests digests;
    const auto take = [](EVP_MD_CTX* context, auto& out, const EVP_MD* algorithm) {
        if (EVP_DigestFinal_ex(context, out.data(), nullptr) != 1) openssl_failed("EVP_DigestFinal_ex");
        start(context, algorithm);
    };
    if (contexts_->sha256) take(contexts_->sha256.get(), digests.sha256, sha256_algorithm());
    if (contexts_->md5) take(contexts_->md5.get(), digests.entry, md5_algorithm());
    if (contexts_->xxh128) {
        XXH128_canonical_t canonical;
        XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(contexts_->xxh128.get()));
        std::copy(std::begin(canonical.digest), std::end(canonical.digest), digests.entry.begin());
        digests.algorithm = DigestAlgorithm::xxh128;
        XXH3_128bits_reset(contexts_->xxh128.get());
    }
    digests.size = std::exchange(contexts_->size, 0);
    return digests;
}

std::string Digests::sha256_hex() const { return to_hex(sha256); }
std::string Digests::entry_hex() const { return to_hex(entry); }
std::string Digests::entry_base64() const { return to_base64(entry); }

Digests hash_bytes(std::string_view bytes, Hashes which) {
    // In pieces, so that the second algorithm finds each piece in the cache.
    constexpr std::size_t piece = std::size_t{1} << 16;
    Hasher hasher(which);
    for (std::size_t at = 0; at < bytes.size(); at += piece) hasher.update(bytes.substr(at, piece));
    return hasher.finish();
}

std::string sha256_hex(std::string_view bytes) { return hash_bytes(bytes, Hashes::sha256).sha256_hex(); }
std::string md5_hex(std::string_view bytes) { return hash_bytes(bytes, Hashes::md5).entry_hex(); }
std::string md5_base64(std::string_view bytes) { return hash_bytes(bytes, Hashes::md5).entry_base64(); }

std::string to_hex(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (const unsigned byte : bytes) {
        text += hex_digits[byte >> 4];
        text += hex_digits[byte & 15U];
    }
    return text;
}

std::string to_base64(std::span<const std::uint8_t> bytes) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::size_t have = std::min<std::size_t>(3, bytes.size() - at);
        std::uint32_t group = std::uint32_t{bytes[at]} << 16;
        if (have > 1) group |= std::uint32_t{bytes[at + 1]} << 8;
        if (have > 2) group |= bytes[at + 2];
        for (std::size_t digit = 0; digit < 4; ++digit)
            text += digit <= have ? base64_digits[(group >> (18 - 6 * digit)) & 63U] : '=';
    }
    return text;
}

std::string from_base64(std::string_view text) {
    if (text.size() % 4 != 0) refuse_base64(text);
    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    for (std::size_t at = 0; at < text.size(); at += 4) {
        const std::string_view group = text.substr(at, 4);
        const bool last = at + 4 == text.size();
        const std::size_t padding = !last || group[3] != '=' ? 0 : group[2] == '=' ? 2 : 1;
        std::uint32_t bits = 0;
        for (std::size_t digit = 0; digit < 4; ++digit) {
            const int value = digit < 4 - padding ? base64_value(group[digit]) : 0;
            if (value < 0) refuse_base64(text);
            bits = bits << 6 | static_cast<std::uint32_t>(value);
        }
        // Bits under the padding must be zero: two texts for the same id would be two names for one artifact.
        if (padding > 0 && (bits & (padding == 1 ? 0xFFU : 0xFFFFU)) != 0) refuse_base64(text);
        for (std::size_t byte = 0; byte < 3 - padding; ++byte)
            bytes += static_cast<char>(bits >> (16 - 8 * byte) & 0xFFU);
    }
    return bytes;
}

std::string hex_to_id(std::string_view hex) {
    std::string bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned char byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        bytes += static_cast<char>(byte);
    }
    return to_base64(as_octets(bytes));
}

std::string id_to_hex(std::string_view base64_id) { return to_hex(as_octets(from_base64(base64_id))); }

}  // namespace wbm
