#include "check/life/process_store.hpp"

#include <wbm/testing/text_sink.hpp>

#include <functional>
#include <string_view>

namespace wbm::tool {

struct QuickStore::Calls {
    /// `ask` calls the store behind; its answer is kept under `key`.
    template <class Ask>
    static wbm_status answer(void* ctx, const std::string& key, wbm_sink out, wbm_sink error, const Ask& ask) noexcept {
        auto& self = *static_cast<QuickStore*>(ctx);
        if (self.fails_) {
            constexpr std::string_view text = "this call was told to fail";
            error.write(error.ctx, text.data(), text.size());
            return WBM_IO;
        }
        auto found = self.answers_.find(key);
        if (found == self.answers_.end()) {
            testing::TextSink text;
            const wbm_status status = ask(self.first_, text.sink());
            if (status != WBM_OK) return status;
            found = self.answers_.emplace(key, text.text()).first;
        }
        out.write(out.ctx, found->second.data(), found->second.size());
        return WBM_OK;
    }

    static std::string key(const char* call, std::string_view a, std::string_view b = {}, std::string_view c = {}) {
        return std::string(call).append("\n").append(a).append("\n").append(b).append("\n").append(c);
    }
    static std::string short_form(wbm_str bytes) {
        return std::to_string(bytes.size) + " " + std::to_string(std::hash<std::string_view>()(view(bytes)));
    }

    static wbm_status add_bytes(void* ctx, wbm_str folder, wbm_str bytes, wbm_str extension, wbm_sink entry,
                                wbm_sink error) noexcept {
        return answer(ctx, key("add_bytes", view(folder), view(extension), short_form(bytes)), entry, error,
                      [&](const wbm_store& store, wbm_sink out) {
                          return store.add_bytes(store.ctx, folder, bytes, extension, out, error);
                      });
    }
    static wbm_status add_file(void* ctx, wbm_str folder, wbm_str path, wbm_str extension, wbm_sink entry,
                               wbm_sink error) noexcept {
        return answer(ctx, key("add_file", view(folder), view(extension), view(path)), entry, error,
                      [&](const wbm_store& store, wbm_sink out) {
                          return store.add_file(store.ctx, folder, path, extension, out, error);
                      });
    }
    static wbm_status add_reference(void* ctx, wbm_str folder, wbm_str url, wbm_sink entry, wbm_sink error) noexcept {
        return answer(ctx, key("add_reference", view(folder), view(url)), entry, error,
                      [&](const wbm_store& store, wbm_sink out) {
                          return store.add_reference(store.ctx, folder, url, out, error);
                      });
    }
    static wbm_status fetch(void* ctx, wbm_str path, wbm_sink local_path, wbm_sink error) noexcept {
        return answer(ctx, key("fetch", view(path)), local_path, error,
                      [&](const wbm_store& store, wbm_sink out) { return store.fetch(store.ctx, path, out, error); });
    }
    static wbm_status add_entry(void* ctx, wbm_str path, wbm_str bytes, wbm_sink entry, wbm_sink error) noexcept {
        return answer(
            ctx, key("add_entry", view(path), short_form(bytes)), entry, error,
            [&](const wbm_store& store, wbm_sink out) { return store.add_entry(store.ctx, path, bytes, out, error); });
    }
    static wbm_status add_config(void* ctx, wbm_str type, wbm_str name, wbm_str json, wbm_sink error) noexcept {
        const wbm_sink nowhere{nullptr, [](void*, const char*, std::size_t) {}};
        return answer(
            ctx, key("add_config", view(type), view(name), view(json)), nowhere, error,
            [&](const wbm_store& store, wbm_sink) { return store.add_config(store.ctx, type, name, json, error); });
    }
    static wbm_status list(void* ctx, wbm_str folder, wbm_sink paths, wbm_sink error) noexcept {
        const wbm_store& store = static_cast<QuickStore*>(ctx)->first_;
        return store.list(store.ctx, folder, paths, error);  // it changes with what is added
    }
};

QuickStore::QuickStore(int kind) : behind_(kind), first_(*behind_.table()) {
    // The table is a member of `behind_`, which is not const: testing::Type takes a FakeStore and calls its table.
    auto& table = const_cast<wbm_store&>(*behind_.table());
    table = {sizeof table,
             kind,
             this,
             &Calls::add_bytes,
             &Calls::add_file,
             &Calls::add_reference,
             &Calls::fetch,
             &Calls::add_entry,
             &Calls::add_config,
             &Calls::list};
}

}  // namespace wbm::tool
