#include <wbm/sdk.hpp>

/// What a file of beats begins with.
constexpr std::string_view magic = "BEAT";

struct Beats {
    static constexpr const char* type = "beat-file";
    static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES;
    static constexpr const char* facts = R"({"extensions": [".beat"], "magic": [{"offset": 0, "hex": "42454154"}]})";
    std::string content;

    static std::string read(const wbm::Part& file) {
        return file.is(WBM_FROM_PATH) ? wbm::read_file(file.path()) : std::string(file.bytes());
    }
    static Beats create(wbm::Input in) {
        (void)probe(in.main());  // the same checks
        return {read(in.main())};
    }
    static Beats from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::read_file(source.fetch(wbm::text(j, "path")))};
    }
    wbm::json::object to_json(wbm::Store target) const {
        auto j = target.add_bytes("media/beats", content, ".beat");
        j["_type"] = type;
        return j;
    }
    bool operator==(const Beats&) const = default;

    static wbm::json::object probe(const wbm::Part& file) {  // wbm.probe/1
        const std::string content = read(file);
        if (!content.starts_with(magic))
            throw wbm::unsupported("the file does not begin with BEAT; it is no beat file");
        if (content.size() == magic.size()) throw wbm::invalid("the file has no beats after its first 4 bytes");
        return {{"format", "beat"}, {"beats", content.size() - magic.size()}};
    }
};

WBM_PLUGIN("com.example.beats", "1.0.0", Beats)
