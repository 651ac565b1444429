// The type that the plugins of this folder spoil.
#include "base.h"

#include <wbm/sdk.hpp>
#include <wbm/sdk/extra_members.hpp>

#include <array>

namespace {

/// Bytes, and how an array lay in them.
struct Sound {
    static constexpr const char* type = "flawed";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES | WBM_FROM_TENSOR;
    static constexpr const char* facts = R"({"description": "bytes, for tests", "extensions": [".bin"],
        "options": {"type": "object", "properties": {"caption": {"type": "string"}, "level": {"type": "integer"}}}})";
    static constexpr std::array<std::string_view, 6> known = {"_type", "path", "sha256", "size", "caption", "level"};

    std::string content = {};
    std::string caption = {};
    std::int64_t level = 0;
    wbm::ExtraMembers extra = {};

    static Sound create(wbm::Input in) {
        const wbm::json::object options = in.options();
        Sound made{
            content_of(in), wbm::text_or(options, "caption"), wbm::optional_integer(options, "level").value_or(0), {}};
        if (made.content.size() > 1U << 20U) throw wbm::invalid("there are more than 1 MiB; give less");
        return made;
    }
    static Sound from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::read_file(source.fetch(wbm::text(j, "path"))), wbm::text_or(j, "caption"),
                wbm::optional_integer(j, "level").value_or(0), wbm::ExtraMembers(j, known, source)};
    }
    wbm::json::object to_json(wbm::Store target) const {
        wbm::json::object j = target.add_bytes("media/flawed", content, ".bin");
        j["_type"] = type;
        if (!caption.empty()) j["caption"] = caption;
        if (level != 0) j["level"] = level;
        extra.add_to(j, target);
        return j;
    }
    bool operator==(const Sound&) const = default;

private:
    static std::string content_of(const wbm::Input& in) {
        if (in.is(WBM_FROM_PATH)) return wbm::read_file(in.path());
        if (in.is(WBM_FROM_BYTES)) return std::string(in.bytes());
        const std::vector<std::uint8_t> elements = wbm::dense<std::uint8_t>(in.tensor(), {wbm::any, wbm::any});
        return {elements.begin(), elements.end()};
    }
};

}  // namespace

extern "C" const wbm_plugin* sound_plugin() {
    return wbm::sdk::detail::plugin_table<Sound>("com.example.flawed", "1.0.0");
}
