// test_support.hpp - what the tests of this type share.
#pragma once

#include "data_frame.hpp"

#include <wbm/testing.hpp>

#include <arrow/api.h>
#include <arrow/c/bridge.h>
#include <arrow/io/memory.h>
#include <gtest/gtest.h>
#include <parquet/arrow/writer.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace wbm::data_frame {

using testing::FakeStore;
using testing::Refused;
using testing::round_trip;
using testing::Source;
using OpaqueValue = testing::Value;

inline const testing::Type& frame_type() {
    static const testing::Type type = testing::type_of<DataFrame>();
    return type;
}
inline const DataFrame& of(const OpaqueValue& value) { return *reinterpret_cast<const DataFrame*>(value.get()); }

template <class T>
T must(arrow::Result<T> result) {
    if (!result.ok()) throw std::runtime_error(result.status().ToString());
    return std::move(result).ValueUnsafe();
}
inline void must(const arrow::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
}

template <class Builder, class T>
std::shared_ptr<arrow::Array> column_of(const std::vector<T>& values) {
    Builder builder;
    for (const T& value : values) must(builder.Append(value));
    return must(builder.Finish());
}

inline std::shared_ptr<arrow::Table> table_of(arrow::FieldVector fields, const arrow::ArrayVector& columns) {
    return arrow::Table::Make(arrow::schema(std::move(fields)), columns);
}

/// Rows of id 0, 1, ..., x = id / 2, name "n<id>" (null for every third) and flag.
inline std::shared_ptr<arrow::Table> sample_table(std::int64_t rows) {
    arrow::Int64Builder id;
    arrow::DoubleBuilder x;
    arrow::StringBuilder name;
    arrow::BooleanBuilder flag;
    for (std::int64_t i = 0; i < rows; ++i) {
        must(id.Append(i));
        must(x.Append(static_cast<double>(i) / 2));
        must(i % 3 == 2 ? name.AppendNull() : name.Append("n" + std::to_string(i)));
        must(flag.Append(i % 2 == 1));
    }
    return table_of({arrow::field("id", arrow::int64()), arrow::field("x", arrow::float64()),
                     arrow::field("name", arrow::utf8()), arrow::field("flag", arrow::boolean())},
                    {must(id.Finish()), must(x.Finish()), must(name.Finish()), must(flag.Finish())});
}

/// create()'s input of an Arrow stream.
class StreamInput {
public:
    explicit StreamInput(const std::shared_ptr<arrow::RecordBatchReader>& reader, const json::object& options = {})
        : options_(json::write(options)) {
        must(arrow::ExportRecordBatchReader(reader, &stream));
    }
    explicit StreamInput(const std::shared_ptr<arrow::Table>& table, const json::object& options = {},
                         std::int64_t batch_rows = 1000)
        : options_(json::write(options)) {
        auto reader = std::make_shared<arrow::TableBatchReader>(table);
        reader->set_chunksize(batch_rows);
        must(arrow::ExportRecordBatchReader(reader, &stream));
    }
    StreamInput(const StreamInput&) = delete;
    StreamInput& operator=(const StreamInput&) = delete;
    ~StreamInput() {
        if (stream.release != nullptr) stream.release(&stream);
    }
    [[nodiscard]] const wbm_input* input() {
        part_ = {sizeof part_, WBM_FROM_ARROW, {nullptr, 0}, {nullptr, 0}, nullptr, &stream, nullptr};
        input_ = {sizeof input_, 1, &parts_, str(options_)};
        return &input_;
    }
    ArrowArrayStream stream{};

private:
    std::string options_;
    wbm_part part_{};
    const wbm_part* parts_ = &part_;
    wbm_input input_{};
};

inline DataFrame made_of(const std::shared_ptr<arrow::Table>& table, const json::object& options = {},
                         std::int64_t batch_rows = 1000) {
    StreamInput input(table, options, batch_rows);
    DataFrame frame = DataFrame::create(Input(input.input()));
    EXPECT_EQ(input.stream.release, nullptr) << "the stream was not taken over";
    return frame;
}
inline DataFrame made(Source source) {
    const OpaqueValue value = frame_type().create(source);
    source.overwrite();
    return of(value);
}

/// All that a frame gives as Arrow.
inline std::shared_ptr<arrow::Table> table_from(const DataFrame& frame, const json::object& options = {}) {
    ArrowArrayStream stream{};
    frame.arrow(options, stream);
    return must(must(arrow::ImportRecordBatchReader(&stream))->ToTable());
}

/// A Parquet file as another program writes it.
inline std::string parquet_of(
    const std::shared_ptr<arrow::Table>& table, std::int64_t group_rows = 1000,
    const std::shared_ptr<parquet::WriterProperties>& properties = parquet::default_writer_properties()) {
    const auto out = must(arrow::io::BufferOutputStream::Create());
    must(parquet::arrow::WriteTable(*table, arrow::default_memory_pool(), out, group_rows, properties));
    return must(out->Finish())->ToString();
}

inline std::string bytes_of(const DataFrame& frame) { return frame.file->read(); }
inline std::filesystem::path corpus(const std::string& name) { return std::filesystem::path(WBM_CORPUS) / name; }
inline std::string sample(const std::string& name) { return read_file(corpus(name).string()); }

/// "<status> <text>" of the refusal.
template <class Call>
std::string refusal(const Call& call) {
    try {
        call();
    } catch (const Refused& e) {
        return std::to_string(e.status()) + " " + e.what();
    } catch (const Error& e) {
        return std::to_string(e.status()) + " " + e.what();
    }
    return "not refused";
}
inline std::string refusal_of(Source source) {
    return refusal([&] { (void)frame_type().create(source); });
}
inline std::string refusal_of(const std::shared_ptr<arrow::Table>& table, const json::object& options = {}) {
    return refusal([&] { (void)made_of(table, options); });
}

inline ::testing::AssertionResult says(const std::string& text, const std::vector<std::string>& pieces) {
    for (const std::string& piece : pieces)
        if (text.find(piece) == std::string::npos)
            return ::testing::AssertionFailure() << '"' << text << "\" does not say \"" << piece << '"';
    return ::testing::AssertionSuccess();
}

inline std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files.push_back(entry.path());
    return files;
}

inline std::string keys_of(const json::object& j) {
    std::string keys;
    for (const auto& member : j) keys += std::string(member.key()) + " ";
    return keys;
}

}  // namespace wbm::data_frame
