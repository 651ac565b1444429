#include "checks.hpp"

#include "lines.hpp"

namespace wbm::object3d {

std::string checked_off(std::string_view text, const std::string& name) {
    Lines lines(text, name, "off");
    PolygonWork work;
    if (!lines.next_with_words('#') || lines.word() != "OFF") throw lines.bad_file("it does not begin with \"OFF\"");
    std::string_view word = lines.word();  // the counts may stand beside it
    if (word.empty() && lines.next_with_words('#')) word = lines.word();
    const std::int64_t vertices = lines.integer(word);
    const std::int64_t faces = lines.integer(lines.word());
    if (word = lines.word(); !word.empty()) (void)lines.integer(word);  // edges, which nobody reads
    const auto most = static_cast<std::int64_t>(max_vertices);
    if (vertices <= 0 || faces < 0 || vertices > most || faces > most)
        throw lines.bad("there must be 1 to " + std::to_string(most) + " vertices, and no more faces");

    std::string out = "OFF\n" + std::to_string(vertices) + " " + std::to_string(faces) + " 0\n";
    for (std::int64_t i = 0; i < vertices; ++i) {
        if (!lines.next_with_words('#')) throw lines.bad_file("it ends before vertex " + std::to_string(i));
        for (int axis = 0; axis < 3; ++axis) {
            char number[32];
            const auto value = static_cast<float>(lines.number(lines.word()));
            out.append(number, std::to_chars(number, number + sizeof number, value).ptr);
            out += axis < 2 ? ' ' : '\n';
        }
    }
    for (std::int64_t i = 0; i < faces; ++i) {
        if (!lines.next_with_words('#')) throw lines.bad_file("it ends before face " + std::to_string(i));
        const std::int64_t corners = lines.integer(lines.word());
        if (corners < 3 || corners > static_cast<std::int64_t>(max_face_corners))
            throw lines.bad("a face has 3 to " + std::to_string(max_face_corners) + " corners");
        work.add(static_cast<std::size_t>(corners), lines);
        out += std::to_string(corners);
        for (std::int64_t corner = 0; corner < corners; ++corner) {
            const std::int64_t vertex = lines.integer(lines.word());
            if (vertex < 0 || vertex >= vertices)
                throw lines.bad("there is no vertex " + std::to_string(vertex) + "; there are " +
                                std::to_string(vertices));
            out += ' ';
            out += std::to_string(vertex);
        }
        out += '\n';  // colours may follow, which the mesh does not keep; the original file does
    }
    if (lines.next_with_words('#')) throw lines.bad("there is more than the counts say");
    return out;
}

}  // namespace wbm::object3d
