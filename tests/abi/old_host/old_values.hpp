// old_values.hpp - wbm.values/1 as the first boundary had it: values that are only their JSON.
#pragma once

#include <wbm/ext/values.h>

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "old_store.hpp"

/// What the host keeps of a value. Its files are none of its business here.
struct wbm_handle {
    std::string type;
    std::string json;
    std::atomic<int> references{1};
};

namespace old_host {

/// The extension's table, and what follows it in memory. Counts handles, so that a test sees one that is not given
/// back.
class OldValues {
public:
    [[nodiscard]] static const wbm_ext_values* table() {
        static const Behind behind{
            {sizeof(wbm_ext_values), nullptr, &create, &from_json, &to_json, &type, &equal, &retain, &release},
            {1, 1, 1, 1, 1, 1, 1, 1}};
        return &behind.values;
    }
    [[nodiscard]] static wbm_handle* make(std::string_view type, std::string_view json) {
        ++alive;
        return new wbm_handle{std::string(type), std::string(json)};
    }
    static void release(wbm_handle* h) {
        if (--h->references > 0) return;
        delete h;
        --alive;
    }
    inline static std::atomic<int> alive{0};

private:
    struct Behind {
        wbm_ext_values values;
        std::uintptr_t poison[8];
    };
    static void put(wbm_sink sink, std::string_view text) { sink.write(sink.ctx, text.data(), text.size()); }

    static wbm_status create(void*, wbm_str, const wbm_input*, wbm_handle**, wbm_sink error) {
        return put(error, "this host makes no values"), WBM_UNSUPPORTED;
    }
    static wbm_status from_json(void*, wbm_str json, const wbm_store*, wbm_handle** out, wbm_sink) {
        return *out = make("html-file", view(json)), WBM_OK;
    }
    static wbm_status to_json(const wbm_handle* h, const wbm_store*, wbm_sink json, wbm_sink) {
        return put(json, h->json), WBM_OK;
    }
    static void type(const wbm_handle* h, wbm_sink name) { put(name, h->type); }
    static std::int32_t equal(const wbm_handle* a, const wbm_handle* b) {
        return a->type == b->type && a->json == b->json ? 1 : 0;
    }
    static wbm_handle* retain(const wbm_handle* h) {
        auto* mine = const_cast<wbm_handle*>(h);
        ++mine->references;
        return mine;
    }
};

static_assert(sizeof(wbm_ext_values) == offsetof(wbm_ext_values, release) + sizeof(wbm_ext_values::release),
              "this host is compiled with frozen/abi1-first alone");

}  // namespace old_host
