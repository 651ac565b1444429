// expect: tensor() must be: wbm::Array tensor(const wbm::json::object& options) const;
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
    wbm::Array tensor() const { return {std::vector<float>{}, {0}}; }
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
