// facts.hpp - what is known of an audio without its file: the members of "_wbm", for which the wire has no place.
#pragma once

#include "files/sound_file.hpp"

#include <wbm/sdk.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace wbm::audio {

/// What the file holds.
struct Facts {
    std::optional<std::string> format;   ///< wav, flac, ogg, ...
    std::optional<std::string> subtype;  ///< PCM_16, FLOAT, VORBIS, ...
    std::optional<std::int64_t> sample_rate;
    std::optional<std::int64_t> channels;
    std::optional<std::int64_t> frames;
    std::optional<double> duration;  ///< seconds
    bool operator==(const Facts&) const = default;

    [[nodiscard]] static Facts of(const Sound& sound);
    /// Throws invalid for a member of another kind or a number below 0.
    [[nodiscard]] static Facts from_json(const json::object& wbm);
    /// Adds the members that are known.
    void add_to(json::object& j) const;
    [[nodiscard]] bool is_empty() const { return *this == Facts{}; }
};

/// The array that an audio was made from.
struct Origin {
    std::string dtype;
    std::uint64_t clipped = 0;  ///< numbers beyond -1..1 that the file has at full scale
    bool operator==(const Origin&) const = default;

    /// Of "_wbm": {"source":{"dtype":"float32","clipped":3}}; nullopt without. Throws invalid.
    [[nodiscard]] static std::optional<Origin> from_json(const json::object& wbm);
    [[nodiscard]] json::object to_json() const;
};

}  // namespace wbm::audio
