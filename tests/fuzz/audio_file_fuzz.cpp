// Any bytes as a sound file: taken or refused in words; what is taken holds what it says, and survives JSON. Ogg pages
// are tried with right checksums too, so that what is behind them is reached.
#include "audio_fuzz_support.hpp"

#include "../../plugins/audio/files/ogg_pages.hpp"

// libsndfile 1.2 forgets what it had of a Vorbis file whose headers it then refuses.
extern "C" const char* __lsan_default_suppressions() {
    return "leak:vorbis_info_init\nleak:vorbis_comment_init\nleak:libsndfile\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace wbm::audio;
    const std::string bytes(reinterpret_cast<const char*>(data), size);
    fuzz::check_file(bytes);
    if (bytes.starts_with("OggS")) {
        std::string repaired = bytes;
        set_ogg_serial(repaired);
        fuzz::check_file(repaired);
    }
    return 0;
}
