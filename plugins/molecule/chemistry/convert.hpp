// convert.hpp - molecules from SMILES and mol blocks, as PDB, with RDKit. As the reference's Molecule.from_smiles and
// from_rdkit (wire spec 8), but with a fixed seed: equal input gives equal bytes.
#pragma once

#include "../contents.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace wbm::molecule {

/// Seeds the layout in space. It gives what a fresh process of the reference gives for its first molecule.
inline constexpr int embedding_seed = 42;

struct Conversion {
    bool sanitize = true;               ///< refuse what is chemically impossible; find rings, aromaticity, hydrogens
    bool to_3d = true;                  ///< add hydrogens, lay out in space (ETKDG), optimise (MMFF94)
    std::int64_t max_iterations = 200;  ///< of the optimisation
};

struct Converted {
    std::string pdb;
    std::uint64_t bonds = 0;
    std::optional<std::string> formula;  ///< with the hydrogens that the PDB file may leave out
};

/// Throws invalid for a text that is no SMILES or no molecule, and beyond max_smiles_bytes, max_converted_atoms and
/// max_embedded_heavy_atoms; unsupported for a molecule that cannot be laid out in space. [thread-safe]
[[nodiscard]] Converted pdb_of_smiles(std::string_view smiles, const Conversion& conversion);
/// The same for a mol block or an SDF's first record; `name` begins the errors: `the mol block`.
[[nodiscard]] Converted pdb_of_mol_block(std::string_view block, const std::string& name, const Conversion& conversion);

}  // namespace wbm::molecule
