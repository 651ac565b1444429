// A Store that is a plain folder, for tests of values: no run, no manifest.
#pragma once

#include <wbm/error.hpp>
#include <wbm/store.hpp>

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "hash.hpp"
#include "temp_dir.hpp"

namespace wbm::test {

class FolderStore : public Store {
public:
    explicit FolderStore(Kind kind) : kind_(kind), root_(dir_.path()) {}

    [[nodiscard]] Kind kind() const noexcept override { return kind_; }
    [[nodiscard]] const std::filesystem::path& root() const noexcept override { return root_; }

    StoredFile keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) override {
        return keep(std::string(folder) + "/" + sha256_hex(bytes).substr(0, 20) + std::string(extension), bytes);
    }
    StoredFile keep_file(std::string_view folder, const std::filesystem::path& file, std::string_view extension,
                         const Origin* origin) override {
        const std::string bytes = slurp(file);
        if (origin != nullptr && file.native().starts_with(origin->root.native()) && !renames)
            return keep(file.lexically_relative(origin->root).generic_string(), bytes);
        return keep_bytes(folder, bytes, extension.empty() ? std::string_view(".copy") : extension);
    }
    StoredFile keep_reference(std::string_view, std::string_view url, const Origin*) override {
        if (kind_ == Kind::run) throw MediaError(Status::unsupported, "a run keeps no references");
        return {std::string(url), sha256_hex(url), std::nullopt};
    }
    StoredFile keep_entry(std::string_view path, std::string_view bytes, std::string& digest) override {
        if (kind_ == Kind::run) throw MediaError(Status::unsupported, "a run names files itself");
        digest = sha256_hex(bytes).substr(0, 24);
        return keep(std::string(path), bytes);
    }
    void keep_config(std::string_view type, std::string_view name, std::string_view value) override {
        config.push_back(std::string(type) + " " + std::string(name) + " " + std::string(value));
    }
    std::vector<std::string> config;  ///< every keep_config(), as one text each
    [[nodiscard]] std::filesystem::path fetch(std::string_view path) const override {
        if (!std::filesystem::exists(root_ / path))
            throw MediaError(Status::not_found, std::string(path) + " is not in the store");
        return root_ / path;
    }
    [[nodiscard]] Origin origin() const override { return {root_, kind_ == Kind::run, {}, {}}; }

    [[nodiscard]] std::vector<std::string> files() const { return files_below(root_); }

    bool renames = false;  ///< gives even files of an origin a new name

protected:
    [[nodiscard]] std::size_t mark() const noexcept override { return made_.size(); }
    void undo(std::size_t mark) noexcept override {
        for (; made_.size() > mark; made_.pop_back()) {
            std::error_code ignored;
            std::filesystem::remove(root_ / made_.back(), ignored);
        }
    }

private:
    StoredFile keep(const std::string& path, std::string_view bytes) {
        if (!std::filesystem::exists(root_ / path)) made_.push_back(path);
        dir_.write(path, bytes);
        return {path, sha256_hex(bytes), bytes.size()};
    }

    TempDir dir_;
    Kind kind_;
    std::filesystem::path root_;
    std::vector<std::string> made_;
};

}  // namespace wbm::test
