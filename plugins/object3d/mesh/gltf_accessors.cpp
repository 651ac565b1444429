#include "gltf_accessors.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <array>
#include <cstring>

namespace wbm::object3d {
namespace {

std::size_t component_bytes(int component) {
    switch (component) {
        case 5120:
        case 5121:
            return 1;
        case 5122:
        case 5123:
            return 2;
        case 5125:
        case 5126:
            return 4;
        default:
            return 0;
    }
}

std::size_t width_of(std::string_view type) {
    constexpr std::pair<std::string_view, std::size_t> widths[] = {{"SCALAR", 1}, {"VEC2", 2}, {"VEC3", 3}, {"VEC4", 4},
                                                                   {"MAT2", 4},   {"MAT3", 9}, {"MAT4", 16}};
    for (const auto& [name, width] : widths)
        if (name == type) return width;
    return 0;
}

/// The bytes of base64, or nullopt when it is none.
std::optional<std::string> from_base64(std::string_view text) {
    while (text.ends_with('=')) text.remove_suffix(1);
    std::string out;
    out.reserve(text.size() * 3 / 4 + 3);
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        std::uint32_t digit = 0;
        if (c >= 'A' && c <= 'Z')
            digit = static_cast<std::uint32_t>(c - 'A');
        else if (c >= 'a' && c <= 'z')
            digit = static_cast<std::uint32_t>(c - 'a') + 26;
        else if (c >= '0' && c <= '9')
            digit = static_cast<std::uint32_t>(c - '0') + 52;
        else if (c == '+' || c == '-')
            digit = 62;
        else if (c == '/' || c == '_')
            digit = 63;
        else
            return std::nullopt;
        bits = bits << 6 | digit;
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>(bits >> count & 0xffU);
        }
    }
    return out;
}

double component_at(const Accessor& accessor, std::size_t element, std::size_t part) {
    const char* at = accessor.bytes.data() + element * accessor.stride + part * component_bytes(accessor.component);
    const auto as = [at]<class T>(T value) {
        std::memcpy(&value, at, sizeof value);
        return static_cast<double>(value);
    };
    switch (accessor.component) {
        case 5120:
            return as(std::int8_t{});
        case 5121:
            return as(std::uint8_t{});
        case 5122:
            return as(std::int16_t{});
        case 5123:
            return as(std::uint16_t{});
        case 5125:
            return as(std::uint32_t{});
        default:
            return as(float{});
    }
}

std::string place_of(const char* key, std::size_t i) { return std::string(key) + '[' + std::to_string(i) + ']'; }

}  // namespace

const json::array& GltfReader::items(const char* key) const {
    static const json::array none;
    const json::value* found = document_.if_contains(key);
    if (found == nullptr) return none;
    if (!found->is_array()) throw bad(std::string(key) + " must be a list, it is " + brief(*found));
    if (found->get_array().size() > max_mesh_items)
        throw bad(std::string(key) + " has more than " + std::to_string(max_mesh_items) + " items");
    return found->get_array();
}

const json::object& GltfReader::item(const char* key, std::size_t i, const std::string& place) const {
    const json::array& all = items(key);
    if (i >= all.size())
        throw bad(place + " is " + std::to_string(i) + ", there are " + std::to_string(all.size()) + " " + key);
    if (!all[i].is_object()) throw bad(place_of(key, i) + " must be an object, it is " + brief(all[i]));
    return all[i].get_object();
}

std::size_t GltfReader::count(const json::object& o, const char* key, const std::string& place,
                              std::optional<std::size_t> fallback) const {
    const json::value* found = o.if_contains(key);
    if (found == nullptr && fallback) return *fallback;
    if (found == nullptr) throw bad(place + "." + key + " is missing");
    constexpr std::int64_t most = INT32_MAX;
    if (!found->is_int64() || found->get_int64() < 0 || found->get_int64() > most)
        throw bad(place + "." + key + " must be a number of 0 or more, it is " + brief(*found));
    return static_cast<std::size_t>(found->get_int64());
}

std::optional<std::size_t> GltfReader::index(const json::object& o, const char* key, const char* of,
                                             const std::string& place) const {
    if (!o.contains(key)) return std::nullopt;
    const std::size_t found = count(o, key, place);
    (void)item(of, found, place + "." + key);
    return found;
}

std::vector<std::size_t> GltfReader::indices(const json::object& o, const char* key, const char* of,
                                             const std::string& place) const {
    const json::value* list = o.if_contains(key);
    if (list == nullptr) return {};
    if (!list->is_array()) throw bad(place + "." + key + " must be a list, it is " + brief(*list));
    std::vector<std::size_t> all;
    for (const json::value& v : list->get_array()) {
        if (!v.is_int64() || v.get_int64() < 0)
            throw bad(place + "." + key + " has " + brief(v) + ", which is no index");
        all.push_back(static_cast<std::size_t>(v.get_int64()));
        (void)item(of, all.back(), place + "." + key);
    }
    return all;
}

GltfData::GltfData(const GltfReader& reader, std::optional<std::string_view> binary) {
    read_buffers(reader, binary);
    read_views(reader);
    for (std::size_t i = 0; i < reader.items("accessors").size(); ++i) {
        const std::string place = place_of("accessors", i);
        read_accessor(reader, reader.item("accessors", i, place), place);
    }
}

