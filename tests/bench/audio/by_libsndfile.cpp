#include "by_libsndfile.hpp"

#include "files/encode.hpp"

namespace wbm::bench {
namespace {

template <class T>
std::string wav_of(const std::vector<T>& samples, std::int64_t rate) {
    return audio::encode({"wav", "PCM_16", rate, 2, static_cast<std::int64_t>(samples.size() / 2)}, samples.data());
}

}  // namespace

std::string by_libsndfile(const std::vector<float>& samples, std::int64_t rate) { return wav_of(samples, rate); }
std::string by_libsndfile(const std::vector<double>& samples, std::int64_t rate) { return wav_of(samples, rate); }
std::string by_libsndfile(const std::vector<std::int16_t>& samples, std::int64_t rate) { return wav_of(samples, rate); }

}  // namespace wbm::bench
