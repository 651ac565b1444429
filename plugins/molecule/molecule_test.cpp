// Molecule: files, options, JSON, equality, lists.
#include "test_support.hpp"

namespace wbm::molecule {
namespace {

using testing::Source;

const std::string one_atom = "HETATM    1  C1  UNL     1       0.000   0.000   0.000  1.00  0.00           C\nEND\n";

// W230
TEST(MoleculeFile, IsKeptByteForByte) {
    for (const auto& path : files_in(corpus(""))) {
        const std::string extension = path.extension().string();
        if (extension == ".xyz") continue;
        FakeStore artifact(WBM_ARTIFACT);
        const json::object j = from_file(path).to_json(artifact.store());
        ASSERT_EQ(artifact.added().size(), 1U);
        EXPECT_EQ(artifact.added()[0].content, read_file(path.string()));
        EXPECT_EQ(artifact.added()[0].folder, "media/molecule");
        EXPECT_TRUE(text(j, "path").ends_with("/" + path.filename().string()));
        EXPECT_EQ(from_text(read_file(path.string()), extension.substr(1)).file, from_file(path).file) << path;
    }
}

// W231
TEST(MoleculeFile, MustHaveAKnownType) {
    FakeStore folder(WBM_RUN);
    const auto put = [&](const char* name) { return file_source(folder.put(name, one_atom)); };
    EXPECT_TRUE(
        says(refusal_of(put("m.vtk")), {"1 molecule-file: ", "m.vtk", "\"vtk\"", "pdb, pqr, mmcif", "mmtf, xyz"}));
    EXPECT_TRUE(says(refusal_of(put("m")), {"1 molecule-file: ", "the type of the file", "/m\" is \"\""}));
    EXPECT_TRUE(says(refusal_of(put("m.PDB")), {"1 ", "\"PDB\"", "lower-case", "end in \".pdb\""}));
    EXPECT_TRUE(says(refusal_of(put("m.mol")), {"1 ", "\"mol\"", "\"from\" to rdkit_file"}));
    EXPECT_TRUE(says(refusal_of(put(".pdb")), {"1 ", "no type of molecules"}));
    EXPECT_TRUE(says(refusal_of(file_source(folder.root() / "gone.pdb")), {"3 molecule-file: ", "gone.pdb"}));
    std::filesystem::create_directory(folder.root() / "d.pdb");
    EXPECT_TRUE(says(refusal_of(file_source(folder.root() / "d.pdb")), {"1 ", "is a folder"}));
}

TEST(MoleculeFile, HasABound) {
    FakeStore folder(WBM_RUN);
    const auto path = folder.put("large.pdb", "");
    std::filesystem::resize_file(path, max_file_bytes + 1);
    EXPECT_TRUE(says(refusal_of(file_source(path)), {"1 molecule-file: ", "large.pdb", "268435456"}));
}

// W232
TEST(MoleculeBytes, NeedTheirType) {
    EXPECT_TRUE(
        says(refusal_of(Source::bytes(one_atom)), {"1 molecule-file: ", "\"file_type\" is missing", "pdb, pqr"}));
    EXPECT_TRUE(says(refusal_of_text(one_atom, "vtk"), {"1 molecule-file: ", "\"file_type\" is \"vtk\"", "pdb, pqr"}));
    EXPECT_TRUE(says(refusal_of_text(one_atom, "PDB"), {"1 molecule-file: ", "\"PDB\"", "lower-case"}));
    EXPECT_EQ(from_text(one_atom, "pdb").file.read(), one_atom);
}

TEST(MoleculeOptions, AreChecked) {
    const auto with = [](json::object options) {
        options.emplace("file_type", "pdb");
        return refusal_of(Source::bytes(one_atom).with_options(options));
    };
    EXPECT_TRUE(says(with({{"captoin", "x"}}), {"1 ", "\"captoin\" is not known"}));
    EXPECT_TRUE(says(with({{"caption", 5}}), {"1 ", "\"caption\" must be text"}));
    EXPECT_TRUE(says(with({{"from", "smiles"}}), {"1 ", "\"file_type\"", "\"from\"", "one of them"}));
    EXPECT_TRUE(says(with({{"from", "inchi"}}), {"1 ", "\"from\" is \"inchi\"", "smiles, mol_block or rdkit_file"}));
    EXPECT_TRUE(says(with({{"sanitize", false}}), {"1 ", "\"sanitize\" is for molecules that are made by RDKit"}));
    EXPECT_TRUE(says(refusal_of(smiles_source("C", {{"mmff_optimize_molecule_max_iterations", 10001}})),
                     {"1 ", "is 10001", "0 to 10000"}));
    EXPECT_TRUE(says(refusal_of(smiles_source("C", {{"mmff_optimize_molecule_max_iterations", -1}})), {"1 ", "is -1"}));
    EXPECT_TRUE(says(refusal_of(smiles_source("C", {{"sanitize", 1}})), {"1 ", "\"sanitize\" must be true or false"}));
    EXPECT_TRUE(
        says(refusal_of(file_source(corpus("ligand.pdb"), {{"file_type", "sdf"}})), {"1 ", "\"sdf\"", "\"pdb\""}));
    EXPECT_TRUE(says(refusal_of(file_source(corpus("ligand.pdb"), {{"from", "smiles"}})), {"1 ", "give it as bytes"}));
    EXPECT_TRUE(says(refusal_of(Source::bytes("x").with_options({{"from", "rdkit_file"}})), {"1 ", "takes a path"}));
    EXPECT_EQ(from_file(corpus("ligand.pdb"), {{"file_type", "pdb"}, {"caption", nullptr}}), from_sample("ligand.pdb"));
}

// W233
TEST(MoleculeJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Molecule molecule = made(Source::bytes(one_atom).with_options({{"file_type", "pdb"}, {"caption", ""}}));
    const std::string sha = testing::sha256(one_atom);
    const std::string wbm = R"("_wbm":{"atoms":1,"residues":1,"chains":1,"models":1,"formula":"C"}})";
    EXPECT_EQ(json::write(molecule.to_json(run.store())), R"({"caption":"","_type":"molecule-file","sha256":")" + sha +
                                                              R"(","size":83,"path":"media/molecule/key_0_)" +
                                                              sha.substr(0, 20) + R"(.pdb",)" + wbm);
    EXPECT_EQ(json::write(molecule.to_json(artifact.store())),
              R"({"caption":"","_type":"molecule-file","path":"media/molecule/)" + sha.substr(0, 20) +
                  R"(.pdb","sha256":")" + sha + R"(",)" + wbm);
}

