#include "plugin_input.hpp"

#include <wbm/ext/arrow.h>
#include <wbm/error.hpp>
#include <wbm/value.hpp>

#include "boundary.hpp"
#include "describe.hpp"
#include "handle.hpp"

#include <set>

namespace wbm {

static_assert(static_cast<int>(Part::Kind::path) == WBM_FROM_PATH &&
              static_cast<int>(Part::Kind::bytes) == WBM_FROM_BYTES &&
              static_cast<int>(Part::Kind::tensor) == WBM_FROM_TENSOR &&
              static_cast<int>(Part::Kind::json) == WBM_FROM_JSON &&
              static_cast<int>(Part::Kind::arrow) == WBM_FROM_ARROW &&
              static_cast<int>(Part::Kind::value) == WBM_FROM_VALUE &&
              static_cast<int>(Part::Kind::url) == WBM_FROM_URL);

namespace {

[[noreturn]] void refuse(Status status, std::string_view type, const std::string& what) {
    throw MediaError(status, std::string(type) + ": " + what);
}

std::string part_in_words(std::string_view name) {
    return name.empty() ? std::string("the main part") : "the part \"" + std::string(name) + "\"";
}

/// "give a path, bytes or an array"
std::string what_it_takes(std::uint32_t inputs) {
    const std::vector<std::string_view> names = plugin_table::input_names(inputs);
    if (names.empty()) return "values of this type are only read, never created";
    std::string text = "give ";
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
        text += kind_in_words(static_cast<std::int32_t>(plugin_table::input_bit(names[i])));
    }
    return text;
}

void check_tensor(const DLTensor* tensor, std::string_view type, std::string_view name) {
    if (tensor == nullptr) refuse(Status::invalid, type, part_in_words(name) + " is an array without a DLTensor");
    if (tensor->device.device_type != kDLCPU)
        refuse(Status::unsupported, type,
               part_in_words(name) + " is in the memory of device type " +
                   std::to_string(static_cast<int>(tensor->device.device_type)) +
                   " (DLPack's number); copy it to CPU memory first");
    if (tensor->strides == nullptr || tensor->byte_offset != 0)
        refuse(Status::invalid, type,
               part_in_words(name) + " has no strides or a byte_offset; wbm/plugin.h asks for strides and offset 0");
}

void check_part(const wbm_part* part, std::string_view type) {
    if (part == nullptr || !WBM_HAS(wbm_part, part, value))
        refuse(Status::invalid, type, "a part of the input is null or its size is too small");
    const std::string_view name = from_c(part->name);
    switch (part->kind) {
        case WBM_FROM_TENSOR:
            return check_tensor(part->tensor, type, name);
        case WBM_FROM_ARROW:
            if (part->arrow == nullptr || part->arrow->release == nullptr)
                refuse(Status::invalid, type, part_in_words(name) + " is an Arrow stream that was released already");
            return;
        case WBM_FROM_VALUE:
            if (part->value == nullptr || part->value->value == nullptr)
                refuse(Status::invalid, type, part_in_words(name) + " is a null value");
            return;
        case WBM_FROM_PATH:
        case WBM_FROM_URL:
            if (part->text.size == 0) refuse(Status::invalid, type, part_in_words(name) + " is an empty path or URL");
            return;
        case WBM_FROM_BYTES:
        case WBM_FROM_JSON:
            return;
        default:
            refuse(Status::invalid, type,
                   part_in_words(name) + " is of an unknown kind, " + std::to_string(part->kind));
    }
}

/// The main part's kind; of plain data also which, since that is what the caller sees in the program.
std::string main_in_words(const wbm_part& part) {
    if (part.kind != WBM_FROM_JSON) return std::string(kind_in_words(part.kind));
    const std::string_view text = from_c(part.text);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    switch (first == std::string_view::npos ? '\0' : text[first]) {
        case '{':
            return "a JSON object";
        case '[':
            return "a JSON array";
        case '"':
            return "a JSON text";
        case 'n':
            return "JSON null";
        case 't':
        case 'f':
            return "a JSON boolean";
        default:
            return "a JSON number";
    }
}

void check_names(const wbm_input& input, std::string_view type) {
    if (input.parts[0]->name.size != 0)
        refuse(Status::invalid, type, "the main part has a name; only the others have one");
    std::set<std::string_view> names;
    for (std::uint32_t i = 1; i < input.count; ++i) {
        const std::string_view name = from_c(input.parts[i]->name);
        if (name.empty())
            refuse(Status::invalid, type,
                   "part " + std::to_string(i) + " has an empty name; options refer to it by name");
        if (!names.insert(name).second)
            refuse(Status::invalid, type, "two parts have the name \"" + std::string(name) + "\"");
    }
}

void release(ArrowArrayStream* stream) noexcept {
    if (stream == nullptr || stream->release == nullptr) return;
    stream->release(stream);
    stream->release = nullptr;  // Arrow asks the callback to do it; one that forgets must not run twice
}

}  // namespace

