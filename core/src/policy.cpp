#include <wbm/registry.hpp>

#include <algorithm>
#include <utility>

namespace wbm {

namespace {

/// SHA-256 sums are pasted from many tools, some of which write capital letters.
std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'F') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

}  // namespace

Policy Policy::any() { return {Kind::any, {}}; }

Policy Policy::listed(std::vector<std::string> ids) { return {Kind::listed, std::move(ids)}; }

Policy Policy::pinned(std::vector<std::string> sha256s) {
    for (std::string& sum : sha256s) sum = lower(std::move(sum));
    return {Kind::pinned, std::move(sha256s)};
}

bool Policy::allows(std::string_view id_or_sha256) const noexcept {
    return kind_ == Kind::any || std::find(names_.begin(), names_.end(), id_or_sha256) != names_.end();
}

}  // namespace wbm
