// CIF in three dialects: mmCIF (_atom_site.), small molecules (_atom_site_) and chemical components (_chem_comp_atom.).
// gemmi's grammar says what is CIF. Its document is not built: it takes up to 64 bytes for each value of a file, and
// the atoms are all that is wanted.
#include "../limits.hpp"
#include "cif_grammar.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

#include <gemmi/unitcell.hpp>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace wbm::molecule {
namespace {

constexpr const char* format_name = "CIF";

/// What a tag says of an atom, or of all.
enum Column : std::size_t {
    symbol,
    label,
    x,
    y,
    z,
    model_x,
    model_y,
    model_z,
    ideal_x,
    ideal_y,
    ideal_z,
    fract_x,
    fract_y,
    fract_z,
    chain,
    other_chain,
    number,
    other_number,
    insertion,
    component,
    model_number,
    column_count,
    unknown = column_count
};

struct Tag {
    std::string_view name;  // in lower case
    Column column;
};

constexpr Tag site_tags[] = {
    {"_atom_site.type_symbol", symbol},
    {"_atom_site.label_atom_id", label},
    {"_atom_site.cartn_x", x},
    {"_atom_site.cartn_y", y},
    {"_atom_site.cartn_z", z},
    {"_atom_site.fract_x", fract_x},
    {"_atom_site.fract_y", fract_y},
    {"_atom_site.fract_z", fract_z},
    {"_atom_site.auth_asym_id", chain},
    {"_atom_site.label_asym_id", other_chain},
    {"_atom_site.auth_seq_id", number},
    {"_atom_site.label_seq_id", other_number},
    {"_atom_site.pdbx_pdb_ins_code", insertion},
    {"_atom_site.label_comp_id", component},
    {"_atom_site.pdbx_pdb_model_num", model_number},
    {"_atom_site_type_symbol", symbol},
    {"_atom_site_label", label},
    {"_atom_site_cartn_x", x},
    {"_atom_site_cartn_y", y},
    {"_atom_site_cartn_z", z},
    {"_atom_site_fract_x", fract_x},
    {"_atom_site_fract_y", fract_y},
    {"_atom_site_fract_z", fract_z},
};

constexpr Tag component_tags[] = {
    {"_chem_comp_atom.type_symbol", symbol},
    {"_chem_comp_atom.atom_id", label},
    {"_chem_comp_atom.x", x},
    {"_chem_comp_atom.y", y},
    {"_chem_comp_atom.z", z},
    {"_chem_comp_atom.model_cartn_x", model_x},
    {"_chem_comp_atom.model_cartn_y", model_y},
    {"_chem_comp_atom.model_cartn_z", model_z},
    {"_chem_comp_atom.pdbx_model_cartn_x_ideal", ideal_x},
    {"_chem_comp_atom.pdbx_model_cartn_y_ideal", ideal_y},
    {"_chem_comp_atom.pdbx_model_cartn_z_ideal", ideal_z},
    {"_chem_comp_atom.comp_id", component},
};

constexpr std::string_view cell_tags[] = {"length_a",    "length_b",   "length_c",
                                          "angle_alpha", "angle_beta", "angle_gamma"};

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

template <std::size_t N>
Column column_of(const Tag (&tags)[N], std::string_view name) {
    const auto* found =
        std::find_if(std::begin(tags), std::end(tags), [&](const Tag& tag) { return tag.name == name; });
    return found == std::end(tags) ? unknown : found->column;
}

/// A value without its quotes; empty for "?" and ".".
std::string_view plain(std::string_view value) noexcept {
    if (value == "?" || value == ".") return {};
    if (value.size() >= 2 && (value[0] == '\'' || value[0] == '"')) return value.substr(1, value.size() - 2);
    if (value.size() >= 2 && value[0] == ';') return trimmed(value.substr(1, value.size() - 2));
    return value;
}

/// "1.234(5)": the number before its uncertainty.
std::optional<double> measured(std::string_view value) noexcept { return real(value.substr(0, value.find('('))); }

using Row = std::array<std::string_view, column_count>;

/// The line that a piece of the file begins in. Only errors ask, so nothing is counted before.
std::string line_of(const Source& source, std::string_view piece) {
    const auto newlines = std::count(source.bytes.data(), piece.data(), '\n');
    return "line " + std::to_string(newlines + 1);
}

/// The atoms of one dialect, row by row.
class Atoms {
public:
    Atoms(const Source& source, Model model) : source_(source), collector_(source.name, model) {}

