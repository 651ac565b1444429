// Any array with any options as a film: it is refused in words, or encoded to a file that is a film of its size.
#include "../../plugins/video/video.hpp"
#include "fuzz_support.hpp"

#include <array>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace wbm;
using namespace wbm::video;
using wbm::fuzz::Choices;
using wbm::fuzz::require;

json::object options_of(Choices& choices) {
    constexpr const char* formats[] = {"gif", "mp4", "webm", "ogg"};
    constexpr const char* layouts[] = {"TCHW", "THWC", "BTCHW", "BTHWC"};
    constexpr double rates[] = {0, 0.002, 0.5, 4, 23.976, 29.97, 60, 100, 1000, -1};
    json::object options;
    options["format"] = formats[choices.of(4)];
    if (choices.yes()) options["layout"] = layouts[choices.of(4)];
    if (choices.yes()) options["fps"] = rates[choices.of(10)];
    if (choices.yes()) options["normalize"] = choices.yes();
    if (choices.yes()) options["range"] = json::array{-1.0 * choices.byte(), 1.0 * choices.byte()};
    if (choices.yes()) options["quality"] = choices.byte();
    return options;
}

void check(Choices& choices) {
    constexpr DLDataType dtypes[] = {{kDLUInt, 8, 1},   {kDLInt, 8, 1},     {kDLUInt, 16, 1},  {kDLInt, 64, 1},
                                     {kDLFloat, 16, 1}, {kDLFloat, 32, 1},  {kDLFloat, 64, 1}, {kDLBfloat, 16, 1},
                                     {dl_bool, 8, 1},   {kDLComplex, 64, 1}};
    const DLDataType dtype = dtypes[choices.of(10)];
    const json::object options = options_of(choices);
    std::vector<std::int64_t> shape(1 + choices.of(6));
    std::size_t count = 1;
    for (std::int64_t& extent : shape) {
        constexpr std::int64_t usual[] = {1, 2, 3, 4, 5, 7, 16, 0};
        extent = usual[choices.of(8)];
        count *= static_cast<std::size_t>(extent);
    }
    if (count > 1 << 15) return;
    std::string elements(count * dtype.bits / 8, '\0');
    for (char& c : elements) c = static_cast<char>(choices.byte());
    const testing::Type type = testing::type_of<Video>();
    auto source = testing::Source::tensor(dtype, elements, shape).with_options(options);
    const testing::Value made = type.create(source);
    const Video& video = *reinterpret_cast<const Video*>(made.get());
    const testing::Value again = type.create(testing::Source::bytes(*video.file.bytes()));
    const Video& read = *reinterpret_cast<const Video*>(again.get());
    require(read.known.width == video.known.width && read.known.height == video.known.height, "the size is right");
    require(read.known.codec == video.known.codec, "the codec is right");
    require(read.known.frames == video.known.frames, "no frame is lost");
    const testing::Value twice = type.create(source);
    require(type.equal(made, twice), "the bytes are the same each time");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Choices choices(data, size);
    try {
        check(choices);
    } catch (const testing::Refused& e) {
        require(e.status() != WBM_INTERNAL, e.what());
    }
    return 0;
}
