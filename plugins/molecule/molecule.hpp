// molecule.hpp - Molecule: a molecule's structure, shown in the workspace. `_type` "molecule-file".
// Implements the wire spec, section 8, on the media rules of section 3.
#pragma once

#include "contents.hpp"
#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <optional>
#include <span>
#include <string>

namespace wbm::molecule {

/// Made from
///   a path    a .pdb, .pqr, .mmcif, .mcif, .cif, .sdf, .sd, .gro, .mol2 or .mmtf file, kept byte for byte; all of it
///   is
///             walked, so that one that is damaged or cut short is refused
///   bytes     the same with option file_type
///   .xyz      the same two ways; kept as PDB, and the text beside it
///   a SMILES or a mol block as bytes, a .mol or .sdf file by RDKit: option from; kept as PDB, and what it was made of
///             beside it
/// Options: molecule_options.hpp. Immutable. [const calls are thread-safe]
struct Molecule {
    static constexpr const char* type = "molecule-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES;
    static constexpr std::uint32_t max_items = max_batch;
    static const char* const facts;

    static Molecule create(Input in);
    /// What the reference wrote is kept whatever it is. It has no counts: they come from the file when that is sound
    /// and at most max_look_bytes long.
    static Molecule from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// format, from, smiles, atoms, bonds, residues, chains, models, formula, caption, sha256, size, where known.
    /// Counts are of the first model.
    [[nodiscard]] json::object fields() const;
    /// Coordinates in ångström, N x 3, float64. Option model: of which model, frame or molecule; the first is 0.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// format and counts of a file, by its content.
    static json::object probe(const Part& file);
    /// `molecule`, wire spec 8.
    static json::object seq_to_json(std::span<const Molecule* const> values, std::span<const json::object> items);
    /// Equal content, caption, origin and unknown members.
    bool operator==(const Molecule& other) const;

    MediaFile file;
    std::optional<std::string> caption;
    std::optional<std::string> from;    ///< what it was made of, where the file is not it: "smiles", "xyz", ...
    std::optional<std::string> smiles;  ///< of from "smiles", as it was given
    std::optional<MediaFile> source;    ///< the file or block that it was made of, for the others
    Facts contents;                     ///< none where they are not known
    ExtraMembers wbm_extra;             ///< members of "_wbm" that this version does not know
    ExtraMembers extra;                 ///< and members of the molecule's JSON
};

}  // namespace wbm::molecule
