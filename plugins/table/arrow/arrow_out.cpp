// Tables as Arrow record batches: wbm.arrow/1.
#include "../shown_rows.hpp"
#include "../table.hpp"
#include "exported.hpp"
#include "handles.hpp"

#include <algorithm>
#include <cerrno>
#include <utility>

namespace wbm::table {
namespace {

constexpr std::int64_t max_batch_rows = 65'536;  ///< of one record batch that is given out

/// A column and the row that its buffers begin with.
struct OutColumn {
    std::shared_ptr<const Exported> exported;
    std::int64_t base;
};

OutColumn export_column(const NamedColumn& column, std::size_t first, std::size_t end) {
    const auto data = column.cells.shared();
    Exported out;
    std::int64_t base = 0;
    if (data == nullptr) {
        out = export_cells({});
    } else if (const auto* cells = std::get_if<std::vector<Cell>>(&data->values)) {
        out = export_cells(std::span(*cells).subspan(first, end - first));
        base = static_cast<std::int64_t>(first);
    } else {
        out = export_plain(data);
    }
    out.name = text_of(column.name);
    const TypeWriter by_nobody{[](const Media&) { return std::string(); }, {}};
    out.metadata.emplace_back("wbm.dtype", json::write(column.type.to_json(by_nobody)));
    return {std::make_shared<const Exported>(std::move(out)), base};
}

/// What a stream's private_data points to.
class BatchMaker {
public:
    BatchMaker(const Table& table, const json::object& options) {
        const ShownRows shown(table, options);
        for (const NamedColumn* column : shown.columns)
            columns_.push_back(export_column(*column, shown.first, shown.end));
        at_ = static_cast<std::int64_t>(shown.first);
        end_ = static_cast<std::int64_t>(shown.end);
    }

    void schema(ArrowSchema& out) const {
        Exported row;
        row.format = "+s";
        for (const OutColumn& column : columns_) row.children.push_back(*column.exported);
        fill_schema(out, row);
    }
    /// Leaves `out` released at the end.
    void next(ArrowArray& out) {
        const std::int64_t count = std::min(end_ - at_, max_batch_rows);
        if (count == 0) return;
        auto row = std::make_shared<Exported>();
        row->format = "+s";
        row->length = count;
        row->buffers.push_back(nullptr);
        row->children.resize(columns_.size());
        fill_array(out, row, 0, count);
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            out.children[i]->release(out.children[i]);
            fill_array(*out.children[i], columns_[i].exported, at_ - columns_[i].base, count);
        }
        at_ += count;
    }
    std::string error;

private:
    std::vector<OutColumn> columns_;
    std::int64_t at_ = 0, end_ = 0;
};

BatchMaker& maker(ArrowArrayStream* stream) { return *static_cast<BatchMaker*>(stream->private_data); }

template <class Call>
int guarded(ArrowArrayStream* stream, const Call& call) noexcept {
    try {
        call(maker(stream));
        return 0;
    } catch (const std::bad_alloc&) {
        return ENOMEM;
    } catch (const std::exception& e) {
        try {
            maker(stream).error = e.what();
        } catch (const std::bad_alloc&) {
            return ENOMEM;
        }
        return EIO;
    }
}

}  // namespace

void Table::arrow(const json::object& options, ArrowArrayStream& out) const {
    auto made = std::make_unique<BatchMaker>(*this, options);
    out = {};
    out.get_schema = [](ArrowArrayStream* stream, ArrowSchema* schema) {
        *schema = {};
        return guarded(stream, [&](const BatchMaker& batches) { batches.schema(*schema); });
    };
    out.get_next = [](ArrowArrayStream* stream, ArrowArray* array) {
        *array = {};
        const int status = guarded(stream, [&](BatchMaker& batches) { batches.next(*array); });
        if (status != 0) release(*array);
        return status;
    };
    out.get_last_error = [](ArrowArrayStream* stream) -> const char* {
        const std::string& error = maker(stream).error;
        return error.empty() ? nullptr : error.c_str();
    };
    out.release = [](ArrowArrayStream* stream) {
        delete &maker(stream);
        stream->private_data = nullptr;
        stream->release = nullptr;
    };
    out.private_data = made.release();
}

}  // namespace wbm::table
