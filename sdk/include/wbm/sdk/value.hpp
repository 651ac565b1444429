// wbm/sdk/value.hpp - Value: a value of any type inside a value of yours, such as a table's cell (wbm/ext/values.h).
#pragma once

#include <wbm/ext/values.h>
#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/store.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace wbm {
inline namespace sdk {

/// A store to read from later, on any thread: its files as they were when this was made. Copies are the same store.
/// Throws Error: unsupported in a host that is too old.
class KeptStore {
public:
    explicit KeptStore(const Store& source);
    /// Lives as long as this object or a copy of it does.
    [[nodiscard]] Store store() const noexcept { return Store(kept_.get()); }

private:
    std::shared_ptr<const wbm_store> kept_;
};

/// One reference to an immutable value that the host holds; copies refer to the same value. Its type may be one that
/// this plugin, or any plugin, has never heard of. Every function throws Error with the host's reason, and unsupported
/// in a host that is too old. [thread-safe, as all const calls on values]
class Value {
public:
    /// The value that a part of kind WBM_FROM_VALUE holds.
    explicit Value(const Part& part);
    /// From JSON, an object with `_type`, whose files are in `source`. One that nobody knows is kept as it is.
    [[nodiscard]] static Value from_json(std::string_view text, const Store& source);
    /// The value of an entry of the artifact `source`. Throws not_found; invalid when entries refer to each other in a
    /// circle.
    [[nodiscard]] static Value get(const Store& source, std::string_view entry);

    Value(const Value& other);
    Value(Value&& other) noexcept : handle_(std::exchange(other.handle_, nullptr)) {}
    Value& operator=(Value other) noexcept {
        std::swap(handle_, other.handle_);
        return *this;
    }
    ~Value();

    [[nodiscard]] std::string type() const;
    /// The value's JSON text; its files are kept in `target`.
    [[nodiscard]] std::string to_json(const Store& target) const;
    [[nodiscard]] json::object fields() const;
    /// Adds the value to an artifact as an entry of its own, `<name>.<type>.json`; returns {"path","digest"}. The same
    /// value again gives its first entry.
    json::object add_to(const Store& target, std::string_view name) const;
    /// Are the values equal? Different types are not.
    [[nodiscard]] bool operator==(const Value& other) const;
    /// Gives the reference away: the receiver releases it.
    [[nodiscard]] wbm_handle* release() noexcept { return std::exchange(handle_, nullptr); }
    /// The value as an object of a type of this plugin; null when it is not one. Lives as long as the value.
    template <class T>
    [[nodiscard]] const T* as() const;

private:
    explicit Value(wbm_handle* owned) noexcept : handle_(owned) {}
    [[nodiscard]] const wbm_value* object(const wbm_type* type) const;
    wbm_handle* handle_;
};

}  // namespace sdk
}  // namespace wbm
