// SDF: mol blocks of the versions V2000 and V3000, each followed by data and "$$$$".
#include "../limits.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

namespace wbm::molecule {
namespace {

constexpr std::size_t least_atom_bytes = 32;  // three coordinates and an element
constexpr std::size_t least_bond_bytes = 7;
constexpr std::size_t least_v30_bytes = 16;
constexpr std::size_t longest_v30_line = 1U << 16;
constexpr std::string_view v30 = "M  V30 ";

class Sdf {
public:
    Sdf(const Source& source, Model model, bool is_strict)
        : lines_(source, "SDF"), collector_(source.name, model), is_strict_(is_strict) {}

    Contents read() {
        do {
            read_molecule();
            skip_data();
        } while (!lines_.is_blank_from_here());
        return collector_.finish({false, false, true});
    }

private:
    void read_molecule() {
        for (const char* what : {"the name of a molecule", "the program's line", "the comment"})
            if (lines_.expect(what).starts_with("$$$$")) lines_.refuse("a molecule ends before its counts");
        const std::string_view counts = lines_.expect("the counts of a molecule");
        const bool is_v3000 = counts.find("V3000") != std::string_view::npos;
        atoms_ = count(lines_, columns(counts, 0, 3), "atoms", max_atoms);
        bonds_ = count(lines_, columns(counts, 3, 3), "bonds", max_bonds);
        collector_.begin_model();
        is_complete_ = false;
        if (is_v3000)
            read_v3000();
        else
            read_v2000();
    }

    void read_v2000() {
        check_lines_left(lines_, atoms_, least_atom_bytes, "atoms");
        check_lines_left(lines_, bonds_, least_bond_bytes, "bonds");
        for (std::uint64_t i = 0; i < atoms_; ++i) {
            const std::string_view line = lines_.expect("an atom");
            const std::string_view symbol = trimmed(columns(line, 30, 4));
            if (symbol.empty()) lines_.refuse("an atom needs three coordinates and an element");
            collector_.atom({element_of(symbol), position_if(collector_.wants_positions(), lines_, columns(line, 0, 10),
                                                             columns(line, 10, 10), columns(line, 20, 10))});
        }
        for (std::uint64_t i = 0; i < bonds_; ++i) {
            const std::string_view line = lines_.expect("a bond");
            check_bond(columns(line, 0, 3), columns(line, 3, 3));
        }
        if (collector_.in_first_model()) collector_.bonds(bonds_);
    }

    void read_v3000() {
        const std::string_view begin = v30_line("CTAB");
        if (!begin.starts_with("BEGIN CTAB")) lines_.refuse("a V3000 molecule begins with no CTAB");
        std::string_view line;
        while (!(line = v30_line("END CTAB")).starts_with("END CTAB")) {
            if (line.starts_with("COUNTS ")) {
                std::array<std::string_view, 3> fields;
                if (split(line, fields) < 3) lines_.refuse("the counts need atoms and bonds");
                atoms_ = count(lines_, fields[1], "atoms", max_atoms);
                bonds_ = count(lines_, fields[2], "bonds", max_bonds);
                check_lines_left(lines_, atoms_, least_v30_bytes, "atoms");
                check_lines_left(lines_, bonds_, least_v30_bytes - 1, "bonds");
            } else if (line.starts_with("BEGIN ATOM")) {
                for (std::uint64_t i = 0; i < atoms_; ++i) read_v30_atom();
                if (!v30_line("END ATOM").starts_with("END ATOM")) lines_.refuse("it has more atoms than it claims");
            } else if (line.starts_with("BEGIN BOND")) {
                for (std::uint64_t i = 0; i < bonds_; ++i) read_v30_bond();
                if (!v30_line("END BOND").starts_with("END BOND")) lines_.refuse("it has more bonds than it claims");
            }
        }
        if (collector_.atoms_of_model() != atoms_) lines_.refuse("a V3000 molecule has not the atoms that it claims");
        if (collector_.in_first_model()) collector_.bonds(bonds_);
    }

