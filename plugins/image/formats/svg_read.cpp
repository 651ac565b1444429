// SVG files are kept as they are: well-formed XML whose root element is svg, with a size. Nothing is drawn.
#include "codecs.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#define XML_DTD  // expat.h declares the bounds of entities only with it
#include <expat.h>

namespace wbm::image {
namespace {

constexpr std::size_t max_svg_bytes = std::size_t{1} << 30;  // one call of XML_Parse takes an int
constexpr std::size_t max_prolog_bytes = std::size_t{1} << 16;
constexpr int max_depth = 1000;                             // of elements within elements
constexpr int max_declarations = 256;                       // of entities and default attributes, in every element anew
constexpr unsigned long long free_entity_bytes = 1U << 20;  // expat's 8 MB before it counts are more than a
constexpr float max_entity_growth = 20.0F;                  // picture needs
constexpr char namespace_end = '\n';                        // stands in no name
constexpr const char* root_name = "http://www.w3.org/2000/svg\nsvg";
constexpr Size default_size = {300, 150};  // of browsers

/// What the root element says of the size, in pixels.
struct Root {
    bool is_svg = false;
    bool has_namespace = false;
    std::optional<double> width;
    std::optional<double> height;
    std::optional<double> box_width;
    std::optional<double> box_height;
};

bool is_space(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Reads a number off the front of `text`, with what separates it from the one before it.
std::optional<double> take_number(std::string_view& text) noexcept {
    while (!text.empty() && (is_space(text.front()) || text.front() == ',')) text.remove_prefix(1);
    if (text.starts_with('+')) text.remove_prefix(1);
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// Nothing for a percentage or a unit that depends on where the picture is shown.
std::optional<double> length_of(std::string_view text) noexcept {
    struct Unit {
        std::string_view name;
        double pixels;
    };
    constexpr Unit units[] = {{"", 1},           {"px", 1},         {"pt", 96.0 / 72}, {"pc", 16},
                              {"mm", 96 / 25.4}, {"cm", 96 / 2.54}, {"in", 96}};
    const std::optional<double> value = take_number(text);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    if (!value || *value < 0) return std::nullopt;
    for (const Unit& unit : units)
        if (text == unit.name) return *value * unit.pixels;
    return std::nullopt;
}

void read_box(std::string_view text, Root& root) noexcept {
    std::optional<double> values[4];
    for (std::optional<double>& value : values)
        if (!(value = take_number(text))) return;
    if (*values[2] <= 0 || *values[3] <= 0) return;
    root.box_width = values[2];
    root.box_height = values[3];
}

Root root_of(const char* name, const char** attributes) noexcept {
    Root root;
    root.has_namespace = std::strcmp(name, root_name) == 0;
    root.is_svg = root.has_namespace || std::strcmp(name, "svg") == 0;
    for (; root.is_svg && *attributes != nullptr; attributes += 2) {
        if (std::strcmp(attributes[0], "width") == 0) root.width = length_of(attributes[1]);
        if (std::strcmp(attributes[0], "height") == 0) root.height = length_of(attributes[1]);
        if (std::strcmp(attributes[0], "viewBox") == 0) read_box(attributes[1], root);
    }
    return root;
}

std::uint64_t whole_pixels(double length) noexcept {  // 19.05mm is 72 pixels, not 73 by an error of rounding
    return static_cast<std::uint64_t>(std::clamp(std::ceil(length - 1e-6), 1.0, 1e15));
}

/// A length that is missing follows from the other one and the box, as in browsers.
Size size_of(const Root& root) noexcept {
    const bool boxed = root.box_width.has_value();
    const double ratio = boxed ? *root.box_width / *root.box_height : 0;
    double width = root.width.value_or(boxed ? *root.box_width : static_cast<double>(default_size.width));
    double height = root.height.value_or(boxed ? *root.box_height : static_cast<double>(default_size.height));
    if (boxed && root.width && !root.height) height = width / ratio;
    if (boxed && root.height && !root.width) width = height * ratio;
    return {whole_pixels(width), whole_pixels(height)};
}

/// Entities of other files are never loaded: that is expat's default.
class SvgParser {
public:
    explicit SvgParser(bool root_only) : root_only_(root_only), parser_(XML_ParserCreateNS(nullptr, namespace_end)) {
        if (parser_ == nullptr) throw std::bad_alloc();
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(parser_.get(), &SvgParser::begin, &SvgParser::end);
        XML_SetEntityDeclHandler(parser_.get(), &SvgParser::declared_entity);
        XML_SetAttlistDeclHandler(parser_.get(), &SvgParser::declared_attribute);
        XML_SetBillionLaughsAttackProtectionActivationThreshold(parser_.get(), free_entity_bytes);
        XML_SetBillionLaughsAttackProtectionMaximumAmplification(parser_.get(), max_entity_growth);
    }

    bool parse(std::string_view text, bool whole) noexcept {
        return XML_Parse(parser_.get(), text.data(), static_cast<int>(text.size()), whole ? 1 : 0) == XML_STATUS_OK;
    }

    [[nodiscard]] const std::optional<Root>& root() const noexcept { return root_; }

    /// Why parse() failed.
    [[nodiscard]] std::string reason() const {
        const XML_Error error = XML_GetErrorCode(parser_.get());
        if (error == XML_ERROR_NO_MEMORY) throw std::bad_alloc();
        if (declarations_ > max_declarations)
            return "it declares more than " + std::to_string(max_declarations) + " entities and attributes";
        if (too_deep_) return "its elements are nested deeper than " + std::to_string(max_depth);
        const bool cut = error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ||
                         error == XML_ERROR_PARTIAL_CHAR || error == XML_ERROR_UNCLOSED_CDATA_SECTION;
        return (cut ? "it ends early" : XML_ErrorString(error)) + std::string(" (line ") +
               std::to_string(XML_GetCurrentLineNumber(parser_.get())) + ")";
    }

private:
    static void XMLCALL begin(void* self, const char* name, const char** attributes) {
        auto* parser = static_cast<SvgParser*>(self);
        if (!parser->root_) parser->root_ = root_of(name, attributes);
        parser->too_deep_ = parser->too_deep_ || ++parser->depth_ > max_depth;
        if (parser->too_deep_ || parser->root_only_) XML_StopParser(parser->parser_.get(), XML_FALSE);
    }
    void count_declaration() noexcept {
        if (++declarations_ > max_declarations) XML_StopParser(parser_.get(), XML_FALSE);
    }
    static void XMLCALL declared_entity(void* self, const char*, int, const char*, int, const char*, const char*,
                                        const char*, const char*) {
        static_cast<SvgParser*>(self)->count_declaration();
    }
    static void XMLCALL declared_attribute(void* self, const char*, const char*, const char*, const char*, int) {
        static_cast<SvgParser*>(self)->count_declaration();
    }
    static void XMLCALL end(void* self, const char*) { --static_cast<SvgParser*>(self)->depth_; }

    struct Free {
        void operator()(XML_Parser parser) const noexcept { XML_ParserFree(parser); }
    };

    bool root_only_;
    bool too_deep_ = false;
    int depth_ = 0;
    int declarations_ = 0;
    std::optional<Root> root_;
    std::unique_ptr<std::remove_pointer_t<XML_Parser>, Free> parser_;
};

bool matches(std::string_view bytes) {
    std::string_view text = bytes.substr(0, max_prolog_bytes);
    if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    if (!text.starts_with('<')) return false;
    SvgParser parser(true);
    parser.parse(text, false);
    return parser.root() && parser.root()->is_svg;
}

/// Space in front of an XML declaration is no XML, but is common and harms nobody.
std::string_view without_space(std::string_view bytes) noexcept {
    if (bytes.starts_with("\xef\xbb\xbf")) bytes.remove_prefix(3);
    while (!bytes.empty() && is_space(bytes.front())) bytes.remove_prefix(1);
    return bytes;
}

Info inspect(Encoded encoded) {
    const std::string name(encoded.name);
    if (encoded.bytes.size() > max_svg_bytes)
        throw unsupported(name + " is an SVG file of " + std::to_string(encoded.bytes.size()) + " bytes; it may have " +
                          std::to_string(max_svg_bytes));
    SvgParser parser(false);
    if (!parser.parse(without_space(encoded.bytes), true))
        throw invalid(name + " is a broken SVG file: " + parser.reason());
    const Root& root = *parser.root();
    if (!root.is_svg) throw invalid(name + " is a broken SVG file: its root element is not svg");
    if (!root.has_namespace)
        throw invalid(name +
                      R"( is an SVG file that no viewer shows; add xmlns="http://www.w3.org/2000/svg" to its root)");
    const Size size = size_of(root);
    check_size(size, name);
    return {size, 1, 1};
}

}  // namespace

const Codec svg_codec = {"SVG", "svg", matches, inspect, nullptr};

}  // namespace wbm::image
