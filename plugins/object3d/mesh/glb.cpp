#include "glb.hpp"

#include <wbm/sdk.hpp>

#include <cstring>

namespace wbm::object3d {
namespace {

constexpr std::size_t head_bytes = 12;
constexpr std::size_t chunk_head_bytes = 8;
constexpr std::uint32_t json_chunk = 0x4e4f534a;
constexpr std::uint32_t binary_chunk = 0x004e4942;
// componentType and target numbers of glTF
constexpr int unsigned_byte = 5121, unsigned_int = 5125, float32 = 5126;
constexpr int vertex_target = 34962, index_target = 34963;

std::uint32_t number_at(std::string_view bytes, std::size_t at) {
    std::uint32_t number = 0;
    for (std::size_t i = 0; i < 4; ++i)
        number |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[at + i])) << 8 * i;
    return number;
}

void append_number(std::string& out, std::size_t number) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xffU);
}

void append_chunk(std::string& out, std::uint32_t kind, std::string_view content, char padding) {
    const std::size_t padded = (content.size() + 3) / 4 * 4;
    append_number(out, padded);
    append_number(out, kind);
    out += content;
    out.append(padded - content.size(), padding);
}

/// Views and accessors of a document, one of each per array.
struct Document {
    json::array views;
    json::array accessors;
    std::string binary;

    std::size_t add(std::string_view bytes, int target, json::object accessor) {
        views.push_back(
            {{"buffer", 0}, {"byteOffset", binary.size()}, {"byteLength", bytes.size()}, {"target", target}});
        accessor["bufferView"] = views.size() - 1;
        accessors.emplace_back(std::move(accessor));
        binary += bytes;
        return accessors.size() - 1;
    }
};

}  // namespace

GlbChunks glb_chunks(std::string_view bytes, const std::string& name) {
    const auto bad = [&](const std::string& what) { return invalid(name + " is no sound glb: " + what); };
    if (bytes.size() < head_bytes + chunk_head_bytes) throw bad("it has " + std::to_string(bytes.size()) + " bytes");
    if (!bytes.starts_with("glTF")) throw bad("it does not begin with \"glTF\"");
    if (number_at(bytes, 4) != 2)
        throw unsupported(name + " is a glb of version " + std::to_string(number_at(bytes, 4)) +
                          "; convert it to version 2");
    if (number_at(bytes, 8) != bytes.size())
        throw bad("its head says " + std::to_string(number_at(bytes, 8)) + " bytes, it has " +
                  std::to_string(bytes.size()));
    GlbChunks chunks;
    for (std::size_t at = head_bytes; at < bytes.size();) {
        if (bytes.size() - at < chunk_head_bytes) throw bad("its last chunk has no head");
        const std::size_t length = number_at(bytes, at);
        const std::uint32_t kind = number_at(bytes, at + 4);
        if (length > bytes.size() - at - chunk_head_bytes)
            throw bad("a chunk of " + std::to_string(length) + " bytes ends beyond the file");
        const std::string_view content = bytes.substr(at + chunk_head_bytes, length);
        if (at == head_bytes) {
            if (kind != json_chunk) throw bad("its first chunk is not JSON");
            chunks.json = content;
        } else if (kind == binary_chunk && !chunks.binary) {
            chunks.binary = content;
        }
        at += chunk_head_bytes + length;
    }
    return chunks;
}

std::string glb_file(const json::object& document, std::string_view binary) {
    const std::string text = json::write(document);
    std::string out = "glTF";
    append_number(out, 2);
    append_number(out, 0);
    append_chunk(out, json_chunk, text, ' ');
    if (!binary.empty()) append_chunk(out, binary_chunk, binary, '\0');
    std::string length;
    append_number(length, out.size());
    return out.replace(8, 4, length);
}

std::string write_glb(const std::vector<float>& positions, const std::vector<std::uint32_t>& triangles,
                      const GlbColors& colors) {
    const std::size_t vertices = positions.size() / 3;
    Bounds bounds;
    for (std::size_t i = 0; i < positions.size(); ++i) bounds.add(i % 3, static_cast<double>(positions[i]));
    Document made;
    json::object accessor{{"componentType", float32}, {"count", vertices}, {"type", "VEC3"}};
    for (auto& side : bounds.to_json()) accessor.insert(side);
    json::object attributes{{"POSITION", made.add(bytes(positions), vertex_target, std::move(accessor))}};
    json::object primitive{{"attributes", nullptr}, {"mode", triangles.empty() ? 0 : 4}};
    if (!triangles.empty())
        primitive["indices"] =
            made.add(bytes(triangles), index_target,
                     {{"componentType", unsigned_int}, {"count", triangles.size()}, {"type", "SCALAR"}});
    if (!colors.bytes.empty())
        attributes["COLOR_0"] =
            made.add(bytes(colors.bytes), vertex_target,
                     {{"componentType", unsigned_byte}, {"normalized", true}, {"count", vertices}, {"type", "VEC4"}});
    else if (!colors.floats.empty())
        attributes["COLOR_0"] = made.add(bytes(colors.floats), vertex_target,
                                         {{"componentType", float32}, {"count", vertices}, {"type", "VEC4"}});
    primitive["attributes"] = std::move(attributes);
    const json::object document{
        {"asset", {{"version", "2.0"}, {"generator", "wbmedia"}}},
        {"scene", 0},
        {"scenes", json::array{json::object{{"nodes", json::array{0}}}}},
        {"nodes", json::array{json::object{{"mesh", 0}}}},
        {"meshes", json::array{json::object{{"primitives", json::array{std::move(primitive)}}}}},
        {"buffers", json::array{json::object{{"byteLength", made.binary.size()}}}},
        {"bufferViews", std::move(made.views)},
        {"accessors", std::move(made.accessors)},
    };
    return glb_file(document, made.binary);
}

GlbParts glb_parts(std::string_view bytes, std::size_t vertices, std::size_t triangles) {
    const std::string_view binary = glb_chunks(bytes, "the object's glb").binary.value_or(std::string_view());
    const std::size_t position_bytes = vertices * 3 * sizeof(float);
    const std::size_t triangle_bytes = triangles * 3 * sizeof(std::uint32_t);
    if (binary.size() < position_bytes + triangle_bytes)
        throw invalid("the object's glb is too small for its " + std::to_string(vertices) + " vertices; it is damaged");
    return {binary.substr(0, position_bytes), binary.substr(position_bytes, triangle_bytes),
            binary.substr(position_bytes + triangle_bytes)};
}

}  // namespace wbm::object3d
