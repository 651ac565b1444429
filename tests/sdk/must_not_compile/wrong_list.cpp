// expect: from_list() must be: static T from_list(const wbm::json::array& list, const wbm::Store& source);
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::value to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
    static Mine from_list(const wbm::json::object&, const wbm::Store&) { return {}; }
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
