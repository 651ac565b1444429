#include <wbm/media/molecule.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    // Hydrogens are added, the molecule is laid out in space and optimised: the same bytes each time.
    const wbm::Molecule aspirin = wbm::Molecule::from_smiles("CC(=O)Oc1ccccc1C(=O)O", {.caption = "aspirin"});
    // As it is written, all atoms in one place: the formula knows the hydrogens that the file leaves out.
    const wbm::Molecule flat = wbm::Molecule::from_smiles("CCO", {.convert_to_3d_and_optimize = false});
    // A mol block has coordinates of its own.
    const std::string block =
        "carbon monoxide\n\n\n  2  1  0  0  0  0  0  0  0  0999 V2000\n"
        "    0.0000    0.0000    0.0000 C   0  0\n    1.1280    0.0000    0.0000 O   0  0\n"
        "  1  2  3  0\nM  CHG  2   1  -1   2   1\nM  END\n";
    const wbm::Molecule monoxide = wbm::Molecule::from_mol_block(block, {.convert_to_3d_and_optimize = false});

    auto artifact = wbm::Artifact::create("art");
    artifact.add(aspirin, "aspirin");
    artifact.finalize();
    const wbm::Molecule read(artifact.get("aspirin", wbm::default_registry()));
    std::cout << *read.smiles() << ": " << *read.formula() << ", " << *read.atoms() << " atoms, " << *read.bonds()
              << " bonds\n"
              << *flat.formula() << ", " << *flat.atoms() << " atoms in the file\n"
              << *monoxide.formula() << ", bond of " << monoxide.tensor().as<double>()[3] << " angstrom\n";
    return read == aspirin && wbm::Molecule::from_smiles("CC(=O)Oc1ccccc1C(=O)O", {.caption = "aspirin"}) == aspirin
               ? 0
               : 1;
}
