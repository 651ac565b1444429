// XYZ files become PDB; the text stays beside it.
#include "../test_support.hpp"

namespace wbm::molecule {
namespace {

TEST(MoleculeXyz, BecomesPdb) {
    const Molecule molecule = from_text("2\nsalt\nNa 0 -1.5 2\nCl 9999.999 0.12345 0\n", "xyz");
    EXPECT_EQ(molecule.file.read(),
              "HETATM    1 NA1  UNL     1       0.000  -1.500   2.000  1.00  0.00          NA  \n"
              "HETATM    2 CL1  UNL     1    9999.999   0.123   0.000  1.00  0.00          CL  \n"
              "END\n");
    EXPECT_EQ(molecule.file.extension(), ".pdb");
    EXPECT_EQ(molecule.from, "xyz");
}

TEST(MoleculeXyz, HasAModelForEachFrame) {
    const Molecule molecule = from_sample("trajectory.xyz");
    const std::string pdb = molecule.file.read();
    EXPECT_EQ(pdb.substr(0, 15), "MODEL        1\n");
    EXPECT_NE(pdb.find("ENDMDL\nMODEL        2\n"), std::string::npos);
    EXPECT_TRUE(pdb.ends_with("ENDMDL\nEND\n"));
    EXPECT_EQ(from_text(pdb, "pdb").contents.models, 2U);
    EXPECT_EQ(coordinates(molecule, {{"model", 1}}), coordinates(from_text(pdb, "pdb"), {{"model", 1}}));
}

TEST(MoleculeXyz, IsKeptBesideThePdb) {
    FakeStore artifact(WBM_ARTIFACT);
    const Molecule molecule = from_sample("ethanol.xyz");
    const json::object j = molecule.to_json(artifact.store());
    ASSERT_EQ(artifact.added().size(), 2U);
    EXPECT_EQ(artifact.added()[1].content, sample("ethanol.xyz"));
    EXPECT_EQ(text(j.at("_wbm").at("source").as_object(), "path"), artifact.added()[1].path);
    EXPECT_TRUE(artifact.added()[1].path.ends_with("/ethanol.xyz"));
    EXPECT_EQ(round_trip(molecule), molecule);
    EXPECT_EQ(round_trip(molecule).source->read(), sample("ethanol.xyz"));
}

TEST(MoleculeXyz, NamesAtomsInTheirColumns) {
    std::string many = "1001\n\n";
    for (int i = 0; i < 1001; ++i) many += "Na 0 0 0\n";
    const Molecule molecule = from_text(many, "xyz");
    EXPECT_EQ(from_text(molecule.file.read(), "pdb").contents.formula, "Na1001");
}

TEST(MoleculeXyz, RefusesWhatPdbDoesNotHold) {
    EXPECT_TRUE(says(refusal_of_text("1\n\nC 10000 0 0\n", "xyz"), {"2 molecule-file: ", "10000", "columns of PDB"}));
    EXPECT_TRUE(says(refusal_of_text("1\n\nC 0 -1000 0\n", "xyz"), {"2 molecule-file: ", "columns of PDB"}));
    std::string many = "100000\n\n";
    for (int i = 0; i < 100000; ++i) many += "C 0 0 0\n";
    EXPECT_TRUE(says(refusal_of_text(many, "xyz"), {"2 molecule-file: ", "100000 atoms", "99999"}));
    std::string frames;
    for (int i = 0; i < 10000; ++i) frames += "1\n\nC 0 0 0\n";
    EXPECT_TRUE(says(refusal_of_text(frames, "xyz"), {"2 molecule-file: ", "10000 frames", "9999"}));
}

}  // namespace
}  // namespace wbm::molecule
