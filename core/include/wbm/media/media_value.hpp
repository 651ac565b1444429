// wbm/media/media_value.hpp - what the typed facades of media types share. Header-only: a facade fills in the generic
// call of Registry::create(), so no application links a plugin.
#pragma once

#include <wbm/error.hpp>
#include <wbm/registry.hpp>
#include <wbm/value.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {

/// The registry that facades use when none is given: the standard places, made on first use. [thread-safe]
[[nodiscard]] inline Registry& default_registry() {
    static Registry registry;
    return registry;
}

/// A value of a known type. Cheap to copy: copies share the value. [const calls are thread-safe]
class MediaValue {
public:
    /// For Run::log, Artifact::add and other values.
    [[nodiscard]] const ValuePtr& value() const noexcept { return value_; }
    // So that artifact.add(image, "cat") reads as it is meant.
    operator const ValuePtr&() const noexcept { return value_; }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] std::optional<std::string> caption() const { return value_->get<std::string>("caption"); }

    friend bool operator==(const MediaValue& a, const MediaValue& b) { return *a.value_ == *b.value_; }

protected:
    /// Throws MediaError: invalid for a null pointer or a value of another type; unsupported for one that no plugin
    /// knows, which keeps its JSON and can say nothing of it.
    MediaValue(ValuePtr value, std::string_view type) : value_(std::move(value)) {
        if (value_ == nullptr)
            throw MediaError(Status::invalid, std::string(type) + ": there is no value; the name may not be there");
        if (value_->type() != type)
            throw MediaError(Status::invalid, std::string(type) + ": the value is of type " +
                                                  std::string(value_->type()) + "; use that type's facade");
        if (!value_->is_known())
            throw MediaError(Status::unsupported, std::string(type) +
                                                      ": no plugin knows the type, so the value is kept as it is; put "
                                                      "the type's plugin where plugins are found");
    }

private:
    ValuePtr value_;
};

}  // namespace wbm
