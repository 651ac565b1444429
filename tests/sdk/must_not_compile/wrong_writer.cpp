// expect: Writer must be: struct Writer {
#include <wbm/sdk.hpp>

struct Mine {
    static constexpr const char* type = "my-file";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static Mine create(wbm::Input) { return {}; }
    static Mine from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {}; }
    bool operator==(const Mine&) const = default;
    struct Writer {
        void add(const DLTensor&) {}
    };
};

WBM_PLUGIN("com.example.mine", "1.0.0", Mine)
