#include "cif_grammar.hpp"

#include <gemmi/cif.hpp>

namespace wbm::molecule {
namespace {

namespace rules = gemmi::cif::rules;
namespace pegtl = tao::pegtl;

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
WBM_CIF_ACTION(rules::str_loop, begin_loop(in.iterator().line))
WBM_CIF_ACTION(rules::loop_tag, loop_tag(in.string_view()))
WBM_CIF_ACTION(rules::loop_value, loop_value(in.string_view(), in.iterator().line))
WBM_CIF_ACTION(rules::loop, end_loop())
WBM_CIF_ACTION(rules::item_tag, tag(in.string_view()))
WBM_CIF_ACTION(rules::item_value, value(in.string_view(), in.iterator().line))
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
        pegtl::parse<rules::file, Action, gemmi::cif::Errors>(in, events);
    } catch (const pegtl::parse_error& e) {
        throw CifSyntaxError(e.positions().empty() ? 0 : e.positions().front().line, std::string(e.message()));
    }
}

}  // namespace wbm::molecule
