#include "old_host.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <cstring>

#include "old_values.hpp"

namespace old_host {
namespace {

/// A call that gives a value; on a refusal it must have said why and left `out` alone.
template <class Call>
Value made(const wbm_type* type, const Call& call) {
    char mark = 0;
    auto* const untouched = reinterpret_cast<wbm_value*>(&mark);
    wbm_value* out = untouched;
    Text error;
    const wbm_status status = call(&out, error.sink());
    if (status == WBM_OK && out != untouched && out != nullptr) return {type, out};
    if (status == WBM_OK) throw std::logic_error("WBM_OK without a value");
    if (out != untouched) throw std::logic_error("a refusal touched *out");
    throw Refused(status, error.text);
}

std::vector<std::int64_t> dense_strides(const std::vector<std::int64_t>& shape) {
    std::vector<std::int64_t> strides(shape.size(), 1);
    for (std::size_t i = shape.size(); i-- > 1;) strides[i - 1] = strides[i] * shape[i];
    return strides;
}

}  // namespace

std::string Value::to_json(const OldStore& target) const {
    Text json;
    Text error;
    const wbm_status status = type_->to_json(value_, target.table(), json.sink(), error.sink());
    if (status != WBM_OK) throw Refused(status, error.text);
    return json.text;
}

Value Type::create(const std::vector<wbm_part>& parts, std::string_view options) const {
    std::vector<const wbm_part*> pointers;
    for (const wbm_part& part : parts) pointers.push_back(&part);
    const wbm_input input{sizeof input, static_cast<std::uint32_t>(parts.size()), pointers.data(), str(options)};
    return made(table_, [&](wbm_value** out, wbm_sink error) { return table_->create(&input, out, error); });
}

Value Type::create(const Source& source, std::string_view options) const {
    wbm_part part{sizeof part, source.kind, {nullptr, 0}, str(source.text), nullptr, nullptr, nullptr};
    if (source.kind != WBM_FROM_TENSOR) return create({part}, options);
    std::string elements = source.text;
    std::vector<std::int64_t> shape = source.shape;
    std::vector<std::int64_t> strides = dense_strides(shape);
    const int ndim = static_cast<int>(shape.size());
    const DLTensor tensor{elements.data(), {kDLCPU, 0}, ndim, source.dtype, shape.data(), strides.data(), 0};
    part.text = {nullptr, 0};
    part.tensor = &tensor;
    return create({part}, options);
}

Value Type::create_of_value(const wbm_handle* value) const {
    return create({{sizeof(wbm_part), WBM_FROM_VALUE, {nullptr, 0}, {nullptr, 0}, nullptr, nullptr, value}}, "");
}

Value Type::create_with_value(std::string_view json, const char* name, const wbm_handle* value) const {
    return create({{sizeof(wbm_part), WBM_FROM_JSON, {nullptr, 0}, str(json), nullptr, nullptr, nullptr},
                   {sizeof(wbm_part), WBM_FROM_VALUE, str(name), {nullptr, 0}, nullptr, nullptr, value}},
                  "");
}

Value Type::from_json(std::string_view json, const OldStore& source) const {
    return made(table_, [&](wbm_value** out, wbm_sink error) {
        return table_->from_json(str(json), source.table(), out, error);
    });
}

namespace {

const void* no_extension(void*, const char*) { return nullptr; }
const void* only_values(void*, const char* id) {
    return std::strcmp(id, WBM_EXT_VALUES) == 0 ? OldValues::table() : nullptr;
}

}  // namespace

Plugin::Plugin(const std::string& library, Values values)
    : behind_{{sizeof(wbm_host), WBM_ABI, nullptr, [](void*, std::int32_t, wbm_str) {},
               values == Values::first ? &only_values : &no_extension},
              {}} {
    std::fill(std::begin(behind_.poison), std::end(behind_.poison), std::uintptr_t{1});
    void* handle = dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (handle == nullptr) throw std::runtime_error(dlerror());
    const auto entry = reinterpret_cast<wbm_plugin_entry>(dlsym(handle, WBM_ENTRY_SYMBOL));
    if (entry == nullptr) throw std::runtime_error(library + " has no " WBM_ENTRY_SYMBOL);
    plugin_ = entry();
    if (plugin_->abi != WBM_ABI) throw std::runtime_error(library + " is of another WBM_ABI");
    Text error;
    if (plugin_->start == nullptr) return;
    const wbm_status status = plugin_->start(&behind_.host, error.sink());
    if (status != WBM_OK) throw Refused(status, error.text);
}

Plugin::~Plugin() {
    if (plugin_->stop != nullptr) plugin_->stop();
}

std::vector<Type> Plugin::types() const {
    std::vector<Type> all;
    for (const wbm_type* const* type = plugin_->types; *type != nullptr; ++type) all.emplace_back(*type);
    return all;
}

Type Plugin::type(std::string_view name) const {
    for (const Type& type : types())
        if (type.name() == name) return type;
    throw std::runtime_error("no type " + std::string(name));
}

}  // namespace old_host