std::string_view kind_in_words(std::int32_t kind) noexcept {
    switch (kind) {
        case WBM_FROM_PATH:
            return "a path";
        case WBM_FROM_BYTES:
            return "bytes";
        case WBM_FROM_TENSOR:
            return "an array";
        case WBM_FROM_JSON:
            return "a JSON value";
        case WBM_FROM_ARROW:
            return "an Arrow stream";
        case WBM_FROM_VALUE:
            return "another value";
        case WBM_FROM_URL:
            return "a URL";
        default:
            return "an unknown kind of input";
    }
}

void check_input(const wbm_input& input, std::string_view type, std::uint32_t inputs) {
    if (input.count == 0 || input.parts == nullptr)
        refuse(Status::invalid, type, "there is no main part; give the value's source");
    for (std::uint32_t i = 0; i < input.count; ++i) check_part(input.parts[i], type);
    check_names(input, type);
    const std::int32_t kind = input.parts[0]->kind;
    if ((inputs & static_cast<std::uint32_t>(kind)) == 0)
        refuse(Status::invalid, type, main_in_words(*input.parts[0]) + " is not accepted; " + what_it_takes(inputs));
}

PluginInput::PluginInput(std::string_view type, const Part& main, const std::vector<NamedPart>& others,
                         const json::object& options) {
    std::size_t values = main.kind() == Part::Kind::value ? 1 : 0;
    for (const NamedPart& part : others) values += part.second.kind() == Part::Kind::value ? 1 : 0;
    handles_.reserve(values);  // parts point into it
    if (others.empty()) {
        first_ = to_c_part({}, main);
    } else {
        parts_.reserve(others.size() + 1);
        parts_.push_back(to_c_part({}, main));
        for (const NamedPart& part : others) parts_.push_back(to_c_part(part.first, part.second));
        for (const wbm_part& part : parts_) pointers_.push_back(&part);
    }
    try {
        if (!options.empty()) options_ = json::write(options, json::Style::fast, json::NonFinite::refuse);
    } catch (const json::Error& error) {
        refuse(Status::invalid, type, std::string("the options are not JSON: ") + error.what());
    }
    input_ = {sizeof input_, static_cast<std::uint32_t>(others.size() + 1),
              others.empty() ? &first_pointer_ : pointers_.data(), to_c(options_)};
}

wbm_part PluginInput::to_c_part(std::string_view name, const Part& part) {
    wbm_part c{};
    c.size = sizeof c;
    c.kind = static_cast<std::int32_t>(part.kind());
    c.name = to_c(name);
    c.text = to_c(part.text());
    c.tensor = part.tensor();
    c.arrow = part.arrow();
    if (part.kind() == Part::Kind::value) {
        handles_.push_back({part.value()});
        c.value = &handles_.back();
    }
    return c;
}

ArrowGuard::~ArrowGuard() {
    release(main_.arrow());
    for (const NamedPart& part : others_) release(part.second.arrow());
}

void release_arrow_parts(const wbm_input& input) noexcept {
    if (input.parts == nullptr) return;
    for (std::uint32_t i = 0; i < input.count; ++i)
        if (input.parts[i] != nullptr && WBM_HAS(wbm_part, input.parts[i], arrow)) release(input.parts[i]->arrow);
}

}  // namespace wbm
