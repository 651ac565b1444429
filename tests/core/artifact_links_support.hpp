// Artifacts that refer to each other, for the tests of references.
#pragma once

#include <wbm/artifact_links.hpp>
#include <wbm/registry.hpp>

#include <memory>
#include <string>

#include "artifact_support.hpp"

namespace wbm::test {

inline constexpr const char* hello_digest = "XUFAKrxLKna5cZ2REBfFkg==";

/// Artifacts are written as manifests by hand, which no other test's artifacts are mistaken for: each test has its ids.
class LinkedArtifacts : public testing::Test {
protected:
    static std::string entry(const std::string& path, const std::string& digest, const std::string& ref = {}) {
        return "\"" + path + "\": {\"digest\": \"" + digest + "\"" + (ref.empty() ? "" : ", \"ref\": \"" + ref + "\"") +
               "}";
    }
    void write(const std::string& name, const std::string& contents, const std::string& own = "{}") {
        dir.write(name + "/wandb_manifest.json", R"({"version": 1, "storagePolicy": "wandb-storage-policy-v1",
            "storagePolicyConfig": {"_wbm": )" + own +
                                                     R"(}, "contents": {)" + contents + "}}");
    }
    /// An artifact with the file x, known by a server id.
    void write_and_know(const std::string& name, const std::string& base64) {
        write(name, entry("x", hello_digest));
        dir.write(name + "/x", "hello");
        known->add(dir / name, base64);
    }
    Artifact referring(const std::string& ref, const std::string& digest = hello_digest, const char* name = "b") {
        write(name, entry("y", digest, ref));
        Artifact artifact = Artifact::open_logged(dir / name);
        artifact.set_links(known);
        return artifact;
    }
    TempDir dir;
    std::shared_ptr<LocalArtifacts> known = std::make_shared<LocalArtifacts>();
    Registry registry{{.policy = Policy::any(),
                       .directories = {},
                       .search_standard_places = false,
                       .cache_directory = {},
                       .use_cache = false}};
};

}  // namespace wbm::test
