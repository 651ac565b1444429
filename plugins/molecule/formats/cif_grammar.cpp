#include "cif_grammar.hpp"

#include <gemmi/cif.hpp>

namespace wbm::molecule {
namespace {

namespace rules = gemmi::cif::rules;
namespace pegtl = tao::pegtl;

/// The plain values of a loop and the blanks behind each: gemmi's `simunq` and `ws_char`, without its walk through
/// every kind of value for each of them. A file of a protein has a million.
struct plain_values {
    using rule_t = plain_values;
    using subs_t = pegtl::empty_list;

    template <pegtl::apply_mode, pegtl::rewind_mode, template <typename...> class, template <typename...> class,
              typename Input>
    static bool match(Input& in, CifEvents& events) {
        constexpr int ordinary = 1;
        constexpr int blank = 2;
        auto& place = in.iterator();
        const char* at = place.data;
        const char* const end = in.end();
        const char* line = at - (place.column - 1);  // where it begins
        for (const char* value = at;; value = at) {
            while (at != end && gemmi::cif::char_table(*at) == ordinary) ++at;
            if (at == value || at == end || gemmi::cif::char_table(*at) != blank) {
                at = value;
                break;
            }
            events.loop_value({value, static_cast<std::size_t>(at - value)});
            for (; at != end && gemmi::cif::char_table(*at) == blank; ++at)
                if (*at == '\n') {
                    line = at + 1;
                    ++place.line;
                }
        }
        const bool has_any = at != place.data;
        place.byte += static_cast<std::size_t>(at - place.data);
        place.column = static_cast<std::size_t>(at - line) + 1;
        place.data = at;
        return has_any;
    }
};

// gemmi's rules from its loop upwards, with the plain values before the others.
struct any_value : pegtl::sor<pegtl::seq<plain_values, pegtl::opt<rules::whitespace>>,
                              pegtl::seq<rules::loop_value, rules::ws_or_eof>> {};
struct no_value : pegtl::at<pegtl::sor<rules::keyword, pegtl::eof>> {};
struct loop
    : pegtl::if_must<rules::str_loop, rules::whitespace, pegtl::plus<pegtl::seq<rules::loop_tag, rules::whitespace>>,
                     pegtl::sor<pegtl::plus<any_value>, no_value>, rules::loop_end> {};
struct frame : pegtl::if_must<rules::str_save, rules::framename, rules::whitespace,
                              pegtl::star<pegtl::sor<rules::dataitem, loop>>, rules::endframe, rules::ws_or_eof> {};
struct datablock
    : pegtl::seq<rules::datablockheading, rules::ws_or_eof, pegtl::star<pegtl::sor<rules::dataitem, loop, frame>>> {};
struct content : pegtl::plus<datablock> {};
struct file
    : pegtl::seq<pegtl::opt<rules::whitespace>, pegtl::if_must<pegtl::not_at<pegtl::eof>, content, pegtl::eof>> {};

/// gemmi's sentences.
template <class Rule>
struct Errors : gemmi::cif::Errors<Rule> {};
template <>
struct Errors<content> : pegtl::normal<content> {
    template <class Input, class... States>
    static void raise(const Input& in, States&&... /*states*/) {
        throw pegtl::parse_error(gemmi::cif::error_message<rules::content>(), in);
    }
};

template <class Rule>
struct Action : pegtl::nothing<Rule> {};

/// An action for a rule that calls `call` of the events with what was matched.
#define WBM_CIF_ACTION(rule, call)                              \
    template <>                                                 \
    struct Action<rule> {                                       \
        template <class Input>                                  \
        static void apply(const Input& in, CifEvents& events) { \
            (void)in;                                           \
            events.call;                                        \
        }                                                       \
    };
WBM_CIF_ACTION(rules::datablockheading, begin_block())
WBM_CIF_ACTION(rules::str_loop, begin_loop(in.string_view()))
WBM_CIF_ACTION(rules::loop_tag, loop_tag(in.string_view()))
WBM_CIF_ACTION(rules::loop_value, loop_value(in.string_view()))
WBM_CIF_ACTION(loop, end_loop())
WBM_CIF_ACTION(rules::item_tag, tag(in.string_view()))
WBM_CIF_ACTION(rules::item_value, value(in.string_view()))
#undef WBM_CIF_ACTION

template <>
struct Action<rules::missing_value> {
    template <class Input>
    static void apply(const Input& in, CifEvents& /*events*/) {
        throw pegtl::parse_error("a tag has no value", in);
    }
};

}  // namespace

void walk_cif(std::string_view text, CifEvents& events) {
    try {
        pegtl::memory_input<> in(text.data(), text.data() + text.size(), "");
        pegtl::parse<file, Action, Errors>(in, events);
    } catch (const pegtl::parse_error& e) {
        throw CifSyntaxError(e.positions().empty() ? 0 : e.positions().front().line, std::string(e.message()));
    }
}

}  // namespace wbm::molecule
