#include "run_slot.hpp"

#include <wbm/error.hpp>
#include <wbm/json.hpp>
#include <wbm/limits.hpp>

#include <algorithm>
#include <utility>

#include "hash.hpp"
#include "open_file.hpp"
#include "store_path.hpp"

namespace wbm {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t hash_digits_in_name = 20;
constexpr std::string_view config_delimiter = "_wandb_delimeter_";  // the misspelling is part of the wire

[[noreturn]] void refuse(const std::string& text) { throw MediaError(Status::invalid, text); }

[[noreturn]] void refuse_adding() {
    throw MediaError(Status::unsupported, "run: files() only reads; add files to slot(key, step), or log the value");
}

void check_extension(std::string_view extension) {
    if (extension.empty()) return;
    if (extension.front() != '.' || extension.find_first_of(std::string_view("/\\\0", 3)) != std::string_view::npos)
        refuse("run: the extension " + quoted(extension) +
               " does not begin with a dot or has a slash; give one such as \".png\"");
}

StoredFile stored(std::string path, const Digests& digests) {
    return {std::move(path), digests.sha256_hex(), digests.size};
}

}  // namespace

void check_run_key(std::string_view key) {
    if (key.empty()) refuse("run: the key is empty; give a name such as \"loss\"");
    if (key.size() > limits::key_bytes)
        refuse("run: the key " + quoted(key) + " is longer than " + std::to_string(limits::key_bytes) +
               " bytes; give a shorter one");
    if (key.find('\0') != std::string_view::npos)
        refuse("run: the key " + quoted(key) + " has a NUL character; give one without");
    if (!json::is_utf8(key)) refuse("run: the key " + quoted(key) + " is not UTF-8; convert it");
    if (key.front() == '_')
        refuse("run: the key " + quoted(key) + " begins with '_', which is reserved for the history's own members; " +
               "give it another first character");
}

RunFiles::RunFiles(fs::path root) : root_(std::move(root)) {}

StoredFile RunFiles::keep_bytes(std::string_view, std::string_view, std::string_view) { refuse_adding(); }

StoredFile RunFiles::keep_file(std::string_view, const fs::path&, std::string_view, const Origin*) { refuse_adding(); }

StoredFile RunFiles::keep_reference(std::string_view, std::string_view url, const Origin*) {
    throw MediaError(Status::unsupported, "run: it cannot hold media by reference (" + quoted(url) +
                                              "); log a local file, or add the reference to an artifact");
}

StoredFile RunFiles::keep_entry(std::string_view path, std::string_view, std::string&) {
    throw MediaError(Status::unsupported,
                     "run: it names files itself, so there is no " + quoted(path) + "; add the value to an artifact");
}

void RunFiles::keep_config(std::string_view, std::string_view, std::string_view) { refuse_adding(); }

fs::path RunFiles::fetch(std::string_view path) const {
    const std::string name = store_path(path);
    fs::path place = resolve_inside(root_, name);
    if (!size_of_file(place))
        throw MediaError(Status::not_found, "run: there is no file " + quoted(std::string_view(name)) + " below " +
                                                quoted(root_) + "; copy the run's media beside its history");
    return place;
}

Origin RunFiles::origin() const {
    Origin origin;
    origin.root = root_;
    origin.is_run = true;
    return origin;
}

RunSlot::RunSlot(fs::path root, std::string_view key, std::optional<std::int64_t> step, RunConfig& config,
                 Progress progress, Copying copying)
    : RunFiles(std::move(root)),
      key_(key),
      prefix_(safe_key(key) + "_" + (step ? std::to_string(*step) : "summary") + "_"),
      config_(config),
      progress_(std::move(progress)),
      copying_(copying) {}

std::string RunSlot::name_for(std::string_view folder, std::string_view sha256, std::string_view extension) const {
    check_extension(extension);
    std::string name = store_path(folder) + "/" + prefix_;
    name += sha256.substr(0, hash_digits_in_name);
    name += extension;
    try {
        return store_path(name);
    } catch (const MediaError& error) {
        refuse("run: the key " + quoted(std::string_view(key_)) + " cannot name a media file: " + error.what());
    }
}

/// The path of a file that is this run's already.
std::optional<std::string> RunSlot::own_path(const fs::path& file, const Origin* origin) const {
    if (origin == nullptr || !origin->is_run || origin->root != root()) return std::nullopt;
    const std::string relative = fs::absolute(file).lexically_normal().lexically_relative(root()).generic_string();
    if (relative.empty() || relative == "." || relative == ".." || relative.starts_with("../")) return std::nullopt;
    return relative;
}

/// Gives a temporary file its name, unless a file of that name and size is there: names have the content's hash.
void RunSlot::publish(TempFile& temp, const fs::path& place, std::uint64_t size) {
    const auto present = size_of_file(place);
    if (present == size) return;
    created_.push_back({place, present.has_value(), {}, {}});
    try {
        make_folders(place.parent_path(), created_.back().folders);
        temp.publish(place);
    } catch (...) {
        remove_empty_folders(created_.back().folders);
        created_.pop_back();
        throw;
    }
}

StoredFile RunSlot::keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) {
    if (bytes.size() >= worth_a_writer) return keep_large_bytes(folder, bytes, extension);
    const Digests digests = hash_bytes(bytes, Hashes::sha256);
    StoredFile file = stored(name_for(folder, digests.sha256_hex(), extension), digests);
    const fs::path place = resolve_inside(root(), file.path);
    if (size_of_file(place) == digests.size) return file;
    TempFile temp(root());
    temp.write(bytes);
    publish(temp, place, digests.size);
    return file;
}

StoredFile RunSlot::keep_large_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) {
    // Refused names are refused before the bytes are written, not after.
    (void)name_for(folder, std::string(hash_digits_in_name, '0'), extension);
    TempFile temp(root());
    const Digests digests = write_and_hash(bytes, temp, Hashes::sha256);
    StoredFile file = stored(name_for(folder, digests.sha256_hex(), extension), digests);
    const fs::path place = resolve_inside(root(), file.path);
    if (size_of_file(place) != digests.size) publish(temp, place, digests.size);
    return file;
}

StoredFile RunSlot::keep_file(std::string_view folder, const fs::path& file, std::string_view extension,
                              const Origin* origin) {
    if (auto own = own_path(file, origin)) {
        const Digests digests = hash_file(resolve_inside(root(), *own), Hashes::sha256);
        return stored(std::move(*own), digests);
    }
    const std::string ending = extension.empty() ? extension_of(file) : std::string(extension);
    // Refused names are refused before a large file is copied, not after.
    (void)name_for(folder, std::string(hash_digits_in_name, '0'), ending);
    TempFile temp(root());
    const Digests digests = copy_and_hash(file, temp, Hashes::sha256, progress_, copying_);
    StoredFile kept = stored(name_for(folder, digests.sha256_hex(), ending), digests);
    publish(temp, resolve_inside(root(), kept.path), digests.size);
    return kept;
}

void RunSlot::keep_config(std::string_view type, std::string_view name, std::string_view value) {
    created_.push_back({});
    try {
        created_.back().config = config_.set(type, key_ + std::string(config_delimiter) + std::string(name), value);
    } catch (...) {
        created_.pop_back();
        throw;
    }
}

void RunSlot::undo(std::size_t mark) noexcept {
    while (created_.size() > mark) {
        if (created_.back().config)
            config_.undo(std::move(*created_.back().config));
        else if (!created_.back().replaced)
            try_remove_file(created_.back().file);
        remove_empty_folders(created_.back().folders);
        created_.pop_back();
    }
}

}  // namespace wbm
