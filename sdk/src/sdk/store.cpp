#include <wbm/json_reader.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/store.hpp>

#include "ask.hpp"
#include "file.hpp"

namespace wbm {
inline namespace sdk {
json::object Store::add_bytes(std::string_view folder, std::string_view content, std::string_view extension) {
    return detail::ask_object("add bytes", [&](wbm_sink entry, wbm_sink error) {
        return store_->add_bytes(store_->ctx, str(folder), str(content), str(extension), entry, error);
    });
}

json::object Store::add_file(std::string_view folder, std::string_view path, std::string_view extension) {
    return detail::ask_object("add a file", [&](wbm_sink entry, wbm_sink error) {
        return store_->add_file(store_->ctx, str(folder), str(path), str(extension), entry, error);
    });
}

json::object Store::add_reference(std::string_view folder, std::string_view url) {
    return detail::ask_object("add a reference", [&](wbm_sink entry, wbm_sink error) {
        return store_->add_reference(store_->ctx, str(folder), str(url), entry, error);
    });
}

json::object Store::add_entry(std::string_view path, std::string_view content) {
    if (!WBM_HAS(wbm_store, store_, add_entry))
        throw unsupported("the host is too old to keep an entry under a name of its own; update it");
    return detail::ask_object("add an entry", [&](wbm_sink entry, wbm_sink error) {
        return store_->add_entry(store_->ctx, str(path), str(content), entry, error);
    });
}

void Store::add_config(std::string_view type, std::string_view name, const json::object& value) {
    // An older host's runs have no config. Only names for display are lost with it.
    if (!WBM_HAS(wbm_store, store_, add_config)) return;
    const std::string text = json::write(value);
    (void)detail::ask("add to the config", [&](wbm_sink, wbm_sink error) {
        return store_->add_config(store_->ctx, str(type), str(name), str(text), error);
    });
}

std::string Store::fetch(std::string_view path) const {
    return detail::ask("fetch a file", [&](wbm_sink local_path, wbm_sink error) {
        return store_->fetch(store_->ctx, str(path), local_path, error);
    });
}

std::vector<std::string> Store::list(std::string_view folder) const {
    if (!WBM_HAS(wbm_store, store_, list))
        throw unsupported("the host is too old to list an artifact's entries; update it");
    const std::string text = detail::ask("list the entries", [&](wbm_sink paths, wbm_sink error) {
        return store_->list(store_->ctx, str(folder), paths, error);
    });
    std::vector<std::string> all;
    try {
        json::Reader in(text);
        in.begin_list();
        while (in.next_element()) all.emplace_back(in.text());
        in.finish();
    } catch (const json::Error& e) {
        throw Error(WBM_INTERNAL, std::string("the host's list of entries is broken: ") + e.what());
    }
    return all;
}

std::string name_of_file(const std::string& path) {
    return json::is_utf8(path) ? "the file " + json::write(json::value(path)) : "the file (its path is not UTF-8)";
}

std::string read_file(const std::string& path, std::size_t max_bytes) {
    const detail::OpenFile file(path);
    const auto too_large = [&] {
        return invalid("the file " + detail::quoted_path(path) + " is longer than " + std::to_string(max_bytes) +
                       " bytes");
    };
    if (file.size() > max_bytes) throw too_large();
    // One byte more than there should be: a file that grows is noticed without a second pass.
    std::string content(static_cast<std::size_t>(file.size()) + 1, '\0');
    std::size_t filled = 0;
    for (;;) {
        const std::size_t got = file.read(content.data() + filled, content.size() - filled);
        if (got == 0) break;
        filled += got;
        if (filled > max_bytes) throw too_large();
        if (filled == content.size()) content.resize(content.size() * 2);
    }
    if (filled < file.size())
        throw io_error("the file " + detail::quoted_path(path) + " became shorter while it was read");
    content.resize(filled);
    return content;
}

}  // namespace sdk
}  // namespace wbm
