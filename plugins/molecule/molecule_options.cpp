#include "molecule_options.hpp"

#include "limits.hpp"

#include <wbm/sdk.hpp>

namespace wbm::molecule {
namespace {

constexpr const char* to_3d_option = "convert_to_3d_and_optimize";
constexpr const char* iterations_option = "mmff_optimize_molecule_max_iterations";

std::string said(const char* option, const json::value& v) {
    return "option \"" + std::string(option) + "\" is " + brief(v);
}

std::optional<std::string> from_option(const json::object& options) {
    auto from = optional_text(options, "from");
    if (from && *from != "smiles" && *from != "mol_block" && *from != "rdkit_file")
        throw invalid(said("from", json::value(*from)) + "; it must be smiles, mol_block or rdkit_file");
    return from;
}

Conversion conversion_option(const json::object& options, bool is_converted) {
    if (!is_converted)
        for (const char* name : {"sanitize", to_3d_option, iterations_option})
            if (const json::value* v = options.if_contains(name); v != nullptr && !v->is_null())
                throw invalid("option \"" + std::string(name) +
                              "\" is for molecules that are made by RDKit; set option \"from\" to smiles, mol_block or "
                              "rdkit_file, or leave it out");
    Conversion conversion;
    conversion.sanitize = boolean_or(options, "sanitize", true);
    conversion.to_3d = boolean_or(options, to_3d_option, true);
    conversion.max_iterations = optional_integer(options, iterations_option).value_or(conversion.max_iterations);
    if (conversion.max_iterations < 0 || conversion.max_iterations > max_iterations)
        throw invalid(said(iterations_option, json::value(conversion.max_iterations)) + "; give 0 to " +
                      std::to_string(max_iterations));
    return conversion;
}

}  // namespace

const char* const molecule_facts = R"json({
  "description": "Molecules: PDB, PQR, mmCIF, CIF, SDF, GRO, MOL2, MMTF and XYZ files, SMILES and mol blocks",
  "extensions": [".pdb", ".pqr", ".mmcif", ".mcif", ".cif", ".sdf", ".sd", ".gro", ".mol2", ".mmtf", ".xyz"],
  "magic": [
    {"offset": 0, "hex": "48455441544d"}, {"offset": 0, "hex": "41544f4d2020"},
    {"offset": 0, "hex": "403c545249504f533e4d4f4c4543554c45"}
  ],
  "batch": "molecule",
  "options": {
    "type": "object",
    "properties": {
      "caption": {"type": ["string", "null"]},
      "file_type": {"enum": ["pdb", "pqr", "mmcif", "mcif", "cif", "sdf", "sd", "gro", "mol2", "mmtf", "xyz", null],
                    "description": "the format of bytes; a file says it by its extension"},
      "from": {"enum": ["smiles", "mol_block", "rdkit_file", null],
               "description": "make the molecule with RDKit and keep it as PDB: of a SMILES or a mol block given as bytes, or of the first molecule of a .mol or .sdf file"},
      "sanitize": {"type": "boolean", "default": true, "description": "refuse what is chemically impossible"},
      "convert_to_3d_and_optimize": {"type": "boolean", "default": true,
                                     "description": "add hydrogens, lay out in space, optimise with MMFF94"},
      "mmff_optimize_molecule_max_iterations": {"type": "integer", "default": 200, "minimum": 0, "maximum": 10000,
                                                "description": "of the optimisation"}
    },
    "additionalProperties": false
  }
})json";

MoleculeOptions MoleculeOptions::parse(const json::object& options) {
    only(options, {"caption", "file_type", "from", "sanitize", to_3d_option, iterations_option});
    MoleculeOptions parsed;
    parsed.caption = optional_text(options, "caption");
    parsed.file_type = optional_text(options, "file_type");
    parsed.from = from_option(options);
    if (parsed.from && parsed.file_type)
        throw invalid(
            "option \"file_type\" is for bytes of a file, and \"from\" says that there is none; give one of them");
    parsed.conversion = conversion_option(options, parsed.from.has_value());
    return parsed;
}

}  // namespace wbm::molecule
