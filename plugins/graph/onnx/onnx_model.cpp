#include "onnx_model.hpp"

#include "../limits.hpp"
#include "message.hpp"

#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace wbm::graph {
namespace {

/// Field numbers are those of onnx.proto3, as every ONNX file has them.
class Reader {
public:
    explicit Reader(Message& message) : in_(message) {}

    OnnxModel model() {
        OnnxModel model;
        json::array opsets;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) model.about["ir_version"] = in_.number();
            if (field == 2) add(model.about, "producer", in_.text(max_onnx_text));
            if (field == 3) add(model.about, "producer_version", in_.text(max_onnx_text));
            if (field == 7) in_.inside([&] { model.graph = graph(0, &model.about); });
            if (field == 8 && opsets.size() < max_class_names) in_.inside([&] { opsets.push_back(opset()); });
        });
        if (!opsets.empty()) model.about["opsets"] = std::move(opsets);
        return model;
    }

private:
    static void add(json::object& about, const char* key, const std::string& text) {
        if (!text.empty() && text.size() <= max_class_name_bytes) about[key] = text;
    }

    json::object opset() {
        json::object set{{"domain", ""}, {"version", 0}};
        in_.fields([&](std::uint32_t field) {
            if (field == 1) set["domain"] = in_.text(max_class_name_bytes);
            if (field == 2) set["version"] = in_.number();
        });
        return set;
    }

    OnnxGraph graph(int depth, json::object* about) {
        if (depth > max_onnx_depth) in_.fail("has graphs more than " + std::to_string(max_onnx_depth) + " deep");
        OnnxGraph graph;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) {
                if (++nodes_ > max_nodes) in_.fail("has more than " + std::to_string(max_nodes) + " nodes");
                in_.inside([&] { graph.nodes.push_back(node(depth)); });
            }
            if (field == 2 && about != nullptr) add(*about, "name", in_.text(max_onnx_text));
            if (field == 5) in_.inside([&] { graph.weights.push_back(tensor()); });
            if (field == 11) in_.inside([&] { graph.inputs.push_back(value()); });
            if (field == 12) in_.inside([&] { graph.outputs.push_back(value()); });
            if (field == 13) in_.inside([&] { graph.values.push_back(value()); });
            if (field == 15) in_.inside([&] { graph.weights.push_back(sparse_tensor()); });
        });
        return graph;
    }

    OnnxNode node(int depth) {
        OnnxNode node;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) node.inputs.push_back(name());
            if (field == 2) node.outputs.push_back(name());
            if (field == 3) node.name = name();
            if (field == 4) node.op_type = name();
            if (field == 5) in_.inside([&] { attribute(node, depth); });
            if (field == 7) node.domain = name();
        });
        return node;
    }

    void attribute(OnnxNode& node, int depth) {
        std::string attribute_name;
        std::vector<OnnxGraph> graphs;
        std::optional<json::array> constant;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) attribute_name = name();
            if (field == 5) in_.inside([&] { constant = tensor().shape; });
            if (field == 6 || field == 11) in_.inside([&] { graphs.push_back(graph(depth + 1, nullptr)); });
        });
        if (attribute_name == "value" && node.op_type == "Constant") node.constant_shape = std::move(constant);
        for (OnnxGraph& each : graphs) node.subgraphs.push_back({attribute_name, std::move(each)});
    }

    void dimension(json::array& shape, std::uint64_t size) {
        if (shape.size() == max_rank) in_.fail("has a tensor of more than " + std::to_string(max_rank) + " dimensions");
        const auto number = static_cast<std::int64_t>(size);
        if (number < 0) in_.fail("has a tensor with the dimension " + std::to_string(number));
        shape.push_back(number);
    }

    OnnxValue tensor() {
        OnnxValue weight{{}, json::array()};
        in_.fields([&](std::uint32_t field) {
            if (field == 1) in_.numbers([&](std::uint64_t size) { dimension(*weight.shape, size); });
            if (field == 8) weight.name = name();
        });
        return weight;
    }

    /// Its weights are the values that it has, not the zeros.
    OnnxValue sparse_tensor() {
        OnnxValue weight;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) in_.inside([&] { weight = tensor(); });
        });
        if (!weight.shape) weight.shape.emplace();
        return weight;
    }

    OnnxValue value() {
        OnnxValue value;
        in_.fields([&](std::uint32_t field) {
            if (field == 1) value.name = name();
            if (field == 2) in_.inside([&] { value.shape = type(); });
        });
        return value;
    }

    std::optional<json::array> type() {
        std::optional<json::array> shape;
        in_.fields([&](std::uint32_t field) {
            if (field != 1 && field != 8) return;  // a tensor, a sparse one
            in_.inside([&] {
                in_.fields([&](std::uint32_t of_tensor) {
                    if (of_tensor == 2) in_.inside([&] { shape = dimensions(); });
                });
            });
        });
        return shape;
    }

    json::array dimensions() {
        json::array shape;
        in_.fields([&](std::uint32_t field) {
            if (field != 1) return;
            in_.inside([&] {
                json::value size;
                in_.fields([&](std::uint32_t of_dimension) {
                    if (of_dimension == 1) size = static_cast<std::int64_t>(in_.number());
                    if (of_dimension == 2) size = in_.text(max_onnx_text);
                });
                if (shape.size() == max_rank)
                    in_.fail("has a value of more than " + std::to_string(max_rank) + " dimensions");
                shape.push_back(std::move(size));
            });
        });
        return shape;
    }

    std::string name() {
        if (++names_ > max_onnx_names) in_.fail("has more than " + std::to_string(max_onnx_names) + " names");
        return in_.text(max_onnx_text);
    }

    Message& in_;
    std::size_t nodes_ = 0;
    std::size_t names_ = 0;
};

