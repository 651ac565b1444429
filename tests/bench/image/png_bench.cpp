// png_bench - the PNG encoder against Pillow at its defaults, both on one thread and on the same pictures, in turns
// close in time. Prints a table; fails if a file of ours does not decode (with libpng) to the pixels it came from.
// Usage: png_bench [the Python that has Pillow; Debian's own if none is named]
#include "../../../plugins/image/formats/encode.hpp"
#include "pictures.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <png.h>
#include <unistd.h>

namespace {

using wbm::bench::Bitmap;

struct Measured {
    double best = 0;
    double median = 0;
    std::size_t bytes = 0;
};

wbm::image::PixelRows rows_of(const Bitmap& bitmap) {
    return {reinterpret_cast<const std::byte*>(bitmap.samples.data()),
            static_cast<std::ptrdiff_t>(bitmap.width * bitmap.channels),
            {bitmap.width, bitmap.height},
            bitmap.channels,
            1};
}

/// Adds to the times for a while.
void time_ours(const Bitmap& bitmap, std::vector<double>& times) {
    constexpr double seconds = 0.25;
    constexpr std::size_t least = 5;
    double sum = 0;
    for (std::size_t count = 0; count < least || sum < seconds; ++count) {
        const auto start = std::chrono::steady_clock::now();
        const std::string file = wbm::image::encode_png(rows_of(bitmap));
        times.push_back(std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        sum += times.back();
    }
}

Measured summary(std::vector<double> times, std::size_t bytes) {
    std::sort(times.begin(), times.end());
    return {times.front(), times[times.size() / 2], bytes};
}

bool decodes_to(const Bitmap& bitmap) {
    const std::string file = wbm::image::encode_png(rows_of(bitmap));
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    if (!png_image_begin_read_from_memory(&image, file.data(), file.size())) return false;
    image.format = bitmap.channels == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
    std::vector<std::uint8_t> samples(PNG_IMAGE_SIZE(image));
    return image.width == bitmap.width && image.height == bitmap.height &&
           png_image_finish_read(&image, nullptr, samples.data(), 0, nullptr) && samples == bitmap.samples;
}

class TempFolder {
public:
    TempFolder() {
        std::string name = (std::filesystem::temp_directory_path() / "png_bench_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make the folder " + name);
        path_ = name;
    }
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    ~TempFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// One start of Python for one picture, so that both encoders meet the same load of the machine.
Measured measure_pillow(const std::string& python, const Bitmap& bitmap, std::string& version) {
    const TempFolder folder;
    const std::string raw = (folder.path() / "samples").string();
    std::ofstream(raw, std::ios::binary)
        .write(reinterpret_cast<const char*>(bitmap.samples.data()),
               static_cast<std::streamsize>(bitmap.samples.size()));
    std::ostringstream command;
    command << '\'' << python << "' '" << PILLOW_PNG << "' '" << (bitmap.channels == 1 ? "L" : "RGB") << ':'
            << bitmap.width << ':' << bitmap.height << ':' << raw << '\'';
    std::FILE* const pipe = popen(command.str().c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("cannot start a process");
    std::string text;
    for (int c; (c = std::fgetc(pipe)) != EOF;) text += static_cast<char>(c);
    if (pclose(pipe) != 0)
        throw std::runtime_error(python + " does not run pillow_png.py; name a Python that has Pillow");
    std::istringstream lines(text);
    Measured measured;
    if (!std::getline(lines, version) || !(lines >> measured.best >> measured.median >> measured.bytes))
        throw std::runtime_error("pillow_png.py printed: " + text);
    return measured;
}

void print_row(const Bitmap& bitmap, const Measured& ours, const Measured& pillow) {
    const auto speed = [&](double seconds) { return static_cast<double>(bitmap.samples.size()) / seconds / 1e6; };
    const std::string size = std::to_string(bitmap.width) + "x" + std::to_string(bitmap.height);
    std::printf("%-10s %9s %8.0f %8.1f %7.1fx %7.1fx %8.3f %8.3f\n", bitmap.name.c_str(), size.c_str(),
                speed(ours.median), speed(pillow.median), pillow.median / ours.median, pillow.best / ours.best,
                static_cast<double>(ours.bytes) / static_cast<double>(pillow.bytes),
                static_cast<double>(pillow.bytes) / static_cast<double>(bitmap.samples.size()));
    std::fflush(stdout);
}

int run(const std::string& python) {
    constexpr std::size_t sizes[][2] = {{64, 64}, {512, 512}, {1920, 1080}};
    bool sound = true;
    std::printf("%-10s %9s %8s %8s %8s %8s %8s %8s\n", "picture", "pixels", "MB/s", "Pillow", "median", "best", "size",
                "Pillow/raw");
    std::string version;
    for (const auto& [width, height] : sizes)
        for (const Bitmap& bitmap : wbm::bench::pictures(width, height)) {
            // Ours before and after Pillow: other programs' load changes from second to second.
            std::vector<double> times;
            time_ours(bitmap, times);
            const Measured pillow = measure_pillow(python, bitmap, version);
            time_ours(bitmap, times);
            print_row(bitmap, summary(times, wbm::image::encode_png(rows_of(bitmap)).size()), pillow);
            if (decodes_to(bitmap)) continue;
            std::printf("%s decodes to other pixels\n", bitmap.name.c_str());
            sound = false;
        }
    std::printf("Pillow %s. MB/s: of samples, medians. median, best: how many times faster. size: ours by Pillow's.\n",
                version.c_str());
    return sound ? 0 : 1;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count > 1 ? arguments[1] : "/usr/bin/python3");
    } catch (const std::exception& error) {
        std::fprintf(stderr, "png_bench: %s\n", error.what());
        return 1;
    }
}
