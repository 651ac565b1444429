#include <wbm/media/histogram.hpp>
#include <wbm/media/plain_array.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Registry& registry = wbm::default_registry();
    wbm::Run run("runs/7");
    for (const std::int64_t size : {1, 4, 1000}) {
        std::vector<double> numbers;
        for (std::int64_t i = 0; i < size; ++i) numbers.push_back(static_cast<double>(i) / 4);
        const DLTensor array{
            numbers.data(), {kDLCPU, 0}, 1, wbm::dtype_of<double>(), const_cast<std::int64_t*>(&size), nullptr, 0};
        const std::string text = run.log("w", wbm::plain_array(registry, array));  // what Python's run.log() writes
        std::cout << text.substr(0, 60) << '\n';
        if (size > 1) std::cout << wbm::json::write(wbm::array_summary(array)) << '\n';
    }
}
