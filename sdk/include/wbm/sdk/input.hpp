// wbm/sdk/input.hpp - what create() gets.
#pragma once

#include <wbm/plugin.h>
#include <wbm/json.hpp>
#include <wbm/sdk/error.hpp>

#include <string>
#include <string_view>

namespace wbm {
inline namespace sdk {

inline std::string_view view(wbm_str s) noexcept {
    return s.size == 0 ? std::string_view() : std::string_view(s.data, s.size);
}
inline wbm_str str(std::string_view s) noexcept { return {s.data(), s.size()}; }

namespace detail {
/// Options as an object; empty text is {}.
[[nodiscard]] json::object parse_options(wbm_str text);
}  // namespace detail

/// One part of an input. Borrowed: copy what must outlive create().
class Part {
public:
    explicit Part(const wbm_part* part) noexcept : part_(part) {}

    [[nodiscard]] int kind() const noexcept { return part_->kind; }
    [[nodiscard]] bool is(int wbm_from) const noexcept { return part_->kind == wbm_from; }
    [[nodiscard]] std::string_view name() const noexcept { return view(part_->name); }

    // Each throws unsupported when the part is of another kind: `the source is an array; give a path`.
    [[nodiscard]] std::string path() const { return std::string(need(WBM_FROM_PATH)); }
    [[nodiscard]] std::string_view bytes() const { return need(WBM_FROM_BYTES); }
    [[nodiscard]] std::string_view url() const { return need(WBM_FROM_URL); }
    [[nodiscard]] json::value json() const;
    /// The JSON as it came, for a wbm/json_reader.hpp: no document is built, numbers keep their digits.
    [[nodiscard]] std::string_view json_text() const { return need(WBM_FROM_JSON); }
    [[nodiscard]] const DLTensor& tensor() const;
    /// The caller takes the stream over: read it, then release it.
    [[nodiscard]] ArrowArrayStream* arrow() const;
    [[nodiscard]] const wbm_handle* value() const;
    /// The value as an object of a type of this plugin. Borrowed like all of a part. Throws unsupported for a value of
    /// another type, or of another plugin's, and in a host that is too old.
    template <class T>
    [[nodiscard]] const T& value_as() const;

private:
    [[nodiscard]] std::string_view need(int kind) const;
    const wbm_part* part_;
};

/// create()'s argument: a main part, named parts, options.
class Input {
public:
    explicit Input(const wbm_input* in) noexcept : in_(in) {}

    [[nodiscard]] Part main() const noexcept { return Part(in_->parts[0]); }
    [[nodiscard]] std::size_t part_count() const noexcept { return in_->count; }
    [[nodiscard]] Part part(std::size_t index) const noexcept { return Part(in_->parts[index]); }
    /// A named part, "pred" for an option "@pred". Throws not_found naming it.
    [[nodiscard]] Part part(std::string_view name) const;
    /// The options object; {} when there are none.
    [[nodiscard]] json::object options() const { return detail::parse_options(in_->options); }

    // The main part, directly.
    [[nodiscard]] int kind() const noexcept { return main().kind(); }
    [[nodiscard]] bool is(int wbm_from) const noexcept { return main().is(wbm_from); }
    [[nodiscard]] std::string path() const { return main().path(); }
    [[nodiscard]] std::string_view bytes() const { return main().bytes(); }
    [[nodiscard]] std::string_view url() const { return main().url(); }
    [[nodiscard]] json::value json() const { return main().json(); }
    [[nodiscard]] const DLTensor& tensor() const { return main().tensor(); }

private:
    const wbm_input* in_;
};

}  // namespace sdk
}  // namespace wbm
