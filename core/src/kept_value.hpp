// unknown_value.hpp - UnknownValue: a value whose type no plugin knows, kept as it is.
#pragma once

#include <wbm/value.hpp>

#include <string>
#include <string_view>

namespace wbm {

/// Keeps the JSON text byte for byte and writes it back unchanged, with the files that it names.
class UnknownValue final : public WBValue {
public:
    /// `text` must be a JSON object whose `_type` is `type`. Throws MediaError (invalid) when it is not JSON.
    UnknownValue(std::string_view type, std::string_view text);

    [[nodiscard]] std::string_view type() const noexcept override { return type_; }
    [[nodiscard]] bool is_known() const noexcept override { return false; }
    /// Copies every file that a member `path` names, at any depth, when the store that the value came from has it:
    /// under the same path, since the text stays as it is. Throws MediaError (unsupported) when the target cannot.
    [[nodiscard]] std::string to_json_text(Store& target) const override;
    /// The members that are not objects or lists.
    [[nodiscard]] json::object fields() const override;

protected:
    [[nodiscard]] bool equals(const WBValue& same_type) const override;

private:
    std::string type_;
    std::string text_;
};

}  // namespace wbm
