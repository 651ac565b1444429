#include "md5.hpp"

#include <openssl/evp.h>

#include <array>
#include <stdexcept>

namespace wbm::trace_tree {

std::string md5_hex(std::string_view text) {
    std::array<unsigned char, 16> digest{};
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_md5(), nullptr) != 1)
        throw std::runtime_error("the MD5 of a model cannot be computed: OpenSSL refuses it");
    constexpr std::string_view digits = "0123456789abcdef";
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += digits[byte >> 4U];
        hex += digits[byte & 15U];
    }
    return hex;
}

}  // namespace wbm::trace_tree
