#include "molecule.hpp"

#include "formats/format.hpp"
#include "molecule_options.hpp"

#include <filesystem>
#include <utility>

namespace wbm::molecule {
namespace {

constexpr const char* folder = "media/molecule";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"from",     "smiles", "source", "atoms",  "bonds",
                                                  "residues", "chains", "models", "formula"};

/// An optional member that is an object.
/// The extension without its dot.
std::string_view type_of_file(const MediaFile& file) noexcept {
    return file.extension().empty() ? std::string_view() : std::string_view(file.extension()).substr(1);
}

Model model_option(const json::object& options) {
    only(options, {"model"});
    const std::int64_t model = optional_integer(options, "model").value_or(0);
    if (model < 0 || model >= static_cast<std::int64_t>(max_models))
        throw invalid("option \"model\" is " + std::to_string(model) + "; the first model is 0");
    return static_cast<std::uint64_t>(model);
}

Array array_of(const std::vector<Position>& positions) {
    std::vector<double> numbers;
    numbers.reserve(3 * positions.size());
    for (const Position& at : positions) numbers.insert(numbers.end(), at.begin(), at.end());
    return {std::move(numbers), {static_cast<std::int64_t>(positions.size()), 3}};
}

/// The facts of a stored file whose JSON says none; a large or broken one has none.
Facts facts_of_stored(const MediaFile& file) {
    const Format* format = format_of(type_of_file(file));
    std::error_code error;
    const std::uintmax_t size = std::filesystem::file_size(file.path(), error);
    if (format == nullptr || error || size > max_look_bytes) return {};
    try {
        const std::string bytes = read_file(file.path(), max_look_bytes);
        return format->read({bytes, "it"}, {}).facts;
    } catch (const Error&) {
        return {};
    }
}

/// What is not known may be anything.
bool may_be_same(const Facts& a, const Facts& b) { return a == b || a == Facts{} || b == Facts{}; }

}  // namespace

const char* const Molecule::facts = molecule_facts;

Molecule Molecule::from_json(const json::object& j, const Store& source) {
    Molecule molecule;
    molecule.file = MediaFile::of_json(j, source);
    molecule.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    molecule.from = optional_text(wbm, "from");
    molecule.smiles = optional_text(wbm, "smiles");
    if (const json::object origin = object_or_empty(wbm, "source"); !origin.empty())
        molecule.source = MediaFile::of_json(origin, source);
    molecule.contents = Facts::from_json(wbm);
    molecule.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    if (molecule.contents == Facts{}) molecule.contents = facts_of_stored(molecule.file);
    molecule.extra = ExtraMembers(j, known_members, source);
    return molecule;
}

json::object Molecule::to_json(Store target) const {
    json::object j = media_json(type, caption, file.keep(target, folder));
    json::object wbm;
    if (from) wbm["from"] = *from;
    if (smiles) wbm["smiles"] = *smiles;
    if (source) wbm["source"] = source->keep(target, folder);
    contents.add_to(wbm);
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Molecule::fields() const {
    json::object known;
    if (!file.extension().empty()) known["format"] = type_of_file(file);
    if (from) known["from"] = *from;
    if (smiles) known["smiles"] = *smiles;
    contents.add_to(known);
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

Array Molecule::tensor(const json::object& options) const {
    const Model model = model_option(options);
    const Format* format = format_of(type_of_file(file));
    if (format == nullptr)
        throw unsupported("the molecule's file has the type " + quoted(type_of_file(file)) +
                          ", whose coordinates are not read here; it can be of " + all_types());
    if (file.bytes() != nullptr) return array_of(format->read({*file.bytes(), "the molecule"}, model).positions);
    const std::string bytes = read_file(file.path(), max_file_bytes);
    return array_of(format->read({bytes, name_of_file(file.path())}, model).positions);
}

json::object Molecule::probe(const Part& part) {
    const bool is_path = part.is(WBM_FROM_PATH);
    const std::string name = is_path ? name_of_file(part.path()) : "the molecule";
    const std::string content = is_path ? read_file(part.path(), max_file_bytes) : std::string();
    const std::string_view bytes = is_path ? std::string_view(content) : part.bytes();
    if (bytes.size() > max_file_bytes)
        throw invalid(name + " has " + std::to_string(bytes.size()) + " bytes, more than " +
                      std::to_string(max_file_bytes));
    const Format* format = sniffed(bytes);
    if (format == nullptr) throw unsupported(name + " is of no format of molecules; those are " + all_types());
    json::object found{{"format", format->type}};
    format->read({bytes, name}, {}).facts.add_to(found);
    return found;
}

bool Molecule::operator==(const Molecule& other) const {
    return caption == other.caption && from == other.from && smiles == other.smiles &&
           may_be_same(contents, other.contents) && wbm_extra == other.wbm_extra && extra == other.extra &&
           source == other.source && file == other.file;
}

}  // namespace wbm::molecule
