#include "audio.hpp"

#include "audio_options.hpp"
#include "files/decode.hpp"

#include <utility>

namespace wbm::audio {
namespace {

constexpr const char* folder = "media/audio";
constexpr std::string_view known_members[] = {"caption", "_type", "sha256", "size", "path", "sample_rate", "_wbm"};
constexpr std::string_view known_wbm_members[] = {"sample_rate", "channels", "frames",   "duration",         "format",
                                                  "subtype",     "source",   "original", "given_sample_rate"};

/// The stored file, or the URL that the store has in its place. A run holds no references.
std::variant<MediaFile, std::string> media_of(const json::object& j, const Store& source) {
    if (!source.is_run() && j.contains("path"))
        if (std::string place = source.fetch(text(j, "path")); is_reference(place)) return place;
    return MediaFile::of_json(j, source);
}

/// What the file's header says; nothing where it cannot be read.
Facts facts_of(const MediaFile& file) {
    try {
        const auto sound = peek(ByteSource::of(file));
        return sound ? Facts::of(*sound) : Facts{};
    } catch (const Error&) {
        return {};
    }
}

std::optional<MediaFile> original_of(const json::object& wbm, const Store& source) {
    const json::value* v = wbm.if_contains("original");
    if (v == nullptr || v->is_null()) return std::nullopt;
    if (!v->is_object()) throw invalid("\"original\" of \"_wbm\" must be an object, it is " + brief(*v));
    return MediaFile::of_json(v->get_object(), source);
}

}  // namespace

const char* const Audio::facts = audio_facts;

Audio Audio::from_json(const json::object& j, const Store& source) {
    Audio audio;
    audio.media = media_of(j, source);
    audio.caption = optional_text(j, "caption");
    const json::object wbm = object_or_empty(j, "_wbm");
    audio.sound = Facts::from_json(wbm);
    if (audio.sound.is_empty() && audio.file() != nullptr) audio.sound = facts_of(*audio.file());
    audio.given_rate = optional_integer(wbm, "given_sample_rate");
    // The oldest reference wrote what the caller had said into the item itself.
    if (!audio.given_rate) audio.given_rate = optional_integer(j, "sample_rate");
    audio.origin = Origin::from_json(wbm);
    audio.original = original_of(wbm, source);
    audio.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    audio.extra = ExtraMembers(j, known_members, source);
    return audio;
}

json::object Audio::to_json(Store target) const {
    if (url() != nullptr && target.is_run())
        throw invalid("the audio is a reference to " + *url() +
                      ", which a run cannot hold; log the file itself, or add the audio to an artifact");
    json::object j = media_json(type, caption,
                                url() != nullptr ? target.add_reference(folder, *url()) : file()->keep(target, folder));
    // No reader of the reference takes an artifact's audio without the member, though the newest does not write it.
    if (!caption && target.is_artifact()) j["caption"] = nullptr;
    json::object wbm;
    sound.add_to(wbm);
    if (given_rate && !origin) wbm["given_sample_rate"] = *given_rate;
    if (origin) wbm["source"] = origin->to_json();
    if (original) wbm["original"] = original->keep(target, folder);
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object Audio::fields() const {
    json::object known;
    if (caption) known["caption"] = *caption;
    sound.add_to(known);
    if (given_rate) known["sample_rate"] = *given_rate;
    if (origin) {
        known["dtype"] = origin->dtype;
        known["clipped"] = origin->clipped;
    }
    if (file() == nullptr) return known;
    file()->add_facts(known);
    return known;
}

Array Audio::tensor(const json::object& options) const {
    only(options, {"dtype", "start", "frames", "stored"});
    const DecodeOptions wanted = DecodeOptions::parse(options);
    if (url() != nullptr)
        throw unsupported("the audio is at " + *url() + ", and nothing is fetched; download it and give its path");
    const MediaFile& from = original && !boolean_or(options, "stored", false) ? *original : *file();
    return decode(ByteSource::of(from), from.path().empty() ? "the audio" : name_of_file(from.path()), wanted);
}

bool Audio::operator==(const Audio& other) const {
    if (caption != other.caption || wbm_extra != other.wbm_extra || extra != other.extra) return false;
    return media == other.media && original == other.original;
}

}  // namespace wbm::audio
