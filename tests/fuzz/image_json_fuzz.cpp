// Any text as an image's JSON, in a store that has a few files: a picture, a drawing, a reference, an array, a mask, a
// broken file, boxes and classes.
#include "image_fuzz_support.hpp"

namespace {

using namespace wbm::image;
using wbm::testing::FakeStore;
using wbm::testing::Source;

/// Puts the files under short names, which the seeds and the fuzzer's dictionary of their own know.
FakeStore& files() {
    static FakeStore store(WBM_ARTIFACT);
    static const bool filled = [] {
        const std::vector<float> numbers{0, 0.25F, 0.5F, 1, 2, -1};
        const wbm::testing::Value image = fuzz::image_type().create(Source::tensor(numbers, {2, 3}));
        store.put("p.png", *fuzz::of(image).file()->bytes());
        store.put("a.npy.gz", *fuzz::of(image).array->file->bytes());
        const std::vector<std::uint8_t> ids{0, 1, 2, 1, 0, 1};
        const wbm::testing::Value mask = fuzz::image_type().create(Source::tensor(ids, {2, 3}));
        store.put("m.png", *fuzz::of(mask).file()->bytes());
        store.put("d.svg", R"(<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>)");
        store.put("b.png", "\x89PNG\r\n\x1a\n");
        store.put("boxes.json", R"({"box_data":[{"position":{"middle":[1,1],"width":1,"height":1},"class_id":1}]})");
        store.put("classes.json", R"({"_type":"classes","class_set":[{"id":1,"name":"cat"}]})");
        (void)store.store().add_reference("r", "s3://bucket/r.png");
        return true;
    }();
    (void)filled;
    return store;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const FakeStore& store = files();
    fuzz::refusable([&] {
        const wbm::testing::Value value = fuzz::image_type().from_json(fuzz::text_of(data, size), store);
        fuzz::check_round_trip(value);
        (void)fuzz::of(value).fields();
        for (const ImageMask& mask : fuzz::of(value).annotations.masks) {
            fuzz::refusable([&] { (void)mask.tensor({}); });
            fuzz::refusable([&] { (void)mask.shown_labels(); });
        }
        for (const BoundingBoxes& boxes : fuzz::of(value).annotations.boxes)
            fuzz::refusable([&] { (void)boxes.labels(); });
        fuzz::refusable([&] { (void)fuzz::of(value).tensor({}); });
    });
    return 0;
}
