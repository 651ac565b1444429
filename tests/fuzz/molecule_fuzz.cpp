// Any bytes as a file of each format, a SMILES and a mol block. What is taken must survive JSON unchanged, and give its
// coordinates; what is not must be refused with a status of its own.
#include "../../plugins/molecule/formats/format.hpp"
#include "../../plugins/molecule/molecule.hpp"
#include "fuzz_support.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace {

using namespace wbm;
using wbm::fuzz::refusable;
using wbm::fuzz::require;

constexpr const char* types[] = {"pdb", "pqr", "cif", "sdf", "gro", "mol2", "mmtf", "xyz"};
constexpr std::size_t longest_smiles = 60;  // a longer one is a matter of time

void check(testing::Source source) {
    static unsigned turn = 0;
    static const testing::Type type = testing::type_of<molecule::Molecule>();
    refusable([&] {
        const testing::Value value = type.create(source);
        const testing::FakeStore store(++turn % 2 == 0 ? WBM_RUN : WBM_ARTIFACT);
        (void)testing::round_trip(type, value.get(), store);
        const auto& molecule = *reinterpret_cast<const molecule::Molecule*>(value.get());
        require(molecule.contents.models.has_value(), "what is taken has models");
        refusable([&] {
            const Array array = molecule.tensor({});
            require(!molecule.contents.atoms || element_count(array.dl()) == 3 * *molecule.contents.atoms,
                    "each atom of the first model has coordinates");
        });
    });
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    refusable([&] {
        if (const molecule::Format* format = molecule::sniffed(bytes)) (void)format->read({bytes, "it"}, {});
    });
    for (const char* type : types) check(testing::Source::bytes(bytes).with_options({{"file_type", type}}));
    json::object flat{{"from", "mol_block"}, {"convert_to_3d_and_optimize", false}};
    check(testing::Source::bytes(bytes).with_options(flat));
    flat["sanitize"] = false;
    check(testing::Source::bytes(bytes).with_options(flat));
    if (bytes.size() > longest_smiles) return 0;
    flat["from"] = "smiles";
    check(testing::Source::bytes(bytes).with_options(flat));
    check(testing::Source::bytes(bytes).with_options({{"from", "smiles"}, {"convert_to_3d_and_optimize", false}}));
    return 0;
}
