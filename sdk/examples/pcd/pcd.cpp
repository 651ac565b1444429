#include "pcd.hpp"

#include "limits.hpp"
#include "points.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace pcd {
namespace {

namespace json = wbm::json;

constexpr const char* folder = "media/pcd";
constexpr std::string_view known_members[] = {"caption", "_type", "path", "sha256", "size", "pcd"};

/// What a stored value's JSON says of the cloud. Its own members must be of the kinds that to_json() writes.
json::object contents_of(const json::object& j) {
    json::object contents = wbm::object_or_empty(j, "pcd");
    for (const char* count : {"points", "width", "height", "nan_points"}) (void)wbm::optional_integer(contents, count);
    for (const char* list : {"fields", "types", "intensity", "viewpoint"})
        if (const json::value* v = contents.if_contains(list); v != nullptr && !v->is_array())
            throw wbm::invalid('"' + std::string(list) + "\" must be a list, it is " + wbm::brief(*v));
    (void)wbm::object_or_empty(contents, "bounds");
    (void)wbm::optional_text(contents, "data");
    (void)wbm::boolean_or(contents, "organised", false);
    return contents;
}

std::vector<std::size_t> fields_option(const json::object& options, const Header& header) {
    const json::value* v = options.if_contains("fields");
    if (v == nullptr || v->is_null()) return {header.index_of("x"), header.index_of("y"), header.index_of("z")};
    std::vector<std::size_t> fields;
    const json::array* names = v->if_array();
    bool sound = names != nullptr && !names->empty() && names->size() <= max_fields;
    for (std::size_t i = 0; sound && i < names->size(); ++i) {
        sound = (*names)[i].is_string();
        if (sound) fields.push_back(header.index_of((*names)[i].get_string()));
    }
    if (!sound) throw wbm::invalid("option \"fields\" is " + wbm::brief(*v) + R"(; give names, such as ["x", "y"])");
    return fields;
}

std::vector<std::int64_t> shape_of(const Header& header, std::size_t columns, bool organised) {
    const auto last = static_cast<std::int64_t>(columns);
    if (!organised) return {static_cast<std::int64_t>(header.points), last};
    return {static_cast<std::int64_t>(header.height), static_cast<std::int64_t>(header.width), last};
}

template <class T>
wbm::Array columns_of(const Points& points, const std::vector<std::size_t>& fields, bool organised) {
    std::size_t columns = 0;
    for (const std::size_t field : fields) columns += points.header().fields[field].count;
    std::size_t elements = 0;
    if (__builtin_mul_overflow(columns, points.count(), &elements) || elements > max_point_bytes / sizeof(T))
        throw wbm::invalid("the array would have " + std::to_string(points.count()) + " x " + std::to_string(columns) +
                           " elements; take fewer fields");
    std::vector<T> numbers(elements);
    std::size_t before = 0;
    for (const std::size_t field : fields) {
        points.for_each(field, [&](std::size_t i, std::size_t k, auto value) {
            numbers[i * columns + before + k] = static_cast<T>(value);
        });
        before += points.header().fields[field].count;
    }
    return {std::move(numbers), shape_of(points.header(), columns, organised)};
}

}  // namespace

Pcd Pcd::from_json(const json::object& j, const wbm::Store& source) {
    return {wbm::MediaFile::of_json(j, source), wbm::optional_text(j, "caption"), contents_of(j),
            wbm::ExtraMembers(j, known_members, source)};
}

json::object Pcd::to_json(wbm::Store target) const {
    json::object j = wbm::media_json(type, caption, file.keep(target, folder));
    if (!contents.empty()) j["pcd"] = contents;
    extra.add_to(j, target);
    return j;
}

json::object Pcd::fields() const {
    json::object known = contents;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

wbm::Array Pcd::tensor(const json::object& options) const {
    wbm::only(options, {"fields", "dtype", "colours", "organised"});
    const std::string dtype = wbm::text_or(options, "dtype", "float32");
    if (dtype != "float32" && dtype != "float64")
        throw wbm::invalid("option \"dtype\" is " + wbm::brief(json::value(dtype)) + "; give float32 or float64");
    const bool organised = wbm::boolean_or(options, "organised", false);

    const std::string read = file.bytes() == nullptr ? wbm::read_file(file.path(), max_file_bytes) : std::string();
    const std::string& content = file.bytes() == nullptr ? read : *file.bytes();
    const std::string name = file.bytes() == nullptr ? wbm::name_of_file(file.path()) : "the cloud";
    const Header header = parse_header(content, name);
    const Points points(header, content, name);
    if (wbm::boolean_or(options, "colours", false)) {
        if (options.contains("fields") || options.contains("dtype"))
            throw wbm::invalid("option \"colours\" is given with \"fields\" or \"dtype\"; give it without them");
        return {colours_of(points), shape_of(header, 3, organised)};
    }
    const std::vector<std::size_t> fields = fields_option(options, header);
    return dtype == "float32" ? columns_of<float>(points, fields, organised)
                              : columns_of<double>(points, fields, organised);
}

json::object Pcd::probe(const wbm::Part& file) {
    const bool is_path = file.is(WBM_FROM_PATH);
    const std::string name = is_path ? wbm::name_of_file(file.path()) : "the cloud";
    const std::string read = is_path ? wbm::read_file(file.path(), max_file_bytes) : std::string();
    const std::string_view content = is_path ? std::string_view(read) : file.bytes();
    if (!looks_like_pcd(content)) throw wbm::unsupported(name + " is no PCD file: it does not begin as one");
    const Header header = parse_header(content, name);
    return describe(Points(header, content, name));
}

}  // namespace pcd

WBM_PLUGIN("com.example.pcd", "1.0.0", pcd::Pcd)
