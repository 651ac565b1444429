#include "contents.hpp"

#include "limits.hpp"

#include <wbm/sdk.hpp>

#include <utility>

namespace wbm::molecule {
namespace {

std::optional<std::uint64_t> count_member(const json::object& j, const char* key) {
    const auto number = optional_integer(j, key);
    if (!number) return std::nullopt;
    if (*number < 0)
        throw invalid('"' + std::string(key) + "\" of \"_wbm\" is " + std::to_string(*number) +
                      "; it counts, so give 0 or more");
    return static_cast<std::uint64_t>(*number);
}

std::string beyond(const std::string& name, std::uint64_t most, const char* what) {
    return name + " has more than " + std::to_string(most) + " " + what + "; split it";
}

}  // namespace

void Facts::add_to(json::object& j) const {
    if (atoms) j["atoms"] = *atoms;
    if (bonds) j["bonds"] = *bonds;
    if (residues) j["residues"] = *residues;
    if (chains) j["chains"] = *chains;
    if (models) j["models"] = *models;
    if (formula) j["formula"] = *formula;
}

Facts Facts::from_json(const json::object& j) {
    return {count_member(j, "atoms"),  count_member(j, "bonds"),  count_member(j, "residues"),
            count_member(j, "chains"), count_member(j, "models"), optional_text(j, "formula")};
}

std::string hill_formula(const Composition& composition) {
    std::string formula;
    const auto add = [&](const std::string& symbol, std::uint64_t count) {
        formula += symbol;
        if (count > 1) formula += std::to_string(count);
    };
    const auto carbon = composition.find("C");
    const bool is_organic = carbon != composition.end();
    if (is_organic) {
        add("C", carbon->second);
        if (const auto hydrogen = composition.find("H"); hydrogen != composition.end()) add("H", hydrogen->second);
    }
    for (const auto& [symbol, count] : composition)
        if (!is_organic || (symbol != "C" && symbol != "H")) add(symbol, count);
    return formula;
}

gemmi::El element_of(std::string_view symbol) noexcept {
    if (symbol.empty() || symbol.size() > 2) return gemmi::El::X;
    for (const char c : symbol)
        if ((c < 'A' || c > 'Z') && (c < 'a' || c > 'z')) return gemmi::El::X;
    const char text[3] = {symbol[0], symbol.size() == 2 ? symbol[1] : '\0', '\0'};
    return gemmi::find_element(text);
}

void Collector::begin_model() {
    if (++models_ > max_models) throw invalid(beyond(name_, max_models, "models"));
    atoms_of_model_ = 0;
}

void Collector::atom(const AtomSite& site) {
    if (models_ == 0) begin_model();
    if (++atoms_ > max_atoms) throw invalid(beyond(name_, max_atoms, "atoms"));
    ++atoms_of_model_;
    if (models_ == 1) count_in_first_model(site);
    if (!model_ || *model_ + 1 != models_) return;
    if (site.position)
        positions_.push_back(*site.position);
    else
        lacks_position_ = true;
}

void Collector::count_in_first_model(const AtomSite& site) {
    ++atoms_of_first_;
    ++elements_[static_cast<std::size_t>(site.element)];
    if (atoms_of_first_ == 1 || site.residue != last_residue_ || site.chain != last_chain_) {
        ++residues_;
        last_residue_ = site.residue;
    }
    if (atoms_of_first_ > 1 && site.chain == last_chain_) return;
    last_chain_ = site.chain;
    chains_.insert(last_chain_);
    if (chains_.size() > max_chains) throw invalid(beyond(name_, max_chains, "chains"));
}

void Collector::bonds(std::uint64_t count) {
    if (count > max_bonds) throw invalid(beyond(name_, max_bonds, "bonds"));
    bonds_ = count;
}

Contents Collector::finish(const Says& says) {
    if (atoms_of_first_ == 0)
        throw invalid(name_ + (atoms_ == 0 ? " has no atoms" : " has no atoms in its first model") +
                      "; give the file of a molecule");
    if (model_ && *model_ >= models_)
        throw invalid("option \"model\" is " + std::to_string(*model_) + ", but " + name_ + " has " +
                      std::to_string(models_) + "; the first model is 0");
    if (lacks_position_)
        throw unsupported(name_ + " has atoms without coordinates; take its other facts, or give a file with them");
    Contents found;
    found.facts.atoms = atoms_of_first_;
    found.facts.bonds = bonds_;
    if (says.residues) found.facts.residues = residues_;
    if (says.chains) found.facts.chains = chains_.size();
    found.facts.models = models_;
    if (given_formula_) {
        found.facts.formula = std::move(given_formula_);
    } else if (says.elements && elements_[0] == 0) {
        Composition composition;
        for (std::size_t i = 1; i < elements_.size(); ++i)
            if (elements_[i] > 0) composition[gemmi::element_name(static_cast<gemmi::El>(i))] = elements_[i];
        found.facts.formula = hill_formula(composition);
    }
    found.positions = std::move(positions_);
    return found;
}

}  // namespace wbm::molecule
