// wbm/media/table_parts.hpp - what the cells of a table hold beside JSON: values, arrays, links to other tables.
#pragma once

#include <wbm/error.hpp>
#include <wbm/npy.hpp>
#include <wbm/part.hpp>
#include <wbm/value.hpp>

#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

namespace wbm::detail {

/// A table that others refer to. It may still grow: its value is made when theirs is.
class TableSource {
public:
    virtual ~TableSource() = default;
    TableSource(const TableSource&) = delete;
    TableSource& operator=(const TableSource&) = delete;

    [[nodiscard]] virtual const ValuePtr& value() const = 0;
    /// Does a key or index of this table lead to `other`, in however many steps?
    [[nodiscard]] virtual bool leads_to(const TableSource& other) const = 0;

protected:
    TableSource() = default;
};

/// The named parts of Registry::create(), kept alive until the table is made. The same thing is one part.
class TableParts {
public:
    using Kept = std::variant<ValuePtr, std::shared_ptr<const NpyArray>, std::shared_ptr<const TableSource>>;

    [[nodiscard]] std::size_t size() const noexcept { return kept_.size(); }

    /// The part's name.
    std::string add(Kept thing) {
        const auto [place, is_new] = places_.emplace(address_of(thing), kept_.size());
        if (is_new) {
            if (std::holds_alternative<Link>(thing)) links_.push_back(std::get<Link>(thing));
            kept_.push_back(std::move(thing));
        }
        return std::to_string(place->second);
    }

    /// Forgets all parts from number `size` on.
    void cut(std::size_t size) noexcept {
        for (; kept_.size() > size; kept_.pop_back()) {
            places_.erase(address_of(kept_.back()));
            if (std::holds_alternative<Link>(kept_.back())) links_.pop_back();
        }
    }

    /// Valid while this is unchanged.
    [[nodiscard]] std::vector<NamedPart> named() const {
        std::vector<NamedPart> parts;
        parts.reserve(kept_.size());
        for (const Kept& thing : kept_) parts.emplace_back(std::to_string(parts.size()), std::visit(AsPart{}, thing));
        return parts;
    }

    /// The tables that cells refer to.
    [[nodiscard]] const std::vector<std::shared_ptr<const TableSource>>& links() const noexcept { return links_; }
    [[nodiscard]] bool lead_to(const TableSource& table) const {
        for (const Link& link : links_)
            if (link.get() == &table || link->leads_to(table)) return true;
        return false;
    }

private:
    using Link = std::shared_ptr<const TableSource>;
    struct AsPart {
        Part operator()(const ValuePtr& v) const { return wbm::value(v); }
        Part operator()(const std::shared_ptr<const NpyArray>& a) const { return a->part(); }
        Part operator()(const Link& table) const { return wbm::value(table->value()); }
    };
    static const void* address_of(const Kept& thing) noexcept {
        return std::visit([](const auto& pointer) -> const void* { return pointer.get(); }, thing);
    }

    std::vector<Kept> kept_;
    std::unordered_map<const void*, std::size_t> places_;
    std::vector<Link> links_;
};

/// A copy that lives as long as the table that it goes into.
[[nodiscard]] inline std::shared_ptr<const NpyArray> kept_array(const DLTensor& array) {
    return std::make_shared<const NpyArray>(parse_npy(to_npy(array)));
}

}  // namespace wbm::detail
