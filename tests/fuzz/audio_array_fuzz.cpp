// Arrays of any dtype, shape and strides with any options; what is made of them can be read again.
#include "audio_fuzz_support.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm;
    using namespace wbm::audio;
    audio::fuzz::Choices choose(data, size);
    constexpr DLDataType dtypes[] = {{kDLFloat, 32, 1}, {kDLFloat, 64, 1}, {kDLFloat, 16, 1}, {kDLInt, 16, 1},
                                     {kDLInt, 32, 1},   {kDLUInt, 8, 1},   {kDLInt, 64, 1},   {kDLInt, 8, 1}};
    const DLDataType dtype = dtypes[choose.of(std::size(dtypes))];
    constexpr const char* file_types[] = {"wav", "flac", "ogg", "opus", "mp3"};
    constexpr const char* subtypes[] = {"", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"};
    constexpr const char* layouts[] = {"", "NC", "CN"};
    constexpr std::int64_t rates[] = {8000, 16000, 44100, 48000, 1, 16777216, 11025, 0};
    json::object options{{"sample_rate", rates[choose.of(std::size(rates))]}};
    options["file_type"] = file_types[choose.of(std::size(file_types))];
    if (const char* subtype = subtypes[choose.of(std::size(subtypes))]; *subtype != 0) options["subtype"] = subtype;
    if (const char* layout = layouts[choose.of(std::size(layouts))]; *layout != 0) options["layout"] = layout;
    options["keep_original"] = choose.yes();
    const auto channels = static_cast<std::int64_t>(choose.of(11));
    const std::string_view rest = choose.rest();
    const auto count = static_cast<std::int64_t>(rest.size() / (dtype.bits / 8U));
    std::vector<std::int64_t> shape{count};
    if (channels > 0) shape = {count / channels, channels};
    testing::Source source = testing::Source::tensor(dtype, rest, shape);
    if (choose.yes() && channels > 1) source.with_strides({1, shape[0]});
    source.with_options(options);
    audio::fuzz::refusable([&] {
        const testing::Value value = audio::fuzz::audio_type().create(source);
        const Audio& audio = audio::fuzz::of(value);
        const Array back = audio.tensor({});
        audio::fuzz::require(back.dl().shape[0] == audio.sound.frames, "an array keeps its frames");
        audio::fuzz::check_round_trip(value);
    });
    return 0;
}
