// refuse.hpp - what Arrow and Parquet say, as errors of this type: one sentence, valid UTF-8, a status of its own.
#pragma once

#include <wbm/sdk.hpp>

#include <arrow/result.h>
#include <arrow/status.h>

#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <utility>

namespace wbm::data_frame {

/// The first line of a library's text, cut to a readable length; bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string said(std::string_view text);

/// `what` begins the sentence: `the file "a.parquet" cannot be read`. Unsupported for what the library cannot do.
[[noreturn]] void refuse(const std::string& what, const arrow::Status& status);

inline void check(const std::string& what, const arrow::Status& status) {
    if (!status.ok()) refuse(what, status);
}

template <class T>
[[nodiscard]] T take(const std::string& what, arrow::Result<T> result) {
    if (!result.ok()) refuse(what, result.status());
    return std::move(result).ValueUnsafe();
}

/// Runs calls of the library, which throws for broken files.
template <class Call>
auto guarded(const std::string& what, const Call& call) {
    try {
        return call();
    } catch (const Error&) {
        throw;
    } catch (const std::bad_alloc&) {
        throw;
    } catch (const std::exception& e) {
        throw invalid(what + ": " + said(e.what()));
    }
}

}  // namespace wbm::data_frame
