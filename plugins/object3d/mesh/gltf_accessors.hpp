// gltf_accessors.hpp - the checked members of a glTF document: typed reads that name the place, and the numbers of
// accessors.
#pragma once

#include <wbm/json.hpp>
#include <wbm/sdk.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::object3d {

/// Reads of a glTF document. Errors begin with the file's name and name the place: `nodes[3].mesh`.
class GltfReader {
public:
    GltfReader(const json::object& document, std::string name) : document_(document), name_(std::move(name)) {}

    [[nodiscard]] const json::object& document() const noexcept { return document_; }
    [[nodiscard]] Error bad(const std::string& what) const { return invalid(name_ + " is no sound glTF: " + what); }
    [[nodiscard]] Error cannot(const std::string& what) const { return unsupported(name_ + " " + what); }

    /// A list of objects of the document; empty when it is missing.
    [[nodiscard]] const json::array& items(const char* key) const;
    /// One of them. Throws for an index out of range; `place` says who asks.
    [[nodiscard]] const json::object& item(const char* key, std::size_t index, const std::string& place) const;
    /// A number of things or bytes. `fallback` when it is missing; without one it must be there.
    [[nodiscard]] std::size_t count(const json::object& o, const char* key, const std::string& place,
                                    std::optional<std::size_t> fallback = {}) const;
    /// The index of an item of the document's list `of`; nullopt when it is missing.
    [[nodiscard]] std::optional<std::size_t> index(const json::object& o, const char* key, const char* of,
                                                   const std::string& place) const;
    /// Indices of items; empty when it is missing.
    [[nodiscard]] std::vector<std::size_t> indices(const json::object& o, const char* key, const char* of,
                                                   const std::string& place) const;

private:
    const json::object& document_;
    std::string name_;
};

/// What an accessor says, checked against its view and buffer.
struct Accessor {
    std::size_t count = 0;
    int component = 0;      ///< 5120 to 5126
    std::size_t width = 0;  ///< numbers of an element: 1 for SCALAR, 3 for VEC3
    bool normalized = false;
    std::size_t stride = 0;
    std::string_view bytes;  ///< from the first element; empty when `is_plain` is false
    bool is_plain = true;    ///< false for one without a view, or sparse: its numbers are elsewhere
};

/// Buffers, views and accessors of a document.
class GltfData {
public:
    /// Throws for buffers that are files of their own, and for anything that does not fit.
    GltfData(const GltfReader& reader, std::optional<std::string_view> binary);

    [[nodiscard]] const Accessor& accessor(std::size_t index) const { return accessors_.at(index); }
    /// All numbers; integers as they are, or as fractions when they are normalized.
    [[nodiscard]] static std::vector<float> floats(const Accessor& accessor);
    [[nodiscard]] static std::vector<std::uint32_t> integers(const Accessor& accessor);

private:
    struct View {
        std::string_view bytes;
        std::size_t stride = 0;  ///< 0: as the elements are
    };
    void read_buffers(const GltfReader& reader, std::optional<std::string_view> binary);
    void read_views(const GltfReader& reader);
    void read_accessor(const GltfReader& reader, const json::object& o, const std::string& place);

    std::vector<std::string> decoded_;
    std::vector<std::string_view> buffers_;
    std::vector<View> views_;
    std::vector<Accessor> accessors_;
};

}  // namespace wbm::object3d
