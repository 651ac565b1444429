// video_bench - frames of 640 x 480 to a film in a run: history JSON on disk, in each format; beside x264 alone on
// frames that are in its own colours already; one frame at a time beside all at once; and beside
// wandb.Video(...).to_json(run). All in one run. Processor time of all threads, the reference's with that of its
// ffmpeg; beside it the ratio of times of day. The times of a shared machine mean little,
// the ratios are to be read.
// Usage: video_bench [a Python that has wandb, moviepy, imageio and numpy]
#include <wbm/registry.hpp>
#include <wbm/value_writer.hpp>

#include <cstdio>
#include <sstream>

#include "bare_encoder.hpp"
#include "bench_support.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::Logger;

using namespace wbm::bench::film_size;

/// T x C x H x W: a slope that wanders, a disc that moves, and the noise of a camera.
std::vector<std::uint8_t> film() {
    std::vector<std::uint8_t> samples(frame_bytes * frames);
    std::uint32_t random = 1;
    auto* to = samples.data();
    for (std::int64_t t = 0; t < frames; ++t)
        for (std::int64_t c = 0; c < 3; ++c)
            for (std::int64_t y = 0; y < height; ++y)
                for (std::int64_t x = 0; x < width; ++x) {
                    random = random * 1664525U + 1013904223U;
                    const std::int64_t dx = x - 100 - 6 * t;
                    const std::int64_t dy = y - 240;
                    const bool disc = dx * dx + dy * dy < 6400;
                    const std::int64_t base = disc ? 200 - 60 * c : (x + 2 * t) / 8 + y / 6 + 20 * c;
                    *to++ = static_cast<std::uint8_t>(base + (random >> 30));
                }
    return samples;
}

wbm::Part part_of(const std::vector<std::uint8_t>& samples) {
    return wbm::array(samples.data(), wbm::dtype_of<std::uint8_t>(), {frames, 3, height, width});
}

wbm::json::object options_of(const char* format) { return {{"format", format}, {"fps", 30}}; }

void array_to_run(wbm::Registry& registry, const std::vector<std::uint8_t>& samples) {
    const wbm::bench::BareEncoder encoder(samples);
    std::printf("array to run, %d frames of 640x480, frames per second of one processor\n", static_cast<int>(frames));
    for (const char* format : {"mp4", "webm", "gif", "ogg"}) {
        Logger logger(registry, "video-file");
        const auto t = in_turns({[&] { logger.log(part_of(samples), options_of(format)); }, [&] { encoder.run(); }},
                                &wbm::bench::process_seconds);
        std::printf("%-5s %6.0f   x264 alone %6.0f   time ratio %.2f\n", format, frames / t[0], frames / t[1],
                    t[0] / t[1]);
        std::fflush(stdout);
    }
}

void frame_by_frame(wbm::Registry& registry, const std::vector<std::uint8_t>& samples) {
    const auto t = in_turns({[&] {
                                 wbm::ValueWriter writer = registry.open_writer("video-file", options_of("mp4"));
                                 for (std::size_t i = 0; i < frames; ++i)
                                     writer.add(wbm::array(samples.data() + i * frame_bytes,
                                                           wbm::dtype_of<std::uint8_t>(), {3, height, width}));
                                 (void)writer.finish();
                             },
                             [&] { (void)registry.create("video-file", part_of(samples), options_of("mp4")); }},
                            &wbm::bench::process_seconds);
    std::printf("frame by frame beside all at once, mp4: time ratio %.2f\n", t[0] / t[1]);
}

void beside_wandb(wbm::Registry& registry, const std::vector<std::uint8_t>& samples, const std::string& python) {
    const wbm::test::TempDir dir;
    wbm::bench::write_file(dir / "samples", {reinterpret_cast<const char*>(samples.data()), samples.size()});
    std::string version;
    for (const char* format : {"mp4", "gif", "webm"}) {
        std::ostringstream command;
        command << "cd '" << dir.path().string() << "' && '" << python << "' '" << WANDB_VIDEO << "' " << frames << ' '
                << height << ' ' << width << ' ' << format << " samples 2>/dev/null";
        Logger logger(registry, "video-file");
        const auto work = [&] { logger.log(part_of(samples), options_of(format)); };
        const double ours = in_turns({work}, &wbm::bench::seconds_of_day).front();
        const double ours_used = in_turns({work}, &wbm::bench::process_seconds).front();
        double theirs = 0;
        double theirs_used = 0;
        std::istringstream(wbm::bench::line_of(command.str())) >> theirs >> theirs_used >> version;
        std::printf("%-5s ours %.2f s, wandb.Video %.2f s: processor time ratio %.1f; time of day ratio %.1f\n", format,
                    ours_used, theirs_used, theirs_used / ours_used, theirs / ours);
        std::fflush(stdout);
    }
    std::printf("wandb %s\n", version.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        const std::vector<std::uint8_t> samples = film();
        array_to_run(registry, samples);
        frame_by_frame(registry, samples);
        if (argc > 1) beside_wandb(registry, samples, argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "video_bench: %s\n", error.what());
        return 1;
    }
}
