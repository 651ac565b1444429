// A plugin on the C++ SDK whose values refer to another value of the artifact by its entry: wbm::Value.
#include <wbm/sdk.hpp>

namespace {

struct Linker {
    static constexpr const char* type = "linker";
    static constexpr auto inputs = WBM_FROM_VALUE;
    wbm::Value to;

    static Linker create(wbm::Input in) { return {wbm::Value(in.main())}; }
    static Linker from_json(const wbm::json::object& j, const wbm::Store& source) {
        return {wbm::Value::get(source, wbm::text(j, "entry"))};
    }
    [[nodiscard]] wbm::json::object to_json(const wbm::Store& target) const {
        const wbm::json::object entry = to.add_to(target, "media/tables/linked");
        return {{"_type", type}, {"entry", entry.at("path")}, {"digest", entry.at("digest")}};
    }
    [[nodiscard]] wbm::json::object fields() const {
        return {{"to", to.type()}, {"is_linker", to.as<Linker>() != nullptr}, {"fields", to.fields()}};
    }
    bool operator==(const Linker& other) const { return to == other.to; }
};

}  // namespace

WBM_PLUGIN("org.example.linker", "0.1.0", Linker)
