// old_store.hpp - a run or an artifact as a host built with the first boundary has it: four functions, no more.
#pragma once

#include <wbm/plugin.h>

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "temp_dir.hpp"

namespace old_host {

static_assert(sizeof(wbm_store) == offsetof(wbm_store, fetch) + sizeof(wbm_store::fetch),
              "this host is compiled with frozen/abi1-first alone");

inline std::string_view view(wbm_str s) { return s.size == 0 ? std::string_view() : std::string_view(s.data, s.size); }
inline wbm_str str(std::string_view s) { return {s.data(), s.size()}; }

/// What a plugin writes into a sink.
struct Text {
    std::string text;
    [[nodiscard]] wbm_sink sink() {
        return {this, [](void* ctx, const char* data, std::size_t size) {
                    static_cast<Text*>(ctx)->text.append(size == 0 ? "" : data, size);
                }};
    }
};

/// Keeps files in a folder of its own. What the struct does not have is never there to be called: behind it stands
/// memory that any use of it would crash on.
class OldStore {
public:
    explicit OldStore(std::int32_t kind);
    OldStore(const OldStore&) = delete;
    OldStore& operator=(const OldStore&) = delete;

    [[nodiscard]] const wbm_store* table() const { return &behind_.store; }
    [[nodiscard]] const std::vector<std::string>& paths() const { return paths_; }
    /// A file as a reader finds it.
    void put(std::string_view path, std::string_view content) const { (void)folder_.write(path, content); }

private:
    static wbm_status add_bytes(void* ctx, wbm_str folder, wbm_str bytes, wbm_str extension, wbm_sink entry,
                                wbm_sink error);
    static wbm_status add_file(void* ctx, wbm_str folder, wbm_str path, wbm_str extension, wbm_sink entry,
                               wbm_sink error);
    static wbm_status add_reference(void* ctx, wbm_str folder, wbm_str url, wbm_sink entry, wbm_sink error);
    static wbm_status fetch(void* ctx, wbm_str path, wbm_sink local_path, wbm_sink error);
    wbm_status keep(const std::string& path, std::string_view content, wbm_sink entry);
    [[nodiscard]] bool is_run() const { return behind_.store.kind == WBM_RUN; }

    /// The table, and what follows it in memory.
    struct Behind {
        wbm_store store;
        std::uintptr_t poison[8];
    } behind_;
    wbm::test::TempDir folder_;
    std::vector<std::string> paths_;
    std::map<std::string, std::string> urls_;
};

}  // namespace old_host
