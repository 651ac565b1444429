#include "exported.hpp"

namespace wbm::table {
namespace {

struct Export {
    const std::shared_ptr<const Column::Data>& data;
    Exported& out;

    void operator()(std::monostate) const {
        out.format = "n";
        out.buffers.clear();
    }
    void operator()(const std::vector<std::uint8_t>& all) const {
        out.format = "b";
        std::vector<std::uint8_t> bits((all.size() + 7) / 8);
        for (std::size_t i = 0; i < all.size(); ++i)
            bits[i / 8] = static_cast<std::uint8_t>(bits[i / 8] | (all[i] != 0 ? 1U : 0U) << i % 8);
        out.add_buffer(std::move(bits));
    }
    void operator()(const std::vector<std::int64_t>& all) const { share("l", all.data()); }
    void operator()(const std::vector<double>& all) const { share("g", all.data()); }
    void operator()(const Column::Texts& all) const {
        share("U", all.offsets.data());
        out.buffers.push_back(all.bytes.data());
    }
    void operator()(const std::vector<Cell>&) const {}

private:
    void share(const char* format, const void* values) const {
        out.format = format;
        out.buffers.push_back(values);
        out.owners.push_back(data);
    }
};

}  // namespace

Exported export_plain(const std::shared_ptr<const Column::Data>& data) {
    Exported out;
    const std::vector<bool>& nulls = data->nulls;
    if (nulls.empty())
        out.buffers.push_back(nullptr);
    else
        out.add_validity(data->size, [&](std::size_t i) { return nulls[i]; });
    out.length = static_cast<std::int64_t>(data->size);
    std::visit(Export{data, out}, data->values);
    if (out.format == "n") out.null_count = out.length;
    return out;
}

}  // namespace wbm::table
