#include "../formats/encode.hpp"
#include "choice.hpp"
#include "kernel.hpp"
#include "test_bytes.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <functional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <gtest/gtest.h>
#include <png.h>

namespace wbm::image {
namespace {

struct Layout {
    std::size_t width;
    std::size_t height;
    std::size_t channels;
    std::size_t sample_bytes;

    [[nodiscard]] std::size_t row_bytes() const { return width * channels * sample_bytes; }
    [[nodiscard]] std::size_t bytes() const { return row_bytes() * height; }
};

PixelRows rows_of(const Bytes& samples, const Layout& layout) {
    return {reinterpret_cast<const std::byte*>(samples.data()),
            static_cast<std::ptrdiff_t>(layout.row_bytes()),
            {layout.width, layout.height},
            layout.channels,
            layout.sample_bytes};
}

struct Source {
    std::string_view bytes;
    std::size_t at = 0;
};

void read_source(png_structp png, png_bytep to, png_size_t count) {
    Source& from = *static_cast<Source*>(png_get_io_ptr(png));
    if (from.bytes.size() - from.at < count) png_error(png, "the file ends early");
    std::memcpy(to, from.bytes.data() + from.at, count);
    from.at += count;
}

/// libpng's errors jump back into this, so it holds no object with a destructor.
bool read_png(png_structp png, png_infop info, Source& source, const Layout& layout, png_bytep* rows) {
    if (setjmp(png_jmpbuf(png)) != 0) return false;
    png_set_read_fn(png, &source, read_source);
    png_read_info(png, info);
    constexpr int colours[] = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA, PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGBA};
    if (png_get_image_width(png, info) != layout.width || png_get_image_height(png, info) != layout.height ||
        png_get_color_type(png, info) != colours[layout.channels - 1] ||
        png_get_bit_depth(png, info) != static_cast<int>(8 * layout.sample_bytes))
        return false;
    if (layout.sample_bytes == 2 && std::endian::native == std::endian::little) png_set_swap(png);
    png_read_image(png, rows);
    png_read_end(png, info);
    return source.at == source.bytes.size();
}

/// The samples that libpng reads, in this machine's byte order; none if it refuses the file or sees another header.
Bytes decoded(const std::string& file, const Layout& layout) {
    Bytes samples(layout.bytes());
    std::vector<png_bytep> rows(layout.height);
    for (std::size_t y = 0; y < layout.height; ++y) rows[y] = samples.data() + y * layout.row_bytes();
    Source source{file};
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, nullptr);
    png_infop info = png_create_info_struct(png);
    const bool sound = read_png(png, info, source, layout, rows.data());
    png_destroy_read_struct(&png, &info, nullptr);
    return sound ? samples : Bytes();
}

using Fill = std::function<Bytes(const Layout&)>;
struct Kind {
    const char* name;
    Fill fill;
};

const Kind kinds[] = {
    {"random", [](const Layout& layout) { return random_bytes(layout.bytes(), 1); }},
    {"constant", [](const Layout& layout) { return Bytes(layout.bytes(), 77); }},
    {"gradient",
     [](const Layout& layout) {
         Bytes bytes(layout.bytes());
         for (std::size_t i = 0; i < bytes.size(); ++i)
             bytes[i] = static_cast<std::uint8_t>(3 * (i % layout.row_bytes()) + 5 * (i / layout.row_bytes()));
         return bytes;
     }},
    {"low noise",
     [](const Layout& layout) {
         Bytes bytes = random_bytes(layout.bytes(), 2);
         for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(100 + byte % 12);
         return bytes;
     }},
    {"run-heavy", [](const Layout& layout) { return run_heavy(layout.bytes(), 3); }},
    {"repeating",
     [](const Layout& layout) {
         const Bytes word = random_bytes(37, 4);
         Bytes bytes(layout.bytes());
         for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = word[i % word.size()];
         return bytes;
     }},
};

