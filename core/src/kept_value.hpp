// kept_value.hpp - KeptValue: a value of a type that no plugin has, kept as it is.
#pragma once

#include <wbm/value.hpp>

#include <string>
#include <string_view>

namespace wbm {

/// Keeps the JSON text byte for byte and writes it back unchanged, with the files that it names.
class KeptValue final : public WBValue {
public:
    /// `text` must be a JSON object whose `_type` is `type`. Throws MediaError (invalid) when it is not JSON.
    KeptValue(std::string_view type, std::string_view text);

    [[nodiscard]] std::string_view type() const noexcept override { return type_; }
    /// True for what the wire has without a class: wire_type.hpp.
    [[nodiscard]] bool is_known() const noexcept override { return is_known_; }
    /// Copies every file that a member `path` names, at any depth, when the store that the value came from has it:
    /// under the same path, since the text stays as it is. Throws MediaError (unsupported) when the target cannot.
    [[nodiscard]] std::string to_json_text(Store& target) const override;
    /// The members that are not objects or lists; of what the wire has, all but `_type`.
    [[nodiscard]] json::object fields() const override;

protected:
    [[nodiscard]] bool equals(const WBValue& same_type) const override;

private:
    std::string type_;
    bool is_known_;
    std::string text_;
};

}  // namespace wbm
