// dot_label.hpp - labels of a DOT text as they read on a drawing.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace wbm::graph {

/// An attribute's value.
struct DotText {
    std::string text;
    bool is_html = false;
};

/// What \N, \E and so on stand for.
using DotEscapes = std::vector<std::pair<char, std::string>>;

/// The label without markup: escapes put in, the tags and entities of HTML taken out. What
/// grows beyond max_id_bytes is returned unfinished.
[[nodiscard]] std::string label_text(const DotText& label, const DotEscapes& escapes);

}  // namespace wbm::graph
