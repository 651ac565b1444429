#include "nifti.hpp"

#include "header.hpp"
#include "orientation.hpp"
#include "packed.hpp"
#include "volume.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace nifti {
namespace {

namespace json = wbm::json;

constexpr const char* folder = "media/nifti";
constexpr std::string_view packed_extension = ".nii.gz";
constexpr std::string_view known_members[] = {"caption", "_type", "path", "sha256", "size", "nifti"};

/// What a stored value's JSON says of the volume. Its own members must be of the kinds that to_json() writes.
json::object contents_of(const json::object& j) {
    json::object contents = wbm::object_or_empty(j, "nifti");
    for (const char* text : {"format", "dtype", "orientation", "byte_order", "description"})
        (void)wbm::optional_text(contents, text);
    for (const char* list : {"shape", "spacing", "size_mm", "scale"})
        if (const json::value* v = contents.if_contains(list); v != nullptr && !v->is_array())
            throw wbm::invalid('"' + std::string(list) + "\" must be a list of numbers, it is " + wbm::brief(*v));
    return contents;
}

std::optional<Slice> slice_option(const json::object& options) {
    const json::object slice = wbm::object_or_empty(options, "slice");
    if (slice.empty()) return std::nullopt;
    wbm::only(slice, {"axis", "index"});
    const auto axis = wbm::optional_integer(slice, "axis");
    const auto index = wbm::optional_integer(slice, "index");
    if (!axis || !index || *axis < 0)
        throw wbm::invalid("option \"slice\" is " + wbm::brief(json::value(slice)) +
                           R"(; give {"axis": 0 or more, "index": 0 or more})");
    return Slice{static_cast<std::size_t>(*axis), *index};
}

wbm::Array affine_array(Unpacked& in) {
    const std::optional<Affine> affine = affine_of(check_volume(in));
    if (!affine) throw wbm::unsupported("the file has no transform: neither sform_code nor qform_code is set");
    std::vector<double> numbers;
    for (const auto& row : *affine) numbers.insert(numbers.end(), row.begin(), row.end());
    numbers.insert(numbers.end(), {0, 0, 0, 1});
    return {std::move(numbers), {4, 4}};
}

}  // namespace

Nifti Nifti::from_json(const json::object& j, const wbm::Store& source) {
    return {wbm::MediaFile::of_json(j, source), wbm::optional_text(j, "caption"), contents_of(j),
            wbm::ExtraMembers(j, known_members, source)};
}

json::object Nifti::to_json(wbm::Store target) const {
    // A file's extension is what follows its last dot, and that is only half of this one.
    const bool is_packed = file.path().ends_with(packed_extension);
    json::object j =
        wbm::media_json(type, caption, file.keep(target, folder, is_packed ? packed_extension : std::string_view()));
    if (!contents.empty()) j["nifti"] = contents;
    extra.add_to(j, target);
    return j;
}

json::object Nifti::fields() const {
    json::object known = contents;
    if (caption) known["caption"] = *caption;
    file.add_facts(known);
    return known;
}

wbm::Array Nifti::tensor(const json::object& options) const {
    wbm::only(options, {"slice", "scaled", "affine"});
    const std::optional<Slice> slice = slice_option(options);
    const bool scaled = wbm::boolean_or(options, "scaled", false);
    Unpacked in = Unpacked::of(file);
    if (!wbm::boolean_or(options, "affine", false)) return read_voxels(in, slice, scaled);
    if (slice || scaled) throw wbm::invalid("option \"affine\" is given with another; give it alone");
    return affine_array(in);
}

json::object Nifti::probe(const wbm::Part& file) {
    Unpacked in = file.is(WBM_FROM_PATH) ? Unpacked::of_file(wbm::MediaFile::of_path(file.path()).path())
                                         : Unpacked::of_bytes(file.bytes(), "the volume");
    std::string head(header_2_bytes, '\0');
    head.resize(in.read(head.data(), head.size()));
    if (!looks_like_nifti(head)) throw wbm::unsupported(in.name() + " is no NIfTI file: it has no magic of one");
    return describe(parse_header(head, in.name()));
}

}  // namespace nifti

WBM_PLUGIN("com.example.nifti", "1.0.0", nifti::Nifti)
