// A list of audios logged under one key. Wire spec 5.3.
#include "audio.hpp"

namespace wbm::audio {
namespace {

json::value or_null(const auto& optional) { return optional ? json::value(*optional) : json::value(nullptr); }

}  // namespace

json::object Audio::seq_to_json(std::span<const Audio* const> values, std::span<const json::object> items) {
    json::array rates;
    json::array durations;
    json::array captions;
    bool has_captions = false;
    for (const Audio* audio : values) {
        // As the reference: of an array what is known, of a file what the caller said.
        const bool is_array = audio->origin.has_value();
        rates.push_back(is_array ? or_null(audio->sound.sample_rate) : or_null(audio->given_rate));
        durations.push_back(is_array ? or_null(audio->sound.duration) : json::value(nullptr));
        has_captions = has_captions || audio->caption;
        captions.emplace_back(audio->caption.value_or(""));
    }
    json::object batch{{"_type", "audio"}, {"count", values.size()}};
    batch["audio"] = json::array(items.begin(), items.end());
    batch["sampleRates"] = std::move(rates);
    batch["durations"] = std::move(durations);
    if (has_captions) batch["captions"] = std::move(captions);
    return batch;
}

}  // namespace wbm::audio