TEST(MoleculeJson, KeepsWhatTheReferenceWroteWhateverItIs) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("media/molecule/m.pdb", "not a pdb");
    const std::string j = R"({"_type":"molecule-file","path":"media/molecule/m.pdb","sha256":"ab","caption":"c"})";
    const Value value = molecule_type().from_json(j, store);
    EXPECT_EQ(of(value).fields(), (json::object{{"format", "pdb"}, {"caption", "c"}, {"sha256", "ab"}}));
    FakeStore other(WBM_RUN);
    other.keep_names_of(store);
    EXPECT_EQ(json::read_object(molecule_type().to_json(value, other)).contains("_wbm"), false);
    EXPECT_TRUE(says(refusal([&] { (void)of(value).tensor({}); }), {"1 ", "m.pdb", "has no atoms"}));
}

TEST(MoleculeJson, CountsWhatTheReferenceWrote) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("m.pdb", one_atom);
    store.put("large.pdb", one_atom + std::string(max_look_bytes, ' '));
    const auto read = [&](const std::string& name) {
        return facts_of(of(molecule_type().from_json(R"({"_type":"molecule-file","path":")" + name + "\"}", store)));
    };
    EXPECT_EQ(read("m.pdb"), facts_of(from_text(one_atom, "pdb")));
    EXPECT_EQ(read("large.pdb"), "{}");
}

