// probe.cpp - a plugin for the tests of the wbm command: types that show what the command handed over.
#include <wbm/sdk.hpp>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace {

using wbm::json::object;

object describe_array(const DLTensor& t) {
    object out{{"kind", "tensor"}, {"dtype", wbm::dtype_name(t.dtype)}, {"shape", wbm::shape_text(t)}};
    if (t.dtype.code != kDLFloat || t.dtype.bits != 64) return out;
    wbm::json::array values;
    for (const double number : wbm::dense<double>(t, {wbm::any, wbm::any})) values.emplace_back(number);
    out["values"] = std::move(values);
    return out;
}

object describe_part(const wbm::Part& part) {
    if (part.is(WBM_FROM_TENSOR)) return describe_array(part.tensor());
    if (part.is(WBM_FROM_URL)) return {{"kind", "url"}, {"text", part.url()}};
    if (part.is(WBM_FROM_PATH)) return {{"kind", "path"}, {"text", part.path()}};
    return {{"kind", "bytes"}, {"text", part.bytes()}};
}

/// Says what it was made from. Takes what the command can give, except paths.
struct Probe {
    static constexpr const char* type = "probe-file";
    static constexpr auto inputs = WBM_FROM_TENSOR | WBM_FROM_BYTES | WBM_FROM_URL;

    static Probe create(wbm::Input in) {
        object seen{{"main", describe_part(in.main())}, {"options", in.options()}};
        for (std::size_t i = 1; i < in.part_count(); ++i) seen[in.part(i).name()] = describe_part(in.part(i));
        return {std::move(seen)};
    }
    static Probe from_json(const object& j, wbm::Store) { return {j.at("seen").as_object()}; }
    object to_json(wbm::Store) const { return {{"_type", type}, {"seen", seen}}; }
    object fields() const { return seen; }
    /// The options that it was asked with, as text.
    wbm::Array tensor(const object& options) const {
        const std::string text = wbm::json::write(options);
        return {std::vector<std::uint8_t>(text.begin(), text.end()), {static_cast<std::int64_t>(text.size())}};
    }
    bool operator==(const Probe&) const = default;

    object seen;
};

/// Takes JSON only. Equal notes say the same under "text"; no field tells them apart.
struct Note {
    static constexpr const char* type = "note-json";
    static constexpr auto inputs = WBM_FROM_JSON;

    static Note create(wbm::Input in) { return {in.json()}; }
    static Note from_json(const object& j, wbm::Store) { return {j.at("note")}; }
    object to_json(wbm::Store) const { return {{"_type", type}, {"note", note}}; }
    bool operator==(const Note&) const = default;

    wbm::json::value note;
};

/// Keeps any file, of any size, without looking at it.
struct Blob {
    static constexpr const char* type = "note-blob";
    static constexpr auto inputs = WBM_FROM_PATH;
    static constexpr const char* facts = R"({"extensions": [".blob"]})";

    static Blob create(wbm::Input in) { return {wbm::MediaFile::of_path(in.path())}; }
    static Blob from_json(const object& j, const wbm::Store& source) { return {wbm::MediaFile::of_json(j, source)}; }
    object to_json(wbm::Store target) const {
        object j{{"_type", type}};
        for (const auto& member : file.keep(target, "media/blob")) j.insert(member);
        return j;
    }
    bool operator==(const Blob&) const = default;

    wbm::MediaFile file;
};

}  // namespace

WBM_PLUGIN("test.wbmedia.probe", "1.2.3", Probe, Note, Blob)
