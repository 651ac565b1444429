// GROMACS structure files: a title, the number of atoms, that many lines of columns, the box.
#include "../limits.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

namespace wbm::molecule {
namespace {

constexpr std::size_t least_atom_bytes = 40;
constexpr std::size_t coordinates_begin = 20;
constexpr double angstrom = 10;  // in a nanometre

/// Coordinates have as many columns as there are between two points, so that any precision can be written.
std::optional<Position> position_of(bool is_wanted, const Lines& lines, std::string_view line) {
    const std::size_t first = line.find('.', coordinates_begin);
    const std::size_t second = first == std::string_view::npos ? first : line.find('.', first + 1);
    if (second == std::string_view::npos) lines.refuse("an atom has no three coordinates from column 21 on");
    const std::size_t width = second - first;
    if (line.size() < coordinates_begin + 2 * width + 1)
        lines.refuse("an atom's record is cut short, it has " + std::to_string(line.size()) + " columns");
    const auto axis = [&](std::size_t i) { return columns(line, coordinates_begin + i * width, width); };
    auto at = position_if(is_wanted, lines, axis(0), axis(1), axis(2));
    if (at)
        for (double& coordinate : *at) coordinate *= angstrom;
    return at;
}

void read_box(Lines& lines) {
    std::array<std::string_view, 9> sides;
    const std::size_t found = split(lines.expect("the box"), sides);
    if (found != 3 && found != 9) lines.refuse("the box has " + std::to_string(found) + " numbers, not 3 or 9");
    for (std::size_t i = 0; i < found; ++i)
        if (!real(sides[i])) lines.refuse("the box has " + quoted(sides[i]) + ", which is no number");
}

}  // namespace

Contents read_gro(const Source& source, Model model) {
    Lines lines(source, "GRO");
    Collector collector(source.name, model);
    do {
        (void)lines.expect("a title");
        const std::uint64_t atoms = count(lines, lines.expect("the number of atoms"), "atoms", max_atoms);
        check_lines_left(lines, atoms, least_atom_bytes, "atoms");
        collector.begin_model();
        for (std::uint64_t i = 0; i < atoms; ++i) {
            const std::string_view line = lines.expect("an atom");
            collector.atom(
                {gemmi::El::X, position_of(collector.wants_positions(), lines, line), {}, line.substr(0, 10)});
        }
        read_box(lines);
    } while (!lines.is_blank_from_here());
    return collector.finish({true, false, false});
}

}  // namespace wbm::molecule
