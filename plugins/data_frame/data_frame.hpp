// data_frame.hpp - DataFrame: a frame of typed columns as a Parquet file. `_type` "data-frame".
// Implements the wire spec, section 21, on the media rules of section 3.
#pragma once

#include <wbm/ext/arrow.h>
#include <wbm/sdk.hpp>

#include <optional>
#include <string>

namespace wbm::data_frame {

/// Made from
///   an Arrow stream  written as Parquet, batch by batch
///   a path, bytes    a Parquet file, kept byte for byte; its footer is read and checked against limits.hpp
/// Options:
///   compression, row_group_rows  of a stream: parquet/write_frame.hpp
///   project, entity, run         text: whose the frame is, as the reference records it
/// What the reference wrote names its file by a path of the machine that wrote it. Unless that file is in the store,
/// the record is kept as it is, and nothing is ever opened by such a path. Immutable. [const calls are thread-safe]
struct DataFrame {
    static constexpr const char* type = "data-frame";
    static constexpr auto inputs = WBM_FROM_ARROW | WBM_FROM_PATH | WBM_FROM_BYTES;
    static const char* const facts;

    static DataFrame create(Input in);
    /// The members of fields() that describe the file.
    static json::object probe(const Part& file);
    static DataFrame from_json(const json::object& j, const Store& source);
    [[nodiscard]] json::object to_json(Store target) const;
    /// rows, row_groups, compression, columns, column_types, format, id, project, entity, run, path (of a record whose
    /// file is not here), sha256, size, where known. The file is opened only when the JSON did not say them.
    [[nodiscard]] json::object fields() const;

    /// The rows as record batches, at most 65536 rows each, read when they are asked for. Options: columns, first,
    /// count.
    void arrow(const json::object& options, ArrowArrayStream& out) const;
    /// The same as JSON text: cell_json.hpp.
    [[nodiscard]] std::string rows(const json::object& options) const;
    /// Cells hold no values: always not_found.
    [[nodiscard]] Value cell_value(const json::array& place) const;
    /// Columns of numbers and booleans as one array, rows x columns of float64; null is NaN. The same options.
    [[nodiscard]] Array tensor(const json::object& options) const;
    /// Equal content, labels and unknown members; ids where both sides have one.
    bool operator==(const DataFrame& other) const;

    /// Project, entity and run of the wire form, null when they are not known.
    struct Labels {
        std::optional<std::string> project, entity, run;
        bool operator==(const Labels&) const = default;
    };

    std::optional<MediaFile> file;   ///< nullopt for a record whose file is not in its store
    std::string path;                ///< of such a record
    std::optional<std::string> id;   ///< nullopt until the store has said the file's SHA-256
    std::string format = "parquet";  ///< what the JSON says
    Labels labels;
    json::object content;    ///< rows, row_groups, compression, columns, column_types; empty where the JSON had none
    ExtraMembers wbm_extra;  ///< members of "_wbm" that this version does not know
    ExtraMembers extra;      ///< and members of the object's JSON
};

}  // namespace wbm::data_frame
