// plugin_value.hpp - PluginValue: a value that a plugin holds. The only class that calls wbm_type's functions on
// values.
#pragma once

#include <wbm/value.hpp>

#include "plugin_library.hpp"

#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace wbm {

class TextSink;

class PluginValue final : public WBValue {
public:
    /// Takes `value` over.
    PluginValue(const LoadedType& type, wbm_value* value) noexcept : type_(type), value_(value) {}
    ~PluginValue() override { type_.table->destroy(value_); }

    [[nodiscard]] std::string_view type() const noexcept override { return type_.name; }
    [[nodiscard]] std::string to_json_text(Store& target) const override;
    [[nodiscard]] json::object fields() const override;
    [[nodiscard]] bool has_tensor() const noexcept override { return type_.tensor != nullptr; }
    [[nodiscard]] Tensor tensor(const json::object& options) const override;
    [[nodiscard]] bool has_rows() const noexcept override { return type_.rows != nullptr; }
    [[nodiscard]] json::array rows(const json::object& options) const override;
    [[nodiscard]] ValuePtr cell_value(const json::array& place) const override;
    [[nodiscard]] bool has_arrow() const noexcept override { return type_.arrow != nullptr; }
    void arrow(ArrowArrayStream& out, const json::object& options) const override;
    [[nodiscard]] std::optional<std::size_t> batch_limit() const noexcept override;
    [[nodiscard]] std::string seq_to_json(std::span<const ValuePtr> values,
                                          std::span<const std::string> json) const override;

    /// The plugin's object if it is of exactly this type table, else null.
    [[nodiscard]] const wbm_value* object(const wbm_type* type) const noexcept;

    /// The files that the value's JSON in this run names; empty when it was not logged there. For a value that holds
    /// it.
    [[nodiscard]] std::vector<std::string> files_in_run(const Store& run) const;

protected:
    [[nodiscard]] bool equals(const WBValue& same_type) const override;

private:
    /// What a run was told, so that logging again says the same (wire spec 2.7 step 5).
    struct Logged {
        std::filesystem::path root;
        std::string json;
        std::vector<std::string> files;
    };

    [[nodiscard]] std::optional<std::string> logged_before(const Store& run) const;
    void remember(const Store& run, const std::string& json, const std::vector<std::string>& files) const;

    const LoadedType& type_;
    wbm_value* value_;
    mutable std::mutex logged_guard_;
    mutable std::vector<Logged> logged_;
};

/// Makes a value with create(). Throws MediaError with the plugin's reason. `input` must have passed check_input().
[[nodiscard]] ValuePtr create_value(const LoadedType& type, const wbm_input& input);
/// The value that a call of `function` gave. Throws MediaError with the plugin's reason, or for a success without one.
[[nodiscard]] ValuePtr own_value(const LoadedType& type, wbm_value* given, wbm_status status, const TextSink& error,
                                 const char* function);
/// Restores a value with from_json(). Throws MediaError with the plugin's reason.
[[nodiscard]] ValuePtr restore_value(const LoadedType& type, std::string_view json, const wbm_store& source);

}  // namespace wbm
