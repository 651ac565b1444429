// What each reader finds in sound files.
#include "format.hpp"

#include "../test_support.hpp"

#include <cmath>
#include <cstdlib>

namespace wbm::molecule {
namespace {

TEST(MoleculeFormat, CountsWhatAFileHolds) {
    const std::vector<std::pair<const char*, const char*>> expected = {
        {"ligand.pdb", R"({"atoms":9,"bonds":8,"residues":1,"chains":1,"models":1,"formula":"C2H6O"})"},
        {"peptide.pdb", R"({"atoms":33,"residues":9,"chains":2,"models":1,"formula":"C18CaN6O8"})"},
        {"models.pdb", R"({"atoms":3,"residues":1,"chains":1,"models":3,"formula":"C2O"})"},
        {"no_end_no_elements.pdb", R"({"atoms":5,"residues":1,"chains":1,"models":1,"formula":"C3NO"})"},
        {"charges.pqr", R"({"atoms":5,"residues":1,"models":1})"},
        {"touching_columns.pqr", R"({"atoms":5,"residues":1,"models":1})"},
        {"water.gro", R"({"atoms":6,"residues":2,"models":2})"},
        {"precise.gro", R"({"atoms":1,"residues":1,"models":1})"},
        {"two.sdf", R"({"atoms":9,"bonds":8,"models":2,"formula":"C2H6O"})"},
        {"lone_block.sd", R"({"atoms":9,"bonds":8,"models":1,"formula":"C2H6O"})"},
        {"v3000.sdf", R"({"atoms":3,"bonds":2,"models":1,"formula":"C2O"})"},
        {"ethanol.mol2", R"({"atoms":9,"bonds":8,"residues":1,"models":1,"formula":"C2H6O"})"},
        {"salt.cif", R"({"atoms":2,"models":1,"formula":"ClNa"})"},
        {"peptide.mmcif", R"({"atoms":20,"residues":4,"chains":2,"models":2,"formula":"C12N4O4"})"},
        {"one_atom.cif", R"({"atoms":1,"chains":1,"models":1,"formula":"Ar"})"},
        {"component.mcif", R"({"atoms":3,"bonds":2,"models":1,"formula":"H2O"})"},
        {"four_atoms.mmtf", R"({"atoms":4,"bonds":3,"residues":2,"chains":1,"models":1})"},
        {"gzipped.mmtf", R"({"atoms":4,"bonds":3,"residues":2,"chains":1,"models":1})"},
        {"extended.xyz", R"({"atoms":2,"models":1,"formula":"ClNa"})"},
        {"ethanol.xyz", R"({"atoms":9,"models":1,"formula":"C2H6O"})"},
        {"trajectory.xyz", R"({"atoms":9,"models":2,"formula":"C2H6O"})"},
    };
    EXPECT_EQ(expected.size(), files_in(corpus("")).size());
    for (const auto& [name, facts] : expected) EXPECT_EQ(facts_of(from_sample(name)), facts) << name;
}

TEST(MoleculeFormat, ReadsTheCoordinatesOfAModel) {
    using Numbers = std::vector<double>;
    EXPECT_EQ(coordinates(from_sample("models.pdb")),
              (Numbers{0.091, 0.289, 0.057, 1.42, -0.37, -0.209, 2.429, 0.551, 0.066}));
    EXPECT_EQ(coordinates(from_sample("models.pdb"), {{"model", 2}})[0], 2.091);
    EXPECT_EQ(coordinates(from_sample("touching_columns.pqr"))[1], -100);
    EXPECT_EQ(coordinates(from_sample("charges.pqr"))[3], 1.45);
    EXPECT_DOUBLE_EQ(coordinates(from_sample("precise.gro"))[2], -3.4567);
    EXPECT_DOUBLE_EQ(coordinates(from_sample("water.gro"), {{"model", 1}})[0], 1.1);
    EXPECT_EQ(coordinates(from_sample("two.sdf"), {{"model", 1}}),
              (Numbers{-0.909, 0.289, 0.057, 0.42, -0.37, -0.209}));
    EXPECT_EQ(coordinates(from_sample("v3000.sdf"))[3], 0.42);  // on a line that goes on
    EXPECT_EQ(coordinates(from_sample("ethanol.mol2"))[0], -0.909);
    EXPECT_EQ(coordinates(from_sample("peptide.mmcif"), {{"model", 1}})[2], 2);
    EXPECT_EQ(coordinates(from_sample("one_atom.cif")), (Numbers{1.5, -2, 0.3}));
    EXPECT_EQ(coordinates(from_sample("four_atoms.mmtf")),
              (Numbers{-40.5, 1, 2, 60.25, -3, 2.5, 0.001, 0, 0, 32.768, -32.768, 32.767}));
    EXPECT_EQ(coordinates(from_sample("gzipped.mmtf")), coordinates(from_sample("four_atoms.mmtf")));
    EXPECT_EQ(coordinates(from_sample("trajectory.xyz"), {{"model", 1}})[0], -0.659);
    const Numbers salt = coordinates(from_sample("salt.cif"));
    for (const std::size_t i : {3U, 4U, 5U}) EXPECT_NEAR(salt.at(i), 2.82, 1e-12);
}

TEST(MoleculeFormat, RefusesAModelThatIsNotThere) {
    EXPECT_TRUE(says(refusal([] {
                         (void)from_sample("models.pdb").tensor({{"model", 3}});
                     }),
                     {"1 ", "option \"model\" is 3", "has 3", "the first model is 0"}));
    EXPECT_TRUE(says(refusal([] {
                         (void)from_sample("models.pdb").tensor({{"model", -1}});
                     }),
                     {"1 ", "\"model\" is -1"}));
    EXPECT_TRUE(says(refusal([] {
                         (void)from_sample("models.pdb").tensor({{"modle", 1}});
                     }),
                     {"1 ", "\"modle\" is not known"}));
    const Molecule no_coordinates = from_text("data_X\nloop_\n_atom_site_label\n_atom_site_fract_x\nC1 0.1\n", "cif");
    EXPECT_TRUE(says(refusal([&] { (void)no_coordinates.tensor({}); }), {"2 ", "without coordinates"}));
}

TEST(MoleculeFormat, IsKnownByContent) {
    for (const auto& path : files_in(corpus(""))) {
        const std::string extension = path.extension().string().substr(1);
        const Format* format = sniffed(read_file(path.string()));
        ASSERT_NE(format, nullptr) << path;
        EXPECT_EQ(format->read, format_of(extension)->read) << path;
    }
    for (const char* other : {"", "x", "\x89PNG\r\n\x1a\n", "<html></html>", "1\n", "{\"a\":1}"})
        EXPECT_EQ(sniffed(other), nullptr) << other;
}

TEST(MoleculePqr, MayHaveMoreFieldsThanItsColumnsHold) {
    EXPECT_TRUE(says(refusal_of_text("ATOM 1 N ALA A 1 0 0 0 0.1 1.7 2\n", "pqr"), {"1 ", "line 1", "12 fields"}));
    EXPECT_EQ(coordinates(from_text("ATOM 1 N ALA A 1 1 2 3 0.1 1.7\n", "pqr")), (std::vector<double>{1, 2, 3}));
    EXPECT_EQ(coordinates(from_text("ATOM 1 N ALA 1 1 2 3 0.1 1.7\n", "pqr")), (std::vector<double>{1, 2, 3}));
}

TEST(MoleculeCif, MayHaveAnyTags) {
    for (const char* tag : {"_cell", "_c", "_cell_", "_atom_site", "_atom_site.", "_chem_comp_atom."})
        EXPECT_EQ(from_text("data_x\n" + std::string(tag) + " 1\n_atom_site.id 1\n_atom_site.type_symbol C\n", "cif")
                      .contents.formula,
                  "C")
            << tag;
}

TEST(MoleculePdb, TakesWhatViewersShow) {
    const std::string atom = "HETATM    1  C1  UNL     1       0.000   0.000   0.000";
    for (const std::string& text :
         {atom, atom + "\r\n", "REMARK\n" + atom + "  1.00  0.00\nMASTER\n", "CRYST1\n\n" + atom + "\nENDMDL\n",
          "MODEL        1\n" + atom + "\nEND\n", atom + "  1.00  0.00           C  \nTER\n"})
        EXPECT_EQ(from_text(text, "pdb").contents.atoms, 1U) << text;
    // Frames that are parted by END alone.
    EXPECT_EQ(from_text(atom + "\nEND\n" + atom + "\nEND\n", "pdb").contents.models, 2U);
}

TEST(MoleculePdb, FindsElementsWithoutTheirColumns) {
    const std::vector<std::pair<const char*, const char*>> names = {{" CA ", "C"},  {"CA  ", "Ca"}, {"1HB ", "H"},
                                                                    {"HG21", "H"},  {" N  ", "N"},  {"FE  ", "Fe"},
                                                                    {"ZN  ", "Zn"}, {"C210", "C"}};
    for (const auto& [name, element] : names) {
        const std::string line = "ATOM      1 " + std::string(name) + " UNL     1       0.000   0.000   0.000\n";
        EXPECT_EQ(from_text(line, "pdb").contents.formula, element) << name;
    }
    EXPECT_EQ(from_text("ATOM      1  ??  UNL     1       0.000   0.000   0.000\n", "pdb").contents.formula,
              std::nullopt);
}

TEST(MoleculePdb, CountsBondsOnce) {
    const std::string atoms = sample("ligand.pdb").substr(0, sample("ligand.pdb").find("CONECT"));
    EXPECT_EQ(
        from_text(atoms + "CONECT    1    2    2\nCONECT    2    1    1\nCONECT    2    3\n", "pdb").contents.bonds,
        2U);
    EXPECT_EQ(from_text(atoms + "END\n", "pdb").contents.bonds, std::nullopt);
}

TEST(MoleculeNumber, IsTheNearestDouble) {
    for (const char* text : {"0", "-0", "1.", ".5", "-999.999", "123456789012345", "0.000000000000001", "1234.56789",
                             "12345678901234567890", "1e-3", "0.1234567890123456789", "9007199254740993", "-1E5"}) {
        EXPECT_EQ(real(text), std::strtod(text, nullptr)) << text;
        EXPECT_EQ(std::signbit(*real(text)), *text == '-') << text;
    }
    EXPECT_EQ(real(" +2.5 "), 2.5);
    for (const char* text : {"", ".", "-", "1.2.3", "--1", "+-1", "1 2", "0x1p3", "1e", "e5"})
        EXPECT_EQ(real(text), std::nullopt) << text;
}

TEST(MoleculeFormula, IsInHillOrder) {
    EXPECT_EQ(hill_formula({{"O", 1}, {"H", 6}, {"C", 2}}), "C2H6O");
    EXPECT_EQ(hill_formula({{"O", 1}, {"H", 2}}), "H2O");
    EXPECT_EQ(hill_formula({{"Na", 1}, {"Cl", 1}, {"Br", 1}}), "BrClNa");
    EXPECT_EQ(hill_formula({{"C", 1}, {"Br", 1}, {"Al", 1}}), "CAlBr");
}

}  // namespace
}  // namespace wbm::molecule
