// Any bytes: read, write and restyle agree, and refuse the same texts.
#include <wbm/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

namespace json = wbm::json;
using json::NonFinite;
using json::Style;

void require(bool holds) {
    if (!holds) std::abort();
}

/// restyle() keeps what read() cannot hold: long integers and the sign of "-0". Finds texts that may have either.
bool may_have_odd_integers(std::string_view text) {
    constexpr std::size_t safe_digits = 18;
    std::size_t digits = 0;
    for (const char c : text) {
        digits = c >= '0' && c <= '9' ? digits + 1 : 0;
        if (digits > safe_digits) return true;
    }
    return text.find("-0") != std::string_view::npos;
}

struct Outcome {
    bool good = false;
    std::string text;  ///< written, or the error
};

template <class F>
Outcome attempt(F&& f) {
    try {
        return {true, f()};
    } catch (const json::Error& e) {
        require(json::is_utf8(e.what()) && std::string_view(e.what()).size() < 1000);
        return {false, e.what()};
    }
}

void check_style(std::string_view text, Style style, NonFinite non_finite) {
    const Outcome written = attempt([&] { return json::write(json::read(text, non_finite), style, non_finite); });
    const Outcome restyled = attempt([&] { return json::restyle(text, style, non_finite); });
    const bool odd = may_have_odd_integers(text);
    if (!odd) require(written.good == restyled.good && written.text == restyled.text);
    if (written.good) {
        require(restyled.good && json::is_utf8(written.text));
        const std::string again = json::write(json::read(written.text, non_finite), style, non_finite);
        require(again == written.text);
        require(json::write(json::read(restyled.text, non_finite), style, non_finite) == written.text);
    }
    if (restyled.good) {
        require(json::restyle(restyled.text, style, non_finite) == restyled.text);
        std::string scratch;
        const std::string_view type = json::find_string(text, "_type", scratch);
        require(json::is_utf8(type));
        if (written.good && text.find_first_not_of(" \t\r\n") == text.find('{')) {
            const json::value v = json::read(text, non_finite);
            const json::value* member = v.get_object().if_contains("_type");
            require(type == (member != nullptr && member->is_string() ? std::string_view(member->get_string()) : ""));
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const Style style : {Style::fast, Style::standard, Style::standard_sorted, Style::indented})
        for (const NonFinite non_finite : {NonFinite::allow, NonFinite::refuse}) check_style(text, style, non_finite);
    std::string scratch;
    require(json::is_utf8(json::find_string(text, "a", scratch)));
    return 0;
}
