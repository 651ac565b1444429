#include "artifact_manifest.hpp"

#include <wbm/error.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <utility>

#include "hash.hpp"
#include "store_path.hpp"

namespace wbm {
namespace {

constexpr std::string_view policy_name = "wandb-storage-policy-v1";
constexpr std::string_view own_member = "_wbm";
constexpr std::string_view algorithm_member = "alg";
constexpr const char* xxh128_name = "XXH128";
constexpr auto style = json::Style::indented;

[[noreturn]] void refuse(const std::string& place, std::string_view reason) {
    throw MediaError(Status::invalid, std::string(manifest_name) + ": " + place + " " + std::string(reason));
}

[[noreturn]] void refuse_member(std::string_view entry, std::string_view member, std::string_view reason) {
    refuse("\"" + std::string(member) + "\" of the entry " + quoted(entry), reason);
}

/// A member that is there and not null: writers leave out what they do not know, or write null.
const json::value* member_of(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found == nullptr || found->is_null() ? nullptr : found;
}

std::string text_member(const json::object& object, std::string_view entry, std::string_view key) {
    const json::value* found = member_of(object, key);
    if (found == nullptr) return {};
    if (!found->is_string()) refuse_member(entry, key, "is not text");
    return std::string(std::string_view(found->get_string()));
}

ArtifactEntry read_entry(std::string_view path, const json::value& text) {
    if (!text.is_object()) refuse("the entry " + quoted(path), "is not an object");
    const json::object& object = text.get_object();
    ArtifactEntry entry;
    entry.path = path;
    if (member_of(object, "digest") == nullptr) refuse_member(path, "digest", "is missing");
    entry.digest = text_member(object, path, "digest");
    entry.ref = text_member(object, path, "ref");
    entry.birth_artifact_id = text_member(object, path, "birthArtifactID");
    if (const json::value* size = member_of(object, "size")) {
        boost::json::error_code error;
        if (!size->is_int64() && !size->is_uint64()) refuse_member(path, "size", "is not a whole number");
        entry.size = size->to_number<std::uint64_t>(error);
        if (error) refuse_member(path, "size", "is negative");
    }
    if (const json::value* extra = member_of(object, "extra")) {
        if (!extra->is_object()) refuse_member(path, "extra", "is not an object");
        entry.extra = extra->get_object();
    }
    check_store_path(path, entry.ref.empty() ? PathUse::reading : PathUse::reference);
    return entry;
}

void check_version(const json::object& top) {
    const json::value* version = top.if_contains("version");
    if (version == nullptr) refuse("\"version\"", "is missing; is this the manifest of an artifact?");
    const bool is_one =
        (version->is_int64() && version->get_int64() == 1) || (version->is_uint64() && version->get_uint64() == 1);
    if (!is_one) refuse("\"version\"", "is not 1, the only version there is a reader for");
    const json::value* policy = top.if_contains("storagePolicy");
    if (policy == nullptr || !policy->is_string()) refuse("\"storagePolicy\"", "is missing or not text");
    if (std::string_view(policy->get_string()) != policy_name)
        refuse("\"storagePolicy\"", "is " + quoted(std::string_view(policy->get_string())) + ", only \"" +
                                        std::string(policy_name) + "\" is known");
}

std::string info_member(const json::object& own, std::string_view key) {
    const json::value* found = member_of(own, key);
    if (found == nullptr) return {};
    if (!found->is_string()) refuse("\"_wbm." + std::string(key) + "\"", "is not text");
    return std::string(std::string_view(found->get_string()));
}

Artifact::Info read_info(const json::value& own) {
    if (!own.is_object()) refuse("\"_wbm\"", "is not an object");
    const json::object& object = own.get_object();
    Artifact::Info info{
        info_member(object, "name"), info_member(object, "type"), info_member(object, "description"), {}, {}};
    if (info_member(object, "digest_algorithm") == xxh128_name) info.digest_algorithm = DigestAlgorithm::xxh128;
    if (const json::value* metadata = member_of(object, "metadata")) {
        if (!metadata->is_object()) refuse("\"_wbm.metadata\"", "is not an object");
        info.metadata = metadata->get_object();
    }
    check_info(info);
    return info;
}

std::string id_member(const json::object& own, std::string_view key) {
    std::string id = info_member(own, key);
    if (!id.empty() && !is_client_id(id))
        refuse("\"_wbm." + std::string(key) + "\"", "is not an id, which has up to 128 letters and digits");
    return id;
}

/// After read_info(), which refuses what is no object.
ClientIds read_ids(const json::object& own) {
    ClientIds ids{id_member(own, "client_id"), id_member(own, "sequence_client_id"), 0, false};
    if (const json::value* version = member_of(own, "version")) {
        boost::json::error_code error;
        const bool is_whole = version->is_int64() || version->is_uint64();
        if (is_whole) ids.version = version->to_number<std::uint64_t>(error);
        if (!is_whole || error) refuse("\"_wbm.version\"", "is not a whole number from 0");
    }
    if (const json::value* is_final = member_of(own, "finalized")) {
        if (!is_final->is_bool()) refuse("\"_wbm.finalized\"", "is neither true nor false");
        ids.is_final = is_final->get_bool() && !ids.client.empty();
    }
    return ids;
}

void read_config(const json::object& top, Manifest& manifest) {
    const json::value* config = member_of(top, "storagePolicyConfig");
    if (config == nullptr) return;  // the older versions leave it out
    if (!config->is_object()) refuse("\"storagePolicyConfig\"", "is not an object");
    for (const auto& [key, member] : config->get_object()) {
        if (key == own_member) {
            manifest.info = read_info(member);
            manifest.ids = read_ids(member.get_object());
            continue;
        }
        if (key == "storageLayout" && (!member.is_string() || (member != "V1" && member != "V2")))
            refuse("\"storageLayout\"", "is neither \"V1\" nor \"V2\"");
        manifest.config.emplace(key, member);
    }
    json::value* region = manifest.config.if_contains("storageRegion");
    if (region == nullptr || region->is_null()) return;
    std::string_view name = region->is_string() ? std::string_view(region->get_string()) : std::string_view{};
    constexpr std::string_view blanks = " \t\n\r\f\v";
    name.remove_prefix(std::min(name.find_first_not_of(blanks), name.size()));
    name = name.substr(0, name.find_last_not_of(blanks) + 1);
    if (name.empty()) refuse("\"storageRegion\"", "is empty or not text");
    *region = json::string(name);
}

/// The indented text of an object that starts `level` levels deep: lines after the first move right. A raw line feed in
/// the text is layout, since strings have theirs escaped.
void append_nested(std::string& out, const json::object& object, std::size_t level) {
    const std::string text = json::write(object, style, json::NonFinite::allow);  // as Python reads and writes it
    for (const char c : text) {
        out += c;
        if (c == '\n') out.append(4 * level, ' ');
    }
}

/// Writes `"key": value` lines of one entry, each after the first with a comma before it.
class EntryWriter {
public:
    explicit EntryWriter(std::string& out) : out_(out) {}
    void text(std::string_view key, const std::string& value) {
        begin(key);
        json::append_string(out_, value, style);
    }
    void number(std::string_view key, std::uint64_t value) {
        begin(key);
        out_ += std::to_string(value);
    }
    void object(std::string_view key, const json::object& value) {
        begin(key);
        append_nested(out_, value, 3);
    }

private:
    void begin(std::string_view key) {
        out_ += first_ ? "\n            \"" : ",\n            \"";
        out_.append(key).append("\": ");
        first_ = false;
    }
    std::string& out_;
    bool first_ = true;
};

void append_entry(std::string& out, const ArtifactEntry& entry) {
    json::append_string(out, entry.path, style);
    out += ": {";
    EntryWriter writer(out);
    writer.text("digest", entry.digest);
    if (!entry.ref.empty()) writer.text("ref", entry.ref);
    if (!entry.birth_artifact_id.empty()) writer.text("birthArtifactID", entry.birth_artifact_id);
    if (entry.size) writer.number("size", *entry.size);
    if (!entry.extra.empty()) writer.object("extra", entry.extra);
    out += "\n        }";
}

json::object config_with_info(const Manifest& manifest, const ClientIds& ids) {
    const Artifact::Info& info = manifest.info;
    json::object own;
    if (!info.name.empty()) own.emplace("name", info.name);
    if (!info.type.empty()) own.emplace("type", info.type);
    if (!info.description.empty()) own.emplace("description", info.description);
    if (!info.metadata.empty()) own.emplace("metadata", info.metadata);
    if (info.digest_algorithm == DigestAlgorithm::xxh128) own.emplace("digest_algorithm", xxh128_name);
    if (!ids.client.empty()) own.emplace("client_id", ids.client);
    if (!ids.sequence.empty()) own.emplace("sequence_client_id", ids.sequence);
    if (ids.version != 0) own.emplace("version", ids.version);
    if (ids.is_final) own.emplace("finalized", true);
    json::object config = manifest.config;
    if (!own.empty()) config.emplace(own_member, std::move(own));
    return config;
}

}  // namespace

Manifest new_manifest(Artifact::Info info) {
    Manifest manifest;
    manifest.config.emplace("storageLayout", "V2");
    manifest.info = std::move(info);
    return manifest;
}

Manifest read_manifest(std::string_view text) {
    json::object top;
    try {
        top = json::read_object(text, json::NonFinite::allow, {limits::json_depth, limits::artifact_manifest_bytes});
    } catch (const json::Error& error) {
        throw MediaError(Status::invalid, std::string(manifest_name) + ": " + error.what());
    }
    check_version(top);
    Manifest manifest;
    read_config(top, manifest);
    const json::value* contents = top.if_contains("contents");
    if (contents == nullptr || !contents->is_object()) refuse("\"contents\"", "is missing or not an object");
    if (contents->get_object().size() > limits::artifact_entries)
        refuse("\"contents\"", "has more than " + std::to_string(limits::artifact_entries) + " entries");
    // Most writers sort, and then each entry goes to the end.
    for (const auto& [path, entry] : contents->get_object())
        manifest.entries.insert(manifest.entries.end(), read_entry(path, entry));
    // The server knows an artifact's algorithm; a manifest says it of each entry only.
    const auto is_xxh128 = [](const ArtifactEntry& e) { return algorithm_of(e) == DigestAlgorithm::xxh128; };
    if (std::any_of(manifest.entries.begin(), manifest.entries.end(), is_xxh128))
        manifest.info.digest_algorithm = DigestAlgorithm::xxh128;
    return manifest;
}

std::string write_manifest(const Manifest& manifest) { return write_manifest(manifest, manifest.ids); }

std::string write_manifest(const Manifest& manifest, const ClientIds& ids) {
    std::string out = "{\n    \"version\": 1,\n    \"storagePolicy\": \"";
    out.append(policy_name).append("\",\n    \"storagePolicyConfig\": ");
    append_nested(out, config_with_info(manifest, ids), 1);
    out += ",\n    \"contents\": {";
    for (const ArtifactEntry& entry : manifest.entries) {
        out += &entry == &*manifest.entries.begin() ? "\n        " : ",\n        ";
        append_entry(out, entry);
    }
    out += manifest.entries.empty() ? "}\n}" : "\n    }\n}";
    return out;
}

std::optional<DigestAlgorithm> algorithm_of(const ArtifactEntry& entry) {
    const json::value* name = member_of(entry.extra, algorithm_member);
    if (name == nullptr || *name == "MD5") return DigestAlgorithm::md5;
    if (*name == xxh128_name) return DigestAlgorithm::xxh128;
    return std::nullopt;
}

void tag(ArtifactEntry& entry, DigestAlgorithm algorithm) {
    if (algorithm == DigestAlgorithm::xxh128) entry.extra[algorithm_member] = xxh128_name;
}

std::string digest_of(const Entries& entries, DigestAlgorithm algorithm) {
    Hasher hasher(entry_hash(algorithm));
    std::string line = "wandb-artifact-manifest-v1\n";
    for (const ArtifactEntry& entry : entries) {
        hasher.update(line);
        line.assign(entry.path).append(":").append(entry.digest).append("\n");
    }
    hasher.update(line);
    return hasher.finish().entry_hex();
}

}  // namespace wbm
