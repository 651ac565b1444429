// Any bytes as a picture, and any text as an image's JSON. What create() takes must survive JSON unchanged.
#include "../../plugins/image/image.hpp"
#include "../../plugins/image/formats/format.hpp"

#include <wbm/testing.hpp>

#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

using namespace wbm;

constexpr std::uint64_t most_pixels = 1 << 20;  // a sound picture of any size is a matter of time, not of safety

const testing::Type& image_type() {
    static const testing::Type type = testing::type_of<image::Image>();
    return type;
}

bool is_small(std::string_view bytes) {
    try {
        const image::Size size = image::shown_size(image::inspect({bytes, "it"}));
        return size.width * size.height <= most_pixels;
    } catch (const Error&) {
        return true;
    }
}

void as_picture(std::string_view bytes) {
    static const testing::FakeStore store(WBM_RUN);
    try {
        const testing::Value value = image_type().create(testing::Source::bytes(std::string(bytes)));
        (void)testing::round_trip(image_type(), value.get(), store);
        (void)reinterpret_cast<const image::Image*>(value.get())->tensor({});
    } catch (const testing::Refused& e) {
        if (e.status() == WBM_INTERNAL) std::abort();
    }
}

void as_json(std::string_view text) {
    static const testing::FakeStore store(WBM_ARTIFACT);
    static const auto file = store.put("media/images/a.png", "\x89PNG\r\n\x1a\n");
    try {
        const testing::Value value = image_type().from_json(text, store);
        (void)testing::round_trip(image_type(), value.get(), store);
    } catch (const testing::Refused& e) {
        if (e.status() == WBM_INTERNAL) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with("{"))
        as_json(bytes);
    else if (is_small(bytes))
        as_picture(bytes);
    return 0;
}
