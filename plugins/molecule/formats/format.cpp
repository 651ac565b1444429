#include "format.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::molecule {
namespace {

// The reference's ten, then ours.
constexpr Format formats[] = {{"pdb", read_pdb},   {"pqr", read_pqr},   {"mmcif", read_cif}, {"mcif", read_cif},
                              {"cif", read_cif},   {"sdf", read_sdf},   {"sd", read_sdf},    {"gro", read_gro},
                              {"mol2", read_mol2}, {"mmtf", read_mmtf}, {"xyz", read_xyz}};

/// A map of MessagePack with a name that every MMTF file has.
bool is_mmtf(std::string_view bytes) noexcept {
    const auto code = static_cast<unsigned char>(bytes[0]);
    return ((code >= 0x80 && code <= 0x8f) || code == 0xde || code == 0xdf) &&
           bytes.find("numAtoms") != std::string_view::npos;
}

/// PDB has its coordinates in columns, and behind them two numbers with the points in columns of their own.
const Format* pdb_or_pqr(std::string_view line) {
    constexpr std::size_t point_of_occupancy = 57;
    constexpr std::size_t point_of_factor = 63;
    const bool has_coordinates =
        line.size() >= 54 && real(line.substr(30, 8)) && real(line.substr(38, 8)) && real(line.substr(46, 8));
    const auto fits = [&](std::size_t point) {
        const std::string_view number = columns(line, point - 3, 6);
        return trimmed(number).empty() || (number.size() > 3 && number[3] == '.');
    };
    const bool is_pqr = line.size() >= 54 && !(has_coordinates && fits(point_of_occupancy) && fits(point_of_factor));
    return format_of(is_pqr ? "pqr" : "pdb");
}

/// By its first lines: counts in the fourth of a mol block, the second of GRO, the first of XYZ.
const Format* by_lines(const Source& source) {
    Lines lines(source, "molecule");
    std::array<std::string_view, 4> first{};
    std::string_view line;
    for (std::string_view& each : first)
        if (lines.next(line)) each = line;
    if (first[3].find("V2000") != std::string_view::npos || first[3].find("V3000") != std::string_view::npos)
        return format_of("sdf");
    std::array<std::string_view, 4> fields;
    if (whole(first[0]) && split(first[2], fields) == 4 && real(fields[1]) && real(fields[2])) return format_of("xyz");
    if (whole(first[1]) && first[2].find('.', 20) != std::string_view::npos) return format_of("gro");
    return nullptr;
}

}  // namespace

const Format* format_of(std::string_view type) noexcept {
    const auto* found =
        std::find_if(std::begin(formats), std::end(formats), [&](const Format& format) { return format.type == type; });
    return found == std::end(formats) ? nullptr : found;
}

std::string all_types() {
    std::string all;
    for (const Format& format : formats) all.append(all.empty() ? "" : ", ").append(format.type);
    return all;
}

const Format* sniffed(std::string_view bytes) {
    if (bytes.empty()) return nullptr;
    if (bytes.starts_with("\x1f\x8b") || is_mmtf(bytes)) return format_of("mmtf");
    if (bytes.find('\0') != std::string_view::npos) return nullptr;
    const Source source{bytes, "it"};
    Lines lines(source, "molecule");
    std::string_view line;
    bool is_cif_so_far = true;
    while (lines.next(line)) {
        if (line.starts_with("ATOM ") || line.starts_with("HETATM")) return pdb_or_pqr(line);
        if (line.starts_with("@<TRIPOS>")) return format_of("mol2");
        const std::string_view content = trimmed(line);
        if (is_cif_so_far && content.starts_with("data_")) return format_of("cif");
        is_cif_so_far = is_cif_so_far && (content.empty() || content[0] == '#');
    }
    return by_lines(source);
}

}  // namespace wbm::molecule