OnnxModel read_stream(google::protobuf::io::ZeroCopyInputStream& stream, std::uint64_t size, const std::string& name) {
    if (size > max_onnx_bytes)
        throw invalid(name + " has " + std::to_string(size) + " bytes, more than " + std::to_string(max_onnx_bytes) +
                      ", which no protobuf has; save the model with its weights as external data");
    google::protobuf::io::CodedInputStream coded(&stream);
    Message message(coded, static_cast<std::int64_t>(size), name);
    OnnxModel model = Reader(message).model();
    if (!model.graph) throw invalid(name + " is no ONNX model: it has no graph");
    return model;
}

class OpenFile {
public:
    OpenFile(const std::string& path, const std::string& name) : fd_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {
        struct stat info {};
        if (fd_ < 0 || ::fstat(fd_, &info) != 0) {
            const std::string reason = std::strerror(errno);
            if (fd_ >= 0) ::close(fd_);
            throw io_error(name + " cannot be opened: " + reason);
        }
        size_ = static_cast<std::uint64_t>(info.st_size);
    }
    ~OpenFile() { ::close(fd_); }
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;
    [[nodiscard]] int fd() const noexcept { return fd_; }
    [[nodiscard]] std::uint64_t size() const noexcept { return size_; }

private:
    int fd_;
    std::uint64_t size_ = 0;
};

}  // namespace

OnnxModel read_onnx(const Source& source) {
    if (source.path.empty()) {
        const std::size_t size = source.bytes.size();
        const auto shown = static_cast<int>(std::min<std::uint64_t>(size, max_onnx_bytes));
        google::protobuf::io::ArrayInputStream stream(source.bytes.data(), shown);
        return read_stream(stream, size, source.name);
    }
    const OpenFile file(source.path, source.name);
    // A weight is skipped by seeking, so small pieces are read.
    constexpr int piece = 1 << 16;
    google::protobuf::io::FileInputStream stream(file.fd(), piece);
    return read_stream(stream, file.size(), source.name);
}

}  // namespace wbm::graph
