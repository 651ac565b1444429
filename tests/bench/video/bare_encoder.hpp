// bare_encoder.hpp - the encoder of our MP4 files alone, for video_bench. In a file of its own, for the SDK's headers
// and core's do not go together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace wbm::bench {

namespace film_size {
inline constexpr std::int64_t frames = 60;
inline constexpr std::int64_t height = 480;
inline constexpr std::int64_t width = 640;
inline constexpr std::size_t frame_bytes = std::size_t{3} * height * width;
}  // namespace film_size

/// x264, set as our MP4 files have it, on frames that need no conversion.
class BareEncoder {
public:
    /// T x 3 x H x W of film_size.
    explicit BareEncoder(const std::vector<std::uint8_t>& samples);
    ~BareEncoder();
    void run() const;

private:
    struct Frames;
    std::unique_ptr<Frames> frames_;
};

}  // namespace wbm::bench
