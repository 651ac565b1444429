#include <wbm/media/trace_tree.hpp>

#include <iostream>

static int refused = 0;

template <class Make>
static void make(const Make& trace) {
    try {
        (void)trace();
    } catch (const wbm::MediaError& e) {
        std::cout << wbm::to_string(e.status()) << ": " << e.what() << '\n';
        ++refused;
    }
}

int main() {
    make([] { return wbm::Trace("call", {.kind = "robot"}); });
    make([] { return wbm::TraceTree(wbm::bytes(R"({"root_span": {"child_spans": [{"start_time_ms": 1.5}]}})")); });
    make([] { return wbm::TraceTree(wbm::bytes(R"({"root_span": {"cost": 3}})")); });
    make([] { return wbm::TraceTree(wbm::bytes(R"({"spans": []})")); });
    make([] { return wbm::TraceTree(wbm::bytes("call")); });
    return refused == 5 ? 0 : 1;
}
