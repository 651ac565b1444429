// molecule_bench - the whole way of a molecule to a run: a file, and a SMILES, to history JSON on disk, beside what the
// pieces of work cost alone and beside the reference. All in one run, on one thread. Prints tables: thread processor
// time. The ratios are to be read.
// Usage: molecule_bench [a Python that has wandb, numpy and rdkit]
#include <wbm/registry.hpp>

#include <GraphMol/DistGeomHelpers/Embedder.h>
#include <GraphMol/FileParsers/FileParsers.h>
#include <GraphMol/ForceFieldHelpers/MMFF/MMFF.h>
#include <GraphMol/MolOps.h>
#include <GraphMol/RWMol.h>
#include <GraphMol/SmilesParse/SmilesParse.h>

#include <cstdio>
#include <memory>

#include "bench_support.hpp"
#include "hash.hpp"

namespace {

namespace fs = std::filesystem;
using wbm::bench::in_turns;
using wbm::bench::line_of;
using wbm::bench::Logger;
using wbm::bench::write_file;

constexpr int seed = 42;  // the plugin's

struct Sample {
    const char* name;
    const char* smiles;
};
constexpr Sample samples[] = {
    {"ethanol", "CCO"},
    {"aspirin", "CC(=O)Oc1ccccc1C(=O)O"},
    {"caffeine", "CN1C=NC2=C1C(=O)N(C(=O)N2C)C"},
    {"imatinib", "Cc1ccc(cc1Nc2nccc(n2)c3cccnc3)NC(=O)c4ccc(cc4)CN5CCN(CC5)C"},
};

std::string read_all(const fs::path& file) {
    std::string bytes(fs::file_size(file), '\0');
    std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return bytes;
}

std::string chain_of(int atoms) {
    std::string pdb;
    char line[96];
    for (int i = 1; i <= atoms; ++i) {
        std::snprintf(line, sizeof line, "ATOM  %5d  CA  ALA A%4d    %8.3f%8.3f%8.3f  1.00  0.00           C  \n",
                      i % 100'000, i % 10'000, i % 1'000 * 0.5, i % 77 * 1.25, -3.125);
        pdb += line;
    }
    return pdb + "END\n";
}

std::string cif_of(int atoms) {
    std::string cif =
        "data_x\nloop_\n_atom_site.id\n_atom_site.type_symbol\n_atom_site.auth_asym_id\n_atom_site.auth_seq_id\n"
        "_atom_site.Cartn_x\n_atom_site.Cartn_y\n_atom_site.Cartn_z\n";
    char line[96];
    for (int i = 1; i <= atoms; ++i) {
        std::snprintf(line, sizeof line, "%-7d C A %-6d %-8.3f %-8.3f %-8.3f\n", i, i / 5, i % 1'000 * 0.5,
                      i % 77 * 1.25, -3.125);
        cif += line;
    }
    return cif;
}

/// Molecules of a hundred atoms, as libraries of them are.
std::string sdf_of(int atoms) {
    constexpr int size = 100;
    std::string sdf;
    char line[96];
    for (int first = 0; first < atoms; first += size) {
        std::snprintf(line, sizeof line, "molecule\n  a program\n\n%3d%3d  0  0  0  0  0  0  0  0999 V2000\n", size,
                      size - 1);
        sdf += line;
        for (int i = 0; i < size; ++i) {
            std::snprintf(line, sizeof line, "%10.4f%10.4f%10.4f C   0  0  0  0  0  0  0  0  0  0  0  0\n",
                          (first + i) % 1'000 * 0.5, i * 1.25, -3.125);
            sdf += line;
        }
        for (int i = 1; i < size; ++i) {
            std::snprintf(line, sizeof line, "%3d%3d  1  0\n", i, i + 1);
            sdf += line;
        }
        sdf += "M  END\n$$$$\n";
    }
    return sdf;
}

std::string mol2_of(int atoms) {
    std::string mol2 = "@<TRIPOS>MOLECULE\nm\n" + std::to_string(atoms) + " 0 1\nSMALL\nNO_CHARGES\n@<TRIPOS>ATOM\n";
    char line[96];
    for (int i = 1; i <= atoms; ++i) {
        std::snprintf(line, sizeof line, "%7d C%-6d %10.4f%10.4f%10.4f C.3 %5d ALA%-5d %9.4f\n", i, i % 1'000,
                      i % 1'000 * 0.5, i % 77 * 1.25, -3.125, i / 5, i / 5, 0.1);
        mol2 += line;
    }
    return mol2;
}

std::string in_format(const std::string& type, int atoms) {
    return type == "pdb"   ? chain_of(atoms)
           : type == "cif" ? cif_of(atoms)
           : type == "sdf" ? sdf_of(atoms)
                           : mol2_of(atoms);
}

void file_to_run(wbm::Registry& registry, const char* python) {
    std::printf("file to run: everything, beside read + SHA-256 + write alone, and beside the reference\n");
    std::printf("%-6s %8s %9s %9s %7s %11s %7s\n", "type", "atoms", "all us", "alone us", "ratio", "wandb us",
                "faster");
    for (const char* type : {"pdb", "cif", "sdf", "mol2"})
        for (const int atoms : {100, 5'000, 100'000}) {
            const wbm::test::TempDir dir;
            const fs::path file = dir / ("m." + std::string(type));
            write_file(file, in_format(type, atoms));
            Logger logger(registry, "molecule-file");
            std::size_t count = 0;
            const auto t = in_turns({[&] { logger.log(wbm::path(file)); },
                                     [&] {
                                         const std::string bytes = read_all(file);
                                         (void)wbm::hash_bytes(bytes, wbm::Hashes::sha256);
                                         write_file(dir / std::to_string(count++), bytes);
                                     }});
            std::printf("%-6s %8d %9.0f %9.0f %7.2f", type, atoms, t[0] * 1e6, t[1] * 1e6, t[0] / t[1]);
            if (python != nullptr) {
                const double theirs =
                    std::stod(line_of(std::string(python) + " " + WANDB_MOLECULE + " file " + file.string()));
                std::printf(" %11.0f %7.1f", theirs * 1e6, theirs / t[0]);
            }
            std::printf("\n");
            std::fflush(stdout);
        }
}

/// RDKit's calls that the reference makes, and nothing else.
void by_rdkit_alone(const char* smiles) {
    const std::unique_ptr<RDKit::RWMol> mol(RDKit::SmilesToMol(smiles));
    RDKit::MolOps::addHs(*mol);
    RDKit::DGeomHelpers::EmbedParameters parameters;
    parameters.randomSeed = seed;
    parameters.useExpTorsionAnglePrefs = true;
    parameters.useBasicKnowledge = true;
    (void)RDKit::DGeomHelpers::EmbedMolecule(*mol, parameters);
    (void)RDKit::MMFF::MMFFOptimizeMolecule(*mol, 200);
    (void)RDKit::MolToPDBBlock(*mol);
}

void smiles_to_run(wbm::Registry& registry, const char* python) {
    std::printf("\nSMILES to run: everything, beside RDKit's own calls alone, and beside the reference with RDKit\n");
    std::printf("%-10s %9s %9s %7s %11s %7s\n", "molecule", "all us", "RDKit us", "ratio", "wandb us", "faster");
    for (const Sample& sample : samples) {
        Logger logger(registry, "molecule-file");
        const auto t = in_turns({[&] {
                                     logger.log(wbm::bytes(sample.smiles), {{"from", "smiles"}});
                                 },
                                 [&] { by_rdkit_alone(sample.smiles); }});
        std::printf("%-10s %9.0f %9.0f %7.2f", sample.name, t[0] * 1e6, t[1] * 1e6, t[0] / t[1]);
        if (python != nullptr) {
            const double theirs =
                std::stod(line_of(std::string(python) + " " + WANDB_MOLECULE + " smiles '" + sample.smiles + "'"));
            std::printf(" %11.0f %7.2f", theirs * 1e6, theirs / t[0]);
        }
        std::printf("\n");
        std::fflush(stdout);
    }
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        const char* const python = argc > 1 ? argv[1] : nullptr;
        file_to_run(registry, python);
        smiles_to_run(registry, python);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "molecule_bench: %s\n", e.what());
        return 1;
    }
}
