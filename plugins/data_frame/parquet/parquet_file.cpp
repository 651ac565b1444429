#include "parquet_file.hpp"

#include "../limits.hpp"
#include "check_field.hpp"
#include "refuse.hpp"

#include <arrow/buffer.h>
#include <arrow/io/file.h>
#include <arrow/io/memory.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>
#include <parquet/properties.h>
#include <parquet/schema.h>

#include <algorithm>
#include <cstring>

namespace wbm::data_frame {
namespace {

constexpr std::string_view magic = "PAR1";
constexpr std::string_view encrypted_magic = "PARE";
constexpr std::int64_t frame_bytes = 12;  // the magic twice, and the footer's length

parquet::ReaderProperties reader_properties(arrow::MemoryPool* pool) {
    parquet::ReaderProperties properties(pool);
    properties.enable_buffered_stream();  // a column chunk is read in pieces, whatever length it claims
    properties.set_buffer_size(std::int64_t{1} << 18);
    properties.set_thrift_string_size_limit(max_footer_text);
    properties.set_thrift_container_size_limit(max_footer_list);
    properties.set_schema_depth_limit(3 * max_depth);  // Parquet writes a list as three levels
    properties.set_page_checksum_verification(true);
    return properties;
}

parquet::ArrowReaderProperties arrow_properties() {
    parquet::ArrowReaderProperties properties(false);  // no threads
    properties.set_pre_buffer(false);
    properties.set_batch_size(max_batch_rows);
    return properties;
}

std::string number(std::int64_t n) { return std::to_string(n); }

}  // namespace

std::shared_ptr<ParquetFile> ParquetFile::open(const std::string& path) {
    const std::string name = name_of_file(path);
    std::shared_ptr<ParquetFile> file(new ParquetFile(name));
    (void)MediaFile::of_path(path);  // refuses what is no regular file
    auto opened = arrow::io::ReadableFile::Open(path, file->pool_.get());
    if (!opened.ok()) throw io_error(name + " cannot be opened: " + said(opened.status().message()));
    file->open_footer(std::move(opened).ValueUnsafe());
    return file;
}

std::shared_ptr<ParquetFile> ParquetFile::open(std::shared_ptr<const std::string> bytes, const std::string& name) {
    std::shared_ptr<ParquetFile> file(new ParquetFile(name));
    file->bytes_ = std::move(bytes);
    file->open_footer(std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(*file->bytes_)));
    return file;
}

std::shared_ptr<ParquetFile> ParquetFile::open_view(std::string_view bytes, const std::string& name) {
    std::shared_ptr<ParquetFile> file(new ParquetFile(name));
    file->open_footer(std::make_shared<arrow::io::BufferReader>(std::make_shared<arrow::Buffer>(bytes)));
    return file;
}

std::shared_ptr<ParquetFile> ParquetFile::of(const MediaFile& file) {
    if (file.bytes() == nullptr) return open(file.path());
    // The value owns the bytes and what is read may outlive it, so this shares them by holding the value's file.
    const auto held = std::make_shared<const MediaFile>(file);
    return open(std::shared_ptr<const std::string>(held, held->bytes()), "the frame");
}

void ParquetFile::open_footer(std::shared_ptr<arrow::io::RandomAccessFile> source) {
    source_ = std::move(source);
    guarded(name_ + " is no sound Parquet file", [&] {
        size_ = take(name_ + " cannot be read", source_->GetSize());
        check_ends();
        auto reader = parquet::ParquetFileReader::Open(source_, reader_properties(pool_.get()));
        reader_ = take(name_ + " cannot be read",
                       parquet::arrow::FileReader::Make(pool_.get(), std::move(reader), arrow_properties()));
        check_footer();
    });
}

void ParquetFile::check_ends() {
    if (size_ > max_file_bytes)
        throw invalid(name_ + " has " + number(size_) + " bytes, more than " + number(max_file_bytes));
    if (size_ < frame_bytes)
        throw unsupported(name_ + " is no Parquet file: it has " + number(size_) + " bytes; give a .parquet file");
    const auto bytes_at = [&](std::int64_t offset, std::int64_t count) {
        return take(name_ + " cannot be read", source_->ReadAt(offset, count))->ToString();
    };
    const std::string head = bytes_at(0, 4);
    if (head == encrypted_magic) throw unsupported(name_ + " is encrypted; write it without encryption");
    if (head != magic)
        throw unsupported(name_ + " is no Parquet file: it does not begin with PAR1; give a .parquet file");
    const std::string tail = bytes_at(size_ - 8, 8);
    if (tail.size() == 8 && tail.substr(4) == encrypted_magic)
        throw unsupported(name_ + " is encrypted; write it without encryption");
    if (tail.size() != 8 || tail.substr(4) != magic)
        throw invalid(name_ + " is cut: it does not end with PAR1; write it again");
    std::uint32_t length = 0;
    std::memcpy(&length, tail.data(), 4);  // little-endian, as every machine that this is built for
    if (length > max_footer_bytes)
        throw invalid(name_ + " has a footer of " + number(length) + " bytes, more than " + number(max_footer_bytes) +
                      "; write it with fewer columns or larger row groups");
    if (length > size_ - frame_bytes)
        throw invalid(name_ + " is broken: its footer would have " + number(length) + " of " + number(size_) +
                      " bytes; write it again");
    data_end_ = size_ - 8 - length;
}

