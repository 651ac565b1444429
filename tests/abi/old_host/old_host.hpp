// old_host.hpp - a program that was built with the first boundary: it loads a plugin and calls its types. No core, no
// SDK.
#pragma once

#include <wbm/plugin.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "old_store.hpp"

namespace old_host {

/// A plugin said no.
struct Refused : std::runtime_error {
    Refused(wbm_status with, const std::string& text) : std::runtime_error(text), status(with) {}
    wbm_status status;
};

/// A value of a type; destroyed by it.
class Value {
public:
    Value(const wbm_type* type, wbm_value* value) : type_(type), value_(value) {}
    Value(Value&& other) noexcept : type_(other.type_), value_(std::exchange(other.value_, nullptr)) {}
    Value& operator=(Value&&) = delete;
    ~Value() {
        if (value_ != nullptr) type_->destroy(value_);
    }

    [[nodiscard]] std::string to_json(const OldStore& target) const;
    friend bool operator==(const Value& a, const Value& b) { return a.type_->equal(a.value_, b.value_) == 1; }

private:
    const wbm_type* type_;
    wbm_value* value_;
};

/// What a value is made from. Arrays are of uint8 or of float32.
struct Source {
    std::int32_t kind;
    std::string text;
    std::vector<std::int64_t> shape = {};
    DLDataType dtype = {kDLUInt, 8, 1};
};

/// One type of a plugin.
class Type {
public:
    explicit Type(const wbm_type* table) : table_(table) {}
    [[nodiscard]] std::string name() const { return table_->name; }
    [[nodiscard]] Value create(const Source& source, std::string_view options) const;
    [[nodiscard]] Value from_json(std::string_view json, const OldStore& source) const;
    /// With a value of another type, as the main part or as a named one.
    [[nodiscard]] Value create_of_value(const wbm_handle* value) const;
    [[nodiscard]] Value create_with_value(std::string_view json, const char* name, const wbm_handle* value) const;
    [[nodiscard]] std::uint32_t inputs() const { return table_->inputs; }

private:
    [[nodiscard]] Value create(const std::vector<wbm_part>& parts, std::string_view options) const;
    const wbm_type* table_;
};

/// A plugin in this host, from start to stop; its library stays, as in every host.
class Plugin {
public:
    enum class Values { none, first };  ///< does the host offer wbm.values/1, as it was at first?
    explicit Plugin(const std::string& library, Values values = Values::none);
    ~Plugin();
    Plugin(const Plugin&) = delete;
    Plugin& operator=(const Plugin&) = delete;
    [[nodiscard]] std::vector<Type> types() const;
    [[nodiscard]] Type type(std::string_view name) const;

private:
    /// The host's table, and what follows it in memory.
    struct Behind {
        wbm_host host;
        std::uintptr_t poison[8];
    } behind_;
    const wbm_plugin* plugin_;
};

}  // namespace old_host
