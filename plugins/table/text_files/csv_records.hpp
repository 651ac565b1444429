// csv_records.hpp - the records of a CSV text (RFC 4180), read by libcsv.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace wbm::table {

/// A field's text, or nullopt for an empty one without quotes.
using CsvField = std::optional<std::string_view>;
/// Called for each record with the line where it begins. Its texts are valid for the call.
using OnRecord = std::function<void(const std::vector<CsvField>& record, std::size_t line)>;

/// Goes through all records; lines without anything are none. Throws invalid with the line for quotes that RFC 4180 has
/// no place for, a field beyond max_field_bytes, a record beyond max_columns, text that is not UTF-8; and what
/// `on_record` throws.
void read_csv(std::string_view text, char delimiter, const OnRecord& on_record);

}  // namespace wbm::table
