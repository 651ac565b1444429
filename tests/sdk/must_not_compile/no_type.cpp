// expect: a media type needs its `_type`: static constexpr const char* type =
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
