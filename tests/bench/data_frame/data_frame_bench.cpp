// data_frame_bench - a million rows of an int64, a double, a text and a boolean from an Arrow stream into a run, and a
// frame's file as Arrow batches, beside pyarrow.parquet's write_table and read_table of the same rows, and beside
// Arrow's own writer in this process with its default memory, which is the least that a frame can cost. Prints tables
// of processor time; the times of a shared machine mean little, the ratios are to be read. Usage: data_frame_bench [a
// Python that has pyarrow]
#include <wbm/media/data_frame.hpp>
#include <wbm/wbm.hpp>

#include <arrow/api.h>
#include <arrow/c/bridge.h>
#include <arrow/io/memory.h>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <cstdio>
#include <random>
#include <sstream>

#include "bench_support.hpp"

namespace {

using wbm::bench::in_turns;
using wbm::bench::process_seconds;

constexpr std::int64_t rows = 1000000;
constexpr std::int64_t batch_rows = 65536;

void must(const arrow::Status& status) {
    if (!status.ok()) throw std::runtime_error(status.ToString());
}
template <class T>
T must(arrow::Result<T> result) {
    must(result.status());
    return std::move(result).ValueUnsafe();
}

std::shared_ptr<arrow::Table> million_rows() {
    std::mt19937_64 random(7);
    std::normal_distribution<double> normal;
    arrow::Int64Builder id;
    arrow::DoubleBuilder x;
    arrow::StringBuilder text;
    arrow::BooleanBuilder flag;
    for (std::int64_t i = 0; i < rows; ++i) {
        must(id.Append(i));
        must(x.Append(normal(random)));
        must(text.Append("name " + std::to_string(random() % 100000)));
        must(flag.Append(random() % 2 == 0));
    }
    return arrow::Table::Make(
        arrow::schema({arrow::field("id", arrow::int64()), arrow::field("x", arrow::float64()),
                       arrow::field("text", arrow::utf8()), arrow::field("flag", arrow::boolean())}),
        {must(id.Finish()), must(x.Finish()), must(text.Finish()), must(flag.Finish())});
}

ArrowArrayStream stream_of(const std::shared_ptr<arrow::Table>& table) {
    auto reader = std::make_shared<arrow::TableBatchReader>(table);
    reader->set_chunksize(batch_rows);
    ArrowArrayStream stream{};
    must(arrow::ExportRecordBatchReader(reader, &stream));
    return stream;
}

std::string by_arrow(const arrow::Table& table, const std::string& compression) {
    const auto codec =
        must(arrow::util::Codec::GetCompressionType(compression == "none" ? "uncompressed" : compression));
    const auto properties = parquet::WriterProperties::Builder().compression(codec)->build();
    const auto out = must(arrow::io::BufferOutputStream::Create());
    must(parquet::arrow::WriteTable(table, arrow::default_memory_pool(), out, 1 << 20, properties));
    return must(out->Finish())->ToString();
}

std::int64_t rows_of(const wbm::DataFrame& frame) {
    ArrowArrayStream stream{};
    frame.arrow(stream);
    std::int64_t count = 0;
    for (ArrowArray batch{}; stream.get_next(&stream, &batch) == 0 && batch.release != nullptr; batch.release(&batch))
        count += batch.length;
    stream.release(&stream);
    return count;
}

void compare(wbm::Registry& registry, const char* python) {
    const auto table = million_rows();
    std::printf("\n1,000,000 rows x (int64, double, text, bool)\n%-8s %8s %8s %8s %8s %7s %8s %8s %7s\n", "codec", "MB",
                "made ms", "run ms", "Arrow's", "times", "pyarrow", "times", "MB");
    std::string reading, version;
    for (const std::string compression : {"zstd", "snappy", "none"}) {
        wbm::bench::Logger logger(registry, "data-frame");
        const auto frame = [&] {
            ArrowArrayStream stream = stream_of(table);
            return wbm::DataFrame(stream, {.compression = compression}, registry);
        };
        const auto measure = [&] {
            return in_turns(
                {[&] { (void)frame(); }, [&] { logger.log(frame()); }, [&] { (void)by_arrow(*table, compression); }},
                &process_seconds);
        };
        const auto before = measure();
        const wbm::DataFrame made = frame();
        const auto read = in_turns({[&] {
                                       if (rows_of(made) != rows) throw std::runtime_error("rows are missing");
                                   }},
                                   &process_seconds);
        double write_python = 0, read_python = 0, size_python = 0;
        if (python != nullptr) {
            const wbm::test::TempDir dir;
            wbm::bench::write_file(dir / "frame.parquet", by_arrow(*table, compression));
            std::ostringstream command;
            command << '\'' << python << "' '" << PYARROW_FRAME << "' '" << (dir / "frame.parquet").string() << "' "
                    << compression;
            std::istringstream(wbm::bench::line_of(command.str())) >> write_python >> read_python >> size_python >>
                version;
        }
        const auto after = measure();
        const auto of = [&](std::size_t i) { return std::min(before[i], after[i]); };
        const auto size = static_cast<double>(made.value()->get<std::uint64_t>("size").value_or(0));
        std::printf("%-8s %8.1f %8.1f %8.1f %8.1f %7.2f %8.1f %8.2f %7.1f\n", compression.c_str(), size / 1e6,
                    of(0) * 1e3, of(1) * 1e3, of(2) * 1e3, of(2) / of(0), write_python * 1e3, write_python / of(1),
                    size_python / 1e6);
        char line[160];
        std::snprintf(line, sizeof line, "%-8s %8.1f %8.1f %7.2f\n", compression.c_str(), read[0] * 1e3,
                      read_python * 1e3, read_python / read[0]);
        reading += line;
        std::fflush(stdout);
    }
    std::printf("\nthe file as Arrow batches, every one checked\n%-8s %8s %8s %7s\n%s", "codec", "ours ms", "pyarrow",
                "times", reading.c_str());
    if (!version.empty()) std::printf("pyarrow %s\n", version.c_str());
}

}  // namespace

int main(int argc, char** argv) {
    try {
        wbm::Registry registry(wbm::bench::only_ours());
        const double start = wbm::bench::seconds_of_day();
        registry.load("data-frame");
        std::printf("the plugin is loaded in %.1f ms (its Arrow is in this program already)\n",
                    (wbm::bench::seconds_of_day() - start) * 1e3);
        compare(registry, argc > 1 ? argv[1] : nullptr);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "data_frame_bench: %s\n", error.what());
        return 1;
    }
}
