#include <wbm/media/histogram.hpp>

#include <cmath>
#include <iostream>

static int refused = 0;

template <class Make>
static void make(const Make& histogram) {
    try {
        (void)histogram();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    const std::vector<double> numbers{1, 2, std::nan("")};
    make([&] { return wbm::Histogram(numbers); });
    make([&] { return wbm::Histogram(wbm::json_text("[1, 2]"), {.num_bins = 513}); });
    make([&] { return wbm::Histogram(wbm::json_text("[1.0, 1.000000000000001]")); });
    make([&] { return wbm::Histogram(wbm::json_text("[[1, 2], [3]]")); });
    make([&] { return wbm::Histogram::from_counts(std::vector{1, 2}, std::vector{0, 1}); });

    const wbm::Histogram finite(numbers, {.num_bins = 2, .skip_nonfinite = true});
    std::cout << finite.count() << " numbers, " << finite.skipped_nonfinite() << " left out\n";
    return refused == 5 ? 0 : 1;
}
