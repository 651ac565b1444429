// by_libsndfile.hpp - the plugin's way through libsndfile, for a program that uses core: the headers of both cannot be
// in one file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace wbm::bench {

/// A WAV file with 16 bits, two channels.
[[nodiscard]] std::string by_libsndfile(const std::vector<float>& samples, std::int64_t rate);
[[nodiscard]] std::string by_libsndfile(const std::vector<double>& samples, std::int64_t rate);
[[nodiscard]] std::string by_libsndfile(const std::vector<std::int16_t>& samples, std::int64_t rate);

}  // namespace wbm::bench
