#include <wbm/media/molecule.hpp>

#include <fstream>
#include <iostream>

static int refused = 0;

template <class Make>
static void attempt(const Make& make) {
    try {
        (void)make();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    using wbm::Molecule;
    attempt([] { return Molecule::from_bytes("not a pdb", "pdb"); });
    attempt([] { return Molecule::from_bytes("3\nwater\nO 0 0 0\nH nan 0 0\nH 0 1 0\n", "xyz"); });
    attempt([] { return Molecule::from_bytes("HETATM    1  C1  UNL     1       0.0", "pdb"); });
    attempt([] { return Molecule::from_bytes("x", "docx"); });
    attempt([] { return Molecule("no such file.pdb"); });
    attempt([] {
        std::ofstream("M.PDB") << "HETATM";
        return Molecule("M.PDB");
    });
    attempt([] { return Molecule::from_smiles("C(C)(C)(C)(C)C"); });  // carbon with five bonds
    attempt([] { return Molecule::from_smiles(std::string(500, 'C')); });
    return refused == 8 ? 0 : 1;
}
