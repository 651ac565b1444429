// graph_bench - a graph of 10,000 nodes to a run, beside wandb doing the same; and the graph of an ONNX model of 100
// MB, beside reading that file and beside the onnx package. All in one run. Prints tables of processor time. The ratios
// are to be read. Usage: graph_bench [a Python that has wandb, and onnx for the last columns]
#include <wbm/media/graph.hpp>

#include <dlfcn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <sstream>

#include "bench_support.hpp"
#include "hash.hpp"

namespace {

namespace fs = std::filesystem;
using wbm::bench::in_turns;
using wbm::bench::line_of;
using wbm::bench::Logger;
using wbm::bench::write_file;

constexpr int node_count = 10'000;
constexpr int edges_a_node = 2;

wbm::GraphBuilder net() {
    wbm::GraphBuilder graph;
    for (int i = 0; i < node_count; ++i) {
        const std::string id = "layer_" + std::to_string(i);
        graph.add_node({.id = id,
                        .name = id,
                        .class_name = i % 2 == 0 ? "Conv2D" : "BatchNormalization",
                        .output_shape = {{std::nullopt, 32, 32, i % 512}},
                        .num_parameters = i * 9});
        for (int j = 1; j <= edges_a_node && j <= i; ++j) graph.add_edge("layer_" + std::to_string(i - j), id);
    }
    return graph;
}

void graph_to_run(wbm::Registry& registry, const char* python) {
    std::printf("%d nodes and %d edges to a run: built, checked, written, with SHA-256\n", node_count,
                node_count * edges_a_node - 3);
    Logger logger(registry, "graph-file");
    const wbm::GraphBuilder built = net();
    const std::string text = built.text();
    const wbm::test::TempDir dir;
    std::size_t count = 0;
    const auto t = in_turns({[&] { logger.log(wbm::Graph(net(), {}, registry).value()); }, [&] { (void)net(); },
                             [&] { (void)wbm::Graph(built, {}, registry); },
                             [&] {
                                 (void)wbm::hash_bytes(text, wbm::Hashes::sha256);
                                 write_file(dir / std::to_string(count++), text);
                             }});
    std::printf("%-40s %9.2f ms\n%-40s %9.2f ms\n%-40s %9.2f ms\n", "all", t[0] * 1e3, "  the builder alone",
                t[1] * 1e3, "  Graph(builder) alone", t[2] * 1e3);
    std::printf("%-40s %9.2f ms, all is %.1f of it\n", "SHA-256 and writing alone", t[3] * 1e3, t[0] / t[3]);
    if (python == nullptr) return;
    const double theirs = std::stod(line_of(std::string(python) + " " + WANDB_GRAPH + " build"));
    std::printf("%-40s %9.2f ms, %.1f of ours\n", "wandb", theirs * 1e3, theirs / t[0]);
}

// ---- an ONNX model, written by hand: a chain of Gemm nodes with 4 MB of weights each
std::string varint(std::uint64_t n) {
    std::string out;
    for (; n > 127; n >>= 7U) out += static_cast<char>(n | 128U);
    return out + static_cast<char>(n);
}
std::string field(unsigned number, const std::string& bytes) {
    return varint(number << 3U | 2U) + varint(bytes.size()) + bytes;
}
std::string field(unsigned number, std::uint64_t n) { return varint(number << 3U) + varint(n); }

std::string value_info(const std::string& name) {
    const std::string shape = field(1, field(1, 1)) + field(1, field(1, 1024));
    return field(1, name) + field(2, field(1, field(1, 1) + field(2, shape)));
}

std::string model(int layers) {
    std::string nodes, weights;
    const std::string numbers(std::size_t{1024} * 1024 * 4, '\x3c');
    for (int i = 0; i < layers; ++i) {
        const std::string n = std::to_string(i);
        nodes += field(1, field(1, "x" + n) + field(1, "w" + n) + field(2, "x" + std::to_string(i + 1)) +
                              field(3, "gemm" + n) + field(4, std::string("Gemm")));
        weights += field(5, field(1, 1024) + field(1, 1024) + field(2, 1) + field(8, "w" + n) + field(9, numbers));
    }
    const std::string graph = nodes + field(2, std::string("big")) + weights + field(11, value_info("x0")) +
                              field(12, value_info("x" + std::to_string(layers)));
    return field(1, 8) + field(7, graph) + field(8, field(2, 17));
}

/// Does `work` in a child; its greatest memory beyond what it had at its start, in MB.
template <class Work>
double memory_of(const Work& work) {
    int ends[2];
    if (::pipe(ends) != 0) return -1;
    const pid_t child = ::fork();
    if (child == 0) {
        rusage before{}, after{};
        ::getrusage(RUSAGE_SELF, &before);
        work();
        ::getrusage(RUSAGE_SELF, &after);
        const double mb = static_cast<double>(after.ru_maxrss - before.ru_maxrss) / 1024;
        (void)!::write(ends[1], &mb, sizeof mb);
        ::_exit(0);
    }
    double mb = -1;
    (void)!::read(ends[0], &mb, sizeof mb);
    ::waitpid(child, nullptr, 0);
    ::close(ends[0]);
    ::close(ends[1]);
    return mb;
}

void onnx_to_graph(wbm::Registry& registry, const char* python) {
    const wbm::test::TempDir dir;
    const fs::path file = dir / "big.onnx";
    write_file(file, model(25));
    std::printf("\nthe graph of an ONNX model of %.0f MB, 26 nodes\n", static_cast<double>(fs::file_size(file)) / 1e6);
    const auto import = [&] { (void)wbm::Graph(file, {}, registry); };
    const auto read = [&] {
        std::string bytes(fs::file_size(file), '\0');
        std::ifstream(file, std::ios::binary).read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    };
    const auto t = in_turns({import, read});
    std::printf("%-40s %9.2f ms %8.1f MB\n", "wbm::Graph(file)", t[0] * 1e3, memory_of(import));
    std::printf("%-40s %9.2f ms %8.1f MB, %.0f of ours\n", "reading the file alone", t[1] * 1e3, memory_of(read),
                t[1] / t[0]);
    if (python == nullptr) return;
    double seconds = 0, mb = 0;
    try {
        std::istringstream(line_of(std::string(python) + " " + WANDB_GRAPH + " onnx " + file.string())) >> seconds >>
            mb;
        std::printf("%-40s %9.2f ms %8.1f MB, %.0f of ours\n", "onnx.load(file)", seconds * 1e3, mb, seconds / t[0]);
    } catch (const std::exception&) {
        std::printf("onnx.load(file): this Python has no onnx\n");
    }
}

void load_of_plugin() {
    std::printf("\nloading the plugin, in a fresh process: ");
    std::fflush(stdout);
    const pid_t child = ::fork();
    if (child == 0) {
        const double start = wbm::bench::seconds_of_day();
        const void* plugin = ::dlopen((std::string(WBM_PLUGINS) + "/graph.so").c_str(), RTLD_NOW | RTLD_LOCAL);
        std::printf("%.2f ms%s\n", (wbm::bench::seconds_of_day() - start) * 1e3, plugin == nullptr ? ", failed" : "");
        std::fflush(stdout);
        ::_exit(0);
    }
    ::waitpid(child, nullptr, 0);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        load_of_plugin();
        wbm::Registry registry(wbm::bench::only_ours());
        const char* const python = argc > 1 ? argv[1] : nullptr;
        graph_to_run(registry, python);
        onnx_to_graph(registry, python);
        return 0;
    } catch (const std::exception& e) {
        std::fprintf(stderr, "graph_bench: %s\n", e.what());
        return 1;
    }
}
