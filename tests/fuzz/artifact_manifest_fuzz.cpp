// Any bytes as wandb_manifest.json: refused with a MediaError, or read such that writing and reading again changes
// nothing.
#include <wbm/error.hpp>

#include <cstdint>
#include <cstdlib>

#include "artifact_manifest.hpp"
#include "store_path.hpp"

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

bool same(const wbm::ArtifactEntry& a, const wbm::ArtifactEntry& b) {
    return a.path == b.path && a.digest == b.digest && a.ref == b.ref && a.size == b.size &&
           a.birth_artifact_id == b.birth_artifact_id;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    wbm::Manifest first;
    try {
        first = wbm::read_manifest(text);
    } catch (const wbm::MediaError&) {
        return 0;
    }
    const std::string written = wbm::write_manifest(first);
    const wbm::Manifest second = wbm::read_manifest(written);
    require(wbm::write_manifest(second) == written);
    require(wbm::digest_of(first.entries) == wbm::digest_of(second.entries));
    require(std::equal(first.entries.begin(), first.entries.end(), second.entries.begin(), second.entries.end(), same));
    for (const wbm::ArtifactEntry& entry : first.entries)
        wbm::check_store_path(entry.path, entry.ref.empty() ? wbm::PathUse::file : wbm::PathUse::reference);
    return 0;
}
