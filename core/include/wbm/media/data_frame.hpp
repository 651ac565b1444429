// wbm/media/data_frame.hpp - DataFrame: the typed way to log and read a frame of typed columns, as Parquet.
// docs/media/data-frame.md shows each part.
//
//     wbm::DataFrame frame(stream, {.project = "churn"});   // an ArrowArrayStream, which is taken over
//     run.log("frame", frame.value());
//     artifact.add(frame, "frame");
//
// Implements the wire spec, section 21. Throws MediaError, as Registry::create() does; unsupported when the plugin
// data_frame, which needs Apache Arrow, is not there.
#pragma once

#include <wbm/ext/arrow.h>
#include <wbm/json.hpp>
#include <wbm/media/media_value.hpp>
#include <wbm/part.hpp>
#include <wbm/tensor.hpp>

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {

/// What may be said of a frame.
struct DataFrameOptions {
    std::string compression = {};                     ///< of a stream: zstd (when empty), snappy, gzip or none
    std::optional<std::int64_t> row_group_rows = {};  ///< of a stream: rows stored together; 1048576 when not given
    std::optional<std::string> project = {}, entity = {}, run = {};  ///< whose the frame is
};

/// Which part of a frame to read.
struct DataFrameSelection {
    std::vector<std::string> columns = {};  ///< in the order wanted; empty: all
    std::uint64_t first = 0;                ///< row
    std::optional<std::uint64_t> count = {};
};

/// A frame. [const calls are thread-safe]
class DataFrame : public MediaValue {
public:
    static constexpr std::string_view type = "data-frame";

    /// Writes a stream of record batches as Parquet, batch by batch. The stream is taken over: it is released when this
    /// returns or throws. Pass it as an lvalue.
    explicit DataFrame(ArrowArrayStream& stream, const DataFrameOptions& options = {},
                       Registry& registry = default_registry())
        : DataFrame(wbm::arrow(stream), options, registry) {}
    /// A .parquet file, kept byte for byte.
    explicit DataFrame(const std::filesystem::path& file, const DataFrameOptions& options = {},
                       Registry& registry = default_registry())
        : DataFrame(path(file), options, registry) {}
    /// The same from a part: bytes().
    explicit DataFrame(const Part& part, const DataFrameOptions& options = {}, Registry& registry = default_registry())
        : DataFrame(registry.create(type, part, json_of(options))) {}
    /// What Artifact::get() or Registry::init_from_json() gave. Throws MediaError: invalid for null and
    /// another type; unsupported when no plugin knows the type.
    explicit DataFrame(ValuePtr value) : MediaValue(std::move(value), type) {}

    // nullopt or empty where they are not known: for a record of the oldest reference, whose file is on another
    // machine.
    [[nodiscard]] std::optional<std::uint64_t> rows() const { return value()->get<std::uint64_t>("rows"); }
    [[nodiscard]] std::optional<std::uint64_t> row_groups() const { return value()->get<std::uint64_t>("row_groups"); }
    /// Names, in the file's order.
    [[nodiscard]] std::vector<std::string> columns() const { return texts("columns"); }
    /// Arrow's names of the columns' types: "int64", "string", "timestamp[ns, tz=UTC]".
    [[nodiscard]] std::vector<std::string> column_types() const { return texts("column_types"); }
    /// "zstd", "snappy", "gzip", "none", another codec's name, or "mixed".
    [[nodiscard]] std::string compression() const { return value()->get<std::string>("compression").value_or(""); }
    /// 8 letters and digits; made from the file's content when the frame is first logged.
    [[nodiscard]] std::string id() const { return value()->get<std::string>("id").value_or(""); }
    [[nodiscard]] std::optional<std::string> project() const { return value()->get<std::string>("project"); }
    [[nodiscard]] std::optional<std::string> entity() const { return value()->get<std::string>("entity"); }
    [[nodiscard]] std::optional<std::string> run() const { return value()->get<std::string>("run"); }

    /// Fills `out`, which holds nothing before, with a stream of record batches of at most 65536 rows, read when they
    /// are asked for; the caller releases it, and it may outlive the frame. Throws MediaError: not_found for a file
    /// that is on another machine and for columns that are not there.
    void arrow(ArrowArrayStream& out, const DataFrameSelection& selection = {}) const {
        value()->arrow(out, json_of(selection));
    }
    /// Columns of numbers and booleans as rows x columns of float64; null is NaN.
    [[nodiscard]] Tensor tensor(const DataFrameSelection& selection = {}) const {
        return value()->tensor(json_of(selection));
    }

private:
    static json::object json_of(const DataFrameOptions& options) {
        json::object j;
        if (!options.compression.empty()) j["compression"] = options.compression;
        if (options.row_group_rows) j["row_group_rows"] = *options.row_group_rows;
        if (options.project) j["project"] = *options.project;
        if (options.entity) j["entity"] = *options.entity;
        if (options.run) j["run"] = *options.run;
        return j;
    }
    static json::object json_of(const DataFrameSelection& selection) {
        json::object j;
        if (!selection.columns.empty()) j["columns"] = json::array(selection.columns.begin(), selection.columns.end());
        if (selection.first > 0) j["first"] = selection.first;
        if (selection.count) j["count"] = *selection.count;
        return j;
    }
    [[nodiscard]] std::vector<std::string> texts(std::string_view key) const {
        std::vector<std::string> all;
        const json::object fields = value()->fields();
        const json::value* found = fields.if_contains(key);
        if (found != nullptr && found->is_array())
            for (const json::value& each : found->get_array())
                if (each.is_string()) all.emplace_back(each.get_string());
        return all;
    }
};

}  // namespace wbm
