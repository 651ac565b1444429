// wbm/media/audio.hpp - Audio: the typed way to make and read sounds. docs/media/audio.md shows each part.
//
//     wbm::Audio audio(wbm::Samples(samples, {frames, 2}), {.sample_rate = 44100, .caption = "a bell"});
//     run.log("bell", audio.value());
//     artifact.add(audio, "bell");
//
// Implements the wire spec, section 5. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <initializer_list>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace wbm {

/// Samples of a sound: N, or N frames x C channels; C x N for who says so in AudioOptions::layout. Borrowed: they must
/// live until the audio is made. float, double: fractions of full scale, -1 to 1; int16, int32: whole of their range;
/// uint8: silence is 128. float16 comes as a DLTensor.
class Samples {
public:
    /// A contiguous range, one channel.
    template <std::ranges::contiguous_range R>
    requires std::is_arithmetic_v<std::ranges::range_value_t<R>>
    explicit Samples(const R& samples)
        : data_(std::ranges::data(samples)),
          dtype_(dtype_of<std::remove_cv_t<std::ranges::range_value_t<R>>>()),
          shape_{static_cast<std::int64_t>(std::ranges::size(samples))} {}

    /// A contiguous range with its shape: `Samples(samples, {frames, 2})`. Throws MediaError (invalid) when the shape's
    /// product is not the range's size.
    template <std::ranges::contiguous_range R>
    requires std::is_arithmetic_v<std::ranges::range_value_t<R>> Samples(const R& samples,
                                                                         std::initializer_list<std::int64_t> shape)
        : data_(std::ranges::data(samples)),
          dtype_(dtype_of<std::remove_cv_t<std::ranges::range_value_t<R>>>()),
          shape_(shape) {
        check_element_count(shape, std::ranges::size(samples));
    }

    /// A pointer with dtype, shape and strides in elements (none: row-major).
    Samples(const void* data, DLDataType dtype, std::vector<std::int64_t> shape, std::vector<std::int64_t> strides = {})
        : data_(data), dtype_(dtype), shape_(std::move(shape)), strides_(std::move(strides)) {}

    /// An array of a library that speaks DLPack. Throws MediaError: unsupported for memory that is not the CPU's;
    /// invalid for dimensions without a shape.
    Samples(const DLTensor& tensor)  // NOLINT(google-explicit-constructor)
        : data_(tensor.data == nullptr ? nullptr : static_cast<const std::byte*>(tensor.data) + tensor.byte_offset),
          dtype_(tensor.dtype) {
        if (tensor.device.device_type != kDLCPU)
            throw MediaError(Status::unsupported,
                             "the samples are in the memory of another device; copy them to the CPU");
        if (tensor.ndim < 0 || (tensor.ndim > 0 && tensor.shape == nullptr))
            throw MediaError(Status::invalid, "the DLTensor of the samples has ndim " + std::to_string(tensor.ndim) +
                                                  " and no shape for it; fill in the structure before passing it");
        shape_.assign(tensor.shape, tensor.shape + tensor.ndim);
        if (tensor.strides != nullptr) strides_.assign(tensor.strides, tensor.strides + tensor.ndim);
    }

    [[nodiscard]] Part part() const { return array(data_, dtype_, shape_, strides_); }
    [[nodiscard]] const std::vector<std::int64_t>& shape() const noexcept { return shape_; }

private:
    const void* data_;
    DLDataType dtype_;
    std::vector<std::int64_t> shape_;
    std::vector<std::int64_t> strides_;
};

/// What may be said of a sound. Samples need sample_rate; for a file it is only noted, as in the reference.
struct AudioOptions {
    std::optional<std::int64_t> sample_rate = {};  ///< frames a second
    std::optional<std::string> caption = {};

    // How samples become a file; files, bytes and URLs are kept as they are, and refuse these.
    std::string file_type = {};  ///< wav (default), flac, ogg, opus, mp3
    std::string subtype = {};    ///< PCM_16 (default), PCM_24; of wav also PCM_32, FLOAT, DOUBLE
    std::string layout = {};     ///< "NC", or "CN" for channels first
    bool keep_original = false;  ///< numbers that the file does not hold are kept beside it
};

