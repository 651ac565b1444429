// artifact_view.hpp - an artifact's files as they were at one moment, for reading by any thread.
#pragma once

#include <wbm/store.hpp>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "artifact_manifest.hpp"
#include "artifact_resolve.hpp"

namespace wbm {

/// Knows which paths the artifact had, not their digests: a view of 10,000 files is made in well under a millisecond.
class ArtifactView final : public Store, public std::enable_shared_from_this<ArtifactView> {
public:
    ArtifactView(Origin origin, const Entries& entries, Links links);

    [[nodiscard]] Kind kind() const noexcept override { return Kind::artifact; }
    [[nodiscard]] const std::filesystem::path& root() const noexcept override { return origin_.root; }
    StoredFile keep_bytes(std::string_view folder, std::string_view bytes, std::string_view extension) override;
    StoredFile keep_file(std::string_view folder, const std::filesystem::path& file, std::string_view extension,
                         const Origin* origin) override;
    StoredFile keep_reference(std::string_view folder, std::string_view url, const Origin* origin = nullptr) override;
    StoredFile keep_entry(std::string_view path, std::string_view bytes, std::string& digest) override;
    void keep_config(std::string_view type, std::string_view name, std::string_view value) override;
    [[nodiscard]] std::filesystem::path fetch(std::string_view path) const override;
    [[nodiscard]] std::vector<std::string> list(std::string_view folder) const override;
    [[nodiscard]] std::shared_ptr<const Store> view() const override { return shared_from_this(); }
    [[nodiscard]] Origin origin() const override { return origin_; }

protected:
    [[nodiscard]] std::size_t mark() const noexcept override { return 0; }
    void undo(std::size_t) noexcept override {}

private:
    [[nodiscard]] bool has_file(std::string_view path) const noexcept;
    [[nodiscard]] std::string_view path_at(std::size_t i) const noexcept;
    /// The first stored path that does not come before this one.
    [[nodiscard]] std::size_t first_from(std::string_view path) const noexcept;

    Origin origin_;
    std::string paths_;              ///< of stored files, sorted, behind each other
    std::vector<std::size_t> ends_;  ///< of each in `paths_`
    Entries references_;
    Links links_;
};

}  // namespace wbm
