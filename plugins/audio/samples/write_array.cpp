#include "write_array.hpp"

#include "../files/encode.hpp"
#include "../limits.hpp"
#include "pcm16.hpp"

#include <algorithm>
#include <cmath>
#include <exception>
#include <limits>
#include <string>
#include <system_error>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm::audio {
namespace {

[[noreturn]] void refuse_number(const SampleArray& array, std::size_t index, const char* number, const Sound& sound) {
    const auto channels = static_cast<std::size_t>(array.channels());
    throw invalid("the array holds " + std::string(number) + " at frame " + std::to_string(index / channels) +
                  ", channel " + std::to_string(index % channels) + ", which " + sound.subtype +
                  " cannot hold; replace it, or set the option \"subtype\" to FLOAT");
}

/// Calls `use` with the samples in the type that libsndfile takes: those of uint8 as int16, of float16 as float.
template <class Use>
auto with_samples(const SampleArray& array, const Use& use) {
    const DLDataType dtype = array.dtype();
    if (dtype.code == kDLInt) return dtype.bits == 16 ? use(array.as<std::int16_t>()) : use(array.as<std::int32_t>());
    if (dtype.code == kDLUInt) {
        std::vector<std::int16_t> wide(array.count());
        to_pcm16(array.as<std::uint8_t>(), wide.data(), wide.size());
        return use(static_cast<const std::int16_t*>(wide.data()));
    }
    if (dtype.bits == 64) return use(array.as<double>());
    if (dtype.bits == 32) return use(array.as<float>());
    std::vector<float> wide(array.count());
    std::transform(array.as<std::uint16_t>(), array.as<std::uint16_t>() + array.count(), wide.begin(), half_to_float);
    return use(static_cast<const float*>(wide.data()));
}

std::string little(std::uint64_t number, int bytes) {
    std::string text;
    for (int i = 0; i < bytes; ++i) text += static_cast<char>(number >> 8 * i);
    return text;
}

/// The 44 bytes before the samples of a plain WAV file.
std::string wav_header(const Sound& sound, std::uint64_t data_bytes) {
    const auto channels = static_cast<std::uint64_t>(sound.channels);
    const auto rate = static_cast<std::uint64_t>(sound.sample_rate);
    return "RIFF" + little(36 + data_bytes, 4) + "WAVEfmt " + little(16, 4) + little(1, 2) + little(channels, 2) +
           little(rate, 4) + little(rate * channels * 2, 4) + little(channels * 2, 2) + little(16, 2) + "data" +
           little(data_bytes, 4);
}

template <class T>
[[noreturn]] void refuse_nan(const SampleArray& array, const T* samples, const Sound& sound) {
    std::size_t index = 0;
    if constexpr (std::is_floating_point_v<T>)
        while (!std::isnan(samples[index])) ++index;
    refuse_number(array, index, "NaN", sound);
}

/// Appends `count` samples as 16-bit numbers.
template <class T>
OutOfRange append_pcm16(std::string& bytes, const T* samples, std::size_t count) {
    constexpr std::size_t block = 8192;  // the copy of a block is cheaper than filling the file's memory with zeros
    std::int16_t converted[block];
    OutOfRange all;
    for (std::size_t at = 0; at < count; at += block) {
        const std::size_t now = std::min(block, count - at);
        const OutOfRange out = to_pcm16(samples + at, converted, now);
        all.clipped += out.clipped;
        all.has_nan = all.has_nan || out.has_nan;
        bytes.append(reinterpret_cast<const char*>(converted), now * 2);
    }
    return all;
}

/// The later half of the samples, converted on a thread of its own.
template <class T>
class LaterHalf {
public:
    /// Throws std::system_error when no thread can be had.
    LaterHalf(const T* samples, std::size_t count)
        : thread_([this, samples, count] {
              try {
                  bytes_.reserve(count * 2);
                  out_ = append_pcm16(bytes_, samples, count);
              } catch (...) {
                  failure_ = std::current_exception();
              }
          }) {}
    ~LaterHalf() {
        if (thread_.joinable()) thread_.join();
    }
    LaterHalf(const LaterHalf&) = delete;
    LaterHalf& operator=(const LaterHalf&) = delete;

