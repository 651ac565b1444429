// contents.hpp - what a molecule's file holds: counts, the formula and, where they are asked for, coordinates. A reader
// of a format tells a Collector each atom that it meets; the bounds and the counting are the same for all formats.
#pragma once

#include <wbm/json.hpp>

#include <gemmi/elem.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::molecule {

/// x, y, z in ångström.
using Position = std::array<double, 3>;

/// Of the file's first model (frame, molecule), but for `models`. What a format does not say is left out.
struct Facts {
    std::optional<std::uint64_t> atoms;
    std::optional<std::uint64_t> bonds;
    std::optional<std::uint64_t> residues;  ///< runs of atoms with the same chain and residue number
    std::optional<std::uint64_t> chains;    ///< different names of chains
    std::optional<std::uint64_t> models;    ///< models, frames, or molecules of an SDF or MOL2 file
    std::optional<std::string> formula;     ///< in Hill order; none when an atom's element is not known

    /// Adds the members that are known.
    void add_to(json::object& j) const;
    /// Throws invalid for a member of another kind.
    [[nodiscard]] static Facts from_json(const json::object& j);
    bool operator==(const Facts&) const = default;
};

struct Contents {
    Facts facts;
    std::vector<Position> positions;  ///< of the model that was asked for
};

/// How often each element occurs.
using Composition = std::map<std::string, std::uint64_t>;
/// Carbon, hydrogen, then the rest by the alphabet; without carbon all by the alphabet: "C2H6O".
[[nodiscard]] std::string hill_formula(const Composition& composition);

/// The element of a symbol such as "C", "CL" or "Cl"; X when there is none.
[[nodiscard]] gemmi::El element_of(std::string_view symbol) noexcept;

/// One atom as a reader meets it. The texts are borrowed for the call.
struct AtomSite {
    gemmi::El element = gemmi::El::X;
    std::optional<Position> position;  ///< a CIF file may have none; not needed when wants_positions() says no
    std::string_view chain = {};
    std::string_view residue = {};  ///< the next atom of the same residue has the same text
};

/// What readers tell. Errors begin with `name`, such as `the file "a.pdb"`.
class Collector {
public:
    /// `model`: whose positions are kept, the first is 0.
    explicit Collector(std::string name, std::optional<std::uint64_t> model = {})
        : name_(std::move(name)), model_(model) {}

    /// Throws invalid beyond max_models.
    void begin_model();
    /// An atom of the current model; without one, of a first. Throws invalid beyond max_atoms and max_chains.
    void atom(const AtomSite& site);
    /// The number of bonds of the first model.
    void bonds(std::uint64_t count);
    void formula(std::string text) { given_formula_ = std::move(text); }

    /// Is anybody asking for positions?
    [[nodiscard]] bool wants_positions() const noexcept { return model_.has_value(); }
    [[nodiscard]] bool in_first_model() const noexcept { return models_ <= 1; }
    [[nodiscard]] std::uint64_t models() const noexcept { return models_; }
    [[nodiscard]] std::uint64_t atoms_of_model() const noexcept { return atoms_of_model_; }

    /// Which facts the format says at all.
    struct Says {
        bool residues = false;
        bool chains = false;
        bool elements = false;
    };
    /// Throws invalid when there are no atoms, or not the model that was asked for; unsupported when its atoms have
    /// no coordinates.
    [[nodiscard]] Contents finish(const Says& says);

private:
    void count_in_first_model(const AtomSite& site);

    std::string name_;
    std::optional<std::uint64_t> model_;
    std::uint64_t models_ = 0;
    std::uint64_t atoms_ = 0;
    std::uint64_t atoms_of_model_ = 0;
    std::uint64_t atoms_of_first_ = 0;
    std::uint64_t residues_ = 0;
    std::optional<std::uint64_t> bonds_;
    std::optional<std::string> given_formula_;
    std::array<std::uint64_t, static_cast<std::size_t>(gemmi::El::END)> elements_{};
    std::set<std::string, std::less<>> chains_;
    std::string last_chain_;
    std::string last_residue_;
    bool lacks_position_ = false;
    std::vector<Position> positions_;
};

}  // namespace wbm::molecule
