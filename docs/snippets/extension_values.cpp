#include <wbm/sdk.hpp>

struct Framed {
    static constexpr const char* type = "framed";
    static constexpr auto inputs = WBM_FROM_VALUE;
    wbm::Value picture;  // of any type, also of one that nobody here has heard of
    std::string frame;

    static Framed create(wbm::Input in) {
        return {wbm::Value(in.main()), wbm::text_or(in.options(), "frame", "plain")};
    }
    static Framed from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::Value::from_json(wbm::json::write(j.at("picture")), source), wbm::text(j, "frame")};
    }
    wbm::json::object to_json(wbm::Store target) const {  // the picture keeps its files itself
        return {{"_type", type}, {"frame", frame}, {"picture", wbm::json::read(picture.to_json(target))}};
    }
    wbm::json::object fields() const { return {{"of", picture.type()}, {"picture", picture.fields()}}; }
    bool operator==(const Framed&) const = default;
};

WBM_PLUGIN("com.example.framed", "1.0.0", Framed)
