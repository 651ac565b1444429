// The call grammar: constructor calls become values of the registry's types.
#pragma once

#include "case_text.hpp"

#include <wbm/registry.hpp>

#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace wbm::conformance {

/// Builds the values of one stage: objects that the call shares are shared within it.
class Builder {
public:
    Builder(Registry& registry, std::filesystem::path folder) : registry_(registry), folder_(std::move(folder)) {}

    /// Does this node stand for a media value?
    [[nodiscard]] static bool is_value(const json::value& node) noexcept;
    /// Is it a list of media values only? An empty list is.
    [[nodiscard]] static bool is_value_list(const json::value& node) noexcept;

    /// The value of a constructor call. Throws MediaError.
    [[nodiscard]] ValuePtr value(const json::value& node);
    [[nodiscard]] std::vector<ValuePtr> values(const json::value& list);

    [[nodiscard]] std::filesystem::path path(const json::object& node) const;
    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_; }
    [[nodiscard]] Registry& registry() const noexcept { return registry_; }

private:
    [[nodiscard]] ValuePtr create(const json::object& given);

    Registry& registry_;
    std::filesystem::path folder_;
    std::map<std::string, ValuePtr, std::less<>> shared_;
};

}  // namespace wbm::conformance
