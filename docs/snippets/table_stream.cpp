#include <wbm/media/table_stream.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    auto artifact = wbm::Artifact::create("art");
    wbm::TableStream table(artifact, "steps", {"step", "loss"});
    for (int step = 0; step < 1000; ++step) table.add_data(step, 1.0 / (step + 1));  // in the artifact at once
    table.finish();
    artifact.finalize();

    const wbm::Table read(artifact.get("steps", wbm::default_registry()));
    std::cout << read.nrows() << " rows\n";
    return read.cell(999, "step").get<int>() == 999 ? 0 : 1;
}
