// MMTF: a MessagePack map of counts and packed columns, plain or gzip'ed. The counts and the coordinates are read; what
// atoms belong to what model is not, so a file of several models says how many and no more.
#include "../limits.hpp"
#include "message_pack.hpp"
#include "readers.hpp"

#include <wbm/sdk.hpp>

#include <zlib.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <map>
#include <memory>

namespace wbm::molecule {
namespace {

constexpr const char* format_name = "MMTF";
constexpr std::size_t header_bytes = 12;  // codec, length, parameter

struct EndInflate {
    void operator()(z_stream* stream) const noexcept { inflateEnd(stream); }
};

/// Grows by pieces up to the bound, so that few bytes cannot claim much memory.
std::string unzipped(const Source& source) {
    constexpr std::size_t piece = std::size_t{1} << 20;
    constexpr int gzip_window = 15 + 16;
    z_stream stream{};
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(source.bytes.data()));  // zlib does not write there
    stream.avail_in = static_cast<uInt>(source.bytes.size());
    if (inflateInit2(&stream, gzip_window) != Z_OK) throw std::bad_alloc();
    const std::unique_ptr<z_stream, EndInflate> end(&stream);
    std::string out;
    int status = Z_OK;
    while (status == Z_OK) {
        const std::size_t filled = out.size();
        if (filled >= max_file_bytes)
            refuse(source, format_name, "it unpacks to more than " + std::to_string(max_file_bytes) + " bytes");
        out.resize(filled + piece);
        stream.next_out = reinterpret_cast<Bytef*>(out.data() + filled);
        stream.avail_out = static_cast<uInt>(piece);
        status = inflate(&stream, Z_NO_FLUSH);
        out.resize(filled + piece - stream.avail_out);
        if (status == Z_BUF_ERROR) break;  // nothing left to unpack
    }
    if (status != Z_STREAM_END) refuse(source, format_name, "its gzip stream is broken or cut short");
    return out;
}

std::int64_t big_endian(std::string_view bytes) noexcept {
    std::uint64_t number = 0;
    for (const char c : bytes) number = number << 8U | static_cast<unsigned char>(c);
    const unsigned unused = 64U - 8U * static_cast<unsigned>(bytes.size());
    return static_cast<std::int64_t>(number << unused) >> unused;
}

/// A column of coordinates: codec 10 (16 bits; runs at the ends of their range add up; differences; divided) or 1
/// (floats).
std::vector<double> column(const Source& source, std::string_view packed, std::uint64_t atoms) {
    if (packed.size() < header_bytes) refuse(source, format_name, "a column of coordinates has no header");
    const std::int64_t codec = big_endian(packed.substr(0, 4));
    const std::int64_t length = big_endian(packed.substr(4, 4));
    const std::int64_t divisor = big_endian(packed.substr(8, 4));
    packed.remove_prefix(header_bytes);
    const std::size_t item = codec == 1 ? 4 : 2;
    if (length < 0 || static_cast<std::uint64_t>(length) != atoms || packed.size() / item < atoms ||
        packed.size() % item != 0)
        refuse(source, format_name,
               "a column of coordinates has not one for each of the " + std::to_string(atoms) + " atoms");
    if ((codec != 1 && codec != 10) || (codec == 10 && divisor <= 0))
        throw unsupported(source.name + " packs its coordinates with codec " + std::to_string(codec) +
                          ", which is not known here; give mmCIF");
    std::vector<double> values;
    values.reserve(static_cast<std::size_t>(atoms));
    std::int64_t sum = 0;
    std::int64_t step = 0;
    for (; packed.size() >= item; packed.remove_prefix(item)) {
        const std::int64_t number = big_endian(packed.substr(0, item));
        if (codec == 1) {
            values.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(number)));
        } else {
            step += number;
            if (number == 32767 || number == -32768) continue;  // goes on
            sum += step;
            step = 0;
            values.push_back(static_cast<double>(sum) / static_cast<double>(divisor));
        }
        if (!std::isfinite(values.back())) refuse(source, format_name, "a coordinate is no finite number");
    }
    if (values.size() != atoms) refuse(source, format_name, "a column of coordinates is cut short");
    return values;
}

struct Members {
    std::map<std::string_view, std::int64_t> counts{
        {"numAtoms", -1}, {"numBonds", -1}, {"numModels", -1}, {"numChains", -1}, {"numGroups", -1}};
    std::map<std::string_view, std::string_view> columns{{"xCoordList", {}}, {"yCoordList", {}}, {"zCoordList", {}}};
};

Members members_of(const Source& source) {
    Members members;
    MessagePack pack(source);
    for (std::uint64_t pairs = pack.map(); pairs > 0; --pairs) {
        const std::string_view key = pack.key();
        if (const auto count = members.counts.find(key); count != members.counts.end()) {
            const auto number = pack.integer();
            if (!number || *number < 0) refuse(source, format_name, quoted(key) + " is no number of things");
            count->second = *number;
        } else if (const auto packed = members.columns.find(key); packed != members.columns.end()) {
            const auto bytes = pack.binary();
            if (!bytes) refuse(source, format_name, quoted(key) + " is no column");
            packed->second = *bytes;
        } else {
            pack.skip();
        }
    }
    if (!pack.at_end()) refuse(source, format_name, "bytes follow its end");
    return members;
}

std::optional<std::uint64_t> known(std::int64_t count) noexcept {
    return count < 0 ? std::nullopt : std::optional(static_cast<std::uint64_t>(count));
}

Contents read_plain(const Source& source, Model model) {
    const Members members = members_of(source);
    const auto atoms = known(members.counts.at("numAtoms"));
    if (!atoms) refuse(source, format_name, "\"numAtoms\" is missing");
    if (*atoms == 0) throw invalid(source.name + " has no atoms; give the file of a molecule");
    if (*atoms > max_atoms)
        throw invalid(source.name + " claims " + std::to_string(*atoms) + " atoms, more than " +
                      std::to_string(max_atoms) + "; split it");
    Contents contents;
    std::array<std::vector<double>, 3> axes;
    std::size_t axis = 0;
    for (const auto& [name, packed] : members.columns) axes.at(axis++) = column(source, packed, *atoms);
    contents.facts.models = known(members.counts.at("numModels")).value_or(1);
    const bool is_one = contents.facts.models == 1;
    if (is_one)
        contents.facts = {atoms,
                          known(members.counts.at("numBonds")),
                          known(members.counts.at("numGroups")),
                          known(members.counts.at("numChains")),
                          1,
                          std::nullopt};
    if (!model) return contents;
    if (!is_one || *model != 0)
        throw unsupported(source.name + " has " + std::to_string(*contents.facts.models) +
                          " models, and coordinates are read of MMTF files with one, its model 0; give mmCIF");
    for (std::size_t i = 0; i < *atoms; ++i) contents.positions.push_back({axes[0][i], axes[1][i], axes[2][i]});
    return contents;
}

}  // namespace

Contents read_mmtf(const Source& source, Model model) {
    if (source.bytes.empty()) refuse(source, format_name, "it is empty");
    if (!source.bytes.starts_with("\x1f\x8b")) return read_plain(source, model);
    const std::string plain = unzipped(source);
    return read_plain({plain, source.name}, model);
}

}  // namespace wbm::molecule
