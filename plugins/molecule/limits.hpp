// limits.hpp - every bound that a hostile molecule meets, by name.
#pragma once

#include <cstddef>
#include <cstdint>

namespace wbm::molecule {

inline constexpr std::size_t max_file_bytes = std::size_t{1} << 28;  ///< a file, and what a compressed one unpacks to
inline constexpr std::uintmax_t max_look_bytes = std::uintmax_t{1} << 20;  ///< of a file without counts that is read
inline constexpr std::uint64_t max_atoms = 10'000'000;                     ///< of a file, all models together
inline constexpr std::uint64_t max_bonds = 20'000'000;                     ///< of a file
inline constexpr std::uint64_t max_models = 1'000'000;                     ///< models, frames or molecules of a file
inline constexpr std::size_t max_chains = 100'000;                         ///< different chain names in one model
inline constexpr std::size_t max_columns = 1'000;                          ///< tags of one loop of a CIF file
inline constexpr int max_mmtf_depth = 16;                                  ///< nested lists and maps of an MMTF file
inline constexpr std::size_t max_smiles_bytes = 10'000;                    ///< a SMILES text
inline constexpr std::size_t max_mol_block_bytes = std::size_t{1} << 20;   ///< a mol block, or one record of an SDF
inline constexpr unsigned max_converted_atoms = 1'000;     ///< of what RDKit converts; time grows with the cube
inline constexpr unsigned max_embedded_heavy_atoms = 120;  ///< laid out in space; time grows with the cube
inline constexpr unsigned max_layout_attempts = 30;        ///< from distances
inline constexpr unsigned max_random_layout_attempts = 3;  ///< then from random places, which takes longer
inline constexpr std::int64_t max_iterations = 10'000;     ///< of the MMFF optimisation
inline constexpr std::uint64_t max_pdb_atoms = 99'999;     ///< of one model that we write as PDB
inline constexpr std::uint64_t max_pdb_models = 9'999;     ///< models that we write as PDB
inline constexpr std::uint32_t max_batch = 100'000;        ///< values of one list

}  // namespace wbm::molecule
