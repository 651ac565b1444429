#include "old_store.hpp"

#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace old_host {
namespace {

namespace fs = std::filesystem;

std::string sha256(std::string_view content) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(content.data()), content.size(), digest.data());
    std::string hex;
    for (const unsigned char byte : digest) {
        hex += "0123456789abcdef"[byte >> 4U];
        hex += "0123456789abcdef"[byte & 15U];
    }
    return hex;
}

void answer(wbm_sink sink, std::string_view text) { sink.write(sink.ctx, text.data(), text.size()); }

std::string in_quotes(std::string_view text) { return '"' + std::string(text) + '"'; }

}  // namespace

OldStore::OldStore(std::int32_t kind)
    : behind_{{sizeof(wbm_store), kind, this, &add_bytes, &add_file, &add_reference, &fetch}, {}} {
    std::fill(std::begin(behind_.poison), std::end(behind_.poison), std::uintptr_t{1});
}

wbm_status OldStore::keep(const std::string& path, std::string_view content, wbm_sink entry) {
    put(path, content);
    paths_.push_back(path);
    const std::string hash = in_quotes(sha256(content));
    if (is_run())
        answer(entry, "{\"sha256\":" + hash + ",\"size\":" + std::to_string(content.size()) +
                          ",\"path\":" + in_quotes(path) + '}');
    else
        answer(entry, "{\"path\":" + in_quotes(path) + ",\"sha256\":" + hash + '}');
    return WBM_OK;
}

wbm_status OldStore::add_bytes(void* ctx, wbm_str folder, wbm_str bytes, wbm_str extension, wbm_sink entry, wbm_sink) {
    auto& self = *static_cast<OldStore*>(ctx);
    const std::string hash = sha256(view(bytes)).substr(0, 20);
    const std::string name = (self.is_run() ? "key_0_" : "") + hash + std::string(view(extension));
    return self.keep(std::string(view(folder)) + '/' + name, view(bytes), entry);
}

wbm_status OldStore::add_file(void* ctx, wbm_str folder, wbm_str path, wbm_str extension, wbm_sink entry,
                              wbm_sink error) {
    auto& self = *static_cast<OldStore*>(ctx);
    const fs::path local(view(path));
    if (!fs::is_regular_file(local)) return answer(error, "there is no such file"), WBM_NOT_FOUND;
    const std::string content = wbm::test::slurp(local);
    const fs::path inside = local.lexically_relative(self.folder_.path());
    if (!inside.empty() && *inside.begin() != "..") return self.keep(inside.generic_string(), content, entry);
    const std::string own = extension.size == 0 ? local.extension().string() : std::string(view(extension));
    const std::string hash = sha256(content).substr(0, 20);
    const std::string name = self.is_run() ? "key_0_" + hash + own : hash + '/' + local.filename().string();
    return self.keep(std::string(view(folder)) + '/' + name, content, entry);
}

wbm_status OldStore::add_reference(void* ctx, wbm_str folder, wbm_str url, wbm_sink entry, wbm_sink error) {
    auto& self = *static_cast<OldStore*>(ctx);
    if (self.is_run()) return answer(error, "a run keeps no references"), WBM_UNSUPPORTED;
    const std::string path = std::string(view(folder)) + "/reference";
    self.urls_[path] = view(url);
    answer(entry, "{\"path\":" + in_quotes(path) + ",\"sha256\":" + in_quotes(sha256(view(url))) + '}');
    return WBM_OK;
}

wbm_status OldStore::fetch(void* ctx, wbm_str path, wbm_sink local_path, wbm_sink error) {
    const auto& self = *static_cast<OldStore*>(ctx);
    const auto url = self.urls_.find(std::string(view(path)));
    if (url != self.urls_.end()) return answer(local_path, url->second), WBM_OK;
    const fs::path local = self.folder_ / view(path);
    if (!fs::is_regular_file(local)) return answer(error, "the store has no such file"), WBM_NOT_FOUND;
    answer(local_path, local.string());
    return WBM_OK;
}

}  // namespace old_host
