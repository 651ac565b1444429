// How a frame is made, and what a file says of itself.
#include "data_frame.hpp"
#include "limits.hpp"
#include "parquet/parquet_file.hpp"
#include "parquet/write_frame.hpp"

#include <algorithm>

namespace wbm::data_frame {
namespace {

constexpr const char* extension = ".parquet";

std::optional<std::string> label(const json::object& options, const char* name) {
    auto given = optional_text(options, name);
    if (given && given->size() > max_label_bytes)
        throw invalid("option \"" + std::string(name) + "\" has " + std::to_string(given->size()) +
                      " bytes, more than " + std::to_string(max_label_bytes));
    return given;
}

WriteOptions write_options(const json::object& options) {
    WriteOptions parsed;
    parsed.compression = text_or(options, "compression", parsed.compression);
    constexpr std::string_view known[] = {"zstd", "snappy", "gzip", "none"};
    if (std::ranges::find(known, parsed.compression) == std::end(known))
        throw invalid("option \"compression\" is " + brief(json::value(parsed.compression)) +
                      "; it must be zstd, snappy, gzip or none");
    parsed.row_group_rows = optional_integer(options, "row_group_rows").value_or(parsed.row_group_rows);
    if (parsed.row_group_rows < 1 || parsed.row_group_rows > max_group_rows)
        throw invalid("option \"row_group_rows\" is " + std::to_string(parsed.row_group_rows) + "; give 1 to " +
                      std::to_string(max_group_rows));
    return parsed;
}

void check_file_options(const json::object& options) {
    for (const char* name : {"compression", "row_group_rows"})
        if (const json::value* v = options.if_contains(name); v != nullptr && !v->is_null())
            throw invalid("option \"" + std::string(name) +
                          "\" is for Arrow streams; a Parquet file is kept as it is, so leave it out");
}

/// A stream that create() was given is released whatever happens.
struct TakenStream {
    ArrowArrayStream* stream;
    explicit TakenStream(ArrowArrayStream* given) : stream(given) {}
    TakenStream(const TakenStream&) = delete;
    TakenStream& operator=(const TakenStream&) = delete;
    ~TakenStream() {
        if (stream->release != nullptr) stream->release(stream);
    }
};

std::shared_ptr<ParquetFile> parquet_of(const Part& file) {
    return file.is(WBM_FROM_PATH) ? ParquetFile::open(file.path()) : ParquetFile::open_view(file.bytes(), "the data");
}

}  // namespace

const char* const DataFrame::facts = R"json({
  "description": "Data frames as Parquet files",
  "extensions": [".parquet"],
  "magic": [{"offset": 0, "hex": "50415231"}],
  "options": {
    "type": "object",
    "properties": {
      "compression": {"enum": ["zstd", "snappy", "gzip", "none", null], "description": "of an Arrow stream; zstd when it is not given"},
      "row_group_rows": {"type": ["integer", "null"], "minimum": 1, "maximum": 268435456,
                         "description": "of an Arrow stream: rows that are stored together; 1048576 when it is not given"},
      "project": {"type": ["string", "null"], "description": "whose the frame is"},
      "entity": {"type": ["string", "null"], "description": "whose the frame is"},
      "run": {"type": ["string", "null"], "description": "whose the frame is"}
    },
    "additionalProperties": false
  }
})json";

DataFrame DataFrame::create(Input in) {
    std::optional<TakenStream> stream;
    if (in.is(WBM_FROM_ARROW)) stream.emplace(in.main().arrow());
    const json::object options = in.options();
    only(options, {"compression", "row_group_rows", "project", "entity", "run"});
    DataFrame made;
    made.labels = {label(options, "project"), label(options, "entity"), label(options, "run")};
    if (stream) {
        made.file = MediaFile::of_bytes(write_frame(*stream->stream, write_options(options)), extension);
        made.content = ParquetFile::of(*made.file)->facts();
        return made;
    }
    check_file_options(options);
    made.content = parquet_of(in.main())->facts();
    made.file =
        in.is(WBM_FROM_PATH) ? MediaFile::of_path(in.path()) : MediaFile::of_bytes(std::string(in.bytes()), extension);
    return made;
}

json::object DataFrame::probe(const Part& file) {
    const auto parquet = parquet_of(file);
    json::object known = parquet->facts();
    known["format"] = "parquet";
    known["size"] = parquet->size();
    return known;
}

}  // namespace wbm::data_frame
