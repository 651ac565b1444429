// A glTF document, walked and checked; what is left for assimp has only nodes, meshes and tightly packed numbers.
#include "checks.hpp"
#include "glb.hpp"
#include "gltf_accessors.hpp"

#include "../limits.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

namespace wbm::object3d {
namespace {

constexpr int float32 = 5126, unsigned_int = 5125;
constexpr std::size_t triangles_mode = 4, last_mode = 6;

std::string place_of(const std::string& key, std::size_t i) { return key + '[' + std::to_string(i) + ']'; }

class GltfChecker {
public:
    GltfChecker(const json::object& document, std::optional<std::string_view> binary, const std::string& name)
        : reader_(document, name), data_((check_version(), reader_), binary) {}

    CheckedGltf run() {
        check_nodes();
        json::array meshes;
        for (std::size_t i = 0; i < reader_.items("meshes").size(); ++i) meshes.push_back(mesh(i));
        if (meshes.empty()) throw reader_.bad("it has no meshes");
        json::array nodes;
        for (std::size_t i = 0; i < reader_.items("nodes").size(); ++i) nodes.push_back(node(i));
        CheckedGltf made{{}, {}, has_outside_images()};
        if (is_packed_) {
            made.facts = {{"kind", "mesh"}, {"vertices", vertices_}, {"faces", faces_}, {"meshes", meshes.size()}};
            return made;
        }
        const json::object plain{{"asset", {{"version", "2.0"}}},
                                 {"scene", 0},
                                 {"scenes", json::array{json::object{{"nodes", roots_of_scene()}}}},
                                 {"nodes", std::move(nodes)},
                                 {"meshes", std::move(meshes)},
                                 {"buffers", json::array{json::object{{"byteLength", binary_.size()}}}},
                                 {"bufferViews", std::move(views_)},
                                 {"accessors", std::move(accessors_)}};
        made.glb = glb_file(plain, binary_);
        return made;
    }

private:
    void check_version() const {
        const json::value* asset = reader_.document().if_contains("asset");
        const json::value* version =
            asset != nullptr && asset->is_object() ? asset->get_object().if_contains("version") : nullptr;
        if (version == nullptr || !version->is_string()) throw reader_.bad("it has no asset.version");
        if (!version->get_string().starts_with("2."))
            throw reader_.cannot("is glTF of version " + brief(*version) + "; convert it to 2.0");
    }

    /// Every node has one parent at most and hangs from a root.
    void check_nodes() {
        const std::size_t count = reader_.items("nodes").size();
        std::vector<std::vector<std::size_t>> children(count);
        std::vector<char> has_parent(count, 0);
        for (std::size_t i = 0; i < count; ++i) {
            const std::string place = place_of("nodes", i);
            children[i] = reader_.indices(reader_.item("nodes", i, place), "children", "nodes", place);
            for (const std::size_t child : children[i]) {
                if (has_parent[child] != 0) throw reader_.bad(place_of("nodes", child) + " is a child twice");
                has_parent[child] = 1;
            }
        }
        std::vector<std::pair<std::size_t, std::size_t>> todo;  // node, depth
        for (std::size_t i = 0; i < count; ++i)
            if (has_parent[i] == 0) {
                roots_.push_back(i);
                todo.emplace_back(i, 1);
            }
        std::size_t reached = 0;
        for (; !todo.empty(); ++reached) {
            const auto [at, depth] = todo.back();
            todo.pop_back();
            if (depth > max_node_depth)
                throw reader_.bad("its nodes are more than " + std::to_string(max_node_depth) + " deep");
            for (const std::size_t child : children[at]) todo.emplace_back(child, depth + 1);
        }
        if (reached != count) throw reader_.bad("its nodes have a cycle: a node is below itself");
    }

    json::array roots_of_scene() const {
        std::vector<std::size_t> roots = roots_;
        if (!reader_.items("scenes").empty()) {
            const auto scene = reader_.index(reader_.document(), "scene", "scenes", "the file").value_or(0);
            const std::string place = place_of("scenes", scene);
            roots = reader_.indices(reader_.item("scenes", scene, place), "nodes", "nodes", place);
            std::sort(roots.begin(), roots.end());
            if (std::adjacent_find(roots.begin(), roots.end()) != roots.end())
                throw reader_.bad(place + ".nodes has a node twice");
        }
        if (roots.empty()) throw reader_.bad("its scene has no nodes");
        return json::array(roots.begin(), roots.end());
    }

