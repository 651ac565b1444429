// wbm/testing/type.hpp - a type's table as C++ calls that hold it to the rules of wbm/plugin.h.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/type_table.hpp>
#include <wbm/testing/fake_store.hpp>
#include <wbm/testing/source.hpp>
#include <wbm/testing/text_sink.hpp>

#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace wbm::testing {

/// The type said no, and how.
class Refused : public std::runtime_error {
public:
    Refused(wbm_status status, const std::string& text) : std::runtime_error(text), status_(status) {}
    [[nodiscard]] wbm_status status() const noexcept { return status_; }

private:
    wbm_status status_;
};

/// The type broke a rule of wbm/plugin.h; what() says which.
class BrokenRule : public std::logic_error {
public:
    using std::logic_error::logic_error;
};

/// A value, destroyed by its type. Move only.
class Value {
public:
    Value(const wbm_type* type, wbm_value* value) noexcept : type_(type), value_(value) {}
    Value(Value&& other) noexcept : type_(other.type_), value_(std::exchange(other.value_, nullptr)) {}
    Value& operator=(Value&& other) noexcept {
        std::swap(type_, other.type_);
        std::swap(value_, other.value_);
        return *this;
    }
    ~Value() {
        if (value_ != nullptr) type_->destroy(value_);
    }
    [[nodiscard]] wbm_value* get() const noexcept { return value_; }

private:
    const wbm_type* type_;
    wbm_value* value_;
};

/// One type. create(), from_json() and to_json() throw Refused, and BrokenRule when a refusal has no status that the
/// header knows, no UTF-8 sentence, or touched *out, or when a success gave nothing.
class Type {
public:
    explicit Type(const wbm_type* table) noexcept : table_(table) {}

    [[nodiscard]] const wbm_type& table() const noexcept { return *table_; }
    [[nodiscard]] std::string_view name() const noexcept { return table_->name; }

    [[nodiscard]] Value create(Source& source) const {
        return make("create",
                    [&](wbm_value** out, wbm_sink error) { return table_->create(source.input(), out, error); });
    }
    [[nodiscard]] Value create(Source&& source) const { return create(source); }
    [[nodiscard]] Value from_json(std::string_view json, const FakeStore& source) const {
        return make("from_json", [&](wbm_value** out, wbm_sink error) {
            return table_->from_json(str(json), source.table(), out, error);
        });
    }
    [[nodiscard]] std::string to_json(const wbm_value* value, const FakeStore& target) const {
        return write("to_json", [&](wbm_sink json, wbm_sink error) {
            return table_->to_json(value, target.table(), json, error);
        });
    }
    [[nodiscard]] std::string to_json(const Value& value, const FakeStore& target) const {
        return to_json(value.get(), target);
    }
    /// What the type says of a file (wbm.probe/1). Throws BrokenRule for a type that cannot say anything.
    [[nodiscard]] json::object probe(Source source) const {
        const auto* ext = static_cast<const wbm_ext_probe*>(
            table_->extension == nullptr ? nullptr : table_->extension(WBM_EXT_PROBE));
        if (ext == nullptr) throw BrokenRule("the type has no wbm.probe/1");
        const wbm_part* file = source.input()->parts[0];
        return json::read_object(
            write("probe", [&](wbm_sink json, wbm_sink error) { return ext->probe(file, json, error); }));
    }
    [[nodiscard]] bool equal(const wbm_value* a, const wbm_value* b) const {
        const std::int32_t answer = table_->equal(a, b);
        if (answer != 0 && answer != 1)
            throw BrokenRule("equal() returned " + std::to_string(answer) + ", which is not 0 or 1");
        return answer == 1;
    }
    [[nodiscard]] bool equal(const Value& a, const Value& b) const { return equal(a.get(), b.get()); }

private:
    template <class Call>
    Value make(const std::string& what, const Call& call) const {
        char mark = 0;
        auto* const untouched = reinterpret_cast<wbm_value*>(&mark);
        wbm_value* out = untouched;
        TextSink error;
        const wbm_status status = call(&out, error.sink());
        if (status != WBM_OK && out != untouched) throw BrokenRule(what + "() refused but wrote to *out");
        if (status != WBM_OK) refuse(what, status, error.text());
        if (out == untouched || out == nullptr) throw BrokenRule(what + "() returned WBM_OK but gave no value");
        return {table_, out};
    }

    template <class Call>
    std::string write(const std::string& what, const Call& call) const {
        TextSink text;
        TextSink error;
        const wbm_status status = call(text.sink(), error.sink());
        if (status != WBM_OK) refuse(what, status, error.text());
        return text.text();
    }

    [[noreturn]] static void refuse(const std::string& what, wbm_status status, const std::string& text) {
        if (status < WBM_INVALID || status > WBM_INTERNAL)
            throw BrokenRule(what + "() returned " + std::to_string(status) + ", which is no wbm_status");
        if (text.empty()) throw BrokenRule(what + "() refused without a word");
        if (!json::is_utf8(text)) throw BrokenRule(what + "() refused with a text that is not UTF-8");
        throw Refused(status, text);
    }

    const wbm_type* table_;
};

/// The table that WBM_PLUGIN makes of a struct.
template <class T>
[[nodiscard]] Type type_of() {
    return Type(sdk::detail::Calls<T>::table());
}

}  // namespace wbm::testing
