// hostile_input.hpp - what the checks of odd and hostile input share.
#pragma once

#include "check/check.hpp"
#include "check/subject.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wbm::tool {

/// Runs a call that may refuse. Returns what it said, nothing when it did not refuse. A broken rule goes through.
template <class Call>
[[nodiscard]] std::optional<std::string> refusal_of(const Call& call) {
    try {
        (void)call();
        return std::nullopt;
    } catch (const testing::Refused& refused) {
        return std::string(refused.what());
    }
}

/// Writes values that were made from odd input and reads them back. Stores are used many times: making one takes longer
/// than all the rest.
class RoundTrips {
public:
    RoundTrips(const testing::Type& type, int store_kind) : type_(type), store_kind_(store_kind) {}

    /// Returns the value's JSON, nothing when the type refuses to write it. Throws Failure when the type cannot read
    /// what it wrote, when that is not equal, or when its second text differs.
    std::optional<std::string> keep(const testing::Value& value);
    /// The same for what a call makes that may refuse.
    template <class Call>
    std::optional<std::string> keep_if_taken(const Call& call) {
        std::optional<testing::Value> value;
        if (refusal_of([&] { value.emplace(call()); })) return std::nullopt;
        return keep(*value);
    }

private:
    testing::Type type_;
    int store_kind_;
    std::size_t uses_ = 0;
    std::optional<testing::FakeStore> first_, second_;
};

/// At most `most` materials of each type that are `wanted` (null: all), of as many kinds of input as there are; the
/// author's files before ours. For checks that take long.
[[nodiscard]] std::vector<const Material*> few_materials(const Subject& subject, std::size_t most,
                                                         const std::function<bool(const Material&)>& wanted = nullptr);

/// A case for each of these materials.
[[nodiscard]] std::vector<Case> cases_of(const Subject& subject, const std::vector<const Material*>& materials,
                                         const std::function<void(const Session&, const Material&)>& look);

/// The text of the main part: a path, bytes or JSON.
[[nodiscard]] std::string main_text(const Material& material);
/// The bytes of a material that is a file or bytes.
[[nodiscard]] std::string main_bytes(const Material& material);

/// The options that the type's facts name, and "caption".
[[nodiscard]] std::vector<std::string> option_names(const testing::Type& type);

/// One JSON object with one member whose value is this text.
[[nodiscard]] std::string object_text(std::string_view name, std::string_view value);

/// At most so much of a text that is part of a reason.
[[nodiscard]] std::string shortened(std::string_view text);

}  // namespace wbm::tool