    json::object node(std::size_t i) const {
        const std::string place = place_of("nodes", i);
        const json::object& from = reader_.item("nodes", i, place);
        json::object made;
        for (const auto& [key, count] :
             {std::pair{"matrix", 16U}, {"translation", 3U}, {"rotation", 4U}, {"scale", 3U}}) {
            const json::value* found = from.if_contains(key);
            if (found == nullptr) continue;
            const json::array* numbers = found->if_array();
            constexpr double most = 3.4e38;
            const bool is_sound = numbers != nullptr && numbers->size() == count &&
                                  std::all_of(numbers->begin(), numbers->end(), [](const json::value& v) {
                                      return v.is_number() && std::fabs(v.to_number<double>()) <= most;
                                  });
            if (!is_sound)
                throw reader_.bad(place + "." + key + " must be " + std::to_string(count) + " numbers, it is " +
                                  brief(*found));
            made[key] = *found;
        }
        if (const auto mesh = reader_.index(from, "mesh", "meshes", place)) made["mesh"] = *mesh;
        if (const auto children = reader_.indices(from, "children", "nodes", place); !children.empty())
            made["children"] = json::array(children.begin(), children.end());
        return made;
    }

    json::object mesh(std::size_t i) {
        const std::string place = place_of("meshes", i);
        const json::object& from = reader_.item("meshes", i, place);
        const json::value* primitives = from.if_contains("primitives");
        if (primitives == nullptr || !primitives->is_array() || primitives->get_array().empty())
            throw reader_.bad(place + ".primitives must be a list with at least one");
        json::array made;
        for (const json::value& v : primitives->get_array()) {
            const std::string at = place_of(place + ".primitives", made.size());
            if (!v.is_object()) throw reader_.bad(at + " must be an object, it is " + brief(v));
            made.push_back(primitive(v.get_object(), at));
        }
        return {{"primitives", std::move(made)}};
    }

    json::object primitive(const json::object& from, const std::string& place) {
        const json::value* found = from.if_contains("attributes");
        if (found == nullptr || !found->is_object()) throw reader_.bad(place + ".attributes must be an object");
        const json::object& attributes = found->get_object();
        const auto position = reader_.index(attributes, "POSITION", "accessors", place);
        if (!position) throw reader_.bad(place + " has no POSITION");
        const Accessor& positions = data_.accessor(*position);
        if (positions.component != float32 || positions.width != 3)
            throw reader_.bad(place + ".POSITION must have three floats per vertex");
        for (const auto& attribute : attributes) {
            const std::string key(attribute.key());
            const auto index = reader_.index(attributes, key.c_str(), "accessors", place);
            if (data_.accessor(*index).count != positions.count)
                throw reader_.bad(place + "." + shown(key) + " has " + std::to_string(data_.accessor(*index).count) +
                                  " elements, POSITION has " + std::to_string(positions.count));
        }
        const std::size_t mode = reader_.count(from, "mode", place, triangles_mode);
        if (mode > last_mode) throw reader_.bad(place + ".mode is " + std::to_string(mode));
        const auto index = reader_.index(from, "indices", "accessors", place);
        add_counts(positions.count, index ? data_.accessor(*index).count : positions.count, mode, place);
        is_packed_ = is_packed_ || !positions.is_plain || (index && !data_.accessor(*index).is_plain);
        if (is_packed_) return {};
        json::object packed{{"POSITION", packed_floats(*position)}};
        if (const auto color = reader_.index(attributes, "COLOR_0", "accessors", place))
            if (const Accessor& colors = data_.accessor(*color); colors.is_plain)
                packed["COLOR_0"] = packed_colors(*color, place);
        json::object made{{"attributes", std::move(packed)}, {"mode", mode}};
        if (index) made["indices"] = packed_indices(*index, positions.count, place);
        return made;
    }

    /// A name of the file's own, for an error.
    static std::string shown(const std::string& key) { return brief(json::value(key)); }

    /// Many primitives may share one accessor, so that a small file would be a large scene.
    void add_counts(std::size_t vertices, std::size_t corners, std::size_t mode, const std::string& place) {
        vertices_ += vertices;
        if (mode == triangles_mode) {
            if (corners % 3 != 0)
                throw reader_.bad(place + " has triangles of " + std::to_string(corners) + " corners, not three each");
            faces_ += corners / 3;
        } else if (mode > triangles_mode) {
            faces_ += corners < 3 ? 0 : corners - 2;
        }
        corners_ += corners;
        if (vertices_ > max_vertices || faces_ > max_faces || corners_ > max_vertices * 3)
            throw reader_.bad("it has more than " + std::to_string(max_vertices) + " vertices or triangles");
    }

