// audio_bench - the whole way of a sound to a run: 10 seconds of stereo as an array, to history JSON and a WAV file on
// disk, beside the SHA-256 and the writing of the same bytes alone, beside libsndfile in our own encoder's place, and
// beside wandb.Audio(...).to_json(run). All in one run, on one thread. Prints tables: thread processor time, but for
// the last one, which is time of day. The times of a shared machine mean little, the ratios are to be read. Usage:
// audio_bench [a Python that has wandb, numpy and soundfile]
#include <wbm/registry.hpp>

#include <cmath>
#include <cstdio>
#include <sstream>
#include <string>
#include <vector>

#include "bench_support.hpp"
#include "by_libsndfile.hpp"
#include "hash.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::line_of;
using wbm::bench::Logger;
using wbm::bench::write_file;

constexpr std::int64_t rate = 44100;
constexpr std::int64_t frames = 10 * rate;
constexpr std::int64_t channels = 2;

/// Two tones and a little noise.
template <class T>
std::vector<T> stereo() {
    std::vector<T> samples(static_cast<std::size_t>(frames * channels));
    std::uint32_t noise = 1;
    for (std::size_t i = 0; i < samples.size(); ++i) {
        noise = noise * 1664525U + 1013904223U;
        const double x = 0.5 * std::sin(static_cast<double>(i / 2) * (i % 2 == 0 ? 0.0627 : 0.0941)) +
                         0.01 * (static_cast<double>(noise >> 8) / 8388608.0 - 1);
        if constexpr (std::is_floating_point_v<T>)
            samples[i] = static_cast<T>(x);
        else
            samples[i] = static_cast<T>(x * 32767);
    }
    return samples;
}

template <class T>
wbm::Part part_of(const std::vector<T>& samples) {
    return wbm::array(samples.data(), wbm::dtype_of<T>(), {frames, channels});
}

const wbm::json::object with_rate{{"sample_rate", rate}};

template <class T>
void array_to_run(wbm::Registry& registry, const char* name) {
    const std::vector<T> samples = stereo<T>();
    const std::string file = wbm::bench::by_libsndfile(samples, rate);
    Logger logger(registry, "audio-file");
    const wbm::test::TempDir dir;
    std::size_t count = 0;
    // libsndfile's way goes alone: it grows and gives back memory that the others would have to fault in again.
    const double sndfile = in_turns({[&] { (void)wbm::bench::by_libsndfile(samples, rate); }}).front();
    const auto t = in_turns({[&] { logger.log(part_of(samples), with_rate); },
                             [&] { (void)registry.create("audio-file", part_of(samples), with_rate); },
                             [&] { (void)wbm::hash_bytes(file, wbm::Hashes::sha256); },
                             [&] { write_file(dir / std::to_string(count++), file); }});
    std::printf("%-10s %9.0f %9.0f %9.0f %9.0f %9.0f %7.2f\n", name, t[0] * 1e6, t[1] * 1e6, sndfile * 1e6, t[2] * 1e6,
                t[3] * 1e6, t[0] / (t[2] + t[3]));
    std::fflush(stdout);
}

template <class T>
void beside_wandb(wbm::Registry& registry, const char* name, const std::string& python) {
    const std::vector<T> samples = stereo<T>();
    const wbm::test::TempDir dir;
    write_file(dir / "samples", {reinterpret_cast<const char*>(samples.data()), samples.size() * sizeof(T)});
    Logger logger(registry, "audio-file");
    const auto ours = [&] {
        return in_turns({[&] { logger.log(part_of(samples), with_rate); }}, &wbm::bench::seconds_of_day).front();
    };
    std::ostringstream command;
    command << "cd '" << dir.path().string() << "' && '" << python << "' '" << WANDB_AUDIO << "' " << name << ' '
            << frames << ' ' << channels << ' ' << rate << " samples";
    const double before = ours();
    double theirs = 0;
    std::string version;
    std::istringstream(line_of(command.str())) >> theirs >> version;
    const double time = std::min(before, ours());
    std::printf("%-10s %9.0f %9.0f %7.1f  wandb %s\n", name, time * 1e6, theirs * 1e6, theirs / time, version.c_str());
    std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        std::printf("10 s of stereo to run, us: everything, beside SHA-256 + write of the file alone\n");
        std::printf("%-10s %9s %9s %9s %9s %9s %7s\n", "array", "all", "create", "sndfile", "hash", "write", "ratio");
        array_to_run<std::int16_t>(registry, "int16");
        array_to_run<float>(registry, "float32");
        array_to_run<double>(registry, "float64");
        if (argc < 2) return 0;
        std::printf("\n10 s of stereo to run, beside wandb.Audio(array).to_json(run)\n%-10s %9s %9s %7s\n", "array",
                    "ours us", "wandb us", "times");
        beside_wandb<float>(registry, "float32", argv[1]);
        beside_wandb<double>(registry, "float64", argv[1]);
        beside_wandb<std::int16_t>(registry, "int16", argv[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "audio_bench: %s\n", error.what());
        return 1;
    }
}
