// assimp, with every file but the one in memory out of its reach.
#include "mesh.hpp"

#include "../limits.hpp"

#include <wbm/sdk.hpp>

#include <assimp/postprocess.h>
#include <assimp/scene.h>
#include <assimp/IOSystem.hpp>
#include <assimp/Importer.hpp>

#include <utility>

namespace wbm::object3d {
namespace {

/// There are no files: what a mesh names beside itself (materials, textures, buffers) does not exist.
class NoFiles final : public Assimp::IOSystem {
public:
    bool Exists(const char* /*file*/) const override { return false; }
    char getOsSeparator() const override { return '/'; }
    Assimp::IOStream* Open(const char* /*file*/, const char* /*mode*/) override { return nullptr; }
    void Close(Assimp::IOStream* /*file*/) override {}
};

/// assimp's reason, as one line of text.
std::string reason(const Assimp::Importer& importer) {
    constexpr std::size_t longest = 160;
    std::string text = importer.GetErrorString();
    if (text.size() > longest) text.resize(longest);
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7e) c = ' ';
    return text.empty() ? "it holds no scene" : text;
}

/// Faces of vertices that are not there would send assimp's later steps out of bounds.
void check_faces(const aiScene& scene, const std::string& name) {
    for (unsigned m = 0; m < scene.mNumMeshes; ++m) {
        const aiMesh& mesh = *scene.mMeshes[m];
        for (unsigned f = 0; f < mesh.mNumFaces; ++f)
            for (unsigned i = 0; i < mesh.mFaces[f].mNumIndices; ++i)
                if (mesh.mFaces[f].mIndices[i] >= mesh.mNumVertices)
                    throw invalid(name + " has a face of vertex " + std::to_string(mesh.mFaces[f].mIndices[i]) +
                                  ", there are " + std::to_string(mesh.mNumVertices));
    }
}

void add_mesh(Mesh& made, const aiMesh& from, const aiMatrix4x4& place, const std::string& name) {
    if (made.vertices() + from.mNumVertices > max_vertices || made.faces() + from.mNumFaces > max_faces)
        throw invalid(name + " has more than " + std::to_string(max_vertices) + " vertices or " +
                      std::to_string(max_faces) + " triangles, instances counted; give a coarser mesh");
    const auto first = static_cast<std::uint32_t>(made.vertices());
    const bool is_moved = !place.IsIdentity();
    for (unsigned i = 0; i < from.mNumVertices; ++i) {
        const aiVector3D v = is_moved ? place * from.mVertices[i] : from.mVertices[i];
        made.positions.insert(made.positions.end(), {v.x, v.y, v.z});
    }
    if (const aiColor4D* colors = from.mColors[0]; colors != nullptr) {
        made.colors.resize(std::size_t{4} * first, 1.0F);
        for (unsigned i = 0; i < from.mNumVertices; ++i)
            made.colors.insert(made.colors.end(), {colors[i].r, colors[i].g, colors[i].b, colors[i].a});
    } else if (!made.colors.empty()) {
        made.colors.resize(4 * made.vertices(), 1.0F);
    }
    for (unsigned i = 0; i < from.mNumFaces; ++i)
        if (const aiFace& face = from.mFaces[i]; face.mNumIndices == 3)
            for (unsigned corner = 0; corner < 3; ++corner) made.triangles.push_back(first + face.mIndices[corner]);
}

/// All meshes where their nodes put them. Not recursive: nodes are as deep as a file says.
Mesh placed(const aiScene& scene, const std::string& name) {
    Mesh made;
    made.parts = scene.mNumMeshes;
    std::size_t instances = 0;
    std::vector<std::pair<const aiNode*, aiMatrix4x4>> todo{{scene.mRootNode, aiMatrix4x4()}};
    while (!todo.empty()) {
        const auto [node, above] = todo.back();
        todo.pop_back();
        const aiMatrix4x4 place = above * node->mTransformation;
        for (unsigned i = 0; i < node->mNumMeshes; ++i) {
            if (++instances > max_instances)
                throw invalid(name + " draws more than " + std::to_string(max_instances) + " meshes");
            add_mesh(made, *scene.mMeshes[node->mMeshes[i]], place, name);
        }
        for (unsigned i = node->mNumChildren; i-- > 0;) todo.emplace_back(node->mChildren[i], place);
    }
    return made;
}

}  // namespace

Mesh import_mesh(std::string_view bytes, const char* format, const std::string& name) {
    Assimp::Importer importer;
    importer.SetIOHandler(new NoFiles);  // the importer deletes it
    const aiScene* scene = importer.ReadFileFromMemory(bytes.data(), bytes.size(), 0, format);
    if (scene == nullptr || scene->mRootNode == nullptr)
        throw invalid(name + " is no sound " + format + ": " + reason(importer));
    check_faces(*scene, name);
    const std::string_view kind = format;
    // Only an obj gives each corner of a face a vertex of its own where the file shares them.
    const unsigned steps = aiProcess_Triangulate | (kind == "obj" ? aiProcess_JoinIdenticalVertices : 0U);
    bool has_faces = false;
    for (unsigned m = 0; m < scene->mNumMeshes; ++m) has_faces = has_faces || scene->mMeshes[m]->mNumFaces != 0;
    if (has_faces) scene = importer.ApplyPostProcessing(steps);
    if (scene == nullptr) throw invalid(name + " is no sound " + format + ": " + reason(importer));
    Mesh made = placed(*scene, name);
    check_mesh(made, name);
    return made;
}

}  // namespace wbm::object3d
