// wbm/sdk/type_checks.hpp - what a plain struct must and may have to be a media type, with errors that say how it is
// written.
#pragma once

#include <wbm/ext/arrow.h>
#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/array.hpp>
#include <wbm/sdk/input.hpp>
#include <wbm/sdk/store.hpp>
#include <wbm/sdk/value.hpp>

#include <concepts>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace wbm {
inline namespace sdk {

/// Not convertible_to: a number converts to an object, as its capacity.
template <class T>
concept IsObject = std::same_as<std::remove_cvref_t<T>, json::object>;

/// An object, or a json::value: for a type whose wire form in an artifact is a list.
template <class T>
concept IsJson = IsObject<T> || std::same_as<std::remove_cvref_t<T>, json::value>;

template <class T>
concept HasList = requires(const json::array& list, const Store& source) {
    { T::from_list(list, source) } -> std::convertible_to<T>;
};
/// For values whose JSON is so large that a document of it would cost more than the value.
template <class T>
concept HasFromText = requires(std::string_view text, const Store& source) {
    { T::from_text(text, source) } -> std::convertible_to<T>;
};
template <class T>
concept HasToText = requires(const T& v, Store target) {
    { v.to_text(target) } -> std::same_as<std::string>;
};
template <class T>
concept HasFields = requires(const T& v) {
    { v.fields() } -> IsObject;
};
template <class T>
concept HasTensor = requires(const T& v, const json::object& options) {
    { v.tensor(options) } -> std::same_as<Array>;
};
template <class T>
concept HasBatch = requires(std::span<const T* const> values, std::span<const json::object> items) {
    { T::seq_to_json(values, items) } -> IsObject;
};
/// Rows as JSON text, and the values in them.
template <class T>
concept HasRows = requires(const T& v, const json::object& options, const json::array& place) {
    { v.rows(options) } -> std::same_as<std::string>;
    { v.cell_value(place) } -> std::same_as<Value>;
};
template <class T>
concept HasProbe = requires(const Part& file) {
    { T::probe(file) } -> IsObject;
};
/// The value as a stream of Arrow record batches (wbm/ext/arrow.h).
template <class T>
concept HasArrow = requires(const T& v, const json::object& options, ArrowArrayStream& out) {
    { v.arrow(options, out) } -> std::same_as<void>;
};
/// A nested class Stream: made from create()'s options and the artifact, gives elements for each piece, the JSON around
/// them at the end, and says which of its members they are.
template <class T>
concept HasStream = requires(typename T::Stream& stream, const Input& piece, Store target) {
    requires std::constructible_from<typename T::Stream, const json::object&, const Store&>;
    { stream.add(piece, target) } -> std::same_as<std::string>;
    { stream.finish(target) } -> std::same_as<std::string>;
    { T::Stream::member } -> std::convertible_to<std::string_view>;
};
/// A nested class Writer: made from create()'s options, gets pieces, gives the value.
template <class T>
concept HasWriter = requires(typename T::Writer& writer, const DLTensor& piece) {
    requires std::constructible_from<typename T::Writer, const json::object&>;
    writer.add(piece);
    { writer.finish() } -> std::convertible_to<T>;
};

#pragma GCC visibility push(hidden)
namespace detail {

/// A function of that name that is not the one the SDK looks for would be left out without a word.
#define WBM_SDK_IS_FUNCTION(T, name)                                       \
    requires {                                                             \
        requires std::is_member_function_pointer_v<decltype(&T::name)> ||  \
            std::is_function_v<std::remove_pointer_t<decltype(&T::name)>>; \
    }

template <class T>
constexpr void check_optional_members() {
    static_assert(HasFields<T> || !WBM_SDK_IS_FUNCTION(T, fields),
                  "fields() must be: wbm::json::object fields() const;");
    static_assert(HasTensor<T> || !WBM_SDK_IS_FUNCTION(T, tensor),
                  "tensor() must be: wbm::Array tensor(const wbm::json::object& options) const;");
    static_assert(HasList<T> || !WBM_SDK_IS_FUNCTION(T, from_list),
                  "from_list() must be: static T from_list(const wbm::json::array& list, const wbm::Store& source);");
    static_assert(HasFromText<T> || !WBM_SDK_IS_FUNCTION(T, from_text),
                  "from_text() must be: static T from_text(std::string_view json, const wbm::Store& source);");
    static_assert(HasToText<T> || !WBM_SDK_IS_FUNCTION(T, to_text),
                  "to_text() must be: std::string to_text(wbm::Store target) const;");
    static_assert(HasBatch<T> || !WBM_SDK_IS_FUNCTION(T, seq_to_json),
                  "seq_to_json() must be: static wbm::json::object seq_to_json(std::span<const T* const> values, "
                  "std::span<const wbm::json::object> items);");
    static_assert(HasProbe<T> || !WBM_SDK_IS_FUNCTION(T, probe),
                  "probe() must be: static wbm::json::object probe(const wbm::Part& file);");
    static_assert(
        HasWriter<T> || !requires { typename T::Writer; },
        "Writer must be: struct Writer { explicit Writer(const wbm::json::object& options); void add(const "
        "DLTensor& piece); T finish(); };");
    static_assert(HasArrow<T> || !WBM_SDK_IS_FUNCTION(T, arrow),
                  "arrow() must be: void arrow(const wbm::json::object& options, ArrowArrayStream& out) const;");
    static_assert(
        HasStream<T> || !requires { typename T::Stream; },
        "Stream must be: struct Stream { static constexpr std::string_view member = \"data\"; Stream(const "
        "wbm::json::object& options, const wbm::Store& target); std::string add(const wbm::Input& piece, wbm::Store "
        "target); std::string finish(wbm::Store target); };");
    if constexpr (requires { T::aliases; })
        static_assert(
            std::is_array_v<decltype(T::aliases)> && T::aliases[std::size(T::aliases) - 1] == nullptr,
            "aliases must end with nullptr: static constexpr const char* aliases[] = {\"old-name\", nullptr};");
    if constexpr (requires { T::facts; })
        static_assert(std::is_convertible_v<decltype(T::facts), const char*>,
                      "facts must be text: static constexpr const char* facts = R\"({...})\";");
}
#undef WBM_SDK_IS_FUNCTION

template <class T>
constexpr void check_type() {
    static_assert(
        requires {
            { T::type } -> std::convertible_to<const char*>;
        },
        "a media type needs its `_type`: static constexpr const char* type = \"my-file\";");
    static_assert(
        requires {
            { T::inputs } -> std::convertible_to<std::uint32_t>;
        },
        "a media type says what it is made from: static constexpr auto inputs = WBM_FROM_PATH | WBM_FROM_BYTES;");
    static_assert(
        requires(Input in) {
            { T::create(in) } -> std::convertible_to<T>;
        },
        "a media type needs: static T create(wbm::Input in);");
    static_assert(
        HasFromText<T> ||
            requires(const json::object& j, Store s) {
                { T::from_json(j, s) } -> std::convertible_to<T>;
            },
        "a media type needs: static T from_json(const wbm::json::object& j, wbm::Store source);");
    static_assert(
        HasToText<T> ||
            requires(const T& v, Store s) {
                { v.to_json(s) } -> IsJson;
            },
        "a media type needs: wbm::json::object to_json(wbm::Store target) const;");
    static_assert(std::equality_comparable<T>,
                  "a media type needs equality: bool operator==(const T&) const = default;");
}

}  // namespace detail
#pragma GCC visibility pop

}  // namespace sdk
}  // namespace wbm