void ParquetFile::check_footer() {
    if (footer().is_encryption_algorithm_set()) throw unsupported(name_ + " is encrypted; write it without encryption");
    const int leaves = footer().num_columns();
    if (leaves == 0) throw invalid(name_ + " has no columns; a frame needs one");
    if (leaves > max_columns)
        throw invalid(name_ + " has " + number(leaves) + " columns, more than " + number(max_columns));
    check_row_groups();
    check(name_ + " has a schema that cannot be read", reader_->GetSchema(&schema_));
    check_schema();
}

void ParquetFile::check_row_groups() {
    const int groups = footer().num_row_groups();
    if (groups > max_row_groups)
        throw invalid(name_ + " has " + number(groups) + " row groups, more than " + number(max_row_groups) +
                      "; write it with larger ones");
    for (int i = 0; i < groups; ++i) {
        check_row_group(i);
        rows_ += footer().RowGroup(i)->num_rows();
    }
    if (rows_ != footer().num_rows())
        throw invalid(name_ + " is broken: it claims " + number(footer().num_rows()) + " rows and its row groups " +
                      number(rows_) + "; write it again");
}

void ParquetFile::check_row_group(int index) const {
    const auto group = footer().RowGroup(index);
    const std::string what = "row group " + number(index) + " of " + name_;
    if (group->num_columns() != footer().num_columns())
        throw invalid(what + " has " + number(group->num_columns()) + " columns, the schema " +
                      number(footer().num_columns()) + "; write it again");
    if (group->num_rows() < 0 || group->num_rows() > max_group_rows)
        throw invalid(what + " claims " + number(group->num_rows()) + " rows; 0 to " + number(max_group_rows) +
                      " are taken");
    if (group->total_byte_size() < 0 || group->total_byte_size() > max_group_bytes)
        throw invalid(what + " claims " + number(group->total_byte_size()) + " bytes; up to " +
                      number(max_group_bytes) + " are taken, so write it with smaller row groups");
    std::int64_t bytes = 0;
    for (int column = 0; column < group->num_columns(); ++column) {
        check_chunk(index, column);
        bytes += group->ColumnChunk(column)->total_uncompressed_size();
    }
    if (bytes > max_group_bytes)
        throw invalid(what + " claims " + number(bytes) + " bytes in its columns; up to " + number(max_group_bytes) +
                      " are taken, so write it with smaller row groups");
}

void ParquetFile::check_chunk(int group, int column) const {
    const auto chunk = footer().RowGroup(group)->ColumnChunk(column);
    const std::string what = "column " + number(column) + " of row group " + number(group) + " of " + name_;
    if (!chunk->file_path().empty())
        throw unsupported(what + " is in another file, which is never opened; write all of it into one file");
    if (chunk->total_uncompressed_size() < 0 || chunk->total_uncompressed_size() > max_group_bytes)
        throw invalid(what + " claims " + number(chunk->total_uncompressed_size()) + " bytes; up to " +
                      number(max_group_bytes) + " are taken");
    if (footer().RowGroup(group)->num_rows() == 0) return;  // never read, and some writers give no place
    const std::int64_t length = chunk->total_compressed_size();
    std::int64_t start = chunk->data_page_offset();
    if (chunk->has_dictionary_page() && chunk->dictionary_page_offset() > 0)
        start = std::min(start, chunk->dictionary_page_offset());
    if (start < 4 || length < 0 || start > data_end_ || length > data_end_ - start)
        throw invalid(what + " would be " + number(length) + " bytes at " + number(start) + " of " + number(data_end_) +
                      "; the file is cut or broken, write it again");
}

void ParquetFile::check_schema() const {
    for (int i = 0; i < schema_->num_fields(); ++i)
        check_field(*schema_->field(i), "column " + number(i) + " of " + name_);
}

std::string ParquetFile::compression() const {
    std::string name;
    for (int group = 0; group < footer().num_row_groups(); ++group)
        for (int column = 0; column < footer().num_columns(); ++column) {
            const auto codec = footer().RowGroup(group)->ColumnChunk(column)->compression();
            const std::string of_chunk = codec == arrow::Compression::UNCOMPRESSED
                                             ? std::string("none")
                                             : arrow::util::Codec::GetCodecAsString(codec);
            if (name.empty()) name = of_chunk;
            if (name != of_chunk) return "mixed";
        }
    return name;
}

json::object ParquetFile::facts() const {
    json::object facts{{"rows", rows_}, {"row_groups", footer().num_row_groups()}};
    if (const std::string name = guarded(name_ + " is broken", [&] { return compression(); }); !name.empty())
        facts["compression"] = name;
    json::array columns;
    json::array types;
    for (const auto& field : schema_->fields()) {
        columns.emplace_back(field->name());
        std::string type = field->type()->ToString();
        if (type.size() > max_type_bytes || !json::is_utf8(type)) type = field->type()->name();
        types.emplace_back(std::move(type));
    }
    facts["columns"] = std::move(columns);
    facts["column_types"] = std::move(types);
    return facts;
}

}  // namespace wbm::data_frame
