#include "host.hpp"

#include <wbm/artifact.hpp>
#include <wbm/error.hpp>
#include <wbm/value.hpp>

#include "boundary.hpp"
#include "handle.hpp"
#include "log.hpp"
#include "plugin_input.hpp"
#include "plugin_value.hpp"
#include "registry_state.hpp"
#include "store_adapter.hpp"

#include <new>
#include <string_view>
#include <utility>

namespace wbm {

thread_local RegistryState* ActiveRegistry::current_ = nullptr;

namespace {

struct ViewHolder {
    std::shared_ptr<const Store> view;
};

/// A store that a plugin keeps beyond a call, with the view that it reads from.
struct KeptStore final : private ViewHolder, public StoreAdapter {
    KeptStore(std::shared_ptr<const Store> of, std::shared_ptr<RegistryState> registry)
        : ViewHolder{std::move(of)}, StoreAdapter(*view, std::move(registry)) {}
};

}  // namespace

struct HostCallbacks {
    static void log(void* ctx, std::int32_t level, wbm_str text) noexcept {
        log_line(level, host(ctx).plugin_, from_c(text));
    }

    static const void* extension(void* ctx, const char* id) noexcept {
        return id != nullptr && std::string_view(id) == WBM_EXT_VALUES ? &host(ctx).values_ : nullptr;
    }

    static wbm_status create(void* ctx, wbm_str type, const wbm_input* in, wbm_handle** out, wbm_sink error) noexcept {
        const wbm_status status = answer_plugin(error, [&] {
            if (in == nullptr || out == nullptr || !WBM_HAS(wbm_input, in, options))
                throw MediaError(Status::invalid, "wbm.values/1 create: the input is null or its size is too small");
            *out = new wbm_handle{registry(ctx)->create(from_c(type), *in)};
        });
        if (in != nullptr) release_arrow_parts(*in);
        return status;
    }

    static wbm_status from_json(void* ctx, wbm_str json, const wbm_store* source, wbm_handle** out,
                                wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            if (out == nullptr) throw MediaError(Status::invalid, "wbm.values/1 from_json: `out` is null");
            const StoreAdapter& store = StoreAdapter::of(source);
            *out = new wbm_handle{registry(ctx, store)->init_from_json(from_c(json), store.source())};
        });
    }

    static wbm_status to_json(const wbm_handle* h, const wbm_store* target, wbm_sink json, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            const WBValue& value = value_of(h);
            StoreAdapter& adapter = StoreAdapter::of(target);
            Store& store = adapter.target();
            const std::string text = value.to_json_text(store);
            if (store.kind() == Store::Kind::run)
                if (const auto* inner = dynamic_cast<const PluginValue*>(&value))
                    adapter.keep_too(inner->files_in_run(store));
            write_to(json, text);
        });
    }

    static void type(const wbm_handle* h, wbm_sink name) noexcept {
        if (h != nullptr && h->value != nullptr) try_write_to(name, h->value->type());
    }

    static std::int32_t equal(const wbm_handle* a, const wbm_handle* b) noexcept {
        try {
            return value_of(a) == value_of(b) ? 1 : 0;
        } catch (...) {
            return 0;  // equal() of the inner type failed: it is not known to be equal
        }
    }

    static wbm_handle* retain(const wbm_handle* h) noexcept {
        return h == nullptr ? nullptr : new (std::nothrow) wbm_handle{h->value};
    }

    static void release(wbm_handle* h) noexcept { delete h; }

    static const wbm_value* object(const wbm_handle* h, const wbm_type* type) noexcept {
        const auto* value = h == nullptr ? nullptr : dynamic_cast<const PluginValue*>(h->value.get());
        return value == nullptr ? nullptr : value->object(type);
    }

    static wbm_status fields(const wbm_handle* h, wbm_sink json, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            write_to(json, json::write(value_of(h).fields(), json::Style::fast, json::NonFinite::allow));
        });
    }

    static wbm_status add(const wbm_handle* h, const wbm_store* target, wbm_str name, wbm_sink entry,
                          wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            const WBValue& value = value_of(h);
            auto* artifact = dynamic_cast<Artifact*>(&StoreAdapter::of(target).target());
            if (artifact == nullptr)
                throw MediaError(Status::unsupported, "a run has no entries, so no " + std::string(value.type()) +
                                                          " can be one; add the value to an artifact");
            const ArtifactEntry added = artifact->add(h->value, from_c(name));
            write_to(entry, json::write(json::object{{"path", added.path}, {"digest", added.digest}}));
        });
    }

    static wbm_status get(void* ctx, const wbm_store* source, wbm_str name, wbm_handle** out, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            if (out == nullptr) throw MediaError(Status::invalid, "wbm.values/1 get: `out` is null");
            const StoreAdapter& store = StoreAdapter::of(source);
            *out = new wbm_handle{registry(ctx, store)->get(store.source(), from_c(name))};
        });
    }

    static const wbm_store* keep_store(void* ctx, const wbm_store* source) noexcept {
        try {
            const StoreAdapter& store = StoreAdapter::of(source);
            return (new KeptStore(store.source().view(), registry(ctx, store)))->c();
        } catch (...) {
            return nullptr;
        }
    }

    static void drop_store(const wbm_store* kept) noexcept {
        try {
            // Only one that keep_store() gave has a registry; any other is its caller's.
            StoreAdapter* const store = kept == nullptr ? nullptr : &StoreAdapter::of(kept);
            if (store != nullptr && store->kept_by() != nullptr) delete static_cast<KeptStore*>(store);
        } catch (...) {
        }
    }

private:
    static PluginHost& host(void* ctx) noexcept { return *static_cast<PluginHost*>(ctx); }

    static const WBValue& value_of(const wbm_handle* h) {
        if (h == nullptr || h->value == nullptr) throw MediaError(Status::invalid, "wbm.values/1: the handle is null");
        return *h->value;
    }

    /// The registry that a kept store was kept by: the call may come long after, from any thread.
    static std::shared_ptr<RegistryState> registry(void* ctx, const StoreAdapter& store) {
        return store.kept_by() != nullptr ? store.kept_by() : registry(ctx);
    }

    /// The registry this thread works for; on a thread of the plugin's own, the one that started it, while it lives.
    static std::shared_ptr<RegistryState> registry(void* ctx) {
        if (RegistryState* current = ActiveRegistry::current()) return current->shared_from_this();
        if (auto starter = host(ctx).starter_.lock()) return starter;
        throw MediaError(Status::internal, "wbm.values/1: the registry that started " + host(ctx).plugin_ + " is gone");
    }
};

PluginHost::PluginHost(std::string plugin, const std::shared_ptr<RegistryState>& starter)
    : plugin_(std::move(plugin)),
      starter_(starter),
      host_{sizeof host_, WBM_ABI, this, &HostCallbacks::log, &HostCallbacks::extension},
      values_{sizeof values_,
              this,
              &HostCallbacks::create,
              &HostCallbacks::from_json,
              &HostCallbacks::to_json,
              &HostCallbacks::type,
              &HostCallbacks::equal,
              &HostCallbacks::retain,
              &HostCallbacks::release,
              &HostCallbacks::object,
              &HostCallbacks::fields,
              &HostCallbacks::add,
              &HostCallbacks::get,
              &HostCallbacks::keep_store,
              &HostCallbacks::drop_store} {}

}  // namespace wbm
