// PDB by its columns, and PQR, which has its records. What viewers show is taken: files of HETATM alone, several
// models, no END, no element columns, unknown records.
#include "../limits.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>

namespace wbm::molecule {
namespace {

constexpr std::size_t coordinates_end = 54;  // columns
constexpr std::size_t factors_end = 66;
constexpr std::size_t element_begin = 76;

bool is_letter(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

bool is_atom(std::string_view line) noexcept { return line.starts_with("ATOM ") || line.starts_with("HETATM"); }

gemmi::El one_letter(char c) noexcept { return element_of(std::string_view(&c, 1)); }

/// By the element columns, else by the place of the atom's name: that of calcium begins a column before that of a
/// carbon named CA. Names of four characters that begin with H are hydrogens, "1HB " is one too.
gemmi::El element_of_atom(std::string_view line) noexcept {
    if (const std::string_view symbol = trimmed(columns(line, element_begin, 2)); !symbol.empty())
        if (const gemmi::El element = element_of(symbol); element != gemmi::El::X) return element;
    char name[4] = {' ', ' ', ' ', ' '};
    const std::string_view given = columns(line, 12, 4);
    std::copy(given.begin(), given.end(), name);
    if ((name[0] == 'H' || name[0] == 'h') && name[3] != ' ') return gemmi::El::H;
    if (name[0] == ' ' || is_digit(name[0])) return one_letter(name[1]);
    if (!is_letter(name[1])) return one_letter(name[0]);
    return element_of(std::string_view(name, 2));
}

/// Where its records stand in MODEL and ENDMDL, and how its atoms are bonded; PDB and PQR have these in common.
class Records {
public:
    Records(const Source& source, const char* format, Model model)
        : source_(source), format_(format), lines_(source, format), collector_(source.name, model) {}

    /// Calls atom(line) for each ATOM and HETATM.
    template <class Atom>
    void walk(const Atom& atom) {
        std::string_view line;
        while (lines_.next(line)) {
            if (is_atom(line)) {
                begin_model_if_outside();
                atom(line);
            } else if (line.starts_with("MODEL") &&
                       trimmed(line.substr(5)).find_first_not_of("0123456789") == std::string_view::npos) {
                begin_model();
            } else if (line.starts_with("ENDMDL") || (line.starts_with("END") && trimmed(line) == "END")) {
                in_model_ = false;  // some programs put END between frames
                has_model_record_ = false;
            } else if (line.starts_with("CONECT")) {
                bonds(line);
            }
        }
        if (has_model_record_)
            refuse(source_, format_, "its last MODEL has no ENDMDL and the file no END, so it is cut short");
    }

    [[nodiscard]] Contents finish(const Collector::Says& says) {
        if (has_bonds_) {
            std::sort(bonds_.begin(), bonds_.end());
            bonds_.erase(std::unique(bonds_.begin(), bonds_.end()), bonds_.end());
            collector_.bonds(bonds_.size());
        }
        return collector_.finish(says);
    }

    [[nodiscard]] Lines& lines() noexcept { return lines_; }
    [[nodiscard]] Collector& collector() noexcept { return collector_; }

private:
    void begin_model() {
        collector_.begin_model();
        in_model_ = true;
        has_model_record_ = true;
    }
    void begin_model_if_outside() {
        if (in_model_) return;
        collector_.begin_model();
        in_model_ = true;
    }

    /// The serial numbers of atoms have five columns each, and letters in them beyond 99999 in some files.
    void bonds(std::string_view line) {
        has_bonds_ = true;
        const std::uint64_t from = serial(line, 6);
        for (std::size_t column = 11; column < 31 && column < line.size(); column += 5) {
            const std::uint64_t to = serial(line, column);
            if (from == 0 || to == 0 || from == to) continue;
            bonds_.push_back(std::min(from, to) << 32U | std::max(from, to));
            if (bonds_.size() > 2 * max_bonds)
                lines_.refuse("it has more than " + std::to_string(max_bonds) + " bonds");
        }
    }

    static std::uint64_t serial(std::string_view line, std::size_t column) noexcept {
        std::uint64_t packed = 0;
        for (const char c : trimmed(columns(line, column, 5)))
            packed = packed << 6U | (static_cast<std::uint64_t>(static_cast<unsigned char>(c)) & 0x3FU);
        return packed;
    }

    const Source& source_;
    const char* format_;
    Lines lines_;
    Collector collector_;
    bool in_model_ = false;
    bool has_model_record_ = false;
    bool has_bonds_ = false;
    std::vector<std::uint64_t> bonds_;
};

/// A last line without newline that lacks columns which the line before it has.
void check_not_cut(const Lines& lines, std::size_t before, std::string_view line) {
    if (lines.is_cut() && before >= element_begin && trimmed(line).size() < factors_end)
        lines.refuse("it is cut short after " + std::to_string(line.size()) + " columns, the line before has " +
                     std::to_string(before));
}

}  // namespace

Contents read_pdb(const Source& source, Model model) {
    Records records(source, "PDB", model);
    std::size_t before = 0;
    records.walk([&](std::string_view line) {
        const Lines& lines = records.lines();
        if (line.size() < coordinates_end)
            lines.refuse("an atom's record has " + std::to_string(line.size()) +
                         " columns, its coordinates end in column 54");
        check_not_cut(lines, before, line);
        before = trimmed(line).size();
        records.collector().atom({element_of_atom(line),
                                  position_if(records.collector().wants_positions(), lines, line.substr(30, 8),
                                              line.substr(38, 8), line.substr(46, 8)),
                                  trimmed(columns(line, 20, 2)), line.substr(17, 10)});
    });
    return records.finish({true, true, true});
}

Contents read_pqr(const Source& source, Model model) {
    constexpr std::size_t least_fields = 10;  // record serial name residue number x y z charge radius
    constexpr std::size_t most_fields = 11;   // and the chain before the number
    Records records(source, "PQR", model);
    records.walk([&](std::string_view line) {
        const Lines& lines = records.lines();
        std::array<std::string_view, 12> fields;
        const std::size_t found = split(line, fields);
        const bool by_blanks = found >= least_fields && found <= most_fields && real(fields[found - 1]);
        if (!by_blanks && line.size() < factors_end)
            lines.refuse("an atom's record has " + std::to_string(found) +
                         " fields, it needs a number, names, coordinates, charge and radius");
        // Numbers that fill their columns touch each other.
        const bool is_wanted = records.collector().wants_positions();
        const auto at = by_blanks
                            ? position_if(is_wanted, lines, fields[found - 5], fields[found - 4], fields[found - 3])
                            : position_if(is_wanted, lines, line.substr(30, 8), line.substr(38, 8), line.substr(46, 8));
        // "ATOM 1 N ALA A 1 x y z q r", or without the chain.
        const bool has_chain = by_blanks && found == most_fields;
        const std::string_view chain = has_chain ? fields[4] : by_blanks ? std::string_view() : columns(line, 21, 1);
        const std::string_view residue = by_blanks ? fields[found - 6] : columns(line, 22, 5);
        records.collector().atom({gemmi::El::X, at, trimmed(chain), trimmed(residue)});
    });
    return records.finish({true, false, false});
}

}  // namespace wbm::molecule
