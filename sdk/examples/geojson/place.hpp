// place.hpp - where in a document something is, for errors. A chain on the stack: it costs nothing until it is said.
#pragma once

#include <wbm/sdk/error.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace geojson {

/// `Place top; Place features{&top, "features"}; Place third{&features, {}, 3};` is features[3].
struct Place {
    const Place* parent = nullptr;
    std::string_view member;  ///< empty for an element of a list
    std::size_t index = 0;

    [[nodiscard]] std::string text() const {
        if (parent == nullptr) return {};
        if (member.empty()) return parent->text() + "[" + std::to_string(index) + "]";
        const std::string before = parent->text();
        return before + (before.empty() ? "" : ".") + std::string(member);
    }

    /// Throws wbm::invalid: `features[3].geometry: <reason>`.
    [[noreturn]] void fail(const std::string& reason) const {
        const std::string where = text();
        throw wbm::invalid((where.empty() ? "the top level" : where) + ": " + reason);
    }
};

}  // namespace geojson
