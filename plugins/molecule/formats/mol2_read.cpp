// Tripos MOL2: sections that begin with "@<TRIPOS>", counts in the first of them.
#include "../limits.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

namespace wbm::molecule {
namespace {

constexpr std::string_view mark = "@<TRIPOS>";
constexpr std::size_t least_atom_bytes = 12;  // "1 C 0 0 0 C"
constexpr std::size_t least_bond_bytes = 7;

class Mol2 {
public:
    Mol2(const Source& source, Model model) : lines_(source, "MOL2"), collector_(source.name, model) {}

    Contents read() {
        std::string_view line;
        while (lines_.next(line)) {
            if (!line.starts_with(mark)) continue;
            const std::string_view section = trimmed(line.substr(mark.size()));
            if (section == "MOLECULE")
                begin_molecule();
            else if (section == "ATOM")
                read_atoms();
            else if (section == "BOND")
                read_bonds();
        }
        end_molecule();
        return collector_.finish({has_residues_, false, true});
    }

private:
    void begin_molecule() {
        end_molecule();
        collector_.begin_model();
        in_molecule_ = true;
        (void)lines_.expect("the name of the molecule");
        std::array<std::string_view, 2> counts;
        const std::size_t found = split(lines_.expect("the counts"), counts);
        if (found == 0) lines_.refuse("the number of atoms is missing");
        atoms_ = count(lines_, counts[0], "atoms", max_atoms);
        bonds_ = found < 2 ? 0 : count(lines_, counts[1], "bonds", max_bonds);
        check_lines_left(lines_, atoms_, least_atom_bytes, "atoms");
        check_lines_left(lines_, bonds_, least_bond_bytes, "bonds");
        has_atoms_ = has_bonds_ = false;
    }

    void end_molecule() const {
        if (!in_molecule_) return;
        if (atoms_ > 0 && !has_atoms_) lines_.refuse("a molecule claims atoms but has no section ATOM");
        if (bonds_ > 0 && !has_bonds_) lines_.refuse("a molecule claims bonds but has no section BOND");
    }

    void read_atoms() {
        if (!in_molecule_ || has_atoms_) lines_.refuse("a section ATOM stands outside a molecule");
        has_atoms_ = true;
        for (std::uint64_t i = 0; i < atoms_; ++i) {
            std::array<std::string_view, 7> fields;  // id name x y z type residue
            const std::size_t found = split(lines_.expect("an atom"), fields);
            if (found < 6) lines_.refuse("an atom needs a number, a name, three coordinates and a type");
            if (found < 7 && i == 0 && collector_.in_first_model()) has_residues_ = false;
            const std::string_view symbol = fields[5].substr(0, fields[5].find('.'));
            collector_.atom({element_of(symbol),
                             position_if(collector_.wants_positions(), lines_, fields[2], fields[3], fields[4]),
                             {},
                             found < 7 ? std::string_view() : fields[6]});
        }
    }

    void read_bonds() {
        if (!in_molecule_ || has_bonds_) lines_.refuse("a section BOND stands outside a molecule");
        has_bonds_ = true;
        for (std::uint64_t i = 0; i < bonds_; ++i) {
            std::array<std::string_view, 4> fields;  // id from to type
            if (split(lines_.expect("a bond"), fields) < 4)
                lines_.refuse("a bond needs a number, two atoms and a type");
            for (const std::size_t end : {1U, 2U}) {
                const auto atom = whole(fields[end]);
                if (!atom || *atom == 0 || *atom > atoms_)
                    lines_.refuse("a bond names the atom " + quoted(fields[end]) + " of " + std::to_string(atoms_));
            }
        }
        if (collector_.in_first_model()) collector_.bonds(bonds_);
    }

    Lines lines_;
    Collector collector_;
    bool in_molecule_ = false;
    bool has_atoms_ = false;
    bool has_bonds_ = false;
    bool has_residues_ = true;
    std::uint64_t atoms_ = 0;
    std::uint64_t bonds_ = 0;
};

}  // namespace

Contents read_mol2(const Source& source, Model model) { return Mol2(source, model).read(); }

}  // namespace wbm::molecule
