// expect: a media type needs: wbm::json::object to_json(wbm::Store target) const;
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    bool operator==(const Mine&) const = default;
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
