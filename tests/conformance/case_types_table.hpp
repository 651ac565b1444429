// Which media type a Python class is, and how its arguments become a source and options. A new type needs an entry
// here.
#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace wbm::conformance {

/// What a plain string means as the source.
enum class Text {
    json,         ///< a JSON string: the type itself says what it thinks of it
    url_or_path,  ///< a URL of a scheme that is never fetched, otherwise a file
    html,         ///< the path of an existing .html file, otherwise literal text
};

struct PythonClass {
    std::string_view name;  ///< as the call has it
    std::string_view type;  ///< the `_type`
    /// In Python's order. The first is the source; each other one that is given becomes the option of that name.
    std::vector<std::string_view> parameters;
    Text text = Text::json;
    /// Sources that the Python class refuses although our type takes the same bytes: the difference between a str and a
    /// bytes object exists in Python alone, so the runner refuses them.
    std::vector<std::string_view> refused_sources = {};
    /// Parameters that only say what the source is.
    std::vector<std::string_view> not_options = {};
    /// Inside options of another type the first argument stands for the object.
    bool plain_in_options = false;
    /// An open file has a name, and counts as that path.
    bool open_file_is_path = false;
    /// Parameters that Python does not look at where the source is a path.
    std::vector<std::string_view> ignored_for_paths = {};
    /// Without its first argument the source is JSON's null.
    bool source_may_miss = false;
};

inline const std::vector<PythonClass>& python_classes() {
    static const std::vector<PythonClass> classes = {
        {.name = "wandb.Html",
         .type = "html-file",
         .parameters = {"data", "inject", "data_is_not_path"},
         .text = Text::html,
         .refused_sources = {"$bytes_b64", "$BytesIO"},
         .not_options = {"data_is_not_path"}},
        {.name = "wandb.Image",
         .type = "image-file",
         .parameters = {"data_or_path", "mode", "caption", "grouping", "classes", "boxes", "masks", "file_type",
                        "normalize"},
         .text = Text::url_or_path},
        {.name = "wandb.Classes", .type = "classes", .parameters = {"class_set"}, .plain_in_options = true},
        {.name = "wandb.data_types.BoundingBoxes2D",
         .type = "bounding-boxes",
         .parameters = {"val", "key"},
         .plain_in_options = true},
        {.name = "wandb.data_types.ImageMask", .type = "mask", .parameters = {"val", "key"}, .plain_in_options = true},
        {.name = "wandb.Audio",
         .type = "audio-file",
         .parameters = {"data_or_path", "sample_rate", "caption"},
         .text = Text::url_or_path},
        {.name = "wandb.Video",
         .type = "video-file",
         .parameters = {"data_or_path", "caption", "fps", "format"},
         .text = Text::url_or_path,
         .refused_sources = {"$open", "$StringIO"}},
        {.name = "wandb.Object3D",
         .type = "object3D-file",
         .parameters = {"data_or_path", "caption", "file_type"},
         .text = Text::url_or_path,
         .refused_sources = {"$BytesIO"},
         .open_file_is_path = true,
         .ignored_for_paths = {"file_type"}},
        {.name = "wandb.Molecule",
         .type = "molecule-file",
         .parameters = {"data_or_path", "caption", "file_type", "from", "sanitize", "convert_to_3d_and_optimize",
                        "mmff_optimize_molecule_max_iterations"},
         .text = Text::url_or_path,
         .refused_sources = {"$BytesIO"},
         .open_file_is_path = true,
         .ignored_for_paths = {"file_type"}},
        {.name = "wandb.Plotly", .type = "plotly-file", .parameters = {"val"}},
        {.name = "wandb.data_types.Bokeh",
         .type = "bokeh-file",
         .parameters = {"data_or_path"},
         .text = Text::url_or_path},
        {.name = "wandb.Histogram",
         .type = "histogram",
         .parameters = {"sequence", "np_histogram", "num_bins"},
         .source_may_miss = true},
    };
    return classes;
}

inline const PythonClass* find_class(std::string_view name) {
    for (const auto& known : python_classes())
        if (known.name == name) return &known;
    return nullptr;
}

}  // namespace wbm::conformance
