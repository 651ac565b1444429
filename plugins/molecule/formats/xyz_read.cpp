// XYZ files, and PDB files of them: neither W&B nor the reference takes XYZ.
#include "../limits.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

#include <cstdio>

namespace wbm::molecule {
namespace {

constexpr std::size_t least_atom_bytes = 8;  // "H 0 0 0\n"
constexpr double least_in_pdb = -999.9995;
constexpr double most_in_pdb = 9999.9995;

/// A symbol, one with a number behind it ("C12"), or an atomic number.
gemmi::El element_of_label(std::string_view label) {
    if (const auto number = whole(label))
        return *number < static_cast<std::uint64_t>(gemmi::El::D) ? static_cast<gemmi::El>(*number) : gemmi::El::X;
    const std::size_t digits = label.find_first_of("0123456789");
    return element_of(label.substr(0, digits));
}

/// Calls frame() before and atom(element, position) for each atom of each frame.
template <class Frame, class Atom>
void walk(const Source& source, bool wants_positions, const Frame& frame, const Atom& atom) {
    Lines lines(source, "XYZ");
    do {
        const std::uint64_t atoms = count(lines, lines.expect("the number of atoms"), "atoms", max_atoms);
        (void)lines.expect("a comment");
        check_lines_left(lines, atoms, least_atom_bytes, "atoms");
        frame(atoms);
        for (std::uint64_t i = 0; i < atoms; ++i) {
            std::array<std::string_view, 4> fields;
            if (split(lines.expect("an atom"), fields) < fields.size())
                lines.refuse("an atom needs an element and three coordinates");
            const gemmi::El element = element_of_label(fields[0]);
            if (element == gemmi::El::X && fields[0] != "X" && fields[0] != "Xx" && fields[0] != "0")
                lines.refuse(quoted(fields[0]) + " is no element");
            atom(element, position_if(wants_positions, lines, fields[1], fields[2], fields[3]));
        }
    } while (!lines.is_blank_from_here());
}

void check_fits_pdb(const Source& source, const Position& at) {
    for (const double coordinate : at)
        if (!(coordinate > least_in_pdb && coordinate < most_in_pdb))
            throw unsupported(source.name + " has a coordinate " + std::to_string(coordinate) +
                              ", which the columns of PDB do not hold; move the molecule to the origin, or give mmCIF");
}

std::string atom_name(gemmi::El element, std::uint64_t number) {
    std::string name = gemmi::element_uppercase_name(element) + std::to_string(number);
    if (name.size() > 4) name.resize(4);
    // The second letter of an element has a column of its own.
    if (name.size() < 4 && gemmi::element_name(element)[1] == '\0') name.insert(name.begin(), ' ');
    name.resize(4, ' ');
    return name;
}

}  // namespace

Contents read_xyz(const Source& source, Model model) {
    Collector collector(source.name, model);
    walk(
        source, collector.wants_positions(), [&](std::uint64_t) { collector.begin_model(); },
        [&](gemmi::El element, const std::optional<Position>& at) {
            collector.atom({element, at});
        });
    return collector.finish({false, false, true});
}

std::string pdb_of_xyz(const Source& source) {
    const std::uint64_t frames = *read_xyz(source, {}).facts.models;
    if (frames > max_pdb_models)
        throw unsupported(source.name + " has " + std::to_string(frames) + " frames, PDB numbers at most " +
                          std::to_string(max_pdb_models) + "; split it");
    std::string pdb;
    std::uint64_t model = 0;
    std::uint64_t serial = 0;
    std::array<std::uint64_t, static_cast<std::size_t>(gemmi::El::END)> of_element{};
    char line[96];
    const auto begin = [&](std::uint64_t atoms) {
        if (atoms > max_pdb_atoms)
            throw unsupported(source.name + " has " + std::to_string(atoms) + " atoms, PDB numbers at most " +
                              std::to_string(max_pdb_atoms) + "; give mmCIF");
        if (model > 0) pdb += "ENDMDL\n";
        ++model;
        serial = 0;
        of_element.fill(0);
        if (frames == 1) return;
        std::snprintf(line, sizeof line, "MODEL     %4llu\n", static_cast<unsigned long long>(model));
        pdb += line;
    };
    const auto add = [&](gemmi::El element, const std::optional<Position>& found) {
        const Position& at = *found;
        check_fits_pdb(source, at);
        const std::string name = atom_name(element, ++of_element[static_cast<std::size_t>(element)]);
        std::snprintf(line, sizeof line, "HETATM%5llu %s UNL     1    %8.3f%8.3f%8.3f  1.00  0.00          %2s  \n",
                      static_cast<unsigned long long>(++serial), name.c_str(), at[0], at[1], at[2],
                      gemmi::element_uppercase_name(element));
        pdb += line;
    };
    walk(source, true, begin, add);
    if (frames > 1) pdb += "ENDMDL\n";
    return pdb + "END\n";
}

}  // namespace wbm::molecule
