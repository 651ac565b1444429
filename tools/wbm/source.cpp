#include "source.hpp"

#include "files.hpp"
#include "globals.hpp"
#include "output.hpp"

#include <wbm/error.hpp>

#include <unistd.h>
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <utility>

namespace wbm::tool {
namespace fs = std::filesystem;

namespace {

constexpr std::string_view standard_input = "-";
constexpr std::array<std::string_view, 4> url_schemes = {"http://", "https://", "s3://", "gs://"};

bool is_url(std::string_view text) {
    return std::any_of(url_schemes.begin(), url_schemes.end(), [&](std::string_view s) { return text.starts_with(s); });
}

bool has_npy_head(const fs::path& file) {
    std::array<char, 16> head{};
    std::ifstream stream(file, std::ios::binary);
    if (!stream) throw MediaError(Status::io, "cannot read " + in_quotes(file.native()));
    stream.read(head.data(), head.size());
    return is_npy({head.data(), static_cast<std::size_t>(stream.gcount())});
}

std::string types_that_take_arrays(const Registry& registry) {
    std::vector<std::string> names;
    for (const auto& [name, info] : registry.type_mapping())
        if ((info.inputs & WBM_FROM_TENSOR) != 0) names.push_back(name);
    return names.empty() ? "no type that was found takes arrays; see \"wbm types\""
                         : "these take arrays: " + joined(names);
}

std::string choose_type(const Registry& registry, const Source& source, const std::string& wanted) {
    if (!wanted.empty()) return full_type_name(registry, wanted);
    std::string type = registry.type_of(source.raw());
    if (!type.empty()) return type;
    const std::string what = source.text() == standard_input ? "standard input" : in_quotes(source.text());
    if (source.is_array())
        throw UsageError(what + " is an array, which can be several types: give --type; " +
                         types_that_take_arrays(registry));
    throw UsageError("no type claims " + what + ": give --type; \"wbm types\" lists them");
}

struct NamedSource {
    std::string name;
    Source source;
};

std::vector<NamedSource> read_parts(const std::vector<std::string>& arguments) {
    std::vector<NamedSource> parts;
    for (const std::string& argument : arguments) {
        const std::size_t equals = argument.find('=');
        if (equals == std::string::npos || equals == 0 || equals + 1 == argument.size())
            throw UsageError("--part " + in_quotes(argument) + " must be NAME=SOURCE");
        std::string name = argument.substr(0, equals);
        const auto has_name = [&](const NamedSource& part) { return part.name == name; };
        if (std::any_of(parts.begin(), parts.end(), has_name))
            throw UsageError("--part " + in_quotes(name) + " is given twice; each part needs its own name");
        parts.push_back({std::move(name), Source(argument.substr(equals + 1))});
    }
    return parts;
}

void check_standard_input_once(const SourceArguments& arguments) {
    const auto is_input = [](const std::string& text) { return text == standard_input; };
    const auto is_input_part = [](const std::string& text) {
        return text.ends_with("=-") && text.find('=') == text.size() - 2;
    };
    const auto times = std::count_if(arguments.sources.begin(), arguments.sources.end(), is_input) +
                       std::count_if(arguments.parts.begin(), arguments.parts.end(), is_input_part);
    if (times > 1) throw UsageError("standard input (\"-\") can be read only once; give the others as files");
}

}  // namespace

Source::Source(std::string text) : text_(std::move(text)) {
    if (is_url(text_)) {
        kind_ = Kind::url;
        return;
    }
    std::error_code error;
    const fs::file_status status =
        text_ == standard_input ? fs::file_status(fs::file_type::fifo) : fs::status(text_, error);
    if (!fs::exists(status)) throw MediaError(Status::not_found, "there is no file " + in_quotes(text_));
    if (fs::is_directory(status)) throw MediaError(Status::invalid, in_quotes(text_) + " is a folder; name a file");
    if (fs::is_regular_file(status)) {
        is_array_ = has_npy_head(text_);
        return;
    }
    // A pipe gives its bytes once, so what looks at them and what keeps them must share one copy.
    kind_ = Kind::bytes;
    bytes_ = text_ == standard_input ? read_all(STDIN_FILENO, max_source_bytes, "standard input")
                                     : read_file(text_, max_source_bytes);
    is_array_ = is_npy(bytes_);
}

Part Source::raw() const {
    if (kind_ == Kind::url) return url(text_);
    return kind_ == Kind::file ? path(text_) : bytes(std::string_view(bytes_));
}

Part Source::part(std::uint32_t inputs) {
    if (kind_ == Kind::url) return raw();
    const std::uint32_t own_kind = kind_ == Kind::file ? WBM_FROM_PATH : WBM_FROM_BYTES;
    if (is_array_ && ((inputs & WBM_FROM_TENSOR) != 0 || (inputs & own_kind) == 0)) {
        if (!array_) array_ = kind_ == Kind::file ? read_npy(text_) : parse_npy(bytes_);
        return array_->part();
    }
    if ((inputs & own_kind) != 0 || (inputs & (WBM_FROM_BYTES | WBM_FROM_JSON)) == 0) return raw();
    if (kind_ == Kind::file && bytes_.empty()) bytes_ = read_file(text_, max_source_bytes);
    return (inputs & WBM_FROM_BYTES) != 0 ? bytes(std::string_view(bytes_)) : json_text(bytes_);
}

json::object read_options(const std::string& text, const std::string& option) {
    if (text.empty()) return {};
    const bool is_file = text[0] == '@';
    const std::string content = is_file ? read_file(text.substr(1), max_options_bytes) : text;
    try {
        return json::read_object(content);
    } catch (const json::Error& error) {
        throw UsageError(option + (is_file ? " " + in_quotes(text) : std::string()) +
                         " must be one JSON object: " + error.what());
    }
}

std::string full_type_name(const Registry& registry, const std::string& name) {
    if (registry.find(name)) return name;
    if (registry.find(name + "-file")) return name + "-file";
    std::vector<std::string> candidates;
    for (const auto& [type, info] : registry.type_mapping())
        if (type.starts_with(name + "-")) candidates.push_back(type);
    if (candidates.size() > 1)
        throw UsageError("--type " + in_quotes(name) + " can be " + joined(candidates, " or ") +
                         "; give the whole name");
    return candidates.empty() ? name : candidates.front();
}

std::vector<ValuePtr> make_values(Registry& registry, const SourceArguments& arguments) {
    check_standard_input_once(arguments);
    const json::object options = read_options(arguments.options, "--options");
    std::vector<NamedSource> named = read_parts(arguments.parts);
    std::vector<ValuePtr> values;
    for (const std::string& text : arguments.sources) {
        Source source(text);
        const std::string type = choose_type(registry, source, arguments.type);
        const std::optional<TypeInfo> info = registry.find(type);
        std::vector<NamedPart> parts;
        parts.reserve(named.size());
        for (NamedSource& part : named) parts.emplace_back(part.name, part.source.part(~0U));
        // Without info the core's refusal names the nearest type; the part does not matter then.
        values.push_back(registry.create(type, info ? source.part(info->inputs) : source.raw(), options, parts));
    }
    return values;
}

}  // namespace wbm::tool
