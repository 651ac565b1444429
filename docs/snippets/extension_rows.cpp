#include <wbm/sdk.hpp>

#include <algorithm>

struct Ledger {
    static constexpr const char* type = "ledger";
    static constexpr auto inputs = WBM_FROM_JSON;
    wbm::json::array entries;  // [["rent",-500],...]

    static Ledger create(wbm::Input in) {
        const wbm::json::value v = in.json();
        if (!v.is_array()) throw wbm::invalid("a ledger must be a list of rows, it is " + wbm::brief(v));
        return {v.get_array()};
    }
    static Ledger from_json(const wbm::json::object& j, wbm::Store) { return {j.at("entries").as_array()}; }
    wbm::json::object to_json(wbm::Store) const { return {{"_type", type}, {"entries", entries}}; }
    bool operator==(const Ledger&) const = default;

    std::string rows(const wbm::json::object& options) const {  // wbm.rows/1
        wbm::only(options, {"first", "count"});
        const auto all = static_cast<std::int64_t>(entries.size());
        const auto first = std::clamp<std::int64_t>(wbm::optional_integer(options, "first").value_or(0), 0, all);
        const auto count =
            std::clamp<std::int64_t>(wbm::optional_integer(options, "count").value_or(all), 0, all - first);
        return wbm::json::write(wbm::json::array(entries.begin() + first, entries.begin() + first + count));
    }
    wbm::Value cell_value(const wbm::json::array&) const {
        throw wbm::not_found("no value is in that cell; a ledger holds texts and numbers");
    }
};

WBM_PLUGIN("com.example.ledger", "1.0.0", Ledger)
