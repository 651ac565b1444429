#include <wbm/media/audio.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    const std::vector<std::int16_t> samples(1600, 1000);
    const wbm::Audio first(wbm::Samples(samples), {.sample_rate = 16000, .caption = "one"});
    const wbm::Audio second(wbm::Samples(samples, {800, 2}), {.sample_rate = 16000});
    wbm::Run run("run");
    const std::vector<wbm::ValuePtr> both{first.value(), second.value()};
    const std::string row = run.log("sounds", both);
    std::cout << row << '\n';
    return row.find("\"durations\":[0.1,0.05],\"captions\":[\"one\",\"\"]") != std::string::npos ? 0 : 1;
}
