#include "outline.hpp"

#include "../arrays/typed_array.hpp"
#include "../limits.hpp"
#include "cursor.hpp"
#include "trace_types.hpp"

#include <wbm/sdk.hpp>

#include <algorithm>
#include <array>

namespace wbm::plotly {
namespace {

/// Members whose lists are no points: two of a range, three of a colour.
constexpr std::string_view not_points[] = {"colorscale", "customdata", "domain", "range", "transforms"};

bool counts(std::string_view key) {
    return std::find(std::begin(not_points), std::end(not_points), key) == std::end(not_points);
}

class Reader {
public:
    Reader(std::string_view sound, const std::string& name, const ArrayParts& arrays)
        : in_(sound), name_(name), arrays_(arrays) {}

    Outline read() {
        if (in_.peek() != '{')
            throw invalid(name_ + " is " + kind_of(in_.value()) +
                          "; give a figure, an object with \"data\" and \"layout\"");
        bool has_data = false;
        in_.members([&](std::string_view key) {
            if (key == "data") {
                has_data = true;
                traces("data", &outline_);
            } else if (key == "layout") {
                layout();
            } else if (key == "frames") {
                frames();
            } else {
                (void)in_.value();
            }
        });
        if (!has_data) throw invalid(name_ + " has no \"data\"; give a figure, whose \"data\" is its list of traces");
        return std::move(outline_);
    }

private:
    /// Throws unless a value of this kind, '{' or '[', follows.
    void expect(char kind, const std::string& member) {
        if (in_.peek() != kind)
            throw invalid('"' + member + "\" of " + name_ + " must be " + (kind == '[' ? "a list" : "an object") +
                          ", it is " + kind_of(in_.value()));
    }

    /// `outline` is null for the traces of a frame, which change some members of those in "data".
    void traces(const std::string& member, Outline* outline) {
        expect('[', member);
        in_.elements([&](std::size_t index) {
            const std::string trace = member + "[" + std::to_string(index) + "]";
            expect('{', trace);
            longest_ = 0;
            const std::string type = object(trace, true);
            if (outline == nullptr) return;
            ++outline->traces;
            outline->points += longest_;
            note_type(*outline, type.empty() ? std::string(default_trace_type) : type);
        });
    }

    /// Reads an object of a trace, the trace itself too, and gives its "type" when it is the trace.
    std::string object(const std::string& trace, bool is_trace, bool counted = true) {
        std::string type;
        std::string dtype;
        std::string shape;
        std::optional<std::string_view> data;
        in_.members([&](std::string_view key) {
            const bool is_text = in_.peek() == '"';
            if (is_trace && key == "type") {
                type = type_of(trace);
            } else if (is_text && key == "bdata") {
                data = in_.string();
            } else if (is_text && key == "dtype") {
                dtype = unescaped(in_.string());
            } else if (key == "shape" && !is_trace && in_.peek() != '{') {
                shape = shape_of(in_.value());
            } else {
                value(trace, counted && counts(key));
            }
        });
        if (data && !dtype.empty() && !is_trace) {
            note_points(typed_elements({dtype, unescaped(*data), shape}, trace + " of " + name_), counted);
        }
        return type;
    }

    void value(const std::string& trace, bool counted) {
        switch (in_.peek()) {
            case '{':
                (void)object(trace, false, counted);
                break;
            case '[':
                note_points(list(trace, counted), counted);
                break;
            case '"':
                if (const DLTensor* array = arrays_.find(in_.string())) note_points(element_count(*array), counted);
                break;
            default:
                (void)in_.value();
        }
    }

    /// Gives how many scalars the list and its lists have; objects in it are read, and count for themselves.
    std::uint64_t list(const std::string& trace, bool counted) {
        std::uint64_t count = 0;
        in_.elements([&](std::size_t) {
            if (in_.peek() == '[') {
                count += list(trace, counted);
            } else if (in_.peek() == '{') {
                (void)object(trace, false, counted);
            } else if (in_.peek() == '"') {
                const DLTensor* array = arrays_.find(in_.string());
                count += array == nullptr ? 1 : element_count(*array);
            } else {
                (void)in_.value();
                ++count;
            }
        });
        return count;
    }

    void note_points(std::uint64_t count, bool counted) {
        if (counted) longest_ = std::max(longest_, count);
    }

    std::string type_of(const std::string& trace) {
        if (in_.peek() != '"')
            throw invalid("\"type\" of " + trace + " of " + name_ + " must be text such as \"scatter\", it is " +
                          kind_of(in_.value()));
        const std::string type = unescaped(in_.string());
        if (type.size() > max_type_bytes)
            throw invalid("\"type\" of " + trace + " of " + name_ + " has " + std::to_string(type.size()) +
                          " bytes, more than " + std::to_string(max_type_bytes) + "; give a type such as \"scatter\"");
        return type;
    }

    static void note_type(Outline& outline, const std::string& type) {
        auto& types = outline.trace_types;
        if (types.size() == max_listed_types || std::find(types.begin(), types.end(), type) != types.end()) return;
        types.push_back(type);
        if (!is_trace_type(type)) outline.unknown_types.push_back(type);
    }

    void layout() {
        expect('{', "layout");
        in_.members([&](std::string_view key) {
            if (key == "title" && in_.peek() == '"') {
                note_title(in_.string());
            } else if (key == "title" && in_.peek() == '{') {
                in_.members([&](std::string_view part) {
                    if (part == "text" && in_.peek() == '"') {
                        note_title(in_.string());
                    } else {
                        (void)in_.value();
                    }
                });
            } else {
                (void)in_.value();
            }
        });
    }

    void note_title(std::string_view raw) {
        if (std::string title = unescaped(raw); title.size() <= max_title_bytes) outline_.title = std::move(title);
    }

    void frames() {
        expect('[', "frames");
        in_.elements([&](std::size_t index) {
            const std::string frame = "frames[" + std::to_string(index) + "]";
            expect('{', frame);
            in_.members([&](std::string_view key) {
                if (key == "data") {
                    traces(frame + ".data", nullptr);
                } else {
                    (void)in_.value();
                }
            });
        });
    }

    Cursor in_;
    const std::string& name_;
    const ArrayParts& arrays_;
    Outline outline_;
    std::uint64_t longest_ = 0;
};

}  // namespace

json::object Outline::facts() const {
    json::object facts{{"traces", traces}};
    if (!trace_types.empty()) facts["trace_types"] = json::array(trace_types.begin(), trace_types.end());
    if (title) facts["title"] = *title;
    facts["points"] = points;
    return facts;
}

Outline outline_of(std::string_view sound, const std::string& name, const ArrayParts& arrays) {
    return Reader(sound, name, arrays).read();
}

}  // namespace wbm::plotly
