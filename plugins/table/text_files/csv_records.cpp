#include "csv_records.hpp"

#include "../limits.hpp"
#include "text_lines.hpp"

#include <wbm/sdk.hpp>

#include <csv.h>

#include <exception>
#include <new>
#include <string>
#include <utility>

namespace wbm::table {
namespace {

/// Bytes by which libcsv's buffer grows: its own 128 copy a long field thousands of times.
constexpr std::size_t growth = std::size_t{1} << 18;

class Parser {
public:
    Parser(char delimiter, const OnRecord& on_record) : on_record_(on_record) {
        constexpr unsigned char options = CSV_STRICT | CSV_STRICT_FINI | CSV_EMPTY_IS_NULL;
        if (csv_init(&csv_, options) != 0) throw std::bad_alloc();
        csv_set_blk_size(&csv_, growth);
        csv_set_delim(&csv_, static_cast<unsigned char>(delimiter));
        // Blanks around a field belong to it (RFC 4180, section 2).
        csv_set_space_func(&csv_, [](unsigned char) { return 0; });
    }
    ~Parser() { csv_free(&csv_); }
    Parser(const Parser&) = delete;
    Parser& operator=(const Parser&) = delete;

    void read(std::string_view line, std::size_t number) {
        line_ = number;
        const std::size_t done = csv_parse(&csv_, line.data(), line.size(), &on_field, &on_end, this);
        rethrow();
        if (csv_error(&csv_) == CSV_ENOMEM) throw std::bad_alloc();
        if (done != line.size()) refuse_quote();
        // A field that goes on in the next line.
        check_field(csv_.entry_pos);
    }

    void finish() {
        const int failed = csv_fini(&csv_, &on_field, &on_end, this);
        rethrow();
        if (failed != 0)
            throw invalid(line_text(begin_ == 0 ? line_ : begin_) +
                          ": a quoted field begins here that never ends; close its quotes");
    }

private:
    [[noreturn]] void refuse_quote() const {
        throw invalid(
            line_text(line_) +
            " has a quote where none may be; a field with quotes in it is written in quotes, and each quote in "
            "it twice");
    }
    void check_field(std::size_t size) const {
        if (size > max_field_bytes)
            throw invalid(line_text(line_) + ": a field has more than " + std::to_string(max_field_bytes) +
                          " bytes; is a quote missing?");
    }

    // libcsv is C: what is thrown in its callbacks is kept until it has returned.
    template <class Call>
    void keep(const Call& call) noexcept {
        if (failure_) return;
        try {
            call();
        } catch (...) {
            failure_ = std::current_exception();
        }
    }
    void rethrow() {
        if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    }

    static void on_field(void* text, std::size_t size, void* self) {
        auto& parser = *static_cast<Parser*>(self);
        parser.keep([&] { parser.add(text, size); });
    }
    static void on_end(int, void* self) {
        auto& parser = *static_cast<Parser*>(self);
        parser.keep([&] { parser.end(); });
    }

    void add(const void* text, std::size_t size) {
        check_field(size);
        if (ends_.size() >= max_columns)
            throw invalid(line_text(line_) + " has more than the allowed " + std::to_string(max_columns) + " fields");
        bytes_.append(text == nullptr ? "" : static_cast<const char*>(text), text == nullptr ? 0 : size);
        ends_.push_back(bytes_.size());
        is_null_.push_back(text == nullptr);
    }

    void end() {
        record_.clear();
        std::size_t begin = 0;
        for (std::size_t i = 0; i < ends_.size(); ++i) {
            const auto text = std::string_view(bytes_).substr(begin, ends_[i] - begin);
            record_.push_back(is_null_[i] ? CsvField() : CsvField(text));
            begin = ends_[i];
        }
        on_record_(record_, begin_ == 0 ? line_ : begin_);
        bytes_.clear();
        ends_.clear();
        is_null_.clear();
        begin_ = 0;
    }

public:
    /// Tells that a line begins, before it is read.
    void begin(std::size_t number) noexcept {
        if (begin_ == 0) begin_ = number;
    }

private:
    const OnRecord& on_record_;
    csv_parser csv_{};
    std::size_t line_ = 0;
    std::size_t begin_ = 0;  ///< line where the record begins; 0 between records
    std::string bytes_;
    std::vector<std::size_t> ends_;
    std::vector<bool> is_null_;
    std::vector<CsvField> record_;
    std::exception_ptr failure_;
};

}  // namespace

void read_csv(std::string_view text, char delimiter, const OnRecord& on_record) {
    TextLines lines(text);
    Parser parser(delimiter, on_record);
    std::string_view line;
    while (lines.next(line)) {
        parser.begin(lines.number());
        parser.read(line, lines.number());
    }
    parser.finish();
}

}  // namespace wbm::table
