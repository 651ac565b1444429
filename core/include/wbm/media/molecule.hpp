// wbm/media/molecule.hpp - Molecule: the typed way to make and read molecules. docs/media/molecule.md shows each part.
//
//     wbm::Molecule protein("1abc.pdb", {.caption = "a protein"});
//     wbm::Molecule aspirin = wbm::Molecule::from_smiles("CC(=O)Oc1ccccc1C(=O)O");
//     run.log("protein", protein.value());
//     artifact.add(aspirin, "aspirin");
//
// Implements the wire spec, section 8. Throws MediaError, as Registry::create() does.
#pragma once

#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {

/// What may be said of a molecule; every member may be left out.
struct MoleculeOptions {
    std::optional<std::string> caption = {};
};

/// How RDKit makes a molecule of a SMILES, a mol block or a file. The names are the reference's.
struct MoleculeConversion {
    std::optional<std::string> caption = {};
    bool sanitize = true;                             ///< refuse what is chemically impossible
    bool convert_to_3d_and_optimize = true;           ///< add hydrogens, lay out in space, optimise with MMFF94
    int mmff_optimize_molecule_max_iterations = 200;  ///< 0 to 10 000
};

/// A molecule. [const calls are thread-safe]
class Molecule : public MediaValue {
public:
    static constexpr std::string_view type = "molecule-file";

    /// From a file: pdb, pqr, mmcif, mcif, cif, sdf, sd, gro, mol2 or mmtf, kept byte for byte; xyz, kept as PDB with
    /// the text beside it. Throws MediaError: not_found, io; invalid for another type and for a file that is damaged or
    /// cut short, naming the line.
    explicit Molecule(const std::filesystem::path& file, const MoleculeOptions& options = {},
                      Registry& registry = default_registry())
        : Molecule(registry.create(type, path(file), common(options.caption))) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and another type;
    /// unsupported when no plugin knows the type.
    explicit Molecule(ValuePtr value) : MediaValue(std::move(value), type) {}

    /// The same as the constructor, for those who look for the name.
    [[nodiscard]] static Molecule from_file(const std::filesystem::path& file, const MoleculeOptions& options = {},
                                            Registry& registry = default_registry()) {
        return Molecule(file, options, registry);
    }
    /// From the content of a file and its type: "pdb".
    [[nodiscard]] static Molecule from_bytes(std::string_view content, std::string_view file_type,
                                             const MoleculeOptions& options = {},
                                             Registry& registry = default_registry()) {
        json::object all = common(options.caption);
        all["file_type"] = file_type;
        return Molecule(registry.create(type, bytes(content), all));
    }
    /// By RDKit from a SMILES. Equal input gives equal bytes. The file is PDB; the SMILES is kept beside it.
    [[nodiscard]] static Molecule from_smiles(std::string_view smiles, const MoleculeConversion& conversion = {},
                                              Registry& registry = default_registry()) {
        return Molecule(registry.create(type, bytes(smiles), converted("smiles", conversion)));
    }
    /// By RDKit from an MDL mol block (V2000 or V3000). The block is kept beside the PDB file.
    [[nodiscard]] static Molecule from_mol_block(std::string_view block, const MoleculeConversion& conversion = {},
                                                 Registry& registry = default_registry()) {
        return Molecule(registry.create(type, bytes(block), converted("mol_block", conversion)));
    }
    /// By RDKit from the first molecule of a .mol or .sdf file, which is kept beside the PDB file.
    [[nodiscard]] static Molecule from_rdkit_file(const std::filesystem::path& file,
                                                  const MoleculeConversion& conversion = {},
                                                  Registry& registry = default_registry()) {
        return Molecule(registry.create(type, path(file), converted("rdkit_file", conversion)));
    }

    /// The kept file's extension without the dot.
    [[nodiscard]] std::string format() const { return value()->get<std::string>("format").value_or(""); }
    /// What it was made of where the file is not that: "smiles", "mol_block", "rdkit_file", "xyz"; else "".
    [[nodiscard]] std::string from() const { return value()->get<std::string>("from").value_or(""); }
    /// The SMILES as it was given, of a molecule made from one.
    [[nodiscard]] std::optional<std::string> smiles() const { return value()->get<std::string>("smiles"); }

    // Of the first model, but for models(); nullopt where the format does not say.
    [[nodiscard]] std::optional<std::string> formula() const { return value()->get<std::string>("formula"); }
    [[nodiscard]] std::optional<std::uint64_t> atoms() const { return value()->get<std::uint64_t>("atoms"); }
    [[nodiscard]] std::optional<std::uint64_t> bonds() const { return value()->get<std::uint64_t>("bonds"); }
    [[nodiscard]] std::optional<std::uint64_t> residues() const { return value()->get<std::uint64_t>("residues"); }
    [[nodiscard]] std::optional<std::uint64_t> chains() const { return value()->get<std::uint64_t>("chains"); }
    [[nodiscard]] std::optional<std::uint64_t> models() const { return value()->get<std::uint64_t>("models"); }

    /// Coordinates in ångström, N x 3, float64. `model`: the model, frame or molecule; the first is 0. Throws
    /// MediaError: invalid for a model that is not there and a damaged file, unsupported where the file has no
    /// coordinates.
    [[nodiscard]] Tensor tensor(std::uint64_t model = 0) const { return value()->tensor({{"model", model}}); }

private:
    static json::object common(const std::optional<std::string>& caption) {
        json::object options;
        if (caption) options["caption"] = *caption;
        return options;
    }

    static json::object converted(const char* from, const MoleculeConversion& conversion) {
        json::object options = common(conversion.caption);
        options["from"] = from;
        if (!conversion.sanitize) options["sanitize"] = false;
        if (!conversion.convert_to_3d_and_optimize) options["convert_to_3d_and_optimize"] = false;
        options["mmff_optimize_molecule_max_iterations"] = conversion.mmff_optimize_molecule_max_iterations;
        return options;
    }
};

}  // namespace wbm
