// expect: a media type needs: static T from_json(const wbm::json::object& j, wbm::Store source);
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
