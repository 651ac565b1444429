#include <wbm/media/molecule.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    std::vector<wbm::ValuePtr> candidates;
    for (const char* smiles : {"CCO", "CCN", "c1ccccc1"})
        candidates.push_back(wbm::Molecule::from_smiles(smiles, {.caption = smiles}).value());
    wbm::Run run("run");
    const wbm::json::object batch = wbm::json::read_object(run.log("candidates", candidates));
    std::cout << batch.at("_type") << ": " << batch.at("count") << ' ' << batch.at("captions") << '\n';
    return batch.at("filenames").as_array().size() == 3 ? 0 : 1;
}
