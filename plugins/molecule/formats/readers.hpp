// readers.hpp - one reader for each format. Each walks all of a file, so that one that is damaged or cut short is
// refused, and keeps the positions of one model where that is asked for. They throw invalid, naming format and line.
#pragma once

#include "../contents.hpp"
#include "text.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::molecule {

using Model = std::optional<std::uint64_t>;  ///< whose positions are kept; the first is 0

/// PDB: every record but ATOM, HETATM, MODEL, ENDMDL, CONECT and END is passed over. Bonds are the different pairs that
/// CONECT names.
[[nodiscard]] Contents read_pdb(const Source& source, Model model);
/// PQR: PDB with charge and radius, by columns or by blanks.
[[nodiscard]] Contents read_pqr(const Source& source, Model model);
/// GROMACS: frames one after the other, any precision; positions are in nm there, in ångström here.
[[nodiscard]] Contents read_gro(const Source& source, Model model);
/// XYZ: frames one after the other; what follows the coordinates is passed over.
[[nodiscard]] Contents read_xyz(const Source& source, Model model);
/// Tripos MOL2: molecules one after the other.
[[nodiscard]] Contents read_mol2(const Source& source, Model model);
/// SDF of V2000 and V3000 mol blocks, with or without "$$$$".
[[nodiscard]] Contents read_sdf(const Source& source, Model model);
/// The same for a mol block that RDKit gets, with what RDKit 2022.09 takes for granted and loses memory over: atoms
/// that bonds and properties name are there, and no bond comes twice.
[[nodiscard]] Contents read_mol_block(const Source& source);
/// mmCIF, small-molecule CIF and chemical components, read with gemmi's grammar.
[[nodiscard]] Contents read_cif(const Source& source, Model model);
/// MMTF, also gzip'ed.
[[nodiscard]] Contents read_mmtf(const Source& source, Model model);

/// A PDB file of the atoms of an XYZ file, one MODEL for each frame when there are several. PDB has three digits behind
/// the point and no bonds are made up. Throws as read_xyz(); unsupported for what PDB's columns do not hold.
[[nodiscard]] std::string pdb_of_xyz(const Source& source);

}  // namespace wbm::molecule
