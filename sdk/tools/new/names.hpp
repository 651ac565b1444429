// names.hpp - what a new project is called, in all the forms that its files need.
#pragma once

#include <string>
#include <string_view>

namespace wbm::tool {

enum class Language { cpp, c, rust };

/// Throws std::runtime_error for another word than cpp, c and rust.
[[nodiscard]] Language language_of(std::string_view word);
/// "C++", "C", "Rust".
[[nodiscard]] std::string_view title_of(Language language);
/// The template's folder: "cpp", "c", "rust".
[[nodiscard]] std::string_view folder_of(Language language);

struct ProjectNames {
    std::string name;    ///< "point_cloud": files, the library, the crate
    std::string camel;   ///< "PointCloud": the struct
    std::string upper;   ///< "POINT_CLOUD": macros
    std::string dashed;  ///< "point-cloud": the `_type` is point-cloud-file
    std::string id;      ///< "com.example.point_cloud"

    /// Throws std::runtime_error, with what to write instead, for a name that is none or would not compile, and for an
    /// id that is no reverse domain name. An empty `id` is com.example.<name>.
    ProjectNames(std::string_view name, std::string_view id, Language language);
};

/// A template's text with the placeholders pointcloud, PointCloud, POINTCLOUD, pointcloud-file and
/// com.example.pointcloud replaced.
[[nodiscard]] std::string renamed(std::string_view text, const ProjectNames& names);

}  // namespace wbm::tool
