#include <wbm/media/trace_tree.hpp>
#include <wbm/wbm.hpp>

#include <iostream>

int main() {
    wbm::Trace agent("plan a journey", {.kind = "agent", .start_time_ms = 1700000000000});
    agent.set_inputs({{"question", "where to?"}});

    wbm::Trace search("search", {.kind = "tool", .status_code = "error", .status_message = "timed out"});
    wbm::Trace answer("answer", {.kind = "llm",
                                 .metadata = {{{"tokens", 40}}},
                                 .inputs = {{{"prompt", "Where to?"}}},
                                 .outputs = {{{"text", "To Zürich."}}}});
    agent.add_child(search).add_child(answer);
    agent.set_outputs({{"answer", "To Zürich."}}).set_status_code("success");
    agent.set_end_time_ms(1700000001500);

    wbm::Run run("run");
    run.log("trace", agent.tree());
    std::cout << *agent.tree().span_count() << " spans, " << agent.span().results->size() << " results of the first\n";
}
