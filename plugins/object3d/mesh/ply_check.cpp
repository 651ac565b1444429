#include "checks.hpp"

#include "lines.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <optional>

namespace wbm::object3d {
namespace {

enum class Kind { int8, uint8, int16, uint16, int32, uint32, float32, float64 };

struct Property {
    std::string name;
    Kind kind{};
    std::optional<Kind> count;  ///< of a list
};

struct Element {
    std::string name;
    std::uint64_t count = 0;
    std::vector<Property> properties;
};

constexpr std::size_t bytes_of(Kind kind) {
    constexpr std::array<std::size_t, 8> sizes{1, 1, 2, 2, 4, 4, 4, 8};
    return sizes[static_cast<std::size_t>(kind)];
}
constexpr bool is_float(Kind kind) { return kind == Kind::float32 || kind == Kind::float64; }

std::optional<Kind> kind_named(std::string_view name) {
    constexpr std::string_view names[][2] = {{"char", "int8"},     {"uchar", "uint8"},   {"short", "int16"},
                                             {"ushort", "uint16"}, {"int", "int32"},     {"uint", "uint32"},
                                             {"float", "float32"}, {"double", "float64"}};
    for (std::size_t i = 0; i < std::size(names); ++i)
        if (name == names[i][0] || name == names[i][1]) return static_cast<Kind>(i);
    return std::nullopt;
}

/// Reads numbers of the body one after another, whatever its encoding.
class Body {
public:
    Body(Lines& lines, bool is_text, bool is_big) : lines_(lines), is_text_(is_text), is_big_(is_big) {
        if (!is_text) rest_ = lines.rest();
    }

    double number(Kind kind) {
        if (is_text_) return is_float(kind) ? lines_.number(word()) : static_cast<double>(lines_.integer(word()));
        const std::size_t size = bytes_of(kind);
        if (rest_.size() < size) throw lines_.bad_file("it ends before all that its head says");
        std::array<unsigned char, 8> bytes{};
        for (std::size_t i = 0; i < size; ++i) bytes[i] = static_cast<unsigned char>(rest_[is_big_ ? size - 1 - i : i]);
        rest_.remove_prefix(size);
        return decoded(kind, bytes);
    }

    void end() {
        const bool more = is_text_ ? lines_.next_with_words('\n') : !rest_.empty();
        if (more || (is_text_ && !lines_.word().empty())) throw lines_.bad_file("it has more than its head says");
    }

private:
    std::string_view word() {
        std::string_view found = lines_.word();
        while (found.empty()) {
            if (!lines_.next()) throw lines_.bad_file("it ends before all that its head says");
            found = lines_.word();
        }
        return found;
    }

    template <class T>
    static double as(const std::array<unsigned char, 8>& bytes) {
        static_assert(std::endian::native == std::endian::little);
        T value{};
        std::memcpy(&value, bytes.data(), sizeof value);
        return static_cast<double>(value);
    }
    static double decoded(Kind kind, const std::array<unsigned char, 8>& bytes) {
        switch (kind) {
            case Kind::int8:
                return as<std::int8_t>(bytes);
            case Kind::uint8:
                return as<std::uint8_t>(bytes);
            case Kind::int16:
                return as<std::int16_t>(bytes);
            case Kind::uint16:
                return as<std::uint16_t>(bytes);
            case Kind::int32:
                return as<std::int32_t>(bytes);
            case Kind::uint32:
                return as<std::uint32_t>(bytes);
            case Kind::float32:
                return as<float>(bytes);
            default:
                return as<double>(bytes);
        }
    }