    void begin_block() noexcept { is_new_block_ = true; }

    void row(const Row& row, const gemmi::UnitCell* cell) {
        if (is_new_block_ || row[model_number] != last_model_) collector_.begin_model();
        is_new_block_ = false;
        last_model_ = row[model_number];
        has_residues_ = has_residues_ || !row[number].empty() || !row[other_number].empty();
        has_chains_ = has_chains_ || !row[chain].empty() || !row[other_chain].empty();
        const std::string_view chain_name = row[chain].empty() ? row[other_chain] : row[chain];
        const std::string_view residue_number = row[number].empty() ? row[other_number] : row[number];
        const Residue residue{chain_name, residue_number, row[insertion], row[component]};
        if (residue != last_residue_) {
            last_residue_ = residue;
            residue_.clear();
            for (const std::string_view part : residue) residue_.append(part).append(1, ' ');
        }
        collector_.atom({element(row), position(row, cell), chain_name, residue_});
    }

    [[nodiscard]] bool has_any() const noexcept { return collector_.models() > 0; }
    [[nodiscard]] Collector& collector() noexcept { return collector_; }
    [[nodiscard]] Contents finish() { return collector_.finish({has_residues_, has_chains_, true}); }

private:
    using Residue = std::array<std::string_view, 4>;

    /// "C", "Na1+", or a label such as "C12".
    static gemmi::El element(const Row& row) noexcept {
        const std::string_view text = row[symbol].empty() ? row[label] : row[symbol];
        const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
        const auto* end = std::find_if_not(text.begin(), text.end(), is_letter);
        const std::string_view letters = text.substr(0, static_cast<std::size_t>(end - text.begin()));
        const gemmi::El whole_name = element_of(letters);
        return whole_name != gemmi::El::X || !row[symbol].empty() ? whole_name : element_of(letters.substr(0, 1));
    }

    std::optional<Position> position(const Row& row, const gemmi::UnitCell* cell) const {
        for (const Column first : {x, model_x, ideal_x})
            if (const auto at = three(row, first)) return at;
        const auto fraction = three(row, fract_x);
        if (!fraction || cell == nullptr) return std::nullopt;
        const gemmi::Position at =
            cell->orthogonalize(gemmi::Fractional((*fraction)[0], (*fraction)[1], (*fraction)[2]));
        return Position{at.x, at.y, at.z};
    }

    /// nullopt when one of them is not known. A number that is none is refused all the same. Zeros when nobody wants
    /// to know.
    std::optional<Position> three(const Row& row, std::size_t first) const {
        Position at{};
        bool is_known = true;
        for (std::size_t i = 0; i < 3; ++i) {
            const std::string_view value = row[first + i];
            is_known = is_known && !value.empty();
            if (value.empty() || (!collector_.wants_positions() && is_plain_decimal(value))) continue;
            const auto coordinate = measured(value);
            if (!coordinate || !std::isfinite(*coordinate))
                refuse(source_, format_name,
                       line_of(source_, value) + ": a coordinate is " + quoted(value) + ", which is no finite number");
            at[i] = *coordinate;
        }
        return is_known ? std::optional(at) : std::nullopt;
    }

    const Source& source_;
    Collector collector_;
    Residue last_residue_;
    std::string residue_;  // of the last atom, as one text
    std::string_view last_model_;
    bool is_new_block_ = true;
    bool has_residues_ = false;
    bool has_chains_ = false;
};

/// What the grammar's actions tell.
class Cif : public CifEvents {
public:
    Cif(const Source& source, Model model) : source_(source), sites_(source, model), components_(source, model) {}

    void begin_block() override {
        end_pairs();
        cell_ = {};
        sites_.begin_block();
        components_.begin_block();
    }

    void begin_loop(std::string_view keyword) override {
        loop_ = keyword;
        tags_.clear();
        values_ = 0;
        column_ = 0;
        row_ = {};
        atoms_ = nullptr;
        is_bonds_ = false;
    }

    void loop_tag(std::string_view tag) override {
        if (tags_.size() == max_columns)
            refuse(source_, format_name, "a loop has more than " + std::to_string(max_columns) + " columns");
        const std::string name = lower(tag);
        tags_.push_back(column_of_tag(name, atoms_));
        is_bonds_ = is_bonds_ || name.starts_with("_chem_comp_bond.");
    }

