#include <wbm/sdk/value.hpp>

#include <wbm/sdk/type_table.hpp>

#include "ask.hpp"

#include <cstddef>
#include <new>

namespace wbm {
inline namespace sdk {
namespace {

/// wbm.values/1 of the host that started the plugin, with at least `size` bytes.
const wbm_ext_values& host_values(std::size_t size) {
    const wbm_host* by = detail::host();
    const auto* values = by == nullptr || by->extension == nullptr
                             ? nullptr
                             : static_cast<const wbm_ext_values*>(by->extension(by->ctx, WBM_EXT_VALUES));
    if (values == nullptr || values->size < size)
        throw unsupported("the host is too old for values inside values; update it");
    return *values;
}

constexpr std::size_t first_size = offsetof(wbm_ext_values, object);
constexpr std::size_t size_with_get = offsetof(wbm_ext_values, get) + sizeof(wbm_ext_values::get);
constexpr std::size_t size_with_keep = offsetof(wbm_ext_values, drop_store) + sizeof(wbm_ext_values::drop_store);

wbm_handle* retained(const wbm_handle* handle) {
    wbm_handle* mine = host_values(first_size).retain(handle);
    if (mine == nullptr) throw std::bad_alloc();
    return mine;
}

/// A handle from a call that makes one. Throws as detail::ask().
template <class Call>
wbm_handle* made(const char* what, const Call& call) {
    wbm_handle* handle = nullptr;
    (void)detail::ask(what, [&](wbm_sink, wbm_sink error) { return call(&handle, error); });
    if (handle == nullptr) throw Error(WBM_INTERNAL, std::string("the host gave no value when asked to ") + what);
    return handle;
}

}  // namespace

KeptStore::KeptStore(const Store& source) {
    const wbm_ext_values& values = host_values(size_with_keep);
    const wbm_store* kept = values.keep_store(values.ctx, source.table());
    if (kept == nullptr) throw std::bad_alloc();
    kept_ = std::shared_ptr<const wbm_store>(kept, [](const wbm_store* store) {
        if (detail::host() != nullptr) host_values(size_with_keep).drop_store(store);
    });
}

Value::Value(const Part& part) : handle_(retained(part.value())) {}

Value Value::from_json(std::string_view text, const Store& source) {
    const wbm_ext_values& values = host_values(first_size);
    return Value(made("restore a value", [&](wbm_handle** out, wbm_sink error) {
        return values.from_json(values.ctx, str(text), source.table(), out, error);
    }));
}

Value Value::get(const Store& source, std::string_view entry) {
    const wbm_ext_values& values = host_values(size_with_get);
    return Value(made("get a value", [&](wbm_handle** out, wbm_sink error) {
        return values.get(values.ctx, source.table(), str(entry), out, error);
    }));
}

Value::Value(const Value& other) : handle_(retained(other.handle_)) {}

Value::~Value() {
    // A moved-from value; and after stop() there is no host that could take the handle back.
    if (handle_ == nullptr || detail::host() == nullptr) return;
    host_values(first_size).release(handle_);
}

std::string Value::type() const {
    return detail::ask("name a value's type", [&](wbm_sink name, wbm_sink) {
        host_values(first_size).type(handle_, name);
        return wbm_status{WBM_OK};
    });
}

std::string Value::to_json(const Store& target) const {
    return detail::ask("write a value", [&](wbm_sink json, wbm_sink error) {
        return host_values(first_size).to_json(handle_, target.table(), json, error);
    });
}

json::object Value::fields() const {
    return detail::ask_object("describe a value", [&](wbm_sink json, wbm_sink error) {
        return host_values(size_with_get).fields(handle_, json, error);
    });
}

json::object Value::add_to(const Store& target, std::string_view name) const {
    return detail::ask_object("add a value", [&](wbm_sink entry, wbm_sink error) {
        return host_values(size_with_get).add(handle_, target.table(), str(name), entry, error);
    });
}

bool Value::operator==(const Value& other) const {
    return handle_ == other.handle_ || host_values(first_size).equal(handle_, other.handle_) == 1;
}

const wbm_value* Value::object(const wbm_type* type) const {
    const wbm_ext_values& values = host_values(first_size);
    return WBM_HAS(wbm_ext_values, &values, object) ? values.object(handle_, type) : nullptr;
}

}  // namespace sdk
}  // namespace wbm
