// A list of molecules logged under one key. Wire spec 8.
#include "molecule.hpp"

#include <string_view>

namespace wbm::molecule {
namespace {

constexpr std::string_view folder = "media/molecule";

std::string stored_path(const json::object& item, std::size_t index) {
    const auto path = optional_text(item, "path");
    if (!path) return text(item, "artifact_path");
    if (!path->starts_with(folder))
        throw invalid("molecule " + std::to_string(index) + " of the list has the path " + brief(json::value(*path)) +
                      ", which is not below " + std::string(folder) + "; log it alone");
    return *path;
}

}  // namespace

json::object Molecule::seq_to_json(std::span<const Molecule* const> values, std::span<const json::object> items) {
    json::array filenames;
    json::array captions;
    bool has_any = false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        filenames.emplace_back(stored_path(items[i], i));
        captions.push_back(values[i]->caption ? json::value(*values[i]->caption) : json::value(nullptr));
        has_any = has_any || values[i]->caption;
    }
    json::object batch{{"_type", "molecule"}, {"filenames", std::move(filenames)}, {"count", values.size()}};
    // The reference looks at the first alone, and forgets the others' when it has none.
    if (values[0]->caption) {
        batch["captions"] = std::move(captions);
    } else {
        batch["captions"] = false;
        if (has_any) batch["_wbm"] = json::object{{"captions", std::move(captions)}};
    }
    return batch;
}

}  // namespace wbm::molecule
