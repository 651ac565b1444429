#include "artifact_process.hpp"

#include <algorithm>
#include <utility>

#include "artifact_resolve.hpp"

namespace wbm {
namespace fs = std::filesystem;

ProcessArtifacts& ProcessArtifacts::get() {
    // Never destroyed: an Artifact with static storage may go after it.
    static auto* const the_one = new ProcessArtifacts();
    return *the_one;
}

ProcessArtifacts::Use& ProcessArtifacts::use_of(const fs::path& root) {
    if (uses_.size() >= LocalArtifacts::max_artifacts)
        std::erase_if(uses_, [](const auto& one) { return one.second.drafts == 0; });
    return uses_[root];
}

void ProcessArtifacts::open_draft(const fs::path& root) {
    const std::lock_guard lock(mutex_);
    Use& use = use_of(root);
    ++use.drafts;
    use.is_logged = false;
}

void ProcessArtifacts::close_draft(const fs::path& root) noexcept {
    const std::lock_guard lock(mutex_);
    const auto use = uses_.find(root);
    if (use != uses_.end() && use->second.drafts > 0) --use->second.drafts;
}

void ProcessArtifacts::opened_logged(const fs::path& root, const ClientIds& ids, std::string_view id_hex) {
    if (!id_hex.empty() || ids.is_final) LinkAccess::remember(*known_, root, ids, id_hex);
    const std::lock_guard lock(mutex_);
    Use& use = use_of(root);
    // The registry opens an artifact so that is being made, to find values that others in it refer to.
    if (use.drafts == 0) use.is_logged = true;
}

void ProcessArtifacts::finalized(ValueOwner& owner, const ClientIds& ids) {
    LinkAccess::remember(*known_, owner.root, ids, {});
    const std::lock_guard lock(mutex_);
    use_of(owner.root).is_logged = true;
    owner.client_id = ids.client;
    owner.state = ValueOwner::State::finalized;
}

bool ProcessArtifacts::is_logged(const fs::path& root) const {
    const std::lock_guard lock(mutex_);
    const auto use = uses_.find(root);
    return use != uses_.end() && use->second.is_logged;
}

void ProcessArtifacts::resolved(const fs::path& root, std::string_view id_hex) {
    const std::lock_guard lock(mutex_);
    Use& use = use_of(root);
    use.is_resolved = true;
    if (!id_hex.empty()) use.id_hex = id_hex;
}

std::optional<std::pair<fs::path, std::string>> ProcessArtifacts::owner_of(const fs::path& file) const {
    const std::lock_guard lock(mutex_);
    for (fs::path folder = file.parent_path(); folder != folder.parent_path(); folder = folder.parent_path()) {
        const auto use = uses_.find(folder);
        if (use != uses_.end() && use->second.is_resolved) return std::pair(folder, use->second.id_hex);
    }
    return std::nullopt;
}

void ProcessArtifacts::set_links(const fs::path& root, const std::shared_ptr<const LocalArtifacts>& links) {
    const std::lock_guard lock(mutex_);
    use_of(root).links = links;
}

std::shared_ptr<const LocalArtifacts> ProcessArtifacts::links_of(const fs::path& root) const {
    const std::lock_guard lock(mutex_);
    const auto use = uses_.find(root);
    return use == uses_.end() ? nullptr : use->second.links.lock();
}

void ProcessArtifacts::added(const ValuePtr& value, ValuePlace place) {
    const std::lock_guard lock(mutex_);
    if (values_.size() >= next_sweep_) forget_dead_values();
    const auto known = values_.find(value.get());
    const bool stays = known != values_.end() && known->second.value.lock() == value &&
                       known->second.place.owner->state != ValueOwner::State::gone;
    if (!stays) values_.insert_or_assign(value.get(), Added{value, std::move(place)});
}

void ProcessArtifacts::forget_dead_values() {
    std::erase_if(values_, [](const auto& one) {
        return one.second.value.expired() || one.second.place.owner->state == ValueOwner::State::gone;
    });
    next_sweep_ = std::max<std::size_t>(1024, 2 * values_.size());
}

std::optional<ValuePlace> ProcessArtifacts::place_of(const ValuePtr& value) const {
    const std::lock_guard lock(mutex_);
    const auto known = values_.find(value.get());
    if (known == values_.end() || known->second.value.lock() != value) return std::nullopt;
    if (known->second.place.owner->state != ValueOwner::State::finalized) return std::nullopt;
    return known->second.place;
}

void ProcessArtifacts::owner_is_gone(ValueOwner& owner) noexcept {
    const std::lock_guard lock(mutex_);
    if (owner.state == ValueOwner::State::draft) owner.state = ValueOwner::State::gone;
}

}  // namespace wbm
