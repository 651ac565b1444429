// table_arrow_bridge - tables by Arrow C streams for test_table_arrow.py, which calls it through ctypes. A function
// that fails returns null or 1 and keeps its error for bridge_error(). For one thread.
#include <wbm/ext/arrow.h>
#include <wbm/wbm.hpp>

#include <exception>
#include <string>

namespace {

std::string error, answer;

wbm::Registry& registry() {
    static wbm::Registry media([] {
        wbm::RegistryOptions options;
        options.directories = {WBM_PLUGINS};
        options.search_standard_places = false;
        options.use_cache = false;
        return options;
    }());
    return media;
}

template <class Result, class Call>
Result guarded(Result failed, const Call& call) {
    try {
        return call();
    } catch (const std::exception& e) {
        error = e.what();
        return failed;
    }
}

const wbm::ValuePtr& table_of(void* table) { return *static_cast<wbm::ValuePtr*>(table); }

}  // namespace

#pragma GCC visibility push(default)
extern "C" {

const char* bridge_error() { return error.c_str(); }

/// Takes the stream over. The table is to be given to bridge_free().
void* bridge_read(ArrowArrayStream* stream, const char* options) {
    return guarded<void*>(nullptr, [&] {
        return new wbm::ValuePtr(registry().create("table", wbm::arrow(*stream), wbm::json::read_object(options)));
    });
}

/// The rows as JSON; the text lives until the next call.
const char* bridge_rows(void* table) {
    return guarded<const char*>(nullptr, [&] {
        answer = wbm::json::write(wbm::json::value(table_of(table)->rows()), wbm::json::Style::fast,
                                  wbm::json::NonFinite::allow);
        return answer.c_str();
    });
}

/// Fills `out`; the caller releases it.
int bridge_write(void* table, const char* options, ArrowArrayStream* out) {
    return guarded(1, [&] {
        table_of(table)->arrow(*out, wbm::json::read_object(options));
        return 0;
    });
}

int bridge_equal(void* a, void* b) {
    return guarded(-1, [&] { return *table_of(a) == *table_of(b) ? 1 : 0; });
}

void bridge_free(void* table) { delete static_cast<wbm::ValuePtr*>(table); }
}
#pragma GCC visibility pop
