// fuzz_support.hpp - what the fuzz targets of media types share: promises, refusals, choices read off an input.
#pragma once

#include <wbm/testing.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <new>
#include <string_view>

namespace wbm::fuzz {

inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "broken promise: %s\n", what);
    std::abort();
}

/// Runs what may be refused. Anything but a refusal with its own status, and no memory, ends the program.
template <class Call>
void refusable(const Call& call) {
    const auto check = [](wbm_status status, std::string_view text) {
        require(status != WBM_INTERNAL || text.find("out of memory") != text.npos, "a refusal has a status of its own");
        require(!text.empty(), "a refusal has a text");
    };
    try {
        call();
    } catch (const testing::Refused& e) {
        check(e.status(), e.what());
    } catch (const Error& e) {
        check(e.status(), e.what());
    } catch (const std::bad_alloc&) {
    }
}

/// Takes numbers off the front of the input; 0 when there are none left.
class Choices {
public:
    Choices(const std::uint8_t* data, std::size_t size) : data_(data), left_(size) {}
    std::uint8_t byte() {
        if (left_ == 0) return 0;
        --left_;
        return *data_++;
    }
    /// 0 to count - 1.
    std::size_t of(std::size_t count) { return byte() % count; }
    bool yes() { return (byte() & 1) != 0; }
    [[nodiscard]] std::string_view rest() const { return {reinterpret_cast<const char*>(data_), left_}; }

private:
    const std::uint8_t* data_;
    std::size_t left_;
};

}  // namespace wbm::fuzz
