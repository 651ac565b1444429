#include "store_adapter.hpp"

#include <wbm/error.hpp>

#include "boundary.hpp"

#include <filesystem>

namespace wbm {

/// The C functions behind every wbm_store of ours.
struct StoreCallbacks {
    static wbm_status add_bytes(void* ctx, wbm_str folder, wbm_str bytes, wbm_str extension, wbm_sink entry,
                                wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            auto& self = *static_cast<StoreAdapter*>(ctx);
            finish(self, self.target().keep_bytes(from_c(folder), from_c(bytes), from_c(extension)), entry);
        });
    }

    static wbm_status add_file(void* ctx, wbm_str folder, wbm_str path, wbm_str extension, wbm_sink entry,
                               wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            auto& self = *static_cast<StoreAdapter*>(ctx);
            finish(self,
                   self.target().keep_file(from_c(folder), std::filesystem::path(from_c(path)), from_c(extension),
                                           self.origin_),
                   entry);
        });
    }

    static wbm_status add_reference(void* ctx, wbm_str folder, wbm_str url, wbm_sink entry, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            auto& self = *static_cast<StoreAdapter*>(ctx);
            const StoredFile file = self.target().keep_reference(from_c(folder), from_c(url), self.origin_);
            write_to(entry, self.target().json_of(file));
        });
    }

    static wbm_status add_entry(void* ctx, wbm_str path, wbm_str bytes, wbm_sink entry, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            auto& self = *static_cast<StoreAdapter*>(ctx);
            std::string digest;
            const StoredFile file = self.target().keep_entry(from_c(path), from_c(bytes), digest);
            write_to(entry,
                     json::write(json::object{{"path", file.path}, {"sha256", file.sha256}, {"digest", digest}}));
            self.kept_.push_back(file.path);
        });
    }

    static wbm_status add_config(void* ctx, wbm_str type, wbm_str name, wbm_str json, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            static_cast<StoreAdapter*>(ctx)->target().keep_config(from_c(type), from_c(name), from_c(json));
        });
    }

    static wbm_status list(void* ctx, wbm_str folder, wbm_sink paths, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            json::array all;
            for (const std::string& path : static_cast<const StoreAdapter*>(ctx)->source_.list(from_c(folder)))
                all.emplace_back(path);
            write_to(paths, json::write(json::value(std::move(all))));
        });
    }

    static wbm_status fetch(void* ctx, wbm_str path, wbm_sink local_path, wbm_sink error) noexcept {
        return answer_plugin(error, [&] {
            const auto& self = *static_cast<const StoreAdapter*>(ctx);
            write_to(local_path, self.source_.fetch(from_c(path)).native());
        });
    }

    static wbm_store table(Store::Kind kind, void* ctx) noexcept {
        return {sizeof(wbm_store),
                kind == Store::Kind::run ? WBM_RUN : WBM_ARTIFACT,
                ctx,
                &add_bytes,
                &add_file,
                &add_reference,
                &fetch,
                &add_entry,
                &add_config,
                &list};
    }

private:
    static void finish(StoreAdapter& self, StoredFile file, wbm_sink entry) {
        write_to(entry, self.target().json_of(file));
        self.kept_.push_back(std::move(file.path));
    }
};

StoreAdapter::StoreAdapter(Store& target, const Origin* origin) noexcept
    : source_(target), target_(&target), origin_(origin), c_(StoreCallbacks::table(target.kind(), this)) {}

StoreAdapter::StoreAdapter(const Store& source, std::shared_ptr<RegistryState> kept_by) noexcept
    : source_(source), kept_by_(std::move(kept_by)), c_(StoreCallbacks::table(source.kind(), this)) {}

Store& StoreAdapter::target() const {
    if (target_ == nullptr)
        throw MediaError(Status::invalid, "the store that a value is read from takes no files; add them in to_json");
    return *target_;
}

StoreAdapter& StoreAdapter::of(const wbm_store* store) {
    if (store == nullptr || !WBM_HAS(wbm_store, store, fetch) || store->fetch != &StoreCallbacks::fetch ||
        store->ctx == nullptr)
        throw MediaError(Status::internal,
                         "the store is not one that the host gave in this call; pass on the wbm_store that you got");
    return *static_cast<StoreAdapter*>(store->ctx);
}

}  // namespace wbm
