#include "hash.hpp"

#include <gtest/gtest.h>

#include <wbm/error.hpp>

namespace wbm {
namespace {

constexpr std::string_view empty_sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

TEST(Hash, OfEmptyBytes) {
    const Digests d = hash_bytes("", Hashes::sha256_and_md5);
    EXPECT_EQ(d.sha256_hex(), empty_sha256);
    EXPECT_EQ(d.entry_base64(), "1B2M2Y8AsgTpgAmY7PhCfg==");  // G01
    EXPECT_EQ(d.size, 0U);
}

TEST(Hash, OfHello) {
    const Digests d = hash_bytes("hello", Hashes::sha256_and_md5);
    EXPECT_EQ(d.entry_hex(), "5d41402abc4b2a76b9719d911017c592");  // G02
    EXPECT_EQ(d.entry_base64(), "XUFAKrxLKna5cZ2REBfFkg==");
    EXPECT_EQ(d.sha256_hex(), "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    EXPECT_EQ(d.size, 5U);
}

TEST(Hash, GoldensOfTheWireSpec) {
    EXPECT_EQ(sha256_hex("http://nonexistent/puppy.jpg"),
              "75c13e5a637fb8052da99792fca8323c06b138966cd30482e84d62c83adc01ee");  // G05
    EXPECT_EQ(md5_base64("file:///data/hello.txt"), "6b6Xsx4qIheQjgQutb/gLw==");    // G06
    EXPECT_EQ(md5_hex("helloB").substr(0, 20), "aed860a4b40319ef5fff");             // G07
    EXPECT_EQ(id_to_hex("QXJ0aWZhY3Q6MQ=="), "41727469666163743a31");               // G03
    EXPECT_EQ(id_to_hex("QXJ0aWZhY3Q6Nw=="), "41727469666163743a37");               // G04
}

TEST(Hash, Xxh128AsPythonsXxhash) {
    EXPECT_EQ(hash_bytes("", Hashes::xxh128).entry_base64(), "maoG0wFHmNhgAcMkRo1Jfw==");
    const Digests d = hash_bytes("hello", Hashes::sha256_and_xxh128);
    EXPECT_EQ(d.entry_base64(), "tenBrQcbPn/Hec+qXlI4GA==");
    EXPECT_EQ(d.entry_hex(), "b5e9c1ad071b3e7fc779cfaa5e523818");
    EXPECT_EQ(d.sha256_hex(), sha256_hex("hello"));
    EXPECT_EQ(d.algorithm, DigestAlgorithm::xxh128);
    std::string bytes(300'001, 'x');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7919 >> 3);
    Hasher hasher(Hashes::xxh128);
    hasher.update("something else");
    (void)hasher.finish();
    hasher.update(bytes.substr(0, 1000));
    hasher.update(bytes.substr(1000));
    EXPECT_EQ(hasher.finish().entry_base64(), "oLwqy7KCD4W/bJtbmJDuUA==");
}

TEST(Hash, PiecesGiveTheHashOfTheWhole) {
    std::string bytes(300'001, 'x');
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<char>(i * 7919 >> 3);
    const Digests whole = hash_bytes(bytes, Hashes::sha256_and_md5);
    for (const std::size_t piece : {std::size_t{1}, std::size_t{63}, std::size_t{64}, std::size_t{65'537}}) {
        Hasher hasher(Hashes::sha256_and_md5);
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            hasher.update(std::string_view(bytes).substr(at, piece));
        const Digests d = hasher.finish();
        EXPECT_EQ(d.sha256, whole.sha256) << piece;
        EXPECT_EQ(d.entry, whole.entry) << piece;
        EXPECT_EQ(d.size, bytes.size());
    }
}

TEST(Hash, OnlyWhatWasAskedFor) {
    EXPECT_EQ(hash_bytes("hello", Hashes::sha256).entry, Digests{}.entry);
    EXPECT_EQ(hash_bytes("hello", Hashes::md5).sha256, Digests{}.sha256);
    EXPECT_EQ(hash_bytes("hello", Hashes::md5).entry_base64(), "XUFAKrxLKna5cZ2REBfFkg==");
}

TEST(Hash, AHasherStartsAnewAfterFinish) {
    Hasher hasher(Hashes::sha256_and_md5);
    hasher.update("something else");
    EXPECT_EQ(hasher.finish().size, 14U);
    hasher.update("hello");
    const Digests d = hasher.finish();
    EXPECT_EQ(d.entry_base64(), "XUFAKrxLKna5cZ2REBfFkg==");
    EXPECT_EQ(d.size, 5U);
    EXPECT_EQ(hasher.finish().sha256_hex(), empty_sha256);
}

TEST(Base64, WritesAndReadsEveryLength) {
    std::string bytes;
    for (int length = 0; length < 70; ++length) {
        const std::string text = to_base64({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        EXPECT_EQ(text.size() % 4, 0U);
        EXPECT_EQ(from_base64(text), bytes) << length;
        bytes += static_cast<char>(255 - length * 3);
    }
}

TEST(Base64, KnownTexts) {
    const auto of = [](std::string_view s) {
        return to_base64({reinterpret_cast<const std::uint8_t*>(s.data()), s.size()});
    };
    EXPECT_EQ(of(""), "");
    EXPECT_EQ(of("f"), "Zg==");
    EXPECT_EQ(of("fo"), "Zm8=");
    EXPECT_EQ(of("foo"), "Zm9v");
    EXPECT_EQ(of("\xff\xef\xbe"), "/+++");
}

TEST(Base64, RefusesWhatIsNotBase64) {
    for (const char* text :
         {"Q", "QQ", "QQ=", "QQ=Q", "====", "Q===", "QQ==QQ==", "Q Q=", "QR==", "QQF=", "Q-Q=", "\xff\xff\xff\xff"}) {
        try {
            (void)from_base64(text);
            FAIL() << text;
        } catch (const MediaError& e) {
            EXPECT_EQ(e.status(), Status::invalid);
            EXPECT_NE(std::string(e.what()).find("not padded base64"), std::string::npos) << e.what();
        }
    }
}

}  // namespace
}  // namespace wbm