void GltfData::read_buffers(const GltfReader& reader, std::optional<std::string_view> binary) {
    const std::size_t count = reader.items("buffers").size();
    decoded_.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        const std::string place = place_of("buffers", i);
        const json::object& buffer = reader.item("buffers", i, place);
        const std::size_t length = reader.count(buffer, "byteLength", place);
        const json::value* uri = buffer.if_contains("uri");
        std::string_view content;
        if (uri == nullptr) {
            if (i != 0 || !binary) {
                // A fallback of compressed geometry has no bytes; nothing may read them.
                if (!buffer.contains("extensions")) throw reader.bad(place + " has neither a uri nor a binary chunk");
                buffers_.emplace_back();
                continue;
            }
            content = *binary;
        } else {
            const std::string_view text = uri->is_string() ? std::string_view(uri->get_string()) : std::string_view();
            const std::size_t comma = text.find(";base64,");
            if (!text.starts_with("data:") || comma == std::string_view::npos)
                throw reader.cannot("keeps " + place + " in another file, " + brief(*uri) +
                                    ", which is never opened; save the mesh as .glb");
            auto bytes = from_base64(text.substr(comma + 8));
            if (!bytes) throw reader.bad(place + ".uri is no base64");
            decoded_[i] = std::move(*bytes);
            content = decoded_[i];
        }
        if (content.size() < length)
            throw reader.bad(place + " has " + std::to_string(content.size()) + " bytes, its byteLength is " +
                             std::to_string(length));
        buffers_.push_back(content.substr(0, length));
    }
}

void GltfData::read_views(const GltfReader& reader) {
    for (std::size_t i = 0; i < reader.items("bufferViews").size(); ++i) {
        const std::string place = place_of("bufferViews", i);
        const json::object& o = reader.item("bufferViews", i, place);
        const auto buffer = reader.index(o, "buffer", "buffers", place);
        if (!buffer) throw reader.bad(place + ".buffer is missing");
        const std::size_t offset = reader.count(o, "byteOffset", place, 0);
        const std::size_t length = reader.count(o, "byteLength", place);
        const std::size_t stride = reader.count(o, "byteStride", place, 0);
        const std::string_view bytes = buffers_[*buffer];
        if (bytes.empty() && o.contains("extensions")) {
            views_.emplace_back();
            continue;
        }
        if (offset > bytes.size() || length > bytes.size() - offset)
            throw reader.bad(place + " has " + std::to_string(length) + " bytes from " + std::to_string(offset) +
                             ", its buffer has " + std::to_string(bytes.size()));
        constexpr std::size_t longest_stride = 252;
        if (stride > longest_stride) throw reader.bad(place + ".byteStride is " + std::to_string(stride));
        views_.push_back({bytes.substr(offset, length), stride});
    }
}

void GltfData::read_accessor(const GltfReader& reader, const json::object& o, const std::string& place) {
    Accessor made;
    made.count = reader.count(o, "count", place);
    made.component = static_cast<int>(reader.count(o, "componentType", place));
    const json::value* type = o.if_contains("type");
    made.width = type != nullptr && type->is_string() ? width_of(type->get_string()) : 0;
    const std::size_t size = component_bytes(made.component);
    if (size == 0 || made.width == 0) throw reader.bad(place + " has a type or componentType that glTF does not know");
    if (made.count == 0 || made.count > max_vertices * 3)
        throw reader.bad(place + ".count is " + std::to_string(made.count));
    const json::value* normalized = o.if_contains("normalized");
    made.normalized = normalized != nullptr && normalized->is_bool() && normalized->get_bool();
    const auto view = reader.index(o, "bufferView", "bufferViews", place);
    const std::size_t offset = reader.count(o, "byteOffset", place, 0);
    if (!view || o.contains("sparse") || views_[*view].bytes.empty()) {
        made.is_plain = false;
        accessors_.push_back(made);
        return;
    }
    const std::string_view bytes = views_[*view].bytes;
    made.stride = views_[*view].stride == 0 ? size * made.width : views_[*view].stride;
    const std::size_t needed = offset + (made.count - 1) * made.stride + size * made.width;
    if (needed > bytes.size())
        throw reader.bad(place + " needs " + std::to_string(needed) + " bytes, its bufferView has " +
                         std::to_string(bytes.size()));
    made.bytes = bytes.substr(offset);
    accessors_.push_back(made);
}

std::vector<float> GltfData::floats(const Accessor& accessor) {
    const double full = !accessor.normalized         ? 1
                        : accessor.component == 5120 ? 127
                        : accessor.component == 5121 ? 255
                        : accessor.component == 5122 ? 32767
                        : accessor.component == 5123 ? 65535
                                                     : 1;
    std::vector<float> all;
    all.reserve(accessor.count * accessor.width);
    for (std::size_t i = 0; i < accessor.count; ++i)
        for (std::size_t part = 0; part < accessor.width; ++part)
            all.push_back(static_cast<float>(component_at(accessor, i, part) / full));
    return all;
}

std::vector<std::uint32_t> GltfData::integers(const Accessor& accessor) {
    std::vector<std::uint32_t> all;
    all.reserve(accessor.count);
    for (std::size_t i = 0; i < accessor.count; ++i)
        all.push_back(static_cast<std::uint32_t>(component_at(accessor, i, 0)));
    return all;
}

}  // namespace wbm::object3d
