// audio_options.hpp - the options of an audio: the schema for the manifest, and the reader.
#pragma once

#include "samples/sample_array.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::audio {

struct AudioOptions {
    std::optional<std::int64_t> sample_rate;
    std::optional<std::string> caption;
    std::string file_type;  ///< how an array is kept
    std::string subtype;    ///< a sound one of that file type
    std::optional<Layout> layout;
    bool keep_original = false;
    bool is_for_array = false;  ///< was one of the last four given?

    /// Throws invalid for an option that is not known or has no sound value.
    [[nodiscard]] static AudioOptions parse(const json::object& options);
};

extern const char* const audio_facts;

}  // namespace wbm::audio
