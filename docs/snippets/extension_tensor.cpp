#include <wbm/sdk.hpp>

struct Curve {
    static constexpr const char* type = "curve-file";
    static constexpr auto inputs = WBM_FROM_TENSOR;
    std::vector<float> xy;

    static Curve create(wbm::Input in) { return {wbm::dense<float>(in.tensor(), {wbm::any, 2})}; }
    static Curve from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::read_array<float>(source.fetch(wbm::text(j, "path")))};
    }
    wbm::json::object to_json(wbm::Store target) const {
        auto j = target.add_bytes("media/curve", wbm::bytes(xy), ".f32");
        j["_type"] = type;
        return j;
    }
    bool operator==(const Curve&) const = default;

    wbm::Array tensor(const wbm::json::object& options) const {  // wbm.tensor/1
        wbm::only(options, {});
        return {xy, {static_cast<std::int64_t>(xy.size() / 2), 2}};
    }
};

WBM_PLUGIN("com.example.curve", "1.0.0", Curve)
