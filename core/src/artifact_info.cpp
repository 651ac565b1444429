// The rules for an artifact's name, type and metadata. Wire spec 23.1.
#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <cmath>

#include "artifact_manifest.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::size_t name_bytes = 128;
constexpr std::size_t metadata_keys = 100;
// The metadata lies a few levels deep in the manifest, whose readers stop at limits::json_depth.
constexpr std::size_t metadata_depth = limits::json_depth - 8;

[[noreturn]] void refuse_metadata(const std::string& place, std::string_view reason) {
    throw MediaError(Status::invalid, "artifact metadata: " + quoted(place) + " " + std::string(reason));
}

bool may_be_in_name(char c) noexcept {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
           c == '.';
}

void check_name(const std::string& name) {
    if (name.size() > name_bytes)
        throw MediaError(Status::invalid, "artifact name " + quoted(std::string_view(name).substr(0, name_bytes)) +
                                              "...: it is longer than 128 characters; choose a shorter one");
    if (!std::all_of(name.begin(), name.end(), may_be_in_name))
        throw MediaError(Status::invalid,
                         "artifact name " + quoted(name) +
                             ": only letters, digits, '_', '-' and '.' are allowed; choose another name");
}

void check_type(const std::string& name, const std::string& type) {
    if (!json::is_utf8(type))
        throw MediaError(Status::invalid, "artifact type " + quoted(type) + ": it is not UTF-8; choose another type");
    const bool reserved = type == "job" || type.starts_with("wandb-") ||
                          (type == "run_table" && name.starts_with("run-")) ||
                          (type == "code" && name.starts_with("source-"));
    if (reserved)
        throw MediaError(Status::invalid, "artifact type " + quoted(type) +
                                              ": it is reserved for W&B's own artifacts; choose another type");
}

void clean(json::value& v, const std::string& place, std::size_t depth);

void clean_member(json::object::value_type& member, const std::string& prefix, std::size_t depth) {
    const std::string place = prefix + std::string(member.key());
    if (!json::is_utf8(member.key())) refuse_metadata(place, "has a key that is not UTF-8; give it as UTF-8 text");
    clean(member.value(), place, depth);
}

/// Makes the metadata what JSON can hold. `place` names the member in errors.
void clean(json::value& v, const std::string& place, std::size_t depth) {
    if (depth > metadata_depth) refuse_metadata(place, "is nested too deeply; flatten it");
    if (v.is_double()) {
        if (std::isinf(v.get_double())) refuse_metadata(place, "is infinite, which JSON cannot say; leave it out");
        if (std::isnan(v.get_double())) v = nullptr;
    } else if (v.is_string()) {
        if (!json::is_utf8(v.get_string())) refuse_metadata(place, "is not UTF-8; give it as UTF-8 text");
    } else if (v.is_array()) {
        std::size_t at = 0;
        for (json::value& item : v.get_array()) clean(item, place + "[" + std::to_string(at++) + "]", depth + 1);
    } else if (v.is_object()) {
        for (auto& member : v.get_object()) clean_member(member, place + ".", depth + 1);
    }
}

}  // namespace

void check_info(Artifact::Info& info) {
    check_name(info.name);
    check_type(info.name, info.type);
    if (!json::is_utf8(info.description))
        throw MediaError(Status::invalid, "artifact description: it is not UTF-8; give it as UTF-8 text");
    if (info.metadata.size() > metadata_keys)
        throw MediaError(Status::invalid, "artifact metadata: it has " + std::to_string(info.metadata.size()) +
                                              " keys, at most 100 are allowed; put them into a nested object");
    for (auto& member : info.metadata) clean_member(member, "", 1);
}

}  // namespace wbm
