// no_files.hpp - a store that stores nothing: where only the crossing of the boundary is measured.
#pragma once

#include <wbm/registry.hpp>
#include <wbm/store.hpp>

namespace wbm::bench {

/// Files are not wanted here: only the crossing is measured.
class NoFiles final : public Store {
public:
    explicit NoFiles(Kind kind) : kind_(kind) {}
    [[nodiscard]] Kind kind() const noexcept override { return kind_; }
    [[nodiscard]] const std::filesystem::path& root() const noexcept override { return root_; }
    StoredFile keep_bytes(std::string_view, std::string_view, std::string_view) override { return file_; }
    StoredFile keep_file(std::string_view, const std::filesystem::path&, std::string_view, const Origin*) override {
        return file_;
    }
    StoredFile keep_reference(std::string_view, std::string_view, const Origin*) override { return file_; }
    StoredFile keep_entry(std::string_view, std::string_view, std::string&) override { return file_; }
    void keep_config(std::string_view, std::string_view, std::string_view) override {}
    [[nodiscard]] std::filesystem::path fetch(std::string_view) const override { return local_; }
    [[nodiscard]] Origin origin() const override { return {root_, kind_ == Kind::run, {}, {}}; }

protected:
    [[nodiscard]] std::size_t mark() const noexcept override { return 0; }
    void undo(std::size_t) noexcept override {}

private:
    Kind kind_;
    std::filesystem::path root_ = "/some/where/an-artifact";
    std::filesystem::path local_ = "/k.png";  // short: making paths is the store's cost
    StoredFile file_{"media/images/k_5_0f0e6790294ab2aabbb3.png",
                     "0f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e6790294ab2aabbb30f0e", 1234};
};

RegistryOptions nothing_found() {
    RegistryOptions options;
    options.search_standard_places = false;
    options.use_cache = false;
    return options;
}

}  // namespace wbm::bench