TEST(PngEncoder, EveryLayoutDecodesToTheSamePixels) {
    for (std::size_t channels = 1; channels <= 4; ++channels)
        for (std::size_t sample_bytes = 1; sample_bytes <= 2; ++sample_bytes)
            for (std::size_t width = 1; width <= 70; ++width)
                for (const std::size_t height : {1, 7, 33})
                    for (const Kind& kind : kinds) {
                        const Layout layout{width, height, channels, sample_bytes};
                        const Bytes samples = kind.fill(layout);
                        ASSERT_EQ(decoded(encode_png(rows_of(samples, layout)), layout), samples)
                            << kind.name << ' ' << width << 'x' << height << ", " << channels << " channels of "
                            << sample_bytes << " bytes";
                    }
}

TEST(PngEncoder, LargePicturesOfEveryKindDecodeToTheSamePixels) {
    for (const Layout layout : {Layout{601, 407, 3, 1}, Layout{640, 333, 1, 1}, Layout{257, 251, 4, 2}})
        for (const Kind& kind : kinds) {
            const Bytes samples = kind.fill(layout);
            ASSERT_EQ(decoded(encode_png(rows_of(samples, layout)), layout), samples) << kind.name;
        }
}

TEST(PngEncoder, AOnePixelPictureIsTiny) {
    const Bytes samples{1, 2, 3};
    const Layout layout{1, 1, 3, 1};
    const std::string file = encode_png(rows_of(samples, layout));
    EXPECT_EQ(decoded(file, layout), samples);
    EXPECT_LE(file.size(), 69U) << "what Pillow writes";
}

TEST(PngEncoder, ATinyPictureIsNoLargerThanPillowsFile) {
    const Layout layout{3, 3, 4, 1};
    Bytes samples(layout.bytes());
    std::fill_n(samples.begin() + 12, 12, std::uint8_t{255});
    EXPECT_LE(encode_png(rows_of(samples, layout)).size(), 75U);
}

