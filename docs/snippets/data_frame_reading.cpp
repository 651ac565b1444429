#include <wbm/media/data_frame.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

#include "data_frame_source.hpp"

static void log_losses() {
    Losses losses;
    for (int i = 0; i < 200'000; ++i) {
        losses.step.push_back(i);
        losses.loss.push_back(1.0 / (i + 1));
    }
    ArrowArrayStream stream = losses.stream();
    wbm::Artifact artifact = wbm::Artifact::create("artifacts/losses");
    artifact.add(wbm::DataFrame(stream), "losses");
    artifact.save();
}

int main() {
    log_losses();
    const wbm::Artifact artifact = wbm::Artifact::open("artifacts/losses");
    const wbm::DataFrame frame(artifact.get("losses", wbm::default_registry()));
    for (std::size_t i = 0; i < frame.columns().size(); ++i)
        std::cout << frame.columns()[i] << ": " << frame.column_types()[i] << '\n';

    // Some rows as JSON, some as an array, and all of them as Arrow batches, one at a time.
    std::cout << wbm::json::write(wbm::json::value(frame.value()->rows({{"first", 1}, {"count", 2}}))) << '\n';
    const wbm::Tensor last = frame.tensor({.columns = {"loss"}, .first = 199'990});
    std::cout << last.shape()[0] << " x " << last.shape()[1] << '\n';

    ArrowArrayStream stream{};
    frame.arrow(stream, {.columns = {"loss", "step"}});
    for (ArrowArray batch{}; stream.get_next(&stream, &batch) == 0 && batch.release != nullptr; batch.release(&batch))
        std::cout << "a batch of " << batch.length << " rows\n";
    stream.release(&stream);
}
