// image_bench - the whole way of a picture to a run: array or file to history JSON on disk, beside what the pieces of
// work cost alone, on two threads beside one, and beside wandb.Image(...).to_json(run). All in one run, on one thread
// where nothing else is said. Prints tables: thread processor time, but for the last two, which are times of day. The
// times of a shared machine mean little, the ratios are to be read.
// Usage: image_bench [a Python that has wandb and numpy]
#include <wbm/registry.hpp>

#include <cstdio>
#include <sstream>
#include <thread>

#include "bench_support.hpp"
#include "encode_bitmap.hpp"
#include "hash.hpp"
#include "pictures.hpp"

namespace {

namespace fs = std::filesystem;
using wbm::bench::Bitmap;
using wbm::bench::in_turns;
using wbm::bench::line_of;
using wbm::bench::Logger;
using wbm::bench::write_file;

constexpr std::size_t sizes[][2] = {{64, 64}, {512, 512}, {1920, 1080}};

wbm::Part part_of(const Bitmap& bitmap) {
    std::vector<std::int64_t> shape{static_cast<std::int64_t>(bitmap.height), static_cast<std::int64_t>(bitmap.width)};
    if (bitmap.channels > 1) shape.push_back(static_cast<std::int64_t>(bitmap.channels));
    return wbm::array(bitmap.samples.data(), wbm::dtype_of<std::uint8_t>(), shape);
}

void print_name(const Bitmap& bitmap) {
    const std::string size = std::to_string(bitmap.width) + "x" + std::to_string(bitmap.height);
    std::printf("%-10s %9s", bitmap.name.c_str(), size.c_str());
}

void array_to_run(wbm::Registry& registry) {
    std::printf("\narray to run: everything, beside encode + SHA-256 + write alone\n%-10s %9s %9s %9s %9s %9s %7s\n",
                "picture", "pixels", "all us", "encode", "hash", "write", "ratio");
    for (const auto& [width, height] : sizes)
        for (const Bitmap& bitmap : wbm::bench::pictures(width, height)) {
            Logger logger(registry, "image-file");
            const wbm::test::TempDir dir;
            const std::string file = wbm::bench::encode_bitmap(bitmap);
            std::size_t count = 0;
            const auto t =
                in_turns({[&] { logger.log(part_of(bitmap)); }, [&] { (void)wbm::bench::encode_bitmap(bitmap); },
                          [&] { (void)wbm::hash_bytes(file, wbm::Hashes::sha256); },
                          [&] { write_file(dir / std::to_string(count++), file); }});
            print_name(bitmap);
            std::printf(" %9.0f %9.0f %9.0f %9.0f %7.2f\n", t[0] * 1e6, t[1] * 1e6, t[2] * 1e6, t[3] * 1e6,
                        t[0] / (t[1] + t[2] + t[3]));
            std::fflush(stdout);
        }
}

void file_to_run(wbm::Registry& registry) {
    std::printf(
        "\nfile to run: everything, beside reading, SHA-256 and writing of the same bytes alone\n"
        "%-10s %9s %9s %9s %9s %7s\n",
        "picture", "pixels", "bytes", "all us", "least", "ratio");
    for (const auto& [width, height] : sizes)
        for (const Bitmap& bitmap : wbm::bench::pictures(width, height)) {
            Logger logger(registry, "image-file");
            const wbm::test::TempDir dir;
            const std::string file = wbm::bench::encode_bitmap(bitmap);
            write_file(dir / "picture.png", file);
            std::size_t count = 0;
            const auto t = in_turns({[&] { logger.log(wbm::path(dir / "picture.png")); },
                                     [&] {
                                         std::string bytes(file.size(), '\0');
                                         std::ifstream(dir / "picture.png", std::ios::binary)
                                             .read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
                                         (void)wbm::hash_bytes(bytes, wbm::Hashes::sha256);
                                         write_file(dir / std::to_string(count++), bytes);
                                     }});
            print_name(bitmap);
            std::printf(" %9zu %9.0f %9.0f %7.2f\n", file.size(), t[0] * 1e6, t[1] * 1e6, t[0] / t[1]);
            std::fflush(stdout);
        }
}

void on_two_threads(wbm::Registry& registry) {
    std::printf("\ntwo threads, each with a run of its own, beside one thread that does the work of one\n");
    constexpr int each = 12;
    const Bitmap bitmap = wbm::bench::pictures(1920, 1080).front();
    const auto work = [&] {
        Logger logger(registry, "image-file");
        for (int i = 0; i < each; ++i) logger.log(part_of(bitmap));
    };
    const auto t = in_turns({work,
                             [&] {
                                 std::thread other(work);
                                 work();
                                 other.join();
                             }},
                            &wbm::bench::seconds_of_day);
    std::printf("%d pictures of 1920x1080 a thread: %.2f times the work of one thread in the same time\n", each,
                2 * t[0] / t[1]);
}

void beside_wandb(wbm::Registry& registry, const std::string& python) {
    std::printf("\narray to run, beside wandb.Image(array).to_json(run)\n%-10s %9s %9s %9s %7s\n", "picture", "pixels",
                "ours us", "wandb us", "times");
    std::string version;
    for (const auto& [width, height] : sizes)
        for (const Bitmap& bitmap : wbm::bench::pictures(width, height)) {
            Logger logger(registry, "image-file");
            const wbm::test::TempDir dir;
            write_file(dir / "samples", {reinterpret_cast<const char*>(bitmap.samples.data()), bitmap.samples.size()});
            std::ostringstream command;
            command << "cd '" << dir.path().string() << "' && '" << python << "' '" << WANDB_IMAGE << "' "
                    << bitmap.height << ' ' << bitmap.width << ' ' << bitmap.channels << " samples";
            const auto ours = [&] {
                return in_turns({[&] { logger.log(part_of(bitmap)); }}, &wbm::bench::seconds_of_day).front();
            };
            const double before = ours();
            const std::string line = line_of(command.str());
            double theirs = 0;
            std::istringstream(line) >> theirs >> version;
            const double time = std::min(before, ours());
            print_name(bitmap);
            std::printf(" %9.0f %9.0f %7.1f\n", time * 1e6, theirs * 1e6, theirs / time);
            std::fflush(stdout);
        }
    std::printf("wandb %s\n", version.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        array_to_run(registry);
        file_to_run(registry);
        on_two_threads(registry);
        if (argc > 1) beside_wandb(registry, argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "image_bench: %s\n", error.what());
        return 1;
    }
}
