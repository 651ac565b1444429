// Reads what the reference wrote.
#include "case.hpp"

#include "temp_dir.hpp"

#include <wbm/artifact.hpp>
#include <wbm/npy.hpp>

#include <array>
#include <iostream>

namespace wbm::conformance {
namespace {

/// Members of a value's JSON that read.json wants beside its fields.
constexpr std::array<std::string_view, 13> kept = {"_type",      "caption", "grouping", "width",     "height",
                                                   "format",     "sha256",  "columns",  "class_set", "join_key",
                                                   "parts_path", "boxes",   "ncols"};

/// The fields, and what the value says of itself when it is written again: nothing here is copied from the text read.
json::object fields_of(const WBValue& value) {
    json::object fields = value.fields();
    if (value.has_rows()) fields["data"] = value.rows();
    try {
        const test::TempDir scratch;
        Artifact copy = Artifact::create(scratch / "copy");
        const json::value written = json::read(value.to_json_text(copy));
        if (!written.is_object())
            fields["boxes"] = written;
        else
            for (const auto name : kept)
                if (const auto* member = written.get_object().if_contains(name);
                    member != nullptr && !fields.contains(name))
                    fields[name] = *member;
    } catch (const MediaError& e) {
        std::cerr << "read: the value cannot be written again: " << e.what() << '\n';
    }
    return fields;
}

void write_tensor(const WBValue& value, const Output& out) {
    if (!value.has_tensor()) return;
    try {
        out.write("read_tensor.npy", to_npy(value.tensor().dl()));
    } catch (const MediaError& e) {
        std::cerr << "read: no tensor: " << e.what() << '\n';
    }
}

}  // namespace

void read_reference(const Case& c, Output& out, Registry& registry) {
    const auto folder = c.folder / "artifact";
    if (c.op != "value" || !std::filesystem::exists(folder / "wandb_manifest.json")) return;
    try {
        const Artifact artifact = Artifact::open_logged(folder);
        const ValuePtr value = artifact.get("obj", registry);
        if (!value) throw MediaError(Status::not_found, "artifact: no type of this build has an entry \"obj\"");
        out.write("read.json", json::object{{"fields", fields_of(*value)}});
        write_tensor(*value, out);
    } catch (...) {
        out.write("read.json", json::object{{"error", refusal()}});
    }
}

}  // namespace wbm::conformance