TEST(PngEncoder, ARowMayBeLongerThanABlockOfDeflate) {
    for (const Kind& kind : kinds) {
        const Layout layout{300'001, 1, 4, 2};
        const Bytes samples = kind.fill(layout);
        ASSERT_EQ(decoded(encode_png(rows_of(samples, layout)), layout), samples) << kind.name;
    }
}

TEST(PngEncoder, TheFileHasOnlyTheChunksItNeeds) {
    const Layout layout{300, 300, 3, 1};
    for (const Kind& kind : kinds) {
        const std::string file = encode_png(rows_of(kind.fill(layout), layout));
        std::string types;
        for (std::size_t at = 8; at + 12 <= file.size();) {
            std::size_t length = 0;
            for (std::size_t i = 0; i < 4; ++i) length = length << 8 | static_cast<std::uint8_t>(file[at + i]);
            types += file.substr(at + 4, 4) + " ";
            at += 12 + length;
        }
        EXPECT_EQ(types, "IHDR IDAT IEND ") << kind.name;
    }
}

TEST(PngEncoder, LongStreamsAreCutIntoChunks) {
    const Layout layout{2100, 2100, 4, 1};  // more random bytes than one chunk takes
    const Bytes samples = random_bytes(layout.bytes(), 5);
    const std::string file = encode_png(rows_of(samples, layout));
    EXPECT_EQ(decoded(file, layout), samples);
    EXPECT_NE(file.find("IDAT", std::size_t{1} << 24), std::string::npos);
}

TEST(PngEncoder, RowsAreReadBackwards) {
    const Layout layout{50, 40, 3, 1};
    const Bytes samples = kinds[3].fill(layout);
    PixelRows rows = rows_of(samples, layout);
    rows.first += (layout.height - 1) * layout.row_bytes();
    rows.row_step = -rows.row_step;
    Bytes flipped;
    for (std::size_t y = layout.height; y-- > 0;)
        flipped.insert(flipped.end(), samples.data() + y * layout.row_bytes(),
                       samples.data() + (y + 1) * layout.row_bytes());
    EXPECT_EQ(encode_png(rows), encode_png(rows_of(flipped, layout)));
    EXPECT_EQ(decoded(encode_png(rows), layout), flipped);
}

TEST(PngEncoder, OneRowIsRepeatedForAStepOf0) {
    const Layout layout{50, 40, 2, 2};
    const Bytes row = random_bytes(layout.row_bytes(), 6);
    PixelRows rows = rows_of(row, layout);
    rows.row_step = 0;
    Bytes repeated;
    for (std::size_t y = 0; y < layout.height; ++y) repeated.insert(repeated.end(), row.begin(), row.end());
    EXPECT_EQ(decoded(encode_png(rows), layout), repeated);
}

TEST(PngEncoder, RowsMayHaveGapsAndOddAddresses) {
    const Layout layout{33, 20, 3, 2};
    const std::size_t step = layout.row_bytes() + 5;
    const Bytes memory = random_bytes(1 + step * layout.height, 7);
    PixelRows rows = rows_of(memory, layout);
    rows.first += 1;
    rows.row_step = static_cast<std::ptrdiff_t>(step);
    Bytes samples;
    for (std::size_t y = 0; y < layout.height; ++y)
        samples.insert(samples.end(), memory.data() + 1 + y * step, memory.data() + 1 + y * step + layout.row_bytes());
    EXPECT_EQ(decoded(encode_png(rows), layout), samples);
}

TEST(PngEncoder, BytesAroundThePictureDoNotMatter) {
    for (const Kind& kind : kinds)
        for (std::size_t width = 1; width < 60; ++width) {
            const Layout layout{width, 41, 3, 1};
            const Bytes samples = kind.fill(layout);
            std::string files[2];
            for (unsigned i = 0; i < 2; ++i) {
                Bytes memory = random_bytes(samples.size() + 200, i);
                std::copy(samples.begin(), samples.end(), memory.begin() + 100);
                PixelRows rows = rows_of(memory, layout);
                rows.first += 100;
                files[i] = encode_png(rows);
            }
            ASSERT_EQ(files[0], files[1]) << kind.name << ' ' << width;
        }
}

TEST(PngEncoder, ThreadsDoNotDisturbEachOther) {
    const Layout layout{400, 300, 3, 1};
    std::vector<Bytes> pictures;
    for (const Kind& kind : kinds) pictures.push_back(kind.fill(layout));
    std::vector<std::string> alone;
    for (const Bytes& samples : pictures) alone.push_back(encode_png(rows_of(samples, layout)));
    for (int round = 0; round < 20; ++round) {
        std::vector<std::string> files(pictures.size());
        std::vector<std::thread> threads;
        for (std::size_t i = 0; i < files.size(); ++i)
            threads.emplace_back([&, i] { files[i] = encode_png(rows_of(pictures[i], layout)); });
        for (std::thread& thread : threads) thread.join();
        ASSERT_EQ(files, alone);
    }
}

TEST(PngEncoder, RandomBytesHardlyGrow) {
    for (const Layout layout : {Layout{64, 64, 1, 1}, Layout{200, 200, 3, 1}, Layout{700, 500, 4, 2}}) {
        const std::string file = encode_png(rows_of(random_bytes(layout.bytes(), 8), layout));
        EXPECT_LT(file.size(), layout.bytes() + layout.height + layout.bytes() / 1000 + 100);
    }
}

TEST(PngEncoder, TheWayFitsThePicture) {
    const auto way_of = [](const Kind& kind, std::size_t channels) {
        const Layout layout{300, 300, channels, 1};
        const Bytes samples = kind.fill(layout);
        return png::choose_way(rows_of(samples, layout), png::best_kernel());
    };
    EXPECT_EQ(way_of(kinds[0], 3), png::Way::noise);
    EXPECT_EQ(way_of(kinds[3], 3), png::Way::noise);
    EXPECT_EQ(way_of(kinds[5], 1), png::Way::repeats);
    EXPECT_EQ(way_of(kinds[5], 4), png::Way::repeats);
    const Kind blobs{"blobs", [](const Layout& layout) {
                         Bytes bytes;
                         for (int y = 0; y < static_cast<int>(layout.height); ++y)
                             for (int x = 0; x < static_cast<int>(layout.width); ++x) {
                                 const int radius = (x - 140) * (x - 140) + (y - 130) * (y - 160);
                                 bytes.push_back(static_cast<std::uint8_t>(radius / 5000));
                             }
                         return bytes;
                     }};
    EXPECT_EQ(way_of(blobs, 1), png::Way::runs);
}

}  // namespace
}  // namespace wbm::image
