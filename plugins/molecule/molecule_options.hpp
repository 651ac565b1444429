// molecule_options.hpp - what may be said beside the data when a molecule is made. Wire spec 8.
#pragma once

#include "chemistry/convert.hpp"

#include <wbm/json.hpp>

#include <optional>
#include <string>

namespace wbm::molecule {

struct MoleculeOptions {
    std::optional<std::string> caption;
    std::optional<std::string> file_type;  ///< of bytes: "pdb", ...
    std::optional<std::string> from;       ///< "smiles", "mol_block", "rdkit_file"
    Conversion conversion;                 ///< with `from`

    /// Throws invalid for an option that is unknown, of another kind, out of range or of no use.
    [[nodiscard]] static MoleculeOptions parse(const json::object& options);
};

/// Their JSON schema and the rest of what the manifest says of molecules.
extern const char* const molecule_facts;

}  // namespace wbm::molecule
