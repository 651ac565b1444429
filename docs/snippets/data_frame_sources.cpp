#include <wbm/media/data_frame.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

#include "data_frame_source.hpp"

int main() {
    Losses losses{.step = {1, 2, 3}, .loss = {0.9, 0.5, 0.4}};
    ArrowArrayStream stream = losses.stream();  // or arrow::ExportRecordBatchReader(reader, &stream)

    const wbm::DataFrame frame(stream, {.row_group_rows = 100'000, .project = "churn", .entity = "ada", .run = "7"});
    std::cout << *frame.rows() << " rows of " << frame.columns().size() << " columns, " << frame.compression() << '\n';

    wbm::Run run("runs/7");
    run.log("losses", frame);

    wbm::Artifact artifact = wbm::Artifact::create("artifacts/losses");
    artifact.add(frame, "losses");
    artifact.save();
}
