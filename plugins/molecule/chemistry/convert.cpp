#include "convert.hpp"

#include "../formats/readers.hpp"
#include "../limits.hpp"
#include "quiet_logs.hpp"

#include <wbm/sdk.hpp>

#include <GraphMol/DistGeomHelpers/Embedder.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/ForceFieldHelpers/MMFF/MMFF.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include <algorithm>
#include <memory>

namespace wbm::molecule {
namespace {

using Mol = std::unique_ptr<RDKit::RWMol>;

/// RDKit's own words, as part of a sentence.
std::string reason(const std::exception& e) {
    std::string text = e.what();
    text.resize(std::min(text.find('\n'), text.size()));
    while (!text.empty() && (text.back() == '.' || text.back() == ' ')) text.pop_back();
    constexpr std::size_t longest = 200;
    text.resize(std::min(text.size(), longest));
    return json::is_utf8(text) && !text.empty() ? text : "it breaks a rule of chemistry";
}

void check_size(const RDKit::ROMol& mol, const std::string& name, const Conversion& conversion) {
    if (mol.getNumAtoms() == 0) throw invalid(name + " has no atoms; give a molecule");
    if (mol.getNumAtoms() > max_converted_atoms)
        throw invalid(name + " has " + std::to_string(mol.getNumAtoms()) + " atoms, more than " +
                      std::to_string(max_converted_atoms) + "; give a PDB or mmCIF file of it");
    if (conversion.to_3d && mol.getNumHeavyAtoms() > max_embedded_heavy_atoms)
        throw invalid(name + " has " + std::to_string(mol.getNumHeavyAtoms()) + " heavy atoms, and at most " +
                      std::to_string(max_embedded_heavy_atoms) +
                      " are laid out in space; set option \"convert_to_3d_and_optimize\" to false");
}

/// Distance geometry fails by chance for some molecules; from random coordinates it rarely does.
void lay_out(RDKit::RWMol& mol, const std::string& name, const Conversion& conversion) {
    RDKit::MolOps::addHs(mol);
    RDKit::DGeomHelpers::EmbedParameters parameters;
    parameters.maxIterations = max_layout_attempts;
    parameters.randomSeed = embedding_seed;
    parameters.useExpTorsionAnglePrefs = true;
    parameters.useBasicKnowledge = true;
    int conformer = RDKit::DGeomHelpers::EmbedMolecule(mol, parameters);
    if (conformer < 0) {
        parameters.useRandomCoords = true;
        parameters.maxIterations = max_random_layout_attempts;
        conformer = RDKit::DGeomHelpers::EmbedMolecule(mol, parameters);
    }
    if (conformer < 0)
        throw unsupported(name + " could not be laid out in space; set option \"convert_to_3d_and_optimize\" to false");
    // Without parameters for an element it stays as it was laid out, as in the reference.
    (void)RDKit::MMFF::MMFFOptimizeMolecule(mol, static_cast<int>(conversion.max_iterations));
}

/// Only a molecule that was sanitized knows its hydrogens.
std::optional<std::string> formula_of(const RDKit::ROMol& mol, bool knows_hydrogens) {
    if (!knows_hydrogens) return std::nullopt;
    Composition composition;
    for (const RDKit::Atom* atom : mol.atoms()) {
        if (atom->getAtomicNum() == 0) return std::nullopt;
        ++composition[atom->getSymbol()];
        if (atom->getTotalNumHs() > 0) composition["H"] += atom->getTotalNumHs();
    }
    return hill_formula(composition);
}

Converted converted(RDKit::RWMol& mol, const std::string& name, const Conversion& conversion) {
    check_size(mol, name, conversion);
    if (conversion.to_3d) lay_out(mol, name, conversion);
    Converted result{RDKit::MolToPDBBlock(mol), mol.getNumBonds(), formula_of(mol, conversion.sanitize)};
    // A layout may go wrong, and coordinates that came with the input may be none.
    (void)read_pdb({result.pdb, "the PDB file of " + name}, {});
    return result;
}

/// Calls RDKit; what it throws is the input's fault.
template <class Call>
Converted with_rdkit(const std::string& name, const Call& call) {
    const QuietLogs quiet;
    try {
        return call();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& e) {
        throw invalid(name + " is no sound molecule: " + reason(e) +
                      "; correct it, or set option \"sanitize\" to false");
    }
}

void check_options(const std::string& name, const Conversion& conversion) {
    if (conversion.to_3d && !conversion.sanitize)
        throw invalid(name +
                      " cannot be laid out in space unless it is sanitized; set option "
                      "\"convert_to_3d_and_optimize\" to false, or \"sanitize\" to true");
}

}  // namespace

Converted pdb_of_smiles(std::string_view smiles, const Conversion& conversion) {
    const std::string name = "the SMILES " + quoted(smiles);
    if (smiles.size() > max_smiles_bytes)
        throw invalid("the SMILES has " + std::to_string(smiles.size()) + " bytes, more than " +
                      std::to_string(max_smiles_bytes) + "; give a file of the molecule");
    const auto is_text = [](char c) { return (c >= ' ' && c <= '~') || c == '\t' || c == '\n' || c == '\r'; };
    if (!std::all_of(smiles.begin(), smiles.end(), is_text))
        throw invalid("the SMILES has bytes that are not ASCII text; give a SMILES such as \"CCO\"");
    if (trimmed(smiles).empty()) throw invalid("the SMILES is empty; give one such as \"CCO\"");
    check_options(name, conversion);
    return with_rdkit(name, [&] {
        // Reading takes no time to speak of, what sanitizing takes grows with the cube of the atoms.
        if (const Mol raw(RDKit::SmilesToMol(std::string(smiles), 0, false)); raw != nullptr)
            check_size(*raw, name, conversion);
        const Mol mol(RDKit::SmilesToMol(std::string(smiles), 0, conversion.sanitize));
        if (mol == nullptr) throw invalid(name + " cannot be read; correct it");
        return converted(*mol, name, conversion);
    });
}

Converted pdb_of_mol_block(std::string_view block, const std::string& name, const Conversion& conversion) {
    if (block.size() > max_mol_block_bytes)
        throw invalid(name + " has " + std::to_string(block.size()) + " bytes, more than " +
                      std::to_string(max_mol_block_bytes) + "; keep the molecule as a file of its own");
    check_options(name, conversion);
    // Counts and numbers are checked here before RDKit believes them.
    const Contents contents = read_mol_block({block, name});
    if (*contents.facts.atoms > max_converted_atoms)
        throw invalid(name + " has " + std::to_string(*contents.facts.atoms) + " atoms, more than " +
                      std::to_string(max_converted_atoms) + "; keep it as SDF");
    return with_rdkit(name, [&] {
        const Mol mol(RDKit::MolBlockToMol(std::string(block), conversion.sanitize, conversion.sanitize));
        if (mol == nullptr) throw invalid(name + " cannot be read; correct it");
        return converted(*mol, name, conversion);
    });
}

}  // namespace wbm::molecule
