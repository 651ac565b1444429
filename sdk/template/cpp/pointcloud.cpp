#include <wbm/sdk.hpp>

struct PointCloud {
    static constexpr const char* type = "pointcloud-file";
    static constexpr auto inputs = WBM_FROM_TENSOR;

    std::vector<float> xyz;
    std::string caption;

    static PointCloud create(wbm::Input in) {
        return {wbm::dense<float>(in.tensor(), {wbm::any, 3}), wbm::text_or(in.options(), "caption")};
    }

    static PointCloud from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::read_array<float>(source.fetch(wbm::text(j, "path"))), wbm::text_or(j, "caption")};
    }

    wbm::json::object to_json(wbm::Store target) const {
        auto j = target.add_bytes("media/pointcloud", wbm::bytes(xyz), ".f32");  // path, sha256
        j["_type"] = type;
        if (!caption.empty()) j["caption"] = caption;
        return j;
    }

    bool operator==(const PointCloud&) const = default;
};

WBM_PLUGIN("com.example.pointcloud", "1.0.0", PointCloud)