    std::size_t add(std::string_view bytes, json::object accessor) {
        views_.push_back({{"buffer", 0}, {"byteOffset", binary_.size()}, {"byteLength", bytes.size()}});
        accessor["bufferView"] = views_.size() - 1;
        accessors_.emplace_back(std::move(accessor));
        binary_ += bytes;
        return accessors_.size() - 1;
    }

    std::size_t packed_floats(std::size_t index) {
        if (const auto found = floats_.find(index); found != floats_.end()) return found->second;
        const Accessor& from = data_.accessor(index);
        const std::vector<float> all = GltfData::floats(from);
        for (std::size_t i = 0; i < all.size(); ++i)
            if (!std::isfinite(all[i]))
                throw reader_.bad(place_of("accessors", index) + " has a position " + std::to_string(i / 3) +
                                  " that is not finite");
        return floats_[index] = add(bytes(all), {{"componentType", float32}, {"count", from.count}, {"type", "VEC3"}});
    }

    std::size_t packed_colors(std::size_t index, const std::string& place) {
        if (const auto found = colors_.find(index); found != colors_.end()) return found->second;
        const Accessor& from = data_.accessor(index);
        if (from.width != 3 && from.width != 4) throw reader_.bad(place + ".COLOR_0 must have three or four numbers");
        const std::vector<float> all = GltfData::floats(from);
        std::vector<float> rgba(from.count * 4, 1.0F);
        for (std::size_t i = 0; i < from.count; ++i)
            for (std::size_t part = 0; part < from.width; ++part) rgba[4 * i + part] = all[from.width * i + part];
        return colors_[index] = add(bytes(rgba), {{"componentType", float32}, {"count", from.count}, {"type", "VEC4"}});
    }

    std::size_t packed_indices(std::size_t index, std::size_t vertices, const std::string& place) {
        const Accessor& from = data_.accessor(index);
        if (from.width != 1 || from.component == float32) throw reader_.bad(place + ".indices must be integers");
        const std::vector<std::uint32_t> all = GltfData::integers(from);
        for (const std::uint32_t vertex : all)
            if (vertex >= vertices)
                throw reader_.bad(place + ".indices has " + std::to_string(vertex) + ", there are " +
                                  std::to_string(vertices) + " vertices");
        if (const auto found = integers_.find(index); found != integers_.end()) return found->second;
        return integers_[index] =
                   add(bytes(all), {{"componentType", unsigned_int}, {"count", from.count}, {"type", "SCALAR"}});
    }

    [[nodiscard]] bool has_outside_images() const {
        return std::any_of(reader_.items("images").begin(), reader_.items("images").end(), [](const json::value& v) {
            const json::value* uri = v.is_object() ? v.get_object().if_contains("uri") : nullptr;
            return uri != nullptr && !(uri->is_string() && uri->get_string().starts_with("data:"));
        });
    }

    GltfReader reader_;
    GltfData data_;
    std::vector<std::size_t> roots_;
    std::map<std::size_t, std::size_t> floats_, colors_, integers_;  ///< accessor in the file, in the plain one
    json::array views_;
    json::array accessors_;
    std::string binary_;
    std::uint64_t vertices_ = 0;
    std::uint64_t faces_ = 0;
    std::uint64_t corners_ = 0;
    bool is_packed_ = false;
};

CheckedGltf checked(std::string_view text, std::optional<std::string_view> binary, const std::string& name) {
    try {
        const json::object document = json::read_object(text, json::NonFinite::refuse,
                                                        {.max_depth = max_mesh_depth, .max_bytes = max_mesh_bytes});
        return GltfChecker(document, binary, name).run();
    } catch (const json::Error& e) {
        throw invalid(name + " is no sound glTF: " + e.what());
    }
}

}  // namespace

CheckedGltf checked_gltf(std::string_view text, const std::string& name) { return checked(text, std::nullopt, name); }

CheckedGltf checked_glb(std::string_view bytes, const std::string& name) {
    const GlbChunks chunks = glb_chunks(bytes, name);
    return checked(chunks.json, chunks.binary, name);
}

}  // namespace wbm::object3d
