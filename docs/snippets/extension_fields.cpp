#include <wbm/sdk.hpp>

struct Note {
    static constexpr const char* type = "note";
    static constexpr auto inputs = WBM_FROM_BYTES;
    std::string text;

    static Note create(wbm::Input in) { return {std::string(in.bytes())}; }
    static Note from_json(const wbm::json::object& j, wbm::Store) { return {wbm::text(j, "text")}; }
    wbm::json::object to_json(wbm::Store) const { return {{"_type", type}, {"text", text}}; }
    bool operator==(const Note&) const = default;

    wbm::json::object fields() const {  // wbm.fields/1
        return {{"bytes", text.size()}, {"title", text.substr(0, text.find('\n'))}};
    }
};

WBM_PLUGIN("com.example.note", "1.0.0", Note)