    /// What follows "M  V30 ", with the lines that a "-" at the end continues it by.
    std::string_view v30_line(const char* what) {
        std::string_view line = lines_.expect(what);
        if (!line.starts_with(v30))
            lines_.refuse("a line of a V3000 molecule begins with \"M  V30 \", this one does not");
        line.remove_prefix(v30.size());
        if (!line.ends_with('-')) return trimmed(line);
        joined_.assign(line.substr(0, line.size() - 1));
        for (bool goes_on = true; goes_on;) {
            line = lines_.expect(what);
            if (!line.starts_with(v30)) lines_.refuse("a line that goes on does not begin with \"M  V30 \"");
            line.remove_prefix(v30.size());
            goes_on = line.ends_with('-');
            if (joined_.size() + line.size() > longest_v30_line) lines_.refuse("a line goes on without end");
            joined_ += goes_on ? line.substr(0, line.size() - 1) : line;
        }
        return trimmed(joined_);
    }

    void read_v30_atom() {
        std::array<std::string_view, 5> fields;  // index type x y z
        if (split(v30_line("an atom"), fields) < 5) lines_.refuse("an atom needs a number, an element and coordinates");
        const auto at = position_if(collector_.wants_positions(), lines_, fields[2], fields[3], fields[4]);
        if (is_strict_ && (!whole(fields[0]) || !atom_numbers_.insert(*whole(fields[0])).second))
            lines_.refuse("an atom has no number of its own");
        collector_.atom({element_of(fields[1]), at});
    }

    void read_v30_bond() {
        std::array<std::string_view, 4> fields;  // index type from to
        if (split(v30_line("a bond"), fields) < 4) lines_.refuse("a bond needs a number, a type and two atoms");
        // V3000 numbers its atoms freely.
        const auto from = whole(fields[2]);
        const auto to = whole(fields[3]);
        if (!from || !to) lines_.refuse("a bond names an atom that is no number");
        if (is_strict_ && (atom_numbers_.count(*from) == 0 || atom_numbers_.count(*to) == 0))
            lines_.refuse("a bond names an atom that is not there");
        check_pair(*from, *to);
    }

    void check_bond(std::string_view from, std::string_view to) {
        for (const std::string_view end : {from, to}) {
            const auto atom = whole(end);
            if (!atom || *atom == 0 || *atom > atoms_)
                lines_.refuse("a bond names the atom " + quoted(trimmed(end)) + " of " + std::to_string(atoms_));
        }
        check_pair(*whole(from), *whole(to));
    }

    void check_pair(std::uint64_t from, std::uint64_t to) {
        if (from == to) lines_.refuse("a bond joins the atom " + std::to_string(from) + " with itself");
        if (is_strict_ && !pairs_.emplace(std::min(from, to), std::max(from, to)).second)
            lines_.refuse("two bonds join the atoms " + std::to_string(from) + " and " + std::to_string(to));
    }

    /// "M  CHG  2   1  -1   2   1": a count, then atoms with values, eight columns each.
    void check_property(std::string_view line) const {
        constexpr std::string_view of_atoms[] = {"CHG", "ISO", "RAD", "RBC", "SUB", "UNS", "LIN", "APO", "RGP"};
        constexpr std::size_t first_atom = 9;
        constexpr std::size_t step = 8;
        const std::string_view name = columns(line, 3, 3);
        if (!line.starts_with("M  ") || std::find(std::begin(of_atoms), std::end(of_atoms), name) == std::end(of_atoms))
            return;
        const std::uint64_t entries = count(lines_, columns(line, 6, 3), "entries of a property", max_atoms);
        for (std::uint64_t i = 0; i < entries; ++i) {
            const auto atom = whole(columns(line, first_atom + i * step, 4));
            if (!atom || *atom == 0 || *atom > atoms_) lines_.refuse("a property names an atom that is not there");
        }
    }

    /// Properties up to "M  END" and data up to "$$$$". Old files lack the one, a lone mol block the other.
    void skip_data() {
        std::string_view line;
        while (lines_.next(line)) {
            if (line.starts_with("M  END")) is_complete_ = true;
            if (is_strict_ && !is_complete_) check_property(line);
            if (line.starts_with("$$$$")) return;
        }
        if (!is_complete_) lines_.refuse("the last molecule has neither \"M  END\" nor \"$$$$\", so it is cut short");
    }

    Lines lines_;
    Collector collector_;
    std::string joined_;
    std::uint64_t atoms_ = 0;
    std::uint64_t bonds_ = 0;
    bool is_complete_ = false;
    bool is_strict_;
    std::set<std::uint64_t> atom_numbers_;
    std::set<std::pair<std::uint64_t, std::uint64_t>> pairs_;
};

}  // namespace

Contents read_sdf(const Source& source, Model model) { return Sdf(source, model, false).read(); }
Contents read_mol_block(const Source& source) { return Sdf(source, {}, true).read(); }

}  // namespace wbm::molecule
