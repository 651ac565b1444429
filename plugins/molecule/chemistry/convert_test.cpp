// Molecules made with RDKit: from SMILES, mol blocks and files.
#include "convert.hpp"

#include "../test_support.hpp"

#include <cmath>
#include <thread>

namespace wbm::molecule {
namespace {

using testing::Source;

const json::object flat{{"convert_to_3d_and_optimize", false}};

Molecule from_block(const std::string& block, json::object options = {}) {
    options["from"] = "mol_block";
    return made(Source::bytes(block).with_options(options));
}

// W237; the text is the reference's.
TEST(MoleculeSmiles, BecomesTheReferencesPdb) {
    EXPECT_EQ(from_smiles("CCO", flat).file.read(),
              "HETATM    1  C1  UNL     1       0.000   0.000   0.000  1.00  0.00           C  \n"
              "HETATM    2  C2  UNL     1       0.000   0.000   0.000  1.00  0.00           C  \n"
              "HETATM    3  O1  UNL     1       0.000   0.000   0.000  1.00  0.00           O  \n"
              "CONECT    1    2\nCONECT    2    3\nEND\n");
    const Molecule not_sane = from_smiles("CC", {{"sanitize", false}, {"convert_to_3d_and_optimize", false}});
    EXPECT_EQ(not_sane.file.read().size(), 183U);
    EXPECT_EQ(not_sane.contents.formula, "C2");  // its hydrogens are not known
}

TEST(MoleculeSmiles, IsLaidOutInSpaceTheSameEachTime) {
    const Molecule phenol = from_smiles("c1ccccc1O");
    EXPECT_EQ(phenol.file.read().substr(0, 81),
              "HETATM    1  C1  UNL     1       0.375   1.232   0.395  1.00  0.00           C  \n");
    EXPECT_EQ(facts_of(phenol), R"({"atoms":13,"bonds":13,"residues":1,"chains":1,"models":1,"formula":"C6H6O"})");
    (void)from_smiles("CCCCCC");
    EXPECT_EQ(from_smiles("c1ccccc1O").file.read(), phenol.file.read());
    const std::vector<double> at = coordinates(phenol);
    EXPECT_NEAR(std::hypot(at[0] - at[3], at[1] - at[4], at[2] - at[5]), 1.39, 0.03);  // an aromatic bond
}

TEST(MoleculeSmiles, TakesTheNumberOfIterations) {
    const std::string all = from_smiles("CC(=O)Oc1ccccc1C(=O)O").file.read();
    EXPECT_NE(from_smiles("CC(=O)Oc1ccccc1C(=O)O", {{"mmff_optimize_molecule_max_iterations", 0}}).file.read(), all);
}

TEST(MoleculeSmiles, IsKept) {
    for (const char* smiles : {"C[C@H](N)C(=O)O", "C=C", "[Na+].[Cl-]", "CCO ethanol", "C/C=C\\C\n"}) {
        const Molecule molecule = from_smiles(smiles, {{"caption", "c"}});
        EXPECT_EQ(molecule.smiles, smiles);
        EXPECT_EQ(round_trip(molecule), molecule);
        EXPECT_EQ(round_trip(molecule).smiles, smiles);
    }
    EXPECT_EQ(from_smiles("[Na+].[Cl-]").contents.formula, "ClNa");
    EXPECT_EQ(from_smiles("[H]C#N", flat).contents.formula, "CHN");
}

// W236
TEST(MoleculeSmiles, IsRefusedWhenItIsNone) {
    EXPECT_TRUE(says(
        refusal_of(smiles_source("C(C)(C)(C)(C)C")),
        {"1 molecule-file: the SMILES \"C(C)(C)(C)(C)C\" is no sound molecule: ", "valence", "\"sanitize\" to false"}));
    for (const char* smiles : {"C1CC", "xyz", "C(", "c1cccc1C)", "[Qq]", "C$$$", "[C", "((((", "C%%"})
        EXPECT_TRUE(says(refusal_of(smiles_source(smiles)), {"1 molecule-file: the SMILES "})) << smiles;
    EXPECT_TRUE(says(refusal_of(smiles_source("")), {"1 ", "the SMILES is empty"}));
    EXPECT_TRUE(says(refusal_of(smiles_source(" \n")), {"1 ", "the SMILES is empty"}));
    EXPECT_TRUE(says(refusal_of(smiles_source("C\xc3\xa9")), {"1 ", "not ASCII"}));
    EXPECT_TRUE(says(refusal_of(smiles_source(std::string("C\0C", 3))), {"1 ", "not ASCII"}));
    EXPECT_TRUE(says(refusal_of(smiles_source("CC", {{"sanitize", false}})), {"1 ", "unless it is sanitized"}));
}

TEST(MoleculeSmiles, HasBounds) {
    EXPECT_TRUE(says(refusal_of(smiles_source(std::string(10'001, 'C'), flat)), {"1 ", "10001 bytes", "10000"}));
    EXPECT_TRUE(says(refusal_of(smiles_source(std::string(1'001, 'C'), flat)), {"1 ", "1001 atoms", "1000"}));
    EXPECT_TRUE(says(refusal_of(smiles_source(std::string(121, 'C'))), {"1 ", "121 heavy atoms", "120", "to false"}));
    EXPECT_EQ(from_smiles(std::string(1'000, 'C'), flat).contents.atoms, 1'000U);
}

TEST(MoleculeMolBlock, BecomesPdbAndIsKept) {
    const std::string block = sample("lone_block.sd");
    const Molecule molecule = from_block(block, flat);
    EXPECT_EQ(molecule.from, "mol_block");
    EXPECT_EQ(molecule.source->read(), block);
    EXPECT_EQ(facts_of(molecule), R"({"atoms":3,"bonds":2,"residues":1,"chains":1,"models":1,"formula":"C2H6O"})");
    EXPECT_EQ(coordinates(molecule)[0], -0.909);
    EXPECT_EQ(round_trip(molecule), molecule);
    EXPECT_EQ(from_block(block).contents.atoms, 9U);
    EXPECT_TRUE(says(refusal_of(Source::bytes("CCO").with_options({{"from", "mol_block"}})),
                     {"1 ", "the mol block", "it ends where"}));
    EXPECT_TRUE(
        says(refusal_of(Source::bytes(std::string(max_mol_block_bytes + 1, 'x')).with_options({{"from", "mol_block"}})),
             {"1 ", "the mol block has 1048577 bytes"}));
    std::string five = "five bonds\n\n\n  6  5  0  0  0  0  0  0  0  0999 V2000\n";
    for (int i = 0; i < 6; ++i) five += "    0.0000    0.0000    0.0000 C   0  0\n";
    for (const char* end : {"2", "3", "4", "5", "6"}) five += std::string("  1  ") + end + "  1  0\n";
    EXPECT_TRUE(says(refusal_of(Source::bytes(five + "M  END\n").with_options({{"from", "mol_block"}})),
                     {"1 ", "the mol block is no sound molecule", "valence"}));
}

// RDKit loses the memory of the molecule over each of these.
TEST(MoleculeMolBlock, IsCheckedBeforeRdkitGetsIt) {
    const std::string block = sample("lone_block.sd");
    const auto with = [&](const std::string& old, const std::string& now, const std::string& from) {
        std::string changed = from;
        changed.replace(changed.find(old), old.size(), now);
        return refusal_of(Source::bytes(changed).with_options({{"from", "mol_block"}}));
    };
    EXPECT_TRUE(says(with("  2  3  1", "  2  2  1", block), {"1 ", "joins the atom 2 with itself"}));
    EXPECT_TRUE(says(with("  2  3  1", "  2  1  1", block), {"1 ", "two bonds join the atoms 2 and 1"}));
    EXPECT_TRUE(says(with("M  END", "M  CHG  1  10   1\nM  END", block), {"1 ", "a property names an atom"}));
    const std::string v3000 = sample("v3000.sdf");
    EXPECT_TRUE(says(with("V30 2 1 2 3", "V30 2 1 2 9", v3000), {"1 ", "names an atom that is not there"}));
    EXPECT_TRUE(says(with("V30 3 O", "V30 2 O", v3000), {"1 ", "no number of its own"}));
}

// W235
TEST(MoleculeRdkitFile, IsMadeOfTheFirstMolecule) {
    const Molecule molecule =
        from_file(corpus("two.sdf"), {{"from", "rdkit_file"}, {"convert_to_3d_and_optimize", false}});
    EXPECT_EQ(molecule.contents.atoms, 3U);
    EXPECT_EQ(molecule.source->read(), sample("two.sdf"));
    EXPECT_EQ(round_trip(molecule), molecule);
    FakeStore folder(WBM_RUN);
    EXPECT_EQ(from_file(folder.put("m.mol", sample("v3000.sdf")), {{"from", "rdkit_file"}}).contents.formula, "C2H6O");
    EXPECT_TRUE(says(refusal_of(file_source(corpus("ligand.pdb"), {{"from", "rdkit_file"}})),
                     {"1 ", "ligand.pdb", "mol or sdf"}));
    EXPECT_TRUE(says(refusal_of(file_source(corpus("gone.sdf"), {{"from", "rdkit_file"}})), {"3 ", "gone.sdf"}));
    EXPECT_TRUE(says(refusal_of(file_source(corpus("bad/cut.sdf"), {{"from", "rdkit_file"}})), {"1 ", "cut.sdf"}));
}

TEST(MoleculeConversion, IsTheSameOnSeveralThreads) {
    const std::vector<std::string> smiles = {"c1ccccc1O", "CC(=O)Oc1ccccc1C(=O)O", "CCO", "C(C)(C)(C)(C)C"};
    const auto all = [&] {
        std::vector<std::string> results;
        for (const std::string& one : smiles) {
            try {
                results.push_back(pdb_of_smiles(one, {}).pdb);
            } catch (const Error& e) {
                results.emplace_back(e.what());
            }
        }
        return results;
    };
    const std::vector<std::string> expected = all();
    std::vector<std::vector<std::string>> results(4);
    std::vector<std::thread> threads;
    for (auto& result : results) threads.emplace_back([&] { result = all(); });
    for (auto& thread : threads) thread.join();
    for (const auto& result : results) EXPECT_EQ(result, expected);
}

TEST(MoleculeConversion, SaysNothingOnStandardError) {
    ::testing::internal::CaptureStderr();
    ::testing::internal::CaptureStdout();
    (void)refusal_of(smiles_source("C(C)(C)(C)(C)C"));
    (void)refusal_of(smiles_source("c1cc"));
    (void)from_smiles("[U]");
    (void)from_smiles("[Na+].[Cl-]");
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
    EXPECT_EQ(::testing::internal::GetCapturedStdout(), "");
}

}  // namespace
}  // namespace wbm::molecule
