#include <wbm/artifact_links.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    std::ofstream("notes.txt") << "hello";
    auto artifact = wbm::Artifact::create("art");

    // A file or a folder of this machine: read, and hashed.
    artifact.add_reference("file://" + std::filesystem::absolute("notes.txt").string());
    // Elsewhere nothing is fetched. Say what the server said, and it is kept.
    artifact.add_reference("https://host/big.bin", "big", {.etag = "\"5e1-abc\"", .size = 1505});
    artifact.add_reference("s3://bucket/key", "bucket/key", {.etag = "9b2c", .size = 7, .version_id = "v1"});

    // An entry of another artifact needs that artifact: its digest is taken from there.
    try {
        artifact.add_reference("wandb-artifact://41727469666163743a37/x");
        return 1;
    } catch (const wbm::MediaError& error) {
        std::cout << error.what() << '\n';
    }
    auto known = std::make_shared<wbm::LocalArtifacts>();
    auto other = wbm::Artifact::create("other");
    other.new_file("x", "hello");
    other.save();
    known->add("other", "QXJ0aWZhY3Q6Nw==");  // the id that the server has for it
    artifact.set_links(known);
    artifact.add_reference("wandb-artifact://41727469666163743a37/x");
    artifact.save();

    std::cout << artifact.fetch("x").parent_path().filename() << '\n';
    for (const std::string& note : artifact.unverified()) std::cout << note << '\n';
    return artifact.verify().empty() ? 0 : 1;
}
