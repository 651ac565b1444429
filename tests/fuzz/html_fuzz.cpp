// Any bytes as a page, and any text as a page's JSON. What create() takes must survive JSON unchanged.
#include "../../plugins/html/html.hpp"

#include <wbm/testing.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace wbm;

const testing::Type& html_type() {
    static const testing::Type type = testing::type_of<html::Html>();
    return type;
}

template <class Make>
void check(const testing::FakeStore& store, const Make& make) {
    try {
        const testing::Value value = make();
        (void)testing::round_trip(html_type(), value.get(), store);
    } catch (const testing::Refused& e) {
        if (e.status() == WBM_INTERNAL) std::abort();
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::FakeStore run(WBM_RUN);
    static const testing::FakeStore artifact(WBM_ARTIFACT);
    static const auto stored = artifact.put("media/html/a.html", "<p>");
    static const std::string page = (artifact.root() / "page.html").string();
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    if (bytes.starts_with("{")) {
        check(artifact, [&] { return html_type().from_json(bytes, artifact); });
        return 0;
    }
    const bool inject = size % 2 == 0;
    const json::object options{{"inject", inject}};
    check(run, [&] { return html_type().create(testing::Source::bytes(std::string(bytes)).with_options(options)); });
    artifact.put("page.html", bytes);
    check(run, [&] { return html_type().create(testing::Source::path(page).with_options(options)); });
    return 0;
}
