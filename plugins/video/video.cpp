#include "video.hpp"

#include "decode/container.hpp"
#include "decode/film_reader.hpp"

#include <algorithm>
#include <utility>

namespace wbm::video {
namespace {

constexpr const char* folder = "media/videos";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "width", "height", "_wbm"};

std::optional<std::int64_t> side(const json::object& j, const char* key) {
    const auto number = optional_integer(j, key);
    if (number && *number < 0)
        throw invalid('"' + std::string(key) + "\" must be a number of pixels, it is " + std::to_string(*number));
    return number;
}

std::optional<Size> size_of(const json::object& j) {
    const auto width = side(j, "width");
    const auto height = side(j, "height");
    if (width.has_value() != height.has_value())
        throw invalid(std::string("\"") + (width ? "height" : "width") + "\" is missing beside the other one");
    return width ? std::optional<Size>({*width, *height}) : std::nullopt;
}

/// What a film that says nothing of itself holds: all of a small one, the header of a large one, and nothing of a file
/// that is no film, for what was stored is kept whatever it is.
Facts facts_of(const MediaFile& file) noexcept {
    try {
        const Source source = Source::of(file);
        const auto format = detect(source);
        if (!format) return {};
        if (source.size() <= max_inspected_bytes) return inspect(source, *format);
        // What bounds FFmpeg's memory, and costs little. The pages of Ogg would all have to be read.
        if (*format == Format::mp4) walk_mp4(source);
        return FilmReader(source, *format).header_facts();
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace

const char* const Video::facts = video_facts;

std::string Video::format() const {
    std::string name = file.extension().empty() ? std::string() : file.extension().substr(1);
    for (char& c : name)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return format_of(name) ? name : std::string();
}

Video Video::from_json(const json::object& j, const Store& source) {
    Video video;
    video.file = MediaFile::of_json(j, source);
    video.caption = optional_text(j, "caption");
    video.size = size_of(j);
    const json::object wbm = object_or_empty(j, "_wbm");
    video.known = Facts::from_json(wbm);
    video.keeps_facts = !video.known.empty();
    if (!video.keeps_facts) video.known = facts_of(video.file);
    video.wbm_extra = ExtraMembers(wbm, fact_names, source);
    video.extra = ExtraMembers(j, known_members, source);
    return video;
}

json::object Video::to_json(Store target) const {
    json::object j = media_json(type, caption, file.keep(target, folder));
    if (size) {
        j["width"] = size->width;
        j["height"] = size->height;
    }
    json::object wbm;
    if (keeps_facts) known.add_to(wbm);
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

namespace {

json::object fields_of(std::string_view format, const Facts& facts, const std::optional<Size>& size) {
    json::object known;
    if (!format.empty()) known["format"] = format;
    facts.add_to(known);
    if (size) {
        known["width"] = size->width;
        known["height"] = size->height;
    }
    const auto trouble = format.empty() ? std::nullopt : browser_trouble(format, facts);
    if (trouble) known["browser_plays"] = trouble->empty();
    if (trouble && !trouble->empty()) known["browser_reason"] = *trouble;
    return known;
}

}  // namespace

json::object Video::fields() const {
    json::object all = fields_of(format(), known, size);
    if (caption) all["caption"] = *caption;
    if (!file.sha256().empty()) all["sha256"] = file.sha256();
    if (file.bytes() != nullptr)
        all["size"] = file.bytes()->size();
    else if (file.size())
        all["size"] = *file.size();
    return all;
}

json::object Video::seq_to_json(std::span<const Video* const> values, std::span<const json::object> items) {
    json::array captions;
    for (const Video* video : values)
        captions.push_back(video->caption ? json::value(*video->caption) : json::value(nullptr));
    return {{"_type", "videos"},
            {"count", values.size()},
            {"videos", json::array(items.begin(), items.end())},
            {"captions", values[0]->caption ? json::value(std::move(captions)) : json::value(false)}};
}

json::object Video::probe(const Part& file) {
    const Source source = file.is(WBM_FROM_PATH) ? Source::of_path(file.path()) : Source::of_bytes(file.bytes());
    const auto format = detect(source);
    if (!format) throw unsupported(source.name() + " is no film; give " + format_names);
    json::object found = fields_of(name_of(*format), inspect(source, *format), std::nullopt);
    found["size"] = source.size();
    return found;
}

bool Video::operator==(const Video& other) const {
    return caption == other.caption && size == other.size && extra == other.extra && wbm_extra == other.wbm_extra &&
           file == other.file;
}

}  // namespace wbm::video
