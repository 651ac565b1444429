#include <wbm/media/molecule.hpp>
#include <wbm/wbm.hpp>

#include <fstream>
#include <iostream>

int main() {
    // A simulator's state, as the text of a file; its type says what it is.
    const std::string water =
        "HETATM    1  O   HOH A   1       0.000   0.000   0.000  1.00  0.00           O\n"
        "HETATM    2  H1  HOH A   1       0.957   0.000   0.000  1.00  0.00           H\n"
        "HETATM    3  H2  HOH A   1      -0.240   0.927   0.000  1.00  0.00           H\n"
        "CONECT    1    2    3\nEND\n";
    const wbm::Molecule received = wbm::Molecule::from_bytes(water, "pdb", {.caption = "water"});

    // A file, kept byte for byte.
    std::ofstream("water.pdb") << water;
    const wbm::Molecule file("water.pdb", {.caption = "water"});

    // XYZ becomes PDB, a model for each frame; the text is kept beside it.
    const wbm::Molecule frames = wbm::Molecule::from_bytes(
        "2\nstep 0\nNa 0 0 0\nCl 0 0 2.36\n2\nstep 1\nNa 0 0 0\nCl 0 0 2.41\n", "xyz", {.caption = "salt"});

    wbm::Run run("run");
    run.log("water", file.value());
    run.log("steps", frames.value());
    run.flush();
    for (const wbm::Molecule& each : {received, file, frames})
        std::cout << each.caption().value_or("") << ": " << each.formula().value_or("?") << ", " << *each.atoms()
                  << " atoms, " << *each.models() << " models, kept as " << each.format() << '\n';
    return received == file && frames.from() == "xyz" ? 0 : 1;
}
