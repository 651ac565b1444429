#include "checks.hpp"

#include "lines.hpp"

#include <cstring>

namespace wbm::object3d {
namespace {

constexpr std::size_t head_bytes = 84;
constexpr std::size_t facet_bytes = 50;

std::uint32_t stated_facets(std::string_view bytes) {
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < 4; ++i)
        count |= static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[80 + i])) << 8 * i;
    return count;
}

/// The line's words must be these; a number where the pattern has '#'.
void expect(Lines& lines, std::initializer_list<std::string_view> words) {
    for (const std::string_view wanted : words) {
        const std::string_view word = lines.word();
        if (wanted == "#")
            (void)lines.number(word);
        else if (word != wanted)
            throw lines.bad("\"" + Lines::shown(word) + "\" stands where \"" + std::string(wanted) + "\" should");
    }
    if (const std::string_view more = lines.word(); !more.empty())
        throw lines.bad("\"" + Lines::shown(more) + "\" is one word too many");
}

void expect_line(Lines& lines, std::initializer_list<std::string_view> words) {
    // No comments in this format; no line has a newline in it, so nothing is cut.
    if (!lines.next_with_words('\n')) throw lines.bad_file("it ends within a facet");
    expect(lines, words);
}

void check_text(std::string_view text, const std::string& name) {
    Lines lines(text, name, "stl");
    std::size_t facets = 0;
    bool inside = false;
    while (lines.next_with_words('\n')) {
        const std::string_view word = lines.word();
        if (word == "solid" && !inside) {
            inside = true;
        } else if (word == "endsolid" && inside) {
            inside = false;
        } else if (word == "facet" && inside) {
            expect(lines, {"normal", "#", "#", "#"});
            expect_line(lines, {"outer", "loop"});
            for (int corner = 0; corner < 3; ++corner) expect_line(lines, {"vertex", "#", "#", "#"});
            expect_line(lines, {"endloop"});
            expect_line(lines, {"endfacet"});
            if (++facets > max_faces) throw lines.bad("there are more than " + std::to_string(max_faces) + " facets");
        } else {
            throw lines.bad("\"" + Lines::shown(word) + "\" stands where a facet should");
        }
    }
    if (inside) throw lines.bad_file("it ends before \"endsolid\"");
    if (facets == 0) throw lines.bad_file("it has no facets");
}

}  // namespace

void check_stl(std::string_view bytes, const std::string& name) {
    const auto bad = [&](const std::string& what) { return invalid(name + " is no sound stl: " + what); };
    if (bytes.size() >= head_bytes) {
        const std::uint64_t facets = stated_facets(bytes);
        const std::uint64_t needed = head_bytes + facets * facet_bytes;
        if (bytes.size() == needed) {
            if (facets == 0) throw bad("it has no facets");
            if (facets > max_faces) throw bad("it has more than " + std::to_string(max_faces) + " facets");
            return;
        }
        if (!bytes.starts_with("solid"))
            throw bad("its " + std::to_string(facets) + " facets take " + std::to_string(needed) + " bytes, it has " +
                      std::to_string(bytes.size()));
    }
    if (!bytes.starts_with("solid")) throw bad("it begins with neither \"solid\" nor a head of 84 bytes");
    check_text(bytes, name);
}

}  // namespace wbm::object3d
