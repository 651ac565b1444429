#include "audio_options.hpp"

#include "limits.hpp"

#include <algorithm>
#include <vector>

namespace wbm::audio {
namespace {

struct FileType {
    const char* name;
    std::vector<const char*> subtypes;  ///< the first is the default
};

const std::vector<FileType>& file_types() {
    static const std::vector<FileType> types = {
        {"wav", {"PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"}},
        {"flac", {"PCM_16", "PCM_24"}},
        {"ogg", {"VORBIS"}},
        {"opus", {"OPUS"}},
        {"mp3", {"MPEG_LAYER_III"}},
    };
    return types;
}

std::string said(const char* option, const json::value& v) {
    return "option \"" + std::string(option) + "\" is " + brief(v);
}

const FileType& file_type_option(const json::object& options) {
    const std::string name = text_or(options, "file_type", "wav");
    for (const FileType& type : file_types())
        if (name == type.name) return type;
    throw invalid(said("file_type", json::value(name)) + "; it must be one of wav, flac, ogg, opus, mp3");
}

std::string subtype_option(const json::object& options, const FileType& type) {
    const auto name = optional_text(options, "subtype");
    if (!name) return type.subtypes.front();
    std::string all;
    for (const char* each : type.subtypes) {
        if (*name == each) return *name;
        all += (all.empty() ? "" : ", ") + std::string(each);
    }
    throw invalid(said("subtype", json::value(*name)) + ", which the file type " + type.name +
                  " does not have; it has " + all);
}

std::optional<Layout> layout_option(const json::object& options) {
    const auto name = optional_text(options, "layout");
    if (!name) return std::nullopt;
    if (*name == "NC") return Layout::nc;
    if (*name == "CN") return Layout::cn;
    throw invalid(said("layout", json::value(*name)) + "; it must be NC (frames first) or CN (channels first)");
}

std::optional<std::int64_t> rate_option(const json::object& options) {
    const auto rate = optional_integer(options, "sample_rate");
    if (rate && (*rate < 1 || *rate > max_sample_rate))
        throw invalid(said("sample_rate", json::value(*rate)) + "; give a whole number of frames a second, 1 to " +
                      std::to_string(max_sample_rate));
    return rate;
}

bool is_given(const json::object& options, const char* name) {
    const json::value* v = options.if_contains(name);
    return v != nullptr && !v->is_null();
}

}  // namespace

const char* const audio_facts = R"json({
  "description": "Sound: files, arrays of samples, and references by URL",
  "extensions": [".wav", ".flac", ".ogg", ".oga", ".opus", ".mp3", ".aif", ".aiff", ".aifc", ".caf", ".au"],
  "magic": [
    {"offset": 0, "hex": "52494646", "and": [{"offset": 8, "hex": "57415645"}]},
    {"offset": 0, "hex": "52463634", "and": [{"offset": 8, "hex": "57415645"}]},
    {"offset": 0, "hex": "464f524d", "and": [{"offset": 8, "hex": "41494646"}]},
    {"offset": 0, "hex": "464f524d", "and": [{"offset": 8, "hex": "41494643"}]},
    {"offset": 0, "hex": "664c6143"},
    {"offset": 0, "hex": "4f676753", "and": [{"offset": 28, "hex": "01766f72626973"}]},
    {"offset": 0, "hex": "4f676753", "and": [{"offset": 28, "hex": "4f70757348656164"}]},
    {"offset": 0, "hex": "63616666"}, {"offset": 0, "hex": "2e736e64"},
    {"offset": 0, "hex": "494433"}, {"offset": 0, "hex": "fffb"}, {"offset": 0, "hex": "fff3"}
  ],
  "batch": "audio",
  "options": {
    "type": "object",
    "properties": {
      "sample_rate": {"type": ["integer", "null"], "minimum": 1, "maximum": 16777216,
                      "description": "frames a second; arrays need it, for a file it is only noted"},
      "caption": {"type": ["string", "null"]},
      "file_type": {"enum": ["wav", "flac", "ogg", "opus", "mp3", null], "description": "how arrays are kept; wav"},
      "subtype": {"enum": ["PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "VORBIS", "OPUS", "MPEG_LAYER_III", null],
                  "description": "how samples are stored: PCM_16 in wav and flac, PCM_24 in both, the others of the first five in wav"},
      "layout": {"enum": ["NC", "CN", null], "description": "which axis of an array has the channels; NC"},
      "keep_original": {"type": "boolean", "default": false,
                        "description": "keep the numbers of an array that the file does not hold beside it"}
    },
    "additionalProperties": false
  }
})json";

AudioOptions AudioOptions::parse(const json::object& options) {
    only(options, {"sample_rate", "caption", "file_type", "subtype", "layout", "keep_original"});
    AudioOptions parsed;
    parsed.sample_rate = rate_option(options);
    parsed.caption = optional_text(options, "caption");
    const FileType& type = file_type_option(options);
    parsed.file_type = type.name;
    parsed.subtype = subtype_option(options, type);
    parsed.layout = layout_option(options);
    parsed.keep_original = boolean_or(options, "keep_original", false);
    parsed.is_for_array = parsed.keep_original;
    for (const char* name : {"file_type", "subtype", "layout"})
        parsed.is_for_array = parsed.is_for_array || is_given(options, name);
    return parsed;
}

}  // namespace wbm::audio
