#include <wbm/sdk.hpp>

struct Chip {
    static constexpr const char* type = "chip";
    static constexpr auto inputs = WBM_FROM_BYTES;
    static constexpr const char* facts = R"({"batch": "chips"})";
    std::string colour;

    static Chip create(wbm::Input in) { return {std::string(in.bytes())}; }
    static Chip from_json(const wbm::json::object& j, wbm::Store) { return {wbm::text(j, "colour")}; }
    wbm::json::object to_json(wbm::Store) const { return {{"_type", type}, {"colour", colour}}; }
    bool operator==(const Chip&) const = default;

    static constexpr std::uint32_t max_items = 100;  // a longer list is cut to this
    static wbm::json::object seq_to_json(std::span<const Chip* const> values,
                                         std::span<const wbm::json::object>) {  // wbm.batch/1
        wbm::json::array colours;
        for (const Chip* chip : values) colours.emplace_back(chip->colour);
        return {{"_type", "chips"}, {"count", values.size()}, {"colours", std::move(colours)}};
    }
};

WBM_PLUGIN("com.example.chip", "1.0.0", Chip)
