// Molecules made to do harm: they claim what they do not have, or have been cut at every place.
#include "formats/format.hpp"
#include "test_support.hpp"

#include <zlib.h>

#include <chrono>
#include <cstdlib>

namespace wbm::molecule {
namespace {

using testing::Source;

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr int slower = 10;
#elif defined(__has_feature)
constexpr int slower = __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) ? 10 : 1;
#else
constexpr int slower = 1;
#endif

template <class Call>
double seconds(const Call& call) {
    const auto start = std::chrono::steady_clock::now();
    call();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(HostileMolecule, TheBadCorpusIsRefusedByName) {
    const auto bad = files_in(corpus("bad"));
    EXPECT_GE(bad.size(), 45U);
    for (const auto& path : bad) {
        const std::string text = refusal_of(file_source(path));
        EXPECT_TRUE(says(text, {"1 molecule-file: ", path.filename().string()})) << path;
        EXPECT_LT(text.size(), 600U) << text;
    }
}

TEST(HostileMolecule, RefusalsSayWhere) {
    const std::vector<std::pair<const char*, std::vector<std::string>>> reasons = {
        {"nan_coordinate.pdb", {"PDB", "line 1", "the x coordinate is \"nan\"", "no finite number"}},
        {"infinite.xyz", {"XYZ", "line 3", "\"inf\""}},
        {"letters_for_numbers.pdb", {"line 1", "the z coordinate", "x.yz"}},
        {"cut_in_coordinates.pdb", {"line 4", "51 columns"}},
        {"model_without_end.pdb", {"no ENDMDL", "cut short"}},
        {"words.pdb", {"has no atoms"}},
        {"noise.pdb", {"NUL bytes"}},
        {"atoms_missing.sdf", {"SDF", "line 4", "999 atoms", "bytes follow"}},
        {"bond_beyond.sdf", {"line 21", "\"77\" of 9"}},
        {"v3000_bomb.sdf", {"9999999 atoms"}},
        {"million_atoms.gro", {"GRO", "line 2", "9999999 atoms"}},
        {"more_than_allowed.xyz", {"99999999999 atoms", "10000000"}},
        {"no_bond_section.mol2", {"MOL2", "no section BOND"}},
        {"loop_not_full.cif", {"CIF", "the loop of line 18", "1 values for 2"}},
        {"open_text.mcif", {"line "}},
        {"page.mmcif", {"line 1", "expected block header"}},
        {"cut_gzip.mmtf", {"MMTF", "gzip"}},
        {"million_atoms.mmtf", {"9999999 atoms"}},
        {"deep.mmtf", {"too deep"}},
        {"upper_case.PDB", {"lower-case"}},
    };
    for (const auto& [name, pieces] : reasons)
        EXPECT_TRUE(says(refusal_of(file_source(corpus("bad") / name)), pieces)) << name;
}

/// A file that says how much it holds is refused at every cut but those that take nothing of it.
TEST(HostileMolecule, CutFilesAreRefusedOrWhole) {
    for (const char* name :
         {"two.sdf", "v3000.sdf", "ethanol.mol2", "water.gro", "four_atoms.mmtf", "gzipped.mmtf", "ethanol.xyz"}) {
        const std::string whole = sample(name);
        const std::string type = std::filesystem::path(name).extension().string().substr(1);
        std::size_t taken = 0;
        for (std::size_t size = 0; size < whole.size(); ++size) {
            const std::string answer = refusal_of_text(whole.substr(0, size), type);
            if (answer == "not refused")
                ++taken;
            else
                EXPECT_TRUE(says(answer, {"1 molecule-file: the molecule"})) << name << " " << size;
        }
        EXPECT_LT(taken, whole.size() / 3) << name;
    }
}

TEST(HostileMolecule, LargeFilesCutAtEveryKilobyteAreRefused) {
    std::string pdb = "MODEL        1\n";
    std::string gro = "many\n 2000\n";
    std::string xyz = "2000\n\n";
    char line[96];
    for (int i = 1; i <= 2000; ++i) {
        std::snprintf(line, sizeof line, "ATOM  %5d  CA  ALA A%4d    %8.3f%8.3f%8.3f  1.00  0.00           C\n", i, i,
                      i * 0.1, 1.0, -2.0);
        pdb += line;
        std::snprintf(line, sizeof line, "%5d%-5s%5s%5d%8.3f%8.3f%8.3f\n", i, "SOL", "OW", i, i * 0.01, 1.0, 2.0);
        gro += line;
        std::snprintf(line, sizeof line, "O %.4f 1.0 2.0\n", i * 0.1);
        xyz += line;
    }
    pdb += "ENDMDL\nEND\n";
    gro += "  10 10 10\n";
    for (const auto& [type, whole] : {std::pair("pdb", pdb), std::pair("gro", gro), std::pair("xyz", xyz)}) {
        EXPECT_EQ(refusal_of_text(whole, type), "not refused");
        for (std::size_t size = 1024; size < whole.size(); size += 1024)
            EXPECT_TRUE(says(refusal_of_text(whole.substr(0, size), type), {"1 molecule-file: "}))
                << type << " " << size;
    }
}

TEST(HostileMolecule, AnyChangedByteIsTakenOrRefused) {
    for (const auto& path : files_in(corpus(""))) {
        const std::string whole = read_file(path.string());
        const std::string type = path.extension().string().substr(1);
        for (std::size_t at = 0; at < whole.size(); at += 3) {
            std::string changed = whole;
            changed[at] = static_cast<char>(changed[at] ^ (1 << at % 8));
            const std::string answer = refusal_of_text(changed, type);
            EXPECT_TRUE(answer == "not refused" || answer[0] == '1' || answer[0] == '2') << path << " " << at << answer;
        }
    }
}

TEST(HostileMolecule, ZippedZerosAreNotUnpackedWithoutEnd) {
    z_stream stream{};
    ASSERT_EQ(deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    std::string zeros(std::size_t{1} << 20, '\0');
    std::string bomb(std::size_t{1} << 21, '\0');
    stream.next_out = reinterpret_cast<Bytef*>(bomb.data());
    stream.avail_out = static_cast<uInt>(bomb.size());
    for (int i = 0; i < 300; ++i) {
        stream.next_in = reinterpret_cast<Bytef*>(zeros.data());
        stream.avail_in = static_cast<uInt>(zeros.size());
        (void)deflate(&stream, i == 299 ? Z_FINISH : Z_NO_FLUSH);
    }
    bomb.resize(bomb.size() - stream.avail_out);
    deflateEnd(&stream);
    EXPECT_TRUE(says(refusal_of_text(bomb, "mmtf"), {"1 ", "unpacks to more than 268435456"}));
}

TEST(HostileMolecule, ManyColumnsAreRefused) {
    std::string cif = "data_x\nloop_\n";
    for (int i = 0; i < 1001; ++i) cif += "_a" + std::to_string(i) + "\n";
    EXPECT_TRUE(says(refusal_of_text(cif + "1\n", "cif"), {"1 ", "more than 1000 columns"}));
}

TEST(HostileMolecule, TimeIsBounded) {
    const std::string empty_models = [] {
        std::string text;
        for (int i = 0; i < 1'000'001; ++i) text += "MODEL\n";
        return text;
    }();
    EXPECT_LT(seconds([&] { EXPECT_TRUE(says(refusal_of_text(empty_models, "pdb"), {"1000000 models"})); }),
              2.0 * slower);
    std::string chains;
    for (int i = 0; i < 100'001; ++i) chains += "ATOM x " + std::to_string(i) + " C 0 0 0\n";
    std::string cif =
        "data_x\nloop_\n_atom_site.group_PDB\n_atom_site.id\n_atom_site.auth_asym_id\n_atom_site.type_symbol\n"
        "_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n";
    EXPECT_LT(seconds([&] { EXPECT_TRUE(says(refusal_of_text(cif + chains, "cif"), {"100000 chains"})); }),
              5.0 * slower);
    // The worst that the bounds let through: rings in rings, and a large molecule laid out in space.
    std::string rings;
    for (int i = 0; i < 400; ++i) rings += "C12CC1C2";
    EXPECT_LT(seconds([&] {
                  (void)refusal_of(smiles_source(rings, {{"convert_to_3d_and_optimize", false}}));
              }),
              20.0 * slower);
}

TEST(HostileMolecule, NothingIsLeftBehind) {
    const FakeStore folder(WBM_RUN);
    const char* const given = std::getenv("TMPDIR");
    const std::string before = given == nullptr ? "" : given;
    ::setenv("TMPDIR", folder.root().c_str(), 1);
    for (const auto& path : files_in(corpus("bad"))) (void)refusal_of(file_source(path));
    (void)refusal_of(smiles_source("C1CC"));
    if (given == nullptr)
        ::unsetenv("TMPDIR");
    else
        ::setenv("TMPDIR", before.c_str(), 1);
    EXPECT_TRUE(std::filesystem::is_empty(folder.root()));
}

}  // namespace
}  // namespace wbm::molecule
