#include <wbm/sdk.hpp>

struct Diary {
    static constexpr const char* type = "diary";
    static constexpr auto inputs = WBM_FROM_BYTES;
    wbm::json::array days;

    static Diary create(wbm::Input in) { return {{wbm::json::value(in.bytes())}}; }  // of one day
    static Diary from_json(const wbm::json::object& j, wbm::Store) { return {j.at("days").as_array()}; }
    wbm::json::object to_json(wbm::Store) const { return {{"_type", type}, {"days", days}}; }
    bool operator==(const Diary&) const = default;

    struct Stream {                                         // wbm.stream/1
        static constexpr std::string_view member = "days";  // the list that grows
        Stream(const wbm::json::object& options, const wbm::Store&) { wbm::only(options, {}); }
        std::string add(const wbm::Input& piece, wbm::Store) {  // what the piece adds to the list
            return wbm::json::write(create(piece).days);
        }
        std::string finish(wbm::Store) { return R"({"_type":"diary","days":[]})"; }  // what stands around it
    };
};

WBM_PLUGIN("com.example.diary", "1.0.0", Diary)
