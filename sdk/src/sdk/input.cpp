#include <wbm/sdk/input.hpp>
#include <wbm/sdk/members.hpp>

namespace wbm {
inline namespace sdk {
namespace {

const char* kind_name(int kind) noexcept {
    switch (kind) {
        case WBM_FROM_PATH:
            return "a path";
        case WBM_FROM_BYTES:
            return "bytes";
        case WBM_FROM_TENSOR:
            return "an array";
        case WBM_FROM_JSON:
            return "JSON";
        case WBM_FROM_ARROW:
            return "an Arrow stream";
        case WBM_FROM_VALUE:
            return "a value";
        case WBM_FROM_URL:
            return "a URL";
        default:
            return "of a kind that this plugin does not know";
    }
}

void check_kind(const Part& part, int wanted) {
    if (part.is(wanted)) return;
    const std::string which = part.name().empty() ? "the source" : "part " + brief(json::value(part.name()));
    throw unsupported(which + " is " + kind_name(part.kind()) + "; give " + kind_name(wanted));
}

}  // namespace

std::string_view Part::need(int kind) const {
    check_kind(*this, kind);
    return view(part_->text);
}

json::value Part::json() const {
    const std::string_view text = need(WBM_FROM_JSON);
    try {
        return json::read(text);
    } catch (const json::Error& e) {
        throw invalid((name().empty() ? "the source: " : "part " + brief(json::value(name())) + ": ") + e.what());
    }
}

const DLTensor& Part::tensor() const {
    check_kind(*this, WBM_FROM_TENSOR);
    if (part_->tensor == nullptr) throw invalid("the source has no array; the host must set wbm_part.tensor");
    return *part_->tensor;
}

ArrowArrayStream* Part::arrow() const {
    check_kind(*this, WBM_FROM_ARROW);
    return part_->arrow;
}

const wbm_handle* Part::value() const {
    check_kind(*this, WBM_FROM_VALUE);
    return part_->value;
}

Part Input::part(std::string_view name) const {
    std::string others;
    for (std::size_t i = 0; i < part_count(); ++i) {
        const Part p = part(i);
        if (p.name() == name) return p;
        if (!p.name().empty()) others.append(others.empty() ? "" : ", ").append(p.name());
    }
    throw not_found("the input has no part " + brief(json::value(name)) +
                    (others.empty() ? "; give it beside the source" : "; it has " + others));
}

namespace detail {

json::object parse_options(wbm_str text) {
    if (text.size == 0) return {};
    try {
        return json::read_object(view(text));
    } catch (const json::Error& e) {
        throw invalid(std::string("options: ") + e.what());
    }
}

}  // namespace detail
}  // namespace sdk
}  // namespace wbm