/// A sound. [const calls are thread-safe]
class Audio : public MediaValue {
public:
    static constexpr std::string_view type = "audio-file";

    /// From samples.
    explicit Audio(const Samples& samples, const AudioOptions& options, Registry& registry = default_registry())
        : Audio(samples.part(), options, registry) {}
    /// From a file: WAV, FLAC, Ogg, Opus, MP3, AIFF, CAF or AU, kept byte for byte.
    explicit Audio(const std::filesystem::path& file, const AudioOptions& options = {},
                   Registry& registry = default_registry())
        : Audio(path(file), options, registry) {}
    /// From another sound, with its caption; options given override.
    Audio(const Audio& other, const AudioOptions& options, Registry& registry = default_registry())
        : Audio(wbm::value(other.value()), options, registry) {}
    /// From any part: bytes(), url().
    explicit Audio(const Part& source, const AudioOptions& options = {}, Registry& registry = default_registry())
        : MediaValue(registry.create(type, source, arguments(options)), type) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Audio(ValuePtr value) : MediaValue(std::move(value), type) {}

    // 0 where it is not known: of a reference, and of a file whose header nobody could read.
    /// Frames a second: what was given, else what the file says.
    [[nodiscard]] std::int64_t sample_rate() const { return value()->get<std::int64_t>("sample_rate").value_or(0); }
    [[nodiscard]] std::int64_t channels() const { return value()->get<std::int64_t>("channels").value_or(0); }
    [[nodiscard]] std::int64_t frames() const { return value()->get<std::int64_t>("frames").value_or(0); }
    /// Seconds.
    [[nodiscard]] double duration() const { return value()->get<double>("duration").value_or(0); }
    /// wav, flac, ogg, opus, mp3, aiff, caf, au, rf64; empty where it is not known.
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }
    /// PCM_16, FLOAT, VORBIS, ...
    [[nodiscard]] std::string subtype() const { return value()->get<std::string>("subtype").value_or(""); }

    /// The samples, frames x channels (frames alone with one channel): the original ones where they were kept, else as
    /// the file has them. Throws MediaError: unsupported for a reference; invalid for a damaged file.
    [[nodiscard]] Tensor tensor() const { return value()->tensor(); }

    /// The samples as numbers, all channels of a frame together: float and double from -1 to 1, int16 and int32 in
    /// their whole range. `start`, `count`: a part, in frames; without `count` up to the end. Throws MediaError as
    /// tensor(); invalid for a part beyond the end; unsupported for integers of a file that holds fractions.
    template <class T>
    requires std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, std::int16_t> ||
        std::same_as<T, std::int32_t>
    [[nodiscard]] std::vector<T> samples(std::int64_t start = 0, std::optional<std::int64_t> count = {}) const {
        constexpr std::string_view dtype = std::is_same_v<T, float>          ? "float32"
                                           : std::is_same_v<T, double>       ? "float64"
                                           : std::is_same_v<T, std::int16_t> ? "int16"
                                                                             : "int32";
        json::object options{{"dtype", dtype}};
        if (start != 0) options["start"] = start;
        if (count) options["frames"] = *count;
        const Tensor tensor = value()->tensor(options);
        const std::span<const T> all = tensor.as<T>();
        return {all.begin(), all.end()};
    }

private:
    static json::object arguments(const AudioOptions& o) {
        json::object options;
        if (o.sample_rate) options["sample_rate"] = *o.sample_rate;
        if (o.caption) options["caption"] = *o.caption;
        if (!o.file_type.empty()) options["file_type"] = o.file_type;
        if (!o.subtype.empty()) options["subtype"] = o.subtype;
        if (!o.layout.empty()) options["layout"] = o.layout;
        if (o.keep_original) options["keep_original"] = true;
        return options;
    }
};

}  // namespace wbm
