// wbm/sdk/type_table.hpp - turns a plain struct into the C table of wbm/plugin.h. Authors do not call this: WBM_PLUGIN
// does.
//
// Tables are function-local statics of hidden templates: g++ 12 gives a variable template a process-wide symbol even in
// a hidden namespace, and then two plugins with a type of the same C++ name share one table.
#pragma once

#include <wbm/ext/arrow.h>
#include <wbm/ext/batch.h>
#include <wbm/ext/fields.h>
#include <wbm/ext/probe.h>
#include <wbm/ext/rows.h>
#include <wbm/ext/stream.h>
#include <wbm/ext/tensor.h>
#include <wbm/ext/writer.h>
#include <wbm/json.hpp>
#include <wbm/sdk/array.hpp>
#include <wbm/sdk/error.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/store.hpp>
#include <wbm/sdk/type_checks.hpp>
#include <wbm/sdk/value.hpp>

#include <cstring>
#include <exception>
#include <memory>
#include <new>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wbm {
inline namespace sdk {

// Hidden, also in a plugin that is built without a version script: two plugins may each have a type of the same name.
#pragma GCC visibility push(hidden)
namespace detail {

void write(wbm_sink sink, std::string_view text) noexcept;
/// Writes `<type>: <text>`, once.
void refuse(wbm_sink error, const char* type, std::string_view text) noexcept;
[[nodiscard]] json::object parse_object(wbm_str text);
/// Throws invalid unless `_type` is this type's name, one of its aliases, null or missing.
void check_type_member(const json::object& j, const char* type, const char* const* aliases);
/// Writes the object; refuses non-finite numbers by name unless the type's wire form has them.
void write_object(wbm_sink sink, const json::object& o, json::NonFinite non_finite);
/// write_object, or a list.
void write_json(wbm_sink sink, const json::value& v, json::NonFinite non_finite);
inline void write_json(wbm_sink sink, const json::object& o, json::NonFinite non_finite) {
    write_object(sink, o, non_finite);
}
/// The list that the text is, or nullopt for an object.
[[nodiscard]] std::optional<json::array> parse_list(wbm_str text);
/// The object that a part holds if it is of this type. Throws unsupported.
[[nodiscard]] const wbm_value* object_of(const Part& part, const wbm_type* type);

/// Runs a call of the plugin so that no exception crosses the boundary.
template <class F>
wbm_status guard(const char* type, wbm_sink error, F&& call) noexcept {
    try {
        call();
        return WBM_OK;
    } catch (const Error& e) {
        refuse(error, type, e.what());
        return e.status();
    } catch (const json::Error& e) {
        refuse(error, type, e.what());
        return WBM_INVALID;
    } catch (const std::bad_alloc&) {
        refuse(error, type, "out of memory");
        return WBM_INTERNAL;
    } catch (const std::exception& e) {
        refuse(error, type, e.what());
        return WBM_INTERNAL;
    } catch (...) {
        refuse(error, type, "an exception of an unknown kind");
        return WBM_INTERNAL;
    }
}

template <class T>
constexpr json::NonFinite non_finite() noexcept {
    if constexpr (requires {
                      { T::non_finite } -> std::convertible_to<json::NonFinite>;
                  })
        return T::non_finite;
    else
        return json::NonFinite::refuse;
}

template <class T>
constexpr const char* const* aliases() noexcept {
    if constexpr (requires { T::aliases; })
        return T::aliases;
    else
        return nullptr;
}

/// wbm.writer/1 for a type with a nested class Writer.
template <class T>
struct WriterCalls {
    static typename T::Writer& of(wbm_writer* w) noexcept { return *reinterpret_cast<typename T::Writer*>(w); }

    static wbm_status open(wbm_str options, wbm_writer** out, wbm_sink error) {
        return guard(T::type, error,
                     [&] { *out = reinterpret_cast<wbm_writer*>(new typename T::Writer(parse_options(options))); });
    }
    static wbm_status add(wbm_writer* w, const DLTensor* piece, wbm_sink error) {
        return guard(T::type, error, [&] { of(w).add(*piece); });
    }
    static wbm_status finish(wbm_writer* w, wbm_value** out, wbm_sink error) {
        return guard(T::type, error, [&] { *out = reinterpret_cast<wbm_value*>(new T(of(w).finish())); });
    }
    static void destroy(wbm_writer* w) { delete &of(w); }

    static const wbm_ext_writer* table() {
        static const wbm_ext_writer t{sizeof t, &open, &add, &finish, &destroy};
        return &t;
    }
};

/// wbm.stream/1 for a type with a nested class Stream.
template <class T>
struct StreamCalls {
    static typename T::Stream& of(wbm_stream* s) noexcept { return *reinterpret_cast<typename T::Stream*>(s); }

    static wbm_status open(wbm_str options, const wbm_store* target, wbm_stream** out, wbm_sink error) {
        return guard(T::type, error, [&] {
            *out = reinterpret_cast<wbm_stream*>(new typename T::Stream(parse_options(options), Store(target)));
        });
    }
    static wbm_status add(wbm_stream* s, const wbm_input* piece, const wbm_store* target, wbm_sink elements,
                          wbm_sink error) {
        return guard(T::type, error, [&] { write(elements, of(s).add(Input(piece), Store(target))); });
    }
    static wbm_status finish(wbm_stream* s, const wbm_store* target, wbm_sink json, wbm_sink member, wbm_sink error) {
        return guard(T::type, error, [&] {
            write(json, of(s).finish(Store(target)));
            write(member, T::Stream::member);
        });
    }
    static void destroy(wbm_stream* s) { delete &of(s); }

    static const wbm_ext_stream* table() {
        static const wbm_ext_stream t{sizeof t, &open, &add, &finish, &destroy};
        return &t;
    }
};

template <class T>
struct Calls {
    static const T& of(const wbm_value* v) noexcept { return *reinterpret_cast<const T*>(v); }
    static wbm_value* give(T&& v) { return reinterpret_cast<wbm_value*>(new T(std::move(v))); }

    static wbm_status create(const wbm_input* in, wbm_value** out, wbm_sink error) {
        return guard(T::type, error, [&] { *out = give(T::create(Input(in))); });
    }
    static wbm_status from_json(wbm_str text, const wbm_store* source, wbm_value** out, wbm_sink error) {
        return guard(T::type, error, [&] {
            if constexpr (HasFromText<T>) {
                *out = give(T::from_text(view(text), Store(source)));
            } else {
                if constexpr (HasList<T>)
                    if (const auto list = parse_list(text)) {
                        *out = give(T::from_list(*list, Store(source)));
                        return;
                    }
                const json::object j = parse_object(text);
                check_type_member(j, T::type, aliases<T>());
                *out = give(T::from_json(j, Store(source)));
            }
        });
    }
    static wbm_status to_json(const wbm_value* v, const wbm_store* target, wbm_sink json, wbm_sink error) {
        return guard(T::type, error, [&] {
            if constexpr (HasToText<T>)
                write(json, of(v).to_text(Store(target)));
            else
                write_json(json, of(v).to_json(Store(target)), non_finite<T>());
        });
    }
    static std::int32_t equal(const wbm_value* a, const wbm_value* b) {
        bool same = false;
        // A comparison that fails (a file that is gone) cannot say "equal".
        const wbm_sink nowhere{nullptr, [](void*, const char*, std::size_t) {}};
        return guard(T::type, nowhere, [&] { same = of(a) == of(b); }) == WBM_OK && same ? 1 : 0;
    }
    static void destroy(wbm_value* v) { delete reinterpret_cast<T*>(v); }

    static wbm_status fields(const wbm_value* v, wbm_sink json, wbm_sink error) {
        return guard(T::type, error, [&] { write_object(json, of(v).fields(), json::NonFinite::allow); });
    }
    static wbm_status tensor(const wbm_value* v, wbm_str options, DLManagedTensor** out, wbm_sink error) {
        return guard(T::type, error, [&] { *out = of(v).tensor(parse_options(options)).release(); });
    }
    static wbm_status rows(const wbm_value* v, wbm_str options, wbm_sink json, wbm_sink error) {
        return guard(T::type, error, [&] { write(json, of(v).rows(parse_options(options))); });
    }
    static wbm_status cell_value(const wbm_value* v, wbm_str place, wbm_handle** out, wbm_sink error) {
        return guard(T::type, error, [&] { *out = of(v).cell_value(json::read(view(place)).as_array()).release(); });
    }
    static wbm_status arrow(const wbm_value* v, wbm_str options, ArrowArrayStream* out, wbm_sink error) {
        return guard(T::type, error, [&] { of(v).arrow(parse_options(options), *out); });
    }
    static wbm_status seq_to_json(const wbm_value* const* values, const wbm_str* json, std::size_t count, wbm_sink out,
                                  wbm_sink error) {
        return guard(T::type, error, [&] {
            std::vector<const T*> typed;
            std::vector<json::object> items;
            for (std::size_t i = 0; i < count; ++i) {
                typed.push_back(&of(values[i]));
                items.push_back(parse_object(json[i]));
            }
            write_object(out, T::seq_to_json(typed, items), non_finite<T>());
        });
    }

    static wbm_status probe(const wbm_part* file, wbm_sink json, wbm_sink error) {
        return guard(T::type, error, [&] { write_object(json, T::probe(Part(file)), json::NonFinite::allow); });
    }

    static const void* extension(const char* id) {
        if constexpr (HasFields<T>) {
            static const wbm_ext_fields table{sizeof table, &fields};
            if (std::strcmp(id, WBM_EXT_FIELDS) == 0) return &table;
        }
        if constexpr (HasTensor<T>) {
            static const wbm_ext_tensor table{sizeof table, &tensor};
            if (std::strcmp(id, WBM_EXT_TENSOR) == 0) return &table;
        }
        if constexpr (HasRows<T>) {
            static const wbm_ext_rows table{sizeof table, &rows, &cell_value};
            if (std::strcmp(id, WBM_EXT_ROWS) == 0) return &table;
        }
        if constexpr (HasBatch<T>) {
            std::uint32_t limit = 0;
            if constexpr (requires { T::max_items; }) limit = T::max_items;
            static const wbm_ext_batch table{sizeof table, limit, &seq_to_json};
            if (std::strcmp(id, WBM_EXT_BATCH) == 0) return &table;
        }
        if constexpr (HasProbe<T>) {
            static const wbm_ext_probe table{sizeof table, &probe};
            if (std::strcmp(id, WBM_EXT_PROBE) == 0) return &table;
        }
        if constexpr (HasArrow<T>) {
            static const wbm_ext_arrow table{sizeof table, &arrow};
            if (std::strcmp(id, WBM_EXT_ARROW) == 0) return &table;
        }
        if constexpr (HasStream<T>)
            if (std::strcmp(id, WBM_EXT_STREAM) == 0) return StreamCalls<T>::table();
        if constexpr (HasWriter<T>)
            if (std::strcmp(id, WBM_EXT_WRITER) == 0) return WriterCalls<T>::table();
        return nullptr;
    }

    static const wbm_type* table() {
        check_type<T>();
        check_optional_members<T>();
        const char* facts = nullptr;
        if constexpr (requires { T::facts; }) facts = T::facts;
        static const wbm_type t{sizeof t,   T::inputs, T::type, aliases<T>(), facts,     &create,
                                &from_json, &to_json,  &equal,  &destroy,     &extension};
        return &t;
    }
};

/// The host that started the plugin, for log(). Null in a program without one.
[[nodiscard]] const wbm_host*& host() noexcept;

template <class... Types>
const wbm_plugin* plugin_table(const char* id, const char* version) {
    static const wbm_type* const types[] = {Calls<Types>::table()..., nullptr};
    static const wbm_plugin plugin{sizeof plugin,
                                   WBM_ABI,
                                   id,
                                   version,
                                   [](const wbm_host* h, wbm_sink) -> wbm_status {
                                       host() = h;
                                       return WBM_OK;
                                   },
                                   [] { host() = nullptr; },
                                   types};
    return &plugin;
}

}  // namespace detail
#pragma GCC visibility pop

template <class T>
const T* Value::as() const {
    const wbm_value* found = object(detail::Calls<T>::table());
    return found == nullptr ? nullptr : &detail::Calls<T>::of(found);
}

template <class T>
const T& Part::value_as() const {
    return detail::Calls<T>::of(detail::object_of(*this, detail::Calls<T>::table()));
}

/// Tells the user something through the host, which decides where it goes. [thread-safe]
void log_warning(std::string_view text) noexcept;

}  // namespace sdk
}  // namespace wbm
