// expect: probe() must be: static wbm::json::object probe(const wbm::Part& file);
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
    wbm::json::object probe() const { return {}; }
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
