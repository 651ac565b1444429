// wbm/media: each way to make and read a molecule, against the generic call that it stands for.
#include <wbm/media/molecule.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::HasSubstr;

class MoleculeFacadeTest : public ::testing::Test {
protected:
    static std::filesystem::path sample(const char* name) { return std::filesystem::path(WBM_CORPUS) / name; }
    ValuePtr made(const Part& part, const json::object& options) {
        return media.create("molecule-file", part, options);
    }

    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
};

TEST_F(MoleculeFacadeTest, IsMadeFromAFile) {
    const Molecule molecule(sample("ligand.pdb"), {.caption = "a ligand"}, media);
    EXPECT_EQ(*molecule.value(), *made(path(sample("ligand.pdb")), {{"caption", "a ligand"}}));
    EXPECT_EQ(molecule, Molecule::from_file(sample("ligand.pdb"), {.caption = "a ligand"}, media));
    EXPECT_EQ(molecule.caption(), "a ligand");
    EXPECT_EQ(molecule.format(), "pdb");
    EXPECT_EQ(molecule.from(), "");
    EXPECT_EQ(molecule.smiles(), std::nullopt);
    EXPECT_EQ(molecule.formula(), "C2H6O");
    EXPECT_EQ(molecule.atoms(), 9U);
    EXPECT_EQ(molecule.bonds(), 8U);
    EXPECT_EQ(molecule.residues(), 1U);
    EXPECT_EQ(molecule.chains(), 1U);
    EXPECT_EQ(molecule.models(), 1U);
    EXPECT_EQ(Molecule(sample("water.gro"), {}, media).formula(), std::nullopt);
}

TEST_F(MoleculeFacadeTest, IsMadeFromBytes) {
    const std::string content = slurp(sample("two.sdf"));
    const Molecule molecule = Molecule::from_bytes(content, "sdf", {.caption = "c"}, media);
    EXPECT_EQ(*molecule.value(), *made(bytes(content), {{"caption", "c"}, {"file_type", "sdf"}}));
    EXPECT_EQ(molecule.models(), 2U);
}

TEST_F(MoleculeFacadeTest, IsMadeWithRdkit) {
    const Molecule phenol = Molecule::from_smiles("c1ccccc1O", {.caption = "phenol"}, media);
    EXPECT_EQ(*phenol.value(), *made(bytes("c1ccccc1O"), {{"from", "smiles"}, {"caption", "phenol"}}));
    EXPECT_EQ(phenol.smiles(), "c1ccccc1O");
    EXPECT_EQ(phenol.from(), "smiles");
    EXPECT_EQ(phenol.atoms(), 13U);
    const MoleculeConversion flat{.sanitize = false, .convert_to_3d_and_optimize = false};
    const Molecule raw = Molecule::from_smiles("C(C)(C)(C)(C)C", flat, media);
    EXPECT_EQ(*raw.value(), *made(bytes("C(C)(C)(C)(C)C"),
                                  {{"from", "smiles"}, {"sanitize", false}, {"convert_to_3d_and_optimize", false}}));
    const Molecule rough = Molecule::from_smiles("CCO", {.mmff_optimize_molecule_max_iterations = 0}, media);
    EXPECT_NE(rough, Molecule::from_smiles("CCO", {}, media));
    const std::string block = slurp(sample("lone_block.sd"));
    EXPECT_EQ(*Molecule::from_mol_block(block, {}, media).value(), *made(bytes(block), {{"from", "mol_block"}}));
    const Molecule first = Molecule::from_rdkit_file(sample("two.sdf"), {.convert_to_3d_and_optimize = false}, media);
    EXPECT_EQ(*first.value(),
              *made(path(sample("two.sdf")), {{"from", "rdkit_file"}, {"convert_to_3d_and_optimize", false}}));
}

TEST_F(MoleculeFacadeTest, GivesItsCoordinates) {
    const Molecule molecule(sample("models.pdb"), {}, media);
    const Tensor last = molecule.tensor(2);
    EXPECT_EQ(last.shape()[0], 3);
    EXPECT_EQ(last.shape()[1], 3);
    EXPECT_EQ(last.as<double>()[0], 2.091);
    EXPECT_EQ(molecule.tensor().as<double>()[0], 0.091);
    EXPECT_THROW((void)molecule.tensor(3), MediaError);
}

TEST_F(MoleculeFacadeTest, ComesBackFromAnArtifact) {
    auto artifact = Artifact::create(dir / "artifact");
    const Molecule made_here = Molecule::from_smiles("CCO", {.caption = "ethanol"}, media);
    artifact.add(made_here, "m");
    artifact.add(Molecule(sample("ethanol.xyz"), {}, media), "x");
    artifact.finalize();
    const Artifact opened = Artifact::open(dir / "artifact");
    const Molecule read(opened.get("m", media));
    EXPECT_EQ(read, made_here);
    EXPECT_EQ(read.caption(), "ethanol");
    EXPECT_EQ(read.smiles(), "CCO");
    EXPECT_EQ(Molecule(opened.get("x", media)).from(), "xyz");
    EXPECT_THROW(Molecule(opened.get("gone", media)), MediaError);
}

TEST_F(MoleculeFacadeTest, IsRefusedInWords) {
    const auto text = [&](const auto& call) -> std::string {
        try {
            call();
        } catch (const MediaError& e) {
            EXPECT_EQ(e.status(), Status::invalid) << e.what();
            return e.what();
        }
        return "not refused";
    };
    EXPECT_THAT(text([&] { (void)Molecule::from_bytes("not a pdb", "pdb", {}, media); }),
                HasSubstr("molecule-file: the molecule has no atoms"));
    EXPECT_THAT(text([&] { (void)Molecule::from_smiles("C(", {}, media); }), HasSubstr("the SMILES \"C(\""));
    EXPECT_THAT(text([&] { (void)Molecule(sample("bad/upper_case.PDB"), {}, media); }), HasSubstr("lower-case"));
}

}  // namespace
}  // namespace wbm
