#include "data_frame.hpp"

#include "parquet/parquet_file.hpp"

#include <algorithm>
#include <charconv>

namespace wbm::data_frame {
namespace {

constexpr const char* folder = "media/data_frames";
constexpr std::string_view known_members[] = {"id",  "_type", "format", "project", "entity",
                                              "run", "path",  "sha256", "size",    "_wbm"};
constexpr std::string_view known_wbm_members[] = {"sha256",      "size",    "rows",        "row_groups",
                                                  "compression", "columns", "column_types"};

json::array texts_of(const json::object& wbm, const char* key) {
    const json::value* found = wbm.if_contains(key);
    const auto is_text = [](const json::value& v) { return v.is_string(); };
    if (!found->is_array() || !std::ranges::all_of(found->get_array(), is_text))
        throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be a list of texts, it is " + brief(*found));
    return found->get_array();
}

/// rows, row_groups, compression, columns and column_types of "_wbm", in the order that they are written.
json::object content_of(const json::object& wbm) {
    json::object content;
    for (const char* key : {"rows", "row_groups"})
        if (const auto count = optional_integer(wbm, key)) {
            if (*count < 0)
                throw invalid('"' + std::string(key) + "\" of \"_wbm\" must be a count, it is " +
                              std::to_string(*count));
            content[key] = *count;
        }
    if (const auto compression = optional_text(wbm, "compression")) content["compression"] = *compression;
    for (const char* key : {"columns", "column_types"})
        if (wbm.contains(key)) content[key] = texts_of(wbm, key);
    return content;
}

/// Does the path name a file by its place in a store? The reference records whole paths of its machine, with / or \.
bool is_in_store(std::string_view path) {
    return !path.starts_with('/') && path.find('\\') == path.npos && path.find(':') == path.npos;
}

/// The place that a path of the reference's machine has in its run; empty when it has none.
std::string place_in_run(std::string path) {
    std::ranges::replace(path, '\\', '/');
    const std::size_t found = path.rfind("/" + std::string(folder) + "/");
    return found == path.npos ? std::string() : path.substr(found + 1);
}

std::optional<MediaFile> file_of(const json::object& j, const json::object& wbm, const Store& source) {
    const std::string path = text(j, "path");
    const bool is_ours = wbm.contains("sha256") || j.contains("sha256");
    const std::string place = is_in_store(path) ? path : place_in_run(path);
    if (place.empty()) return std::nullopt;
    json::object members{{"path", place}};
    for (const char* key : {"sha256", "size"})
        for (const json::object* from : {&wbm, &j})
            if (const json::value* found = from->if_contains(key)) members[key] = *found;
    try {
        return MediaFile::of_json(members, source);
    } catch (const Error& e) {
        if (is_ours && is_in_store(path)) throw;
        if (e.status() != WBM_NOT_FOUND && e.status() != WBM_INVALID) throw;
        return std::nullopt;  // the reference's record, read where its file is not
    }
}

/// 8 characters of a-z and 0-9, as the reference's ids, but always the same for the same file.
std::string id_of(std::string_view sha256) {
    constexpr std::string_view digits = "abcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::size_t id_length = 8;
    std::uint64_t n = 0;
    (void)std::from_chars(sha256.data(), sha256.data() + std::min<std::size_t>(sha256.size(), 16), n, 16);
    std::string id;
    for (; id.size() < id_length; n /= digits.size()) id += digits[n % digits.size()];
    return id;
}

json::value or_null(const std::optional<std::string>& text) { return text ? json::value(*text) : json::value(); }

void add_labels(json::object& j, const DataFrame::Labels& labels, bool with_nulls) {
    const std::pair<const char*, const std::optional<std::string>&> all[] = {
        {"project", labels.project}, {"entity", labels.entity}, {"run", labels.run}};
    for (const auto& [name, label] : all)
        if (label || with_nulls) j[name] = or_null(label);
}

}  // namespace

DataFrame DataFrame::from_json(const json::object& j, const Store& source) {
    DataFrame made;
    const json::object wbm = object_or_empty(j, "_wbm");
    made.file = file_of(j, wbm, source);
    if (!made.file) made.path = text(j, "path");
    made.id = optional_text(j, "id");
    made.format = text_or(j, "format", "parquet");
    made.labels = {optional_text(j, "project"), optional_text(j, "entity"), optional_text(j, "run")};
    made.content = content_of(wbm);
    made.wbm_extra = ExtraMembers(wbm, known_wbm_members, source);
    made.extra = ExtraMembers(j, known_members, source);
    return made;
}

json::object DataFrame::to_json(Store target) const {
    json::object kept = file ? file->keep(target, folder, ".parquet") : json::object{{"path", path}};
    const std::string sha256 = text_or(kept, "sha256");
    const json::value name = id ? json::value(*id) : sha256.empty() ? json::value() : json::value(id_of(sha256));
    json::object j;
    json::object wbm;
    if (target.is_run()) {
        j = {{"id", name}, {"_type", type}, {"format", format}};
        add_labels(j, labels, true);
        j["path"] = kept.at("path");
        for (const char* key : {"sha256", "size"})
            if (const json::value* found = kept.if_contains(key)) wbm[key] = *found;
    } else {
        j = {{"_type", type}, {"format", format}, {"id", name}};
        add_labels(j, labels, false);
        for (const auto& member : kept) j.insert(member);
    }
    for (const auto& member : content) wbm.insert(member);
    wbm_extra.add_to(wbm, target);
    if (!wbm.empty()) j["_wbm"] = std::move(wbm);
    extra.add_to(j, target);
    return j;
}

json::object DataFrame::fields() const {
    json::object known = content;
    if (known.empty() && file && format == "parquet") try {
            known = ParquetFile::of(*file)->facts();
        } catch (const Error&) {
            known.clear();  // not known: what the reference wrote is kept whatever it holds
        }
    known["format"] = format;
    if (id) known["id"] = *id;
    add_labels(known, labels, false);
    if (!file) known["path"] = path;
    if (file) file->add_facts(known);
    return known;
}

bool DataFrame::operator==(const DataFrame& other) const {
    return path == other.path && format == other.format && labels == other.labels && wbm_extra == other.wbm_extra &&
           extra == other.extra && (!id || !other.id || *id == *other.id) && file == other.file;
}

}  // namespace wbm::data_frame
