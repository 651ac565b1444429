#include <wbm/media/trace_tree.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    // The plain data that a trace is.
    const wbm::Span root{.span_id = "1",
                         .name = "render",
                         .start_time_ms = 0,
                         .end_time_ms = 16,
                         .attributes = {{{"frame", 7}}},
                         .child_spans = {{{.name = "shadows", .start_time_ms = 1, .end_time_ms = 5},
                                          {.name = "lights", .start_time_ms = 5, .end_time_ms = 12}}}};
    const wbm::TraceTree trace(root, wbm::json::object{{"_kind", "renderer"}, {"version", 3}});

    wbm::Artifact artifact = wbm::Artifact::create("art");
    artifact.add(trace, "frame");
    const wbm::TraceTree back(artifact.get("frame", wbm::default_registry()));
    const wbm::Span span = back.root_span();
    for (const wbm::Span& child : *span.child_spans)
        std::cout << *child.name << ": " << *child.end_time_ms - *child.start_time_ms << " ms\n";
    std::cout << "model " << *back.model_hash() << ": " << *back.model_dict_dumps() << '\n';
    return span == root ? 0 : 1;
}
