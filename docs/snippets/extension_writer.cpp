#include <wbm/sdk.hpp>

struct Signal {
    static constexpr const char* type = "signal-file";
    static constexpr auto inputs = WBM_FROM_TENSOR;
    std::vector<float> samples;

    static Signal create(wbm::Input in) { return {wbm::dense<float>(in.tensor(), {wbm::any})}; }
    static Signal from_json(const wbm::json::object& j, wbm::Store source) {
        return {wbm::read_array<float>(source.fetch(wbm::text(j, "path")))};
    }
    wbm::json::object to_json(wbm::Store target) const {
        auto j = target.add_bytes("media/signal", wbm::bytes(samples), ".f32");
        j["_type"] = type;
        return j;
    }
    bool operator==(const Signal&) const = default;

    struct Writer {  // wbm.writer/1
        explicit Writer(const wbm::json::object& options) { wbm::only(options, {}); }
        void add(const DLTensor& piece) {
            const std::vector<float> more = wbm::dense<float>(piece, {wbm::any});  // throws before anything changed
            all.insert(all.end(), more.begin(), more.end());
        }
        Signal finish() {
            if (all.empty()) throw wbm::invalid("a signal needs samples; add some before finish()");
            return {std::move(all)};
        }
        std::vector<float> all;
    };
};

WBM_PLUGIN("com.example.signal", "1.0.0", Signal)
