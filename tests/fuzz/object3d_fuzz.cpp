// Any bytes as each format of an object, by content and by name, and as an object's JSON. What create() takes must be
// readable and survive JSON unchanged; nothing may be an internal error.
#include "../../plugins/object3d/formats.hpp"
#include "../../plugins/object3d/object3d.hpp"

#include <wbm/testing.hpp>

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace wbm;

const testing::Type& object_type() {
    static const testing::Type type = testing::type_of<object3d::Object3D>();
    return type;
}

void read_arrays(const testing::Value& value) {
    const auto& object = *reinterpret_cast<const object3d::Object3D*>(value.get());
    for (const char* part : {"points", "vertices", "faces", "colors"}) {
        try {
            (void)element_count(object.tensor({{"part", part}}).dl());
        } catch (const Error& e) {
            if (e.status() == WBM_INTERNAL) std::abort();
        } catch (const json::Error&) {
            continue;
        }
    }
}

template <class Make>
void check(const testing::FakeStore& store, const Make& make) {
    try {
        const testing::Value value = make();
        read_arrays(value);
        (void)testing::round_trip(object_type(), value.get(), store);
    } catch (const testing::Refused& e) {
        if (e.status() == WBM_INTERNAL) std::abort();
    }
}

/// The format that the bytes are tried as: the one they look like, or the one their length says.
std::string format_of(std::string_view bytes) {
    constexpr const char* formats[] = {"obj", "stl", "gltf", "glb", "babylon", "pts.json", "ply", "off"};
    const std::string seen = object3d::format_of_content(bytes);
    return seen.empty() ? formats[bytes.size() % std::size(formats)] : seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const testing::FakeStore store(WBM_ARTIFACT);
    static const auto mesh = store.put("media/object3D/a.obj", "v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n");
    static const auto points = store.put("media/object3D/a.pts.json", "[[0,1,2],[3,4,5.5]]");
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const json::object options{{"file_type", format_of(bytes)}};
    const testing::FakeStore fresh(WBM_RUN);
    check(fresh,
          [&] { return object_type().create(testing::Source::bytes(std::string(bytes)).with_options(options)); });
    if (!bytes.starts_with('{')) return 0;
    check(fresh, [&] { return object_type().create(testing::Source::json(std::string(bytes))); });
    check(fresh, [&] { return object_type().from_json(bytes, store); });
    return 0;
}
