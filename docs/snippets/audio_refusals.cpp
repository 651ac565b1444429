#include <wbm/media/audio.hpp>

#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>

int main() {
    const std::vector<float> planes(2000, 0.1F);
    const std::vector<float> broken{0.F, std::nanf(""), 0.F};
    std::ofstream("speech.mp3") << "no sound at all";
    const std::vector<std::function<void()>> refused{
        [&] {
            (void)wbm::Audio(wbm::Samples(planes, {2, 1000}), {.sample_rate = 8000});
        },
        [&] { (void)wbm::Audio(wbm::Samples(planes), {}); },
        [&] { (void)wbm::Audio(wbm::Samples(broken), {.sample_rate = 8000}); },
        [&] { (void)wbm::Audio(wbm::Samples(planes), {.sample_rate = 44100, .file_type = "opus"}); },
        [&] { (void)wbm::Audio("speech.mp3"); },
    };
    std::size_t count = 0;
    for (const auto& attempt : refused) {
        try {
            attempt();
        } catch (const wbm::MediaError& e) {
            ++count;
            std::cout << to_string(e.status()) << ": " << e.what() << '\n';
        }
    }
    return count == refused.size() ? 0 : 1;
}
