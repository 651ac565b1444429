#include "checks.hpp"

#include "lines.hpp"

#include <algorithm>
#include <iterator>

namespace wbm::object3d {
namespace {

/// Statements without geometry of polygons: names, materials, curves, lines.
constexpr std::string_view other_statements[] = {
    "g",        "s",          "l",         "p",     "vp",     "mg",   "usemtl", "mtllib", "usemap",
    "maplib",   "deg",        "bmat",      "step",  "cstype", "curv", "curv2",  "surf",   "parm",
    "trim",     "hole",       "scrv",      "sp",    "end",    "con",  "bevel",  "lod",    "c_interp",
    "d_interp", "shadow_obj", "trace_obj", "ctech", "stech",  "call", "csh"};

class ObjChecker {
public:
    ObjChecker(std::string_view text, const std::string& name) : lines_(text, name, "obj") {}

    std::string run() {
        while (lines_.next_with_words('#')) {
            const std::string_view statement = lines_.word();
            if (statement == "v")
                vertex();
            else if (statement == "f")
                face();
            else if (statement == "vt")
                numbers(1, 4);
            else if (statement == "vn")
                numbers(3, 3);
            else if (statement == "o")
                out_ += "o part\n";
            else if (std::find(std::begin(other_statements), std::end(other_statements), statement) ==
                     std::end(other_statements))
                throw lines_.bad("\"" + Lines::shown(statement) + "\" is no statement of an obj file");
        }
        if (vertices_ == 0) throw lines_.bad_file("it has no vertices (v lines)");
        if (highest_ > vertices_)
            throw lines_.bad_file("a face has vertex " + std::to_string(highest_) + ", there are " +
                                  std::to_string(vertices_));
        return std::move(out_);
    }

private:
    std::size_t numbers(std::size_t least, std::size_t most) {
        std::size_t count = 0;
        for (std::string_view word = lines_.word(); !word.empty(); word = lines_.word()) {
            if (++count > most) throw lines_.bad("there are more than " + std::to_string(most) + " numbers");
            found_[count - 1] = lines_.number(word);
        }
        if (count < least) throw lines_.bad("there are fewer than " + std::to_string(least) + " numbers");
        return count;
    }

    /// x y z, x y z w, or x y z r g b.
    void vertex() {
        const std::size_t count = numbers(3, 7);
        if (++vertices_ > static_cast<std::int64_t>(max_vertices))
            throw lines_.bad("there are more than " + std::to_string(max_vertices) + " vertices");
        out_ += 'v';
        for (std::size_t i = 0; i < (count >= 6 ? 6U : 3U); ++i) {
            out_ += ' ';
            char text[32];
            out_.append(text, std::to_chars(text, text + sizeof text, static_cast<float>(found_[i])).ptr);
        }
        out_ += '\n';
    }

    void face() {
        out_ += 'f';
        std::size_t corners = 0;
        for (std::string_view word = lines_.word(); !word.empty(); word = lines_.word()) {
            // v, v/vt, v//vn or v/vt/vn: only the vertex matters here, but the rest must be numbers.
            const std::size_t slash = word.find('/');
            std::int64_t vertex = lines_.integer(word.substr(0, slash));
            for (std::size_t at = slash; at != std::string_view::npos;) {
                const std::size_t end = word.find('/', at + 1);
                const std::string_view index = word.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
                if (!index.empty()) (void)lines_.integer(index);
                at = end;
            }
            if (vertex < 0) vertex += vertices_ + 1;
            if (vertex <= 0) throw lines_.bad("\"" + Lines::shown(word) + "\" names no vertex; the first is 1");
            highest_ = std::max(highest_, vertex);
            out_ += ' ';
            out_ += std::to_string(vertex);
            ++corners;
        }
        if (corners < 3) throw lines_.bad("a face needs three corners");
        work_.add(corners, lines_);
        out_ += '\n';
    }

    Lines lines_;
    PolygonWork work_;
    std::string out_;
    double found_[8] = {};
    std::int64_t vertices_ = 0;
    std::int64_t highest_ = 0;
};

}  // namespace

std::string checked_obj(std::string_view text, const std::string& name) {
    // A backslash joins a line to the next.
    if (text.find("\\\n") == std::string_view::npos && text.find("\\\r\n") == std::string_view::npos)
        return ObjChecker(text, name).run();
    std::string joined;
    joined.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::size_t ending = text.substr(i, 2) == "\\\n" ? 2 : text.substr(i, 3) == "\\\r\n" ? 3 : 0;
        joined += ending == 0 ? text[i] : ' ';
        if (ending != 0) i += ending - 1;
    }
    return ObjChecker(joined, name).run();
}

}  // namespace wbm::object3d