TEST(MoleculeJson, KeepsMembersThatItDoesNotKnow) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("m.pdb", one_atom);
    store.put("media/molecule/more.txt", "more");
    const Value value = molecule_type().from_json(
        R"({"_type":"molecule-file","path":"m.pdb","later":[1],"_wbm":{"atoms":1,"new":{"path":"media/molecule/more.txt"}}})",
        store);
    FakeStore target(WBM_ARTIFACT);
    target.keep_names_of(store);
    const json::object j = json::read_object(molecule_type().to_json(value, target));
    EXPECT_EQ(j.at("later"), json::array{1});
    EXPECT_EQ(json::write(j.at("_wbm")), R"({"atoms":1,"new":{"path":"media/molecule/more.txt"}})");
    EXPECT_EQ(target.added().size(), 2U);
}

TEST(MoleculeJson, RefusesWhatIsBroken) {
    const FakeStore store(WBM_ARTIFACT);
    store.put("m.pdb", one_atom);
    const auto refused = [&](const std::string& j) {
        return refusal([&] { (void)molecule_type().from_json(j, store); });
    };
    EXPECT_TRUE(says(refused(R"({"_type":"molecule-file"})"), {"3 molecule-file: \"path\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"path":"gone.pdb"})"), {"3 molecule-file: "}));
    EXPECT_TRUE(
        says(refused(R"({"path":"m.pdb","_wbm":5})"), {"1 molecule-file: \"_wbm\" must be an object, it is 5"}));
    EXPECT_TRUE(says(refused(R"({"path":"m.pdb","_wbm":{"atoms":-1}})"), {"\"atoms\" of \"_wbm\" is -1"}));
    EXPECT_TRUE(says(refused(R"({"path":"m.pdb","_wbm":{"formula":[]}})"), {"\"formula\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"path":"m.pdb","_wbm":{"source":"x"}})"), {"\"source\" must be an object"}));
    EXPECT_TRUE(
        says(refused(R"({"path":"m.pdb","_wbm":{"source":{"path":"gone.xyz"}}})"), {"3 molecule-file: ", "gone.xyz"}));
}

TEST(MoleculeRoundTrip, LosesNothing) {
    for (const auto& path : files_in(corpus(""))) {
        const Molecule value = from_file(path, {{"caption", "\u00e9\n\"q\""}});
        const Molecule back = round_trip(value);
        EXPECT_EQ(back, value) << path;
        json::object fields = back.fields();
        EXPECT_EQ(text(fields, "caption"), "\u00e9\n\"q\"");
        EXPECT_EQ(facts_of(back), facts_of(value)) << path;
        EXPECT_EQ(coordinates(back), coordinates(value)) << path;
    }
}

TEST(MoleculeEquality, ComparesContentCaptionAndOrigin) {
    const Molecule value = from_text(one_atom, "pdb");
    EXPECT_EQ(value, from_text(one_atom, "pdb"));
    EXPECT_NE(value, from_text("REMARK\n" + one_atom, "pdb"));
    EXPECT_NE(value, made(Source::bytes(one_atom).with_options({{"file_type", "pdb"}, {"caption", "c"}})));
    const json::object flat{{"convert_to_3d_and_optimize", false}};
    EXPECT_NE(from_smiles("CO", flat), from_smiles("C-O", flat));  // the same PDB
    EXPECT_NE(from_text("1\na\nC 0 0 0\n", "xyz"), from_text("1\nb\nC 0 0 0\n", "xyz"));
}