    void loop_value(std::string_view value) override {
        const Column column = tags_[column_];
        if (column != unknown) row_[column] = plain(value);
        ++values_;
        if (++column_ != tags_.size()) return;
        column_ = 0;
        if (atoms_ != nullptr) atoms_->row(row_, cell());
        if (is_bonds_) ++bonds_;
    }

    void end_loop() override {
        if (column_ != 0)
            refuse(source_, format_name,
                   "the loop of " + line_of(source_, loop_) + " has " + std::to_string(values_) + " values for " +
                       std::to_string(tags_.size()) + " columns");
    }

    void tag(std::string_view tag) override {
        pair_tag_ = lower(tag);
        pair_column_ = column_of_tag(pair_tag_, pair_atoms_);
    }

    void value(std::string_view text) override {
        if (pair_column_ != unknown) pairs_[pair_column_] = plain(text);
        if (pair_tag_.starts_with("_cell"))
            for (std::size_t i = 0; i < std::size(cell_tags); ++i)
                if (columns(pair_tag_, 6, pair_tag_.size()) == cell_tags[i]) cell_[i] = measured(plain(text));
        if (pair_tag_ == "_chemical_formula_sum" || pair_tag_ == "_chemical_formula.sum") keep_formula(plain(text));
    }

    Contents finish() {
        end_pairs();
        if (sites_.has_any()) return sites_.finish();
        if (bonds_ > 0) components_.collector().bonds(bonds_);
        return components_.finish();
    }

private:
    /// Sets `atoms` when the tag is one of an atom.
    Column column_of_tag(std::string_view name, Atoms*& atoms) {
        if (name.starts_with("_chem_comp_atom.")) {
            atoms = &components_;
            return column_of(component_tags, name);
        }
        if (!name.starts_with("_atom_site")) return unknown;
        const Column column = column_of(site_tags, name);
        if (column != unknown) atoms = &sites_;
        return column;
    }

    /// Categories of one row are written as pairs.
    void end_pairs() {
        if (pair_atoms_ != nullptr) pair_atoms_->row(pairs_, cell());
        pair_atoms_ = nullptr;
        pairs_ = {};
    }

    const gemmi::UnitCell* cell() {
        for (std::size_t i = 0; i < 3; ++i)
            if (!cell_[i] || !std::isfinite(*cell_[i]) || *cell_[i] <= 0) return nullptr;
        for (std::size_t i = 3; i < 6; ++i)
            if (cell_[i] && !(*cell_[i] > 0 && *cell_[i] < 180)) return nullptr;
        constexpr double right = 90;
        unit_cell_.set(*cell_[0], *cell_[1], *cell_[2], cell_[3].value_or(right), cell_[4].value_or(right),
                       cell_[5].value_or(right));
        return &unit_cell_;
    }

    /// 'C6 H12 O6', which is in Hill order.
    void keep_formula(std::string_view text) {
        constexpr std::size_t longest = 200;
        std::string formula;
        for (const char c : text) {
            if ((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.')
                formula += c;
            else if (c != ' ')
                return;
        }
        if (!formula.empty() && formula.size() <= longest && !sites_.has_any())
            sites_.collector().formula(std::move(formula));
    }

    const Source& source_;
    Atoms sites_;
    Atoms components_;
    Atoms* atoms_ = nullptr;  // of the loop
    std::vector<Column> tags_;
    std::size_t values_ = 0;
    std::size_t column_ = 0;  // of the next value
    std::string_view loop_;
    Row row_;
    bool is_bonds_ = false;
    std::uint64_t bonds_ = 0;
    std::string pair_tag_;
    Column pair_column_ = unknown;
    Atoms* pair_atoms_ = nullptr;
    Row pairs_;
    std::array<std::optional<double>, 6> cell_;
    gemmi::UnitCell unit_cell_;
};

}  // namespace

Contents read_cif(const Source& source, Model model) {
    (void)Lines(source, format_name);  // empty, or binary
    Cif cif(source, model);
    try {
        walk_cif(source.bytes, cif);
    } catch (const CifSyntaxError& e) {
        refuse(source, format_name, "line " + std::to_string(e.line()) + ": " + e.what());
    }
    return cif.finish();
}

}  // namespace wbm::molecule
