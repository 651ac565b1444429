// How a molecule is made from what a caller has.
#include "chemistry/convert.hpp"
#include "formats/format.hpp"
#include "molecule.hpp"
#include "molecule_options.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

namespace wbm::molecule {
namespace {

constexpr const char* pdb = ".pdb";

/// What follows the reason in an error about a type that is not taken.
std::string advice(std::string type) {
    if (type == "mol") return "set option \"from\" to rdkit_file to make a molecule of it";
    std::transform(type.begin(), type.end(), type.begin(), [](unsigned char c) { return std::tolower(c); });
    if (format_of(type) != nullptr) return "W&B shows lower-case types alone, so rename it to end in \"." + type + "\"";
    return "it must be one of " + all_types();
}

const Format& format_named(const std::string& type, const std::string& what) {
    if (const Format* format = format_of(type)) return *format;
    throw invalid(what + " is " + quoted(type) + ", which is no type of molecules; " + advice(type));
}

/// XYZ becomes PDB: neither the reference nor W&B's viewer takes it.
Molecule of_content(MediaFile file, const Format& format, const Source& content) {
    Molecule molecule;
    molecule.contents = format.read(content, {}).facts;
    if (format.type != "xyz") {
        molecule.file = std::move(file);
        return molecule;
    }
    molecule.file = MediaFile::of_bytes(pdb_of_xyz(content), pdb);
    molecule.from = "xyz";
    molecule.source = std::move(file);
    return molecule;
}

Molecule of_path(const std::string& path, const MoleculeOptions& options) {
    MediaFile file = MediaFile::of_path(path);
    const std::string name = name_of_file(path);
    const std::string type = file.extension().empty() ? "" : file.extension().substr(1);
    const Format& format = format_named(type, "the type of " + name);
    if (options.file_type && *options.file_type != type)
        throw invalid("option \"file_type\" is " + quoted(*options.file_type) + ", but the type of " + name + " is " +
                      quoted(type) + "; rename the file, or leave the option out");
    const std::string content = read_file(path, max_file_bytes);
    return of_content(std::move(file), format, {content, name});
}

Molecule of_bytes(std::string_view bytes, const MoleculeOptions& options) {
    if (!options.file_type) throw invalid("option \"file_type\" is missing; say what the bytes are: " + all_types());
    const Format& format = format_named(*options.file_type, "option \"file_type\"");
    if (bytes.size() > max_file_bytes)
        throw invalid("the molecule has " + std::to_string(bytes.size()) + " bytes, more than " +
                      std::to_string(max_file_bytes) + "; split it");
    MediaFile file = MediaFile::of_bytes(std::string(bytes), "." + *options.file_type);
    return of_content(std::move(file), format, {bytes, "the molecule"});
}

Molecule of_converted(Converted converted, std::string from) {
    Molecule molecule;
    molecule.contents = read_pdb({converted.pdb, "the molecule"}, {}).facts;
    molecule.contents.bonds = converted.bonds;
    if (converted.formula) molecule.contents.formula = std::move(converted.formula);
    molecule.file = MediaFile::of_bytes(std::move(converted.pdb), pdb);
    molecule.from = std::move(from);
    return molecule;
}

/// The first record of an SDF; a lone mol block has no end.
std::string_view first_record(std::string_view content) {
    const std::size_t end = content.find("\n$$$$");
    return content.substr(0, end == std::string_view::npos ? end : end + 1);
}

Molecule of_rdkit_file(const std::string& path, const Conversion& conversion) {
    MediaFile file = MediaFile::of_path(path);
    const std::string name = name_of_file(path);
    if (file.extension() != ".mol" && file.extension() != ".sdf")
        throw invalid(
            "the type of " + name + " is " + quoted(file.extension().empty() ? "" : file.extension().substr(1)) +
            ", and with option \"from\" rdkit_file it must be mol or sdf; leave the option out to keep the file");
    const std::string content = read_file(path, max_file_bytes);
    if (content.find('\0') != std::string::npos) refuse({content, name}, "SDF", "it has NUL bytes, as no text has");
    Molecule molecule = of_converted(pdb_of_mol_block(first_record(content), name, conversion), "rdkit_file");
    molecule.source = std::move(file);
    return molecule;
}

Molecule of_mol_block(std::string_view block, const Conversion& conversion) {
    Molecule molecule = of_converted(pdb_of_mol_block(block, "the mol block", conversion), "mol_block");
    molecule.source = MediaFile::of_bytes(std::string(block), ".mol");
    return molecule;
}

Molecule of_smiles(std::string_view text, const Conversion& conversion) {
    Molecule molecule = of_converted(pdb_of_smiles(text, conversion), "smiles");
    molecule.smiles = std::string(text);
    return molecule;
}

Molecule of_input(const Input& in, const MoleculeOptions& options) {
    const bool is_path = in.is(WBM_FROM_PATH);
    if (!options.from) return is_path ? of_path(in.path(), options) : of_bytes(in.bytes(), options);
    if (is_path != (*options.from == "rdkit_file"))
        throw invalid("option \"from\" is " + *options.from +
                      (is_path ? ", which takes the text itself; give it as bytes" : ", which takes a path; give one"));
    if (is_path) return of_rdkit_file(in.path(), options.conversion);
    return *options.from == "smiles" ? of_smiles(in.bytes(), options.conversion)
                                     : of_mol_block(in.bytes(), options.conversion);
}

}  // namespace

Molecule Molecule::create(Input in) {
    MoleculeOptions options = MoleculeOptions::parse(in.options());
    Molecule molecule = of_input(in, options);
    molecule.caption = std::move(options.caption);
    return molecule;
}

}  // namespace wbm::molecule