// W234
TEST(MoleculeBatch, ListsEachValue) {
    FakeStore run(WBM_RUN);
    const Molecule with = made(Source::bytes(one_atom).with_options({{"file_type", "pdb"}, {"caption", "c"}}));
    const Molecule without = from_sample("two.sdf");
    const std::vector<json::object> items = {with.to_json(run.store()), without.to_json(run.store())};
    const std::string a = R"(")" + text(items[0], "path") + R"(")";
    const std::string b = R"(")" + text(items[1], "path") + R"(")";
    const std::vector<const Molecule*> captioned = {&with, &without};
    EXPECT_EQ(json::write(Molecule::seq_to_json(captioned, items)),
              R"({"_type":"molecule","filenames":[)" + a + "," + b + R"(],"count":2,"captions":["c",null]})");
    const std::vector<const Molecule*> turned = {&without, &with};
    const std::vector<json::object> turned_items = {items[1], items[0]};
    EXPECT_EQ(json::write(Molecule::seq_to_json(turned, turned_items)),
              R"({"_type":"molecule","filenames":[)" + b + "," + a +
                  R"(],"count":2,"captions":false,"_wbm":{"captions":[null,"c"]}})");
    const std::vector<const Molecule*> alone = {&without};
    EXPECT_EQ(json::write(Molecule::seq_to_json(alone, {&items[1], 1})),
              R"({"_type":"molecule","filenames":[)" + b + R"(],"count":1,"captions":false})");
    json::object elsewhere = items[0];
    elsewhere["path"] = "media/other/m.pdb";
    EXPECT_TRUE(says(refusal([&] {
                         (void)Molecule::seq_to_json(alone, {&elsewhere, 1});
                     }),
                     {"1 molecule 0", "media/other/m.pdb", "below media/molecule"}));
}

TEST(MoleculeFields, AreThoseThatAreKnown) {
    EXPECT_EQ(json::write(from_smiles("O", {{"caption", "water"}, {"convert_to_3d_and_optimize", false}}).fields()),
              R"({"format":"pdb","from":"smiles","smiles":"O","atoms":1,"bonds":0,"residues":1,"chains":1,"models":1,)"
              R"("formula":"H2O","caption":"water","size":85})");
    EXPECT_EQ(json::write(from_sample("four_atoms.mmtf").fields()),
              R"({"format":"mmtf","atoms":4,"bonds":3,"residues":2,"chains":1,"models":1})");
}

TEST(MoleculeProbe, LooksAtTheContent) {
    const auto probe = [](Source source) { return json::write(Molecule::probe(Part(source.input()->parts[0]))); };
    EXPECT_EQ(probe(Source::path(corpus("salt.cif").string())),
              R"({"format":"cif","atoms":2,"models":1,"formula":"ClNa"})");
    EXPECT_EQ(probe(Source::bytes(sample("charges.pqr"))), R"({"format":"pqr","atoms":5,"residues":1,"models":1})");
    EXPECT_TRUE(says(refusal([&] { (void)probe(Source::bytes("hello")); }), {"2 the molecule is of no format"}));
    EXPECT_TRUE(says(refusal([&] { (void)probe(Source::bytes("HETATM    1  C1")); }), {"1 ", "line 1"}));
    EXPECT_TRUE(says(refusal([&] { (void)probe(Source::path("/nowhere/m.pdb")); }), {"3 "}));
}

TEST(MoleculeRefusal, PassesTheStoresStatusOn) {
    FakeStore run(WBM_RUN);
    const Value value = molecule_type().create(file_source(corpus("ethanol.xyz")));
    for (const std::size_t call : {1U, 2U}) {
        run.fail_at(call, WBM_IO);
        EXPECT_EQ(refusal([&] { (void)molecule_type().to_json(value, run); }).substr(0, 2), "4 ");
    }
}

TEST(MoleculePlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.molecule");
    EXPECT_STREQ(plugin->types[0]->name, "molecule-file");
    EXPECT_EQ(plugin->types[1], nullptr);
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("batch"), "molecule");
    EXPECT_EQ(facts.at("extensions").get_array().size(), 11U);
}

}  // namespace
}  // namespace wbm::molecule