    Lines& lines_;
    bool is_text_;
    bool is_big_;
    std::string_view rest_;
};

template <class T>
void append(std::string& out, T value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

class PlyChecker {
public:
    PlyChecker(std::string_view bytes, const std::string& name) : lines_(bytes, name, "ply") {}

    std::string run() {
        read_head();
        Body body(lines_, is_text_, is_big_);
        for (const Element& element : elements_) {
            if (element.name == "vertex")
                read_vertices(element, body);
            else if (element.name == "face")
                read_faces(element, body);
            else
                for (std::uint64_t i = 0; i < element.count; ++i) skip(element, body);
        }
        body.end();
        if (vertices_ == 0) throw lines_.bad_file("it has no vertices");
        if (highest_ >= vertices_)
            throw lines_.bad_file("a face has vertex " + std::to_string(highest_) + ", there are " +
                                  std::to_string(vertices_));
        return plain();
    }

private:
    void read_head() {
        if (!lines_.next() || lines_.word() != "ply") throw lines_.bad_file("it does not begin with \"ply\"");
        bool has_format = false;
        for (;;) {
            if (!lines_.next()) throw lines_.bad_file("its head has no end (end_header)");
            const std::string_view statement = lines_.word();
            if (statement == "end_header") break;
            if (statement == "format")
                has_format = read_format();
            else if (statement == "element")
                read_element();
            else if (statement == "property")
                read_property();
            else if (statement != "comment" && statement != "obj_info" && !statement.empty())
                throw lines_.bad("\"" + Lines::shown(statement) + "\" is no statement of a ply head");
        }
        if (!has_format) throw lines_.bad_file("its head has no format");
    }

    bool read_format() {
        const std::string_view format = lines_.word();
        is_text_ = format == "ascii";
        is_big_ = format == "binary_big_endian";
        if (!is_text_ && !is_big_ && format != "binary_little_endian")
            throw lines_.bad("the format is \"" + Lines::shown(format) + "\"");
        return true;
    }

    void read_element() {
        Element element;
        element.name = lines_.word();
        const std::int64_t count = lines_.integer(lines_.word());
        if (count < 0 || count > static_cast<std::int64_t>(max_vertices))
            throw lines_.bad("there must be 0 to " + std::to_string(max_vertices) + " of each element");
        const bool is_twice = std::any_of(elements_.begin(), elements_.end(),
                                          [&](const Element& other) { return other.name == element.name; });
        if (is_twice || elements_.size() == max_ply_properties)
            throw lines_.bad("the element comes twice or is too many");
        element.count = static_cast<std::uint64_t>(count);
        elements_.push_back(std::move(element));
    }

    void read_property() {
        if (elements_.empty()) throw lines_.bad("a property needs an element before it");
        Property property;
        std::string_view type = lines_.word();
        if (type == "list") {
            property.count = kind_named(lines_.word());
            if (!property.count || is_float(*property.count)) throw lines_.bad("the list has no integer count");
            type = lines_.word();
        }
        const auto kind = kind_named(type);
        if (!kind) throw lines_.bad("\"" + Lines::shown(type) + "\" is no type of a property");
        property.kind = *kind;
        property.name = lines_.word();
        if (property.name.empty() || elements_.back().properties.size() == max_ply_properties)
            throw lines_.bad("the property has no name or is too many");
        elements_.back().properties.push_back(std::move(property));
    }

    std::size_t list_length(const Property& property, Body& body) {
        const double count = body.number(*property.count);
        // A list of nothing costs no bytes, so its length needs a bound of its own.
        if (count < 0 || count > static_cast<double>(max_face_corners))
            throw lines_.bad_file("a list has more than " + std::to_string(max_face_corners) + " numbers");
        return static_cast<std::size_t>(count);
    }

    void skip(const Property& property, Body& body) {
        const std::size_t count = property.count ? list_length(property, body) : 1;
        for (std::size_t i = 0; i < count; ++i) (void)body.number(property.kind);
    }
    void skip(const Element& element, Body& body) {
        if (element.properties.empty()) throw lines_.bad_file("an element has no properties");
        for (const Property& property : element.properties) skip(property, body);
    }

    void read_vertices(const Element& element, Body& body) {
        constexpr std::string_view axes[] = {"x", "y", "z"};
        constexpr std::string_view channels[] = {"red", "green", "blue", "alpha"};
        const auto has = [&](std::string_view name) {
            return std::any_of(element.properties.begin(), element.properties.end(),
                               [&](const Property& p) { return p.name == name && !p.count; });
        };
        for (const std::string_view axis : axes)
            if (!has(axis)) throw lines_.bad_file("its vertices have no " + std::string(axis));
        has_colors_ = has("red") && has("green") && has("blue");
        for (std::uint64_t i = 0; i < element.count; ++i) {
            std::array<float, 3> position{};
            std::array<unsigned char, 4> color{0, 0, 0, 255};
            for (const Property& property : element.properties) {
                const auto axis = std::find(std::begin(axes), std::end(axes), property.name);
                const auto channel = std::find(std::begin(channels), std::end(channels), property.name);
                if (property.count) {
                    skip(property, body);
                    continue;
                }
                const double number = body.number(property.kind);
                if (axis != std::end(axes)) position[static_cast<std::size_t>(axis - axes)] = coordinate(number, i);
                if (channel != std::end(channels))
                    color[static_cast<std::size_t>(channel - channels)] = channel_of(number, property.kind);
            }
            for (const float c : position) append(vertex_bytes_, c);
            if (has_colors_) vertex_bytes_.append(reinterpret_cast<const char*>(color.data()), color.size());
        }
        vertices_ = element.count;
    }

    float coordinate(double number, std::uint64_t vertex) const {
        constexpr double most = 3.4e38;
        if (!(std::fabs(number) <= most))
            throw lines_.bad_file("vertex " + std::to_string(vertex) + " is not finite; remove it");
        return static_cast<float>(number);
    }
    static unsigned char channel_of(double number, Kind kind) {
        const double full = is_float(kind) ? 255.0 : kind == Kind::uint16 ? 255.0 / 65535.0 : 1.0;
        const double scaled = number * full;
        return scaled >= 0 ? static_cast<unsigned char>(std::min(scaled + 0.5, 255.0)) : 0;  // NaN is black
    }

    void read_faces(const Element& element, Body& body) {
        bool has_corners = false;
        for (const Property& property : element.properties) has_corners = has_corners || is_corners(property);
        if (!has_corners && element.count != 0) throw lines_.bad_file("its faces have no list vertex_indices");
        for (std::uint64_t i = 0; i < element.count; ++i)
            for (const Property& property : element.properties) {
                if (!is_corners(property)) {
                    skip(property, body);
                    continue;
                }
                const std::size_t corners = list_length(property, body);
                if (corners < 3) throw lines_.bad_file("face " + std::to_string(i) + " has fewer than three corners");
                work_.add(corners, lines_);
                append(face_bytes_, static_cast<std::uint32_t>(corners));
                for (std::size_t corner = 0; corner < corners; ++corner) add_corner(body.number(property.kind));
            }
        faces_ = element.count;
    }
    static bool is_corners(const Property& property) {
        return property.count && !is_float(property.kind) &&
               (property.name == "vertex_indices" || property.name == "vertex_index");
    }
    void add_corner(double vertex) {
        if (vertex < 0) throw lines_.bad_file("a face has vertex " + std::to_string(static_cast<std::int64_t>(vertex)));
        highest_ = std::max(highest_, static_cast<std::uint64_t>(vertex));
        append(face_bytes_, static_cast<std::uint32_t>(vertex));
    }

    [[nodiscard]] std::string plain() const {
        std::string out = "ply\nformat binary_little_endian 1.0\nelement vertex " + std::to_string(vertices_) +
                          "\nproperty float x\nproperty float y\nproperty float z\n";
        if (has_colors_) out += "property uchar red\nproperty uchar green\nproperty uchar blue\nproperty uchar alpha\n";
        if (faces_ != 0) out += "element face " + std::to_string(faces_) + "\nproperty list uint uint vertex_indices\n";
        return out + "end_header\n" + vertex_bytes_ + face_bytes_;
    }

    Lines lines_;
    PolygonWork work_;
    bool is_text_ = false;
    bool is_big_ = false;
    bool has_colors_ = false;
    std::vector<Element> elements_;
    std::string vertex_bytes_;
    std::string face_bytes_;
    std::uint64_t vertices_ = 0;
    std::uint64_t faces_ = 0;
    std::uint64_t highest_ = 0;
};

}  // namespace

std::string checked_ply(std::string_view bytes, const std::string& name) { return PlyChecker(bytes, name).run(); }

}  // namespace wbm::object3d
