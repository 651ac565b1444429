// Op value: one constructor call through every stage.
#include "case_call.hpp"
#include "case_stores.hpp"

#include <wbm/artifact.hpp>

namespace wbm::conformance {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view entry_name = "obj";

void store_in_artifact(Output& out, const ValuePtr& value, std::string& stored) {
    Artifact artifact = Artifact::create(out.folder() / "artifact");
    const auto entry = artifact.add(value, entry_name);
    artifact.save();
    // A value taken from elsewhere is stored as a reference: then there is no text of its own.
    stored = entry.ref.empty() ? read_text(artifact.directory() / entry.path) : value->to_json_text(artifact);
    out.write("artifact.json", stored);
    out.write(
        "artifact_info.json",
        json::object{{"digest", artifact.digest()}, {"size", artifact.size()}, {"metadata", artifact.info().metadata}});
}

void read_back(Output& out, Registry& registry, const ValuePtr& value, const std::string& stored) {
    Artifact artifact = Artifact::open(out.folder() / "artifact");
    const ValuePtr again = artifact.get(entry_name, registry);
    if (!again) throw MediaError(Status::not_found, "artifact: no entry of the value \"obj\"");
    out.write("roundtrip.json", json::object{{"equal", *again == *value && *value == *again},
                                             {"same_text", again->to_json_text(artifact) == stored},
                                             {"fields", again->fields()}});
}

}  // namespace

void run_value(const Case& c, Output& out, Registry& registry) {
    const auto fresh = [&] { return Builder(registry, c.folder).value(c.call); };
    if (!out.stage("init", [&] { out.write("init.json", fresh()->fields()); })) return;
    out.stage("run", [&] { store_in_run(out, [&](Run& run) { return log_value(run, c, fresh()); }); });
    std::string stored;
    ValuePtr value;
    const bool is_stored = out.stage("artifact", [&] {
        value = fresh();
        store_in_artifact(out, value, stored);
    });
    if (is_stored) out.stage("roundtrip", [&] { read_back(out, registry, value, stored); });
}

}  // namespace wbm::conformance