    OutOfRange append_to(std::string& bytes) {
        thread_.join();
        if (failure_) std::rethrow_exception(failure_);
        bytes += bytes_;
        return out_;
    }

private:
    std::string bytes_;
    OutOfRange out_;
    std::exception_ptr failure_;
    std::thread thread_;  // last: it uses what is above
};

/// Fewer samples are converted sooner than a thread begins.
constexpr std::size_t worth_a_thread = std::size_t{1} << 18;

template <class T>
OutOfRange append_all(std::string& bytes, const T* samples, std::size_t count) {
    if constexpr (std::is_floating_point_v<T>) {
        if (count >= worth_a_thread) try {
                const std::size_t half = count / 2;
                LaterHalf later(samples + half, count - half);
                OutOfRange all = append_pcm16(bytes, samples, half);
                const OutOfRange rest = later.append_to(bytes);
                all.clipped += rest.clipped;
                all.has_nan = all.has_nan || rest.has_nan;
                return all;
            } catch (const std::system_error&) {  // no thread: nothing was appended
            }
    }
    return append_pcm16(bytes, samples, count);
}

template <class T>
Written wav_of(const SampleArray& array, const Sound& sound, const T* samples) {
    Written written{wav_header(sound, array.count() * 2), sound};
    written.bytes.reserve(written.bytes.size() + array.count() * 2);
    const OutOfRange out = append_all(written.bytes, samples, array.count());
    if (out.has_nan) refuse_nan(array, samples, sound);
    written.clipped = out.clipped;
    return written;
}

/// Lossy codecs do with numbers beyond 1 what they like, so they get none.
template <class T>
std::vector<T> limited(const SampleArray& array, const Sound& sound, const T* samples) {
    std::vector<T> copy(samples, samples + array.count());
    for (std::size_t i = 0; i < copy.size(); ++i) {
        if (std::isinf(copy[i])) refuse_number(array, i, "an infinite number", sound);
        copy[i] = std::clamp(copy[i], T{-1}, T{1});
    }
    return copy;
}

template <class T>
Written encoded(const SampleArray& array, const Sound& sound, const T* samples) {
    Written written{{}, sound};
    if constexpr (std::is_floating_point_v<T>) {
        if (sound.subtype == "FLOAT" || sound.subtype == "DOUBLE") {
            written.bytes = encode(sound, samples);
            return written;
        }
        for (std::size_t i = 0; i < array.count(); ++i) {
            if (std::isnan(samples[i])) refuse_number(array, i, "NaN", sound);
            written.clipped += std::fabs(samples[i]) > T{1} ? 1U : 0U;
        }
        if (sound.subtype.find("PCM_") != 0) {
            written.bytes = encode(sound, limited(array, sound, samples).data());
            return written;
        }
    }
    written.bytes = encode(sound, samples);
    return written;
}

std::uint64_t bytes_of_sample(const std::string& subtype) {
    return subtype == "PCM_16" ? 2 : subtype == "PCM_24" ? 3 : subtype == "DOUBLE" ? 8 : 4;
}

}  // namespace

Written write_array(const SampleArray& array, std::int64_t sample_rate, const std::string& file_type,
                    const std::string& subtype) {
    const Sound sound{file_type, subtype, sample_rate, array.channels(), array.frames()};
    const std::uint64_t byte_rate =
        static_cast<std::uint64_t>(sample_rate * array.channels()) * bytes_of_sample(subtype);
    if (file_type == "wav" &&
        (array.count() * bytes_of_sample(subtype) > max_wav_bytes - 256 || byte_rate > max_wav_bytes))
        throw invalid(
            "the array does not fit into a WAV file, which counts with 32 bits; log it in pieces, or take the "
            "file type flac");
    if (file_type != "wav" && array.count() == 0)
        throw unsupported("the array has no samples, and a " + file_type +
                          " file cannot be empty; take the file type wav");
    const bool is_ours = file_type == "wav" && subtype == "PCM_16";
    if (!is_ours) return with_samples(array, [&](const auto* samples) { return encoded(array, sound, samples); });
    if (array.dtype().code == kDLUInt) return wav_of(array, sound, array.as<std::uint8_t>());
    return with_samples(array, [&](const auto* samples) { return wav_of(array, sound, samples); });
}

bool holds(const std::string& subtype, DLDataType dtype) noexcept {
    if (subtype == "DOUBLE") return true;
    const bool is_short = dtype.bits == 8 || (dtype.bits == 16 && dtype.code == kDLInt);
    if (subtype == "FLOAT") return is_short || (dtype.code == kDLFloat && dtype.bits <= 32);
    if (subtype == "PCM_32") return dtype.code != kDLFloat;
    return is_short && (subtype == "PCM_16" || subtype == "PCM_24");
}

std::string subtype_for(DLDataType dtype) {
    if (dtype.code != kDLFloat) return "PCM_32";
    return dtype.bits == 64 ? "DOUBLE" : "FLOAT";
}

}  // namespace wbm::audio
