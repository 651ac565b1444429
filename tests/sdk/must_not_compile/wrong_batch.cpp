// expect: seq_to_json() must be: static wbm::json::object seq_to_json(std::span<const T* const> values,
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
    static wbm::json::object seq_to_json(std::vector<Mine>) { return {}; }
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
