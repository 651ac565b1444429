#include <wbm/media/trace_tree.hpp>

#include <iostream>

int main() {
    // As JSON: members that are missing are null, kinds may be in small letters, integers keep their digits.
    const wbm::TraceTree trace(wbm::bytes(R"({"root_span": {"name": "call", "span_kind": "llm",
        "attributes": {"seed": 123456789012345678901234567890, "score": NaN}}})"));
    std::cout << trace.root_span_dumps() << '\n';
}
