#include "names.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace wbm::table {
namespace {

struct Name {
    std::string_view wb_type;
    TypeKind kind;
};

// In the order of TypeKind.
constexpr std::array<std::string_view, 29> names{"invalid",
                                                 "any",
                                                 "unknown",
                                                 "none",
                                                 "string",
                                                 "number",
                                                 "boolean",
                                                 "timestamp",
                                                 "list",
                                                 "typedDict",
                                                 "union",
                                                 "const",
                                                 "pythonObject",
                                                 "ndarray",
                                                 "image-file",
                                                 "classesId",
                                                 "table",
                                                 "primaryKey",
                                                 "foreignKey",
                                                 "foreignIndex",
                                                 "audio-file",
                                                 "video-file",
                                                 "html-file",
                                                 "bokeh-file",
                                                 "object3D-file",
                                                 "joined-table",
                                                 "partitioned-table",
                                                 "wb_trace_tree",
                                                 "artifactVersion"};
static_assert(names.size() == static_cast<std::size_t>(TypeKind::stranger));

constexpr Name legacy[] = {
    {"dictionary", TypeKind::typed_dict},
    {"object", TypeKind::python_object},
    {"wandb.Image", TypeKind::image_file},
    {"wandb.Classes_id", TypeKind::classes_id},
    {"wandb.Table", TypeKind::table},
    {"wandb.TablePrimaryKey", TypeKind::primary_key},
    {"wandb.TableForeignKey", TypeKind::foreign_key},
    {"wandb.TableForeignIndex", TypeKind::foreign_index},
};

// Media whose `_type` is also the name of a column type, but for classes.
constexpr Name media[] = {
    {"image-file", TypeKind::image_file},
    {"audio-file", TypeKind::audio_file},
    {"video-file", TypeKind::video_file},
    {"html-file", TypeKind::html_file},
    {"bokeh-file", TypeKind::bokeh_file},
    {"object3D-file", TypeKind::object3d_file},
    {"table", TypeKind::table},
    {"joined-table", TypeKind::joined_table},
    {"partitioned-table", TypeKind::partitioned_table},
    {"wb_trace_tree", TypeKind::trace_tree},
    {"classes", TypeKind::classes_id},
    {"artifactVersion", TypeKind::artifact_version},
};

struct Class {
    std::string_view type;
    std::string_view name;
};

constexpr Class classes[] = {
    {"molecule-file", "Molecule"}, {"plotly-file", "Plotly"}, {"graph-file", "Graph"},
    {"histogram", "Histogram"},    {"mask", "ImageMask"},     {"bounding-boxes", "BoundingBoxes2D"},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Letters to insert, delete, exchange; capitals do not count.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> row(b.size() + 1);
    for (std::size_t j = 0; j < row.size(); ++j) row[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t exchanged = diagonal + (lower(a[i - 1]) == lower(b[j - 1]) ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({row[j] + 1, row[j - 1] + 1, exchanged});
        }
    }
    return row[b.size()];
}

}  // namespace

std::span<const std::string_view> known_wb_types() noexcept { return names; }

std::string_view name_of(TypeKind kind) noexcept { return names[static_cast<std::size_t>(kind)]; }

std::optional<TypeKind> kind_of(std::string_view wb_type) noexcept {
    for (std::size_t i = 0; i < names.size(); ++i)
        if (names[i] == wb_type) return static_cast<TypeKind>(i);
    for (const Name& name : legacy)
        if (name.wb_type == wb_type) return name.kind;
    return std::nullopt;
}

std::string_view nearest_wb_type(std::string_view wb_type) {
    constexpr std::size_t longest = 40;
    constexpr std::size_t near = 2;
    if (wb_type.size() > longest) return "";
    std::string_view best;
    std::size_t least = std::min(near, wb_type.size() / 2) + 1;
    for (const std::string_view name : names) {
        const std::size_t d = distance(wb_type, name);
        if (d >= least) continue;
        least = d;
        best = name;
    }
    return best;
}

std::string unknown_wb_type(std::string_view wb_type) {
    constexpr std::size_t shown = 40;
    std::string text = "no column type is called \"" + std::string(wb_type.substr(0, shown)) +
                       (wb_type.size() > shown ? "...\"" : "\"");
    if (const std::string_view near = nearest_wb_type(wb_type); !near.empty())
        text += "; did you mean \"" + std::string(near) + "\"?";
    else
        text += ";";
    text += " Known are ";
    for (std::size_t i = 0; i < names.size(); ++i) text.append(i > 0 ? ", " : "").append(names[i]);
    return text;
}

TypeKind media_kind(std::string_view type) noexcept {
    for (const Name& name : media)
        if (name.wb_type == type) return name.kind;
    return media_class(type).empty() ? TypeKind::any : TypeKind::python_object;
}

std::string_view media_class(std::string_view type) noexcept {
    for (const Class& c : classes)
        if (c.type == type) return c.name;
    return "";
}

}  // namespace wbm::table
