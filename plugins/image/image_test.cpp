// Image values: JSON, round trips, equality, references and lists.
#include "image.hpp"

#include "reference.hpp"
#include "test_support.hpp"

#include <array>

namespace wbm::image {
namespace {

const std::vector<std::uint8_t> rgb_samples = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120};

Image small(const json::object& options = {}) { return from_array(rgb_samples, {2, 2, 3}, options); }

/// The keys of an object, in order.
std::string keys(const json::object& j) {
    std::string all;
    for (const auto& member : j) all += (all.empty() ? "" : " ") + std::string(member.key());
    return all;
}

/// A store whose references can be fetched: fetch() gives the URL. The rest is FakeStore's.
class ReferenceStore {
public:
    ReferenceStore() { store_.fetch = &fetch; }
    [[nodiscard]] Store store() { return Store(&store_); }
    [[nodiscard]] const FakeStore& files() const { return files_; }

private:
    static wbm_status fetch(void* ctx, wbm_str path, wbm_sink place, wbm_sink error) {
        auto& files = *static_cast<FakeStore*>(ctx);
        for (const FakeStore::Added& added : files.added())
            if (added.path == view(path) && !added.url.empty()) {
                place.write(place.ctx, added.url.data(), added.url.size());
                return WBM_OK;
            }
        return files.table()->fetch(ctx, path, place, error);
    }
    FakeStore files_{WBM_ARTIFACT};
    wbm_store store_ = *files_.table();
};

// W072, W117
TEST(ImageJson, HasTheMembersInOrder) {
    FakeStore run(WBM_RUN);
    FakeStore artifact(WBM_ARTIFACT);
    const Image image = small({{"caption", "hello"}, {"grouping", 1}});
    const json::object in_run = image.to_json(run.store());
    EXPECT_EQ(keys(in_run), "caption _type sha256 size path format width height grouping");
    const std::string& png = run.added().at(0).content;
    EXPECT_EQ(json::write(in_run), R"({"caption":"hello","_type":"image-file","sha256":")" + testing::sha256(png) +
                                       R"(","size":)" + std::to_string(png.size()) + R"(,"path":"media/images/key_0_)" +
                                       testing::sha256(png).substr(0, 20) +
                                       R"(.png","format":"png","width":2,"height":2,"grouping":1})");
    EXPECT_EQ(keys(image.to_json(artifact.store())), "caption _type path sha256 format width height grouping");
    EXPECT_EQ(keys(small().to_json(run.store())), "_type sha256 size path format width height");
    EXPECT_EQ(keys(small({{"caption", ""}, {"grouping", 0}}).to_json(run.store())),
              "caption _type sha256 size path format width height");
}

// W088, recordings path_*
TEST(ImageJson, OfAFileKeepsItByteForByte) {
    FakeStore folder(WBM_RUN);
    const std::string png = sample("trailing.png");
    const std::string sha20 = testing::sha256(png).substr(0, 20);
    for (const auto& [name, format, extension] :
         std::vector<std::array<std::string, 3>>{{"pic.png", "png", ".png"},
                                                 {"pic.PNG", "PNG", ".PNG"},
                                                 {"pic.jpg", "jpg", ".jpg"},
                                                 {"picture", "", ""},
                                                 {"a.b.jpeg", "jpeg", ".jpeg"}}) {
        FakeStore run(WBM_RUN);
        FakeStore artifact(WBM_ARTIFACT);
        const Image image = from_file(folder.put("in/" + name, png), {{"file_type", "jpg"}, {"normalize", false}});
        const json::object j = image.to_json(run.store());
        EXPECT_EQ(run.added().at(0).content, png);
        EXPECT_EQ(text(j, "format"), format);
        EXPECT_EQ(text(j, "path"), "media/images/key_0_" + sha20 + extension);
        EXPECT_EQ(j.at("width"), 5);
        EXPECT_EQ(j.at("height"), 4);
        EXPECT_EQ(text(image.to_json(artifact.store()), "path"), "media/images/" + sha20 + "/" + name);
    }
}

TEST(ImageJson, OfBytesIsNamedByTheirFormat) {
    FakeStore run(WBM_RUN);
    for (const char* format : {"png", "jpg"}) {
        const std::string content = sample(std::string("rgb.") + format);
        const json::object j = made(Source::bytes(content)).to_json(run.store());
        EXPECT_EQ(text(j, "format"), format);
        EXPECT_EQ(run.added().back().content, content);
        EXPECT_EQ(run.added().back().extension, std::string(".") + format);
    }
}

TEST(ImageJson, IsTheSameEachTime) {
    FakeStore run(WBM_RUN);
    const Image image = small();
    EXPECT_EQ(json::write(image.to_json(run.store())), json::write(image.to_json(run.store())));
    EXPECT_EQ(json::write(image.to_json(run.store())), json::write(small().to_json(run.store())));
}

TEST(ImageJson, KeepsUnknownMembers) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/images/a.png", sample("rgb.png"));
    store.put("media/images/later.bin", "later");
    const std::string sha = testing::sha256(sample("rgb.png"));
    const std::string json =
        R"({"caption":"c","_type":"image-file","path":"media/images/a.png","sha256":")" + sha +
        R"(","format":"png","width":5,"height":4,"grouping":2,"_wbm":{"later":{"path":"media/images/later.bin"},"n":[1.5]},"x":null})";
    const Value value = image_type().from_json(json, store);
    FakeStore copy(WBM_ARTIFACT);
    copy.keep_names_of(store);
    EXPECT_EQ(image_type().to_json(value, copy), json);
    EXPECT_EQ(read_file((copy.root() / "media/images/later.bin").string()), "later");
}

// Decoding nothing, it keeps what another version wrote in formats that are not read here.
TEST(ImageJson, IsReadWhateverTheFormat) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/images/a.avif", "....ftypavif");
    const std::string json = R"({"_type":"image-file","path":"media/images/a.avif","sha256":")" +
                             testing::sha256("....ftypavif") + R"(","format":"avif","width":7,"height":6})";
    const Value value = image_type().from_json(json, store);
    EXPECT_EQ(image_type().to_json(value, store), json);
    EXPECT_EQ(of(value), of(value));
    EXPECT_TRUE(says(refusal([&] { (void)of(value).tensor({}); }), {"2 ", "a.avif", "in the format AVIF"}));
    const Value bare = image_type().from_json(R"({"path":"media/images/a.avif"})", store);
    EXPECT_EQ(keys(of(bare).fields()), "");
}

TEST(ImageJson, IsRefusedWhenWrong) {
    FakeStore store(WBM_ARTIFACT);
    store.put("a.png", sample("rgb.png"));
    const auto refused = [&](const std::string& json) {
        return refusal([&] { (void)image_type().from_json(json, store); });
    };
    EXPECT_TRUE(says(refused(R"({"_type":"image-file"})"), {"3 image-file: \"path\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"width":1,"path":null})"), {"1 image-file: \"path\" must be text"}));
    EXPECT_TRUE(says(refused(R"({"path":"b.png"})"), {"3 image-file: "}));
    EXPECT_TRUE(says(refused(R"({"path":"../a.png","width":1})"), {"1 image-file: "}));
    for (const char* name : {"width", "height", "grouping"})
        for (const char* wrong : {"\"5\"", "1.5", "[]", "true", "18446744073709551615"})
            EXPECT_TRUE(says(refused(std::string(R"({"path":"a.png",")") + name + "\":" + wrong + "}"),
                             {"1 image-file: \"", name, "must be an integer"}));
    EXPECT_TRUE(says(refused(R"({"path":"a.png","width":-1})"), {"1 image-file: \"width\"", "-1"}));
    for (const char* name : {"caption", "format", "sha256"})
        EXPECT_TRUE(
            says(refused(std::string(R"({"path":"a.png",")") + name + "\":5}"), {name, "must be text, it is 5"}));
    EXPECT_TRUE(says(refused(R"({"_type":"html-file","path":"a.png"})"), {"1 image-file: \"_type\""}));
}

/// The JPEG sample of 24 x 16 pixels, with Exif's orientation.
std::string turned_jpeg(int orientation) {
    using namespace std::string_literals;
    const std::string exif =
        "Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0"s + static_cast<char>(orientation) + "\0\0\0\0\0\0\0"s;
    const std::string plain = sample("rgb.jpg");
    const std::string length{'\0', static_cast<char>(exif.size() + 2)};
    return plain.substr(0, 2) + "\xff\xe1" + length + exif + plain.substr(2);
}

// The eight orientations: where the stored pixel (0, 0) is shown.
TEST(ImageOrientation, IsHowThePictureIsShown) {
    const Pixels plain = pixels(from_file(corpus("rgb.jpg")));
    const auto pixel = [](const Pixels& p, std::int64_t y, std::int64_t x) {
        const auto at = static_cast<std::size_t>((y * p.shape[1] + x) * 3);
        return std::vector<int>(p.values.begin() + static_cast<std::ptrdiff_t>(at),
                                p.values.begin() + static_cast<std::ptrdiff_t>(at) + 3);
    };
    struct Shown {
        int orientation;
        std::int64_t y, x;
    };
    for (const auto& [orientation, y, x] :
         {Shown{1, 0, 0}, {2, 0, 23}, {3, 15, 23}, {4, 15, 0}, {5, 0, 0}, {6, 0, 15}, {7, 23, 15}, {8, 23, 0}}) {
        const std::string bytes = turned_jpeg(orientation);
        const Image image = made(Source::bytes(bytes));
        const bool is_upright = orientation >= 5;
        EXPECT_EQ(image.width, is_upright ? 16U : 24U) << orientation;
        EXPECT_EQ(image.height, is_upright ? 24U : 16U) << orientation;
        const Pixels shown_pixels = pixels(image);
        EXPECT_EQ(shown_pixels.shape, (std::vector<std::int64_t>{is_upright ? 24 : 16, is_upright ? 16 : 24, 3}))
            << orientation;
        EXPECT_EQ(pixel(shown_pixels, y, x), pixel(plain, 0, 0)) << orientation;
        FakeStore run(WBM_RUN);
        const json::object j = image.to_json(run.store());
        EXPECT_EQ(run.added().at(0).content, bytes);  // the file is as it was
        EXPECT_EQ(j.at("width"), json::value(is_upright ? 16 : 24));
        EXPECT_EQ(round_trip(image), image);
    }
}

TEST(ImageOptions, AreChecked) {
    const auto with = [](const json::object& options) {
        return refusal_of(Source::tensor(rgb_samples, {2, 2, 3}).with_options(options));
    };
    EXPECT_EQ(with({{"boxes", nullptr}, {"masks", nullptr}, {"classes", nullptr}}), "not refused");
    EXPECT_TRUE(says(with({{"captoin", "L"}}), {"1 image-file: option \"captoin\" is not known"}));
    EXPECT_TRUE(says(with({{"mode", "XYZ"}}), {"1 image-file: option \"mode\" is \"XYZ\"", "1, L, LA, P, RGB"}));
    EXPECT_TRUE(says(with({{"mode", "I;16"}}), {"1 image-file: option \"mode\" is \"I;16\""}));
    EXPECT_TRUE(says(with({{"caption", 5}}), {"1 image-file: \"caption\" must be text, it is 5"}));
    EXPECT_TRUE(says(with({{"grouping", "a"}}), {"1 image-file: \"grouping\" must be an integer"}));
    EXPECT_TRUE(says(with({{"normalize", 0}}), {"1 image-file: \"normalize\" must be true or false"}));
    EXPECT_TRUE(says(with({{"file_type", "tga"}}),
                     {"1 image-file: option \"file_type\" is \"tga\"", "png, jpg, jpeg, bmp, webp, gif"}));
    EXPECT_TRUE(says(with({{"quality", 80}}), {"1 image-file: option \"quality\" is for the file types jpg and webp"}));
    for (const int wrong : {0, 101, -1})
        EXPECT_TRUE(says(with({{"file_type", "jpg"}, {"quality", wrong}}),
                         {"1 image-file: option \"quality\" is " + std::to_string(wrong), "1 to 100"}));
    for (const json::value& wrong : {json::value{1, 0}, json::value{1, 1}, json::value{1}, json::value{"a", 2},
                                     json::value{-1e308, 1e308}, json::value("x")})
        EXPECT_TRUE(says(with({{"window", wrong}}), {"1 image-file: option \"window\" is ", "[low, high]"}));
    EXPECT_TRUE(says(with({{"colormap", "jet"}}), {"1 image-file: option \"colormap\" is \"jet\"", "viridis"}));
    EXPECT_EQ(with({{"file_type", "png"}}), "not refused");
}

TEST(ImageSource, MustBeThere) {
    FakeStore folder(WBM_RUN);
    EXPECT_TRUE(says(refusal_of(Source::path((folder.root() / "gone.png").string())), {"3 image-file: ", "gone.png"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.root().string())), {"1 image-file: ", "is a folder"}));
}

TEST(ImageSource, IsNamedWhateverItsNameIs) {
    FakeStore folder(WBM_RUN);
    const std::string name = std::string(200, 'n') + ".png";
    EXPECT_TRUE(says(refusal_of(Source::path(folder.put(name, "x").string())), {name, "is no picture"}));
    EXPECT_TRUE(says(refusal_of(Source::path(folder.put("\xff.png", "x").string())), {"not UTF-8", "is no picture"}));
}

TEST(ImageRoundTrip, LosesNothing) {
    for (const auto& path : files_in(corpus(""))) {
        const Image image = from_file(path, {{"caption", "h\u00e9llo \u65e5\u672c\n\"q\""}, {"grouping", -3}});
        EXPECT_EQ(round_trip(image), image) << path;
        const Image bytes = made(Source::bytes(read_file(path.string())));
        EXPECT_EQ(round_trip(bytes), bytes) << path;
    }
    const Image image = round_trip(small({{"grouping", 0}}));
    EXPECT_EQ(pixels(image), pixels(small()));
    EXPECT_EQ(pixels(image).values, std::vector<int>(rgb_samples.begin(), rgb_samples.end()));
}

// W137
TEST(ImageEquality, ComparesWhatIsSeen) {
    const Image image = small();
    EXPECT_EQ(image, small());
    EXPECT_NE(image, small({{"caption", "c"}}));
    EXPECT_NE(image, small({{"caption", ""}}));
    EXPECT_NE(image, small({{"grouping", 1}}));
    EXPECT_EQ(image, small({{"grouping", 0}}));
    auto other = rgb_samples;
    ++other[7];
    EXPECT_NE(image, from_array(other, {2, 2, 3}));
    EXPECT_NE(from_array(rgb_samples, {2, 6}), from_array(rgb_samples, {6, 2}));
    EXPECT_EQ(from_file(corpus("rgb.png")), from_file(corpus("text_chunks.png")));  // other files, same pixels
    EXPECT_EQ(from_file(corpus("rgb.png")), from_file(corpus("interlaced.png")));
    EXPECT_NE(from_file(corpus("gray.png")), from_file(corpus("gray16.png")));
    EXPECT_NE(from_file(corpus("palette.png")), from_file(corpus("palette_alpha.png")));
    EXPECT_NE(from_file(corpus("rgb.png")), from_file(corpus("rgb.jpg")));
    const json::object classes{{"classes", json::array{json::object{{"id", 1}, {"name", "a"}}}}};
    EXPECT_NE(image, small(classes));
    EXPECT_NE(small(classes), image);
    EXPECT_EQ(small(classes), small(classes));
}

TEST(ImageFields, AreThoseThatAreKnown) {
    const Image image = small({{"caption", "c"}, {"grouping", 4}});
    EXPECT_EQ(keys(image.fields()), "width height format caption grouping size");
    FakeStore run(WBM_RUN);
    const json::object j = image.to_json(run.store());
    const json::object read = Image::from_json(j, run.store()).fields();
    EXPECT_EQ(keys(read), "width height format caption grouping sha256 size");
    for (const auto& member : read) EXPECT_EQ(member.value(), j.at(member.key())) << member.key();
}

TEST(ImageFields, CountTheFramesOfAnAnimation) {
    const Image image = from_file(corpus("gif_disposal_1.gif"));
    ASSERT_TRUE(image.frames);
    EXPECT_GT(*image.frames, 1U);
    EXPECT_EQ(round_trip(image).fields().at("frames"), json::value(*image.frames));
    EXPECT_FALSE(from_file(corpus("gif_still.gif")).frames);
    EXPECT_EQ(image.tensor({{"frame", 1}}).dl().ndim, 3);
    EXPECT_TRUE(says(refusal([&] { (void)image.tensor({{"frame", 99}}); }), {"1 ", "frame 99"}));
}

TEST(ImageTensor, IsConvertedToAMode) {
    EXPECT_EQ(pixels(small().tensor({{"mode", "L"}})), (Pixels{{2, 2}, {18, 48, 78, 108}}));
    EXPECT_EQ(pixels(small().tensor({{"mode", "RGBA"}})).shape, (std::vector<std::int64_t>{2, 2, 4}));
    const auto refused = [](const json::object& options) { return refusal([&] { (void)small().tensor(options); }); };
    EXPECT_TRUE(says(refused({{"mode", "XYZ"}}), {"1 option \"mode\" is \"XYZ\"", "YCbCr"}));
    EXPECT_TRUE(says(refused({{"mode", "RGB;16"}}), {"1 option \"mode\" is \"RGB;16\""}));
    EXPECT_TRUE(says(refused({{"moed", "L"}}), {"1 option \"moed\" is not known"}));
    EXPECT_TRUE(says(refused({{"frame", -1}}), {"1 option \"frame\" is -1"}));
    EXPECT_TRUE(says(refused({{"frame", 1}}), {"1 ", "has 1 frame, not frame 1"}));
}

// W087, W090
TEST(ImageReference, IsKnownByItsScheme) {
    for (const char* url : {"gs://b/x.jpg", "s3://b/x", "http://e.com/x", "https://e.com/x"})
        EXPECT_TRUE(is_reference(url));
    for (const char* url : {"HTTP://e.com/x", "ftp://e.com/x", "file:///x", "x.png", "", "https:/x"}) {
        EXPECT_FALSE(is_reference(url));
        EXPECT_TRUE(says(refusal_of(Source::url(url)), {"1 image-file: the URL \"" + std::string(url), "s3://"}));
    }
}

TEST(ImageReference, HasTheFormatOfItsPath) {
    const std::vector<std::pair<std::string, std::string>> formats = {
        {"gs://bucket/x.jpg", "jpg"},          {"http://example.com/noext", "noext"},
        {"s3://bucket/a/b.png", "png"},        {"https://example.com/i/pic.webp?x=1", "webp"},
        {"http://x.y/a/b.jpg?x=1/2.z", "jpg"}, {"http://x.y/a.b/c", "c"},
        {"http://x.y/a.tar.gz#f.x", "gz"},     {"http://example.com", ""},
        {"http://example.com/", ""},           {"https://e.com/a.png;v=1.2", "png"},
        {"s3://b/a.png;v=1.2", "2"},           {"https://e.com/a.", ""}};
    for (const auto& [url, format] : formats) EXPECT_EQ(format_of_url(url), format) << url;
}

// W091, W092, W138
TEST(ImageReference, LivesInArtifactsOnly) {
    const std::string url = "http://nonexistent/puppy.jpg";
    const Image image = made(Source::url(url).with_options({{"caption", "r"}}));
    EXPECT_EQ(json::write(image.fields()), R"({"format":"jpg","caption":"r"})");

    FakeStore run(WBM_RUN);
    EXPECT_TRUE(says(refusal([&] { (void)image.to_json(run.store()); }), {"1 ", url, "a run cannot hold"}));
    EXPECT_TRUE(run.added().empty());
    EXPECT_TRUE(says(refusal([&] { (void)image.tensor({}); }), {"2 ", url, "nothing is fetched"}));

    ReferenceStore artifact;
    const json::object j = image.to_json(artifact.store());
    EXPECT_EQ(keys(j), "caption _type path sha256 format");
    EXPECT_EQ(text(j, "sha256"), "75c13e5a637fb8052da99792fca8323c06b138966cd30482e84d62c83adc01ee");
    EXPECT_EQ(artifact.files().added().at(0).url, url);
    EXPECT_EQ(artifact.files().added().at(0).folder, "media/images");

    const Image back = Image::from_json(j, artifact.store());
    EXPECT_EQ(back, image);
    EXPECT_EQ(json::write(back.to_json(artifact.store())), json::write(j));
    EXPECT_NE(back, made(Source::url(url + "?")));
    EXPECT_NE(back, small());
    EXPECT_NE(small(), back);
}

// W120 to W125
TEST(ImageBatch, DescribesTheFirstAndListsAll) {
    FakeStore run(WBM_RUN);
    const auto batch = [&](const std::vector<Image>& images) {
        std::vector<const Image*> values;
        std::vector<json::object> items;
        for (const Image& image : images) {
            values.push_back(&image);
            items.push_back(image.to_json(run.store()));
        }
        return Image::seq_to_json(values, items);
    };
    const Image wide = from_array(rgb_samples, {2, 6}, {{"caption", "A"}});
    const json::object j = batch({wide, small(), small({{"caption", ""}})});
    EXPECT_EQ(keys(j), "_type width height format count filenames captions _wbm");
    EXPECT_EQ(json::write(j),
              R"({"_type":"images/separated","width":6,"height":2,"format":"png","count":3,"filenames":[")" +
                  run.added()[0].path + R"(",")" + run.added()[1].path + R"(",")" + run.added()[2].path +
                  R"("],"captions":["A",null,""],"_wbm":{"sizes":[[6,2],[2,2],[2,2]]}})");
    EXPECT_EQ(keys(batch({small(), small()})), "_type width height format count filenames");
    EXPECT_EQ(keys(batch({small(), wide})), "_type width height format count filenames _wbm");
    EXPECT_EQ(keys(batch({small({{"caption", ""}}), wide})), "_type width height format count filenames captions _wbm");
    EXPECT_EQ(Image::max_items, 108U);
}

TEST(ImageBatch, WarnsOfDifferentSizes) {
    FakeStore run(WBM_RUN);
    FakeHost host;
    testing::TextSink error;
    WBM_ENTRY()->start(host.table(), error.sink());
    const Image a = small();
    const Image b = from_array(rgb_samples, {2, 6});
    const std::vector<json::object> items = {a.to_json(run.store()), b.to_json(run.store())};
    (void)Image::seq_to_json(std::vector{&a, &a}, items);
    EXPECT_TRUE(host.lines().empty());
    const json::object mixed = Image::seq_to_json(std::vector{&a, &b}, items);
    EXPECT_EQ(json::write(mixed.at("_wbm")), R"({"sizes":[[2,2],[6,2]]})");
    WBM_ENTRY()->stop();
    ASSERT_EQ(host.lines().size(), 1U);
    EXPECT_TRUE(says(host.lines()[0].text, {"differ in size"}));
}

TEST(ImageBatch, NeedsPathsOfImages) {
    const Image a = small();
    const std::vector<const Image*> values = {&a};
    const auto with = [&](const json::object& item) {
        std::string written;
        const std::string refused =
            refusal([&] { written = json::write(Image::seq_to_json(values, std::vector{item})); });
        return written.empty() ? refused : written;
    };
    EXPECT_TRUE(says(with({{"path", "media/other/a.png"}}), {"1 ", "\"media/other/a.png\"", "media/images"}));
    EXPECT_TRUE(says(with({{"artifact_path", "wandb-artifact://1/a"}}), {R"("filenames":["wandb-artifact://1/a"])"}));
    EXPECT_TRUE(says(with({}), {"3 ", "is missing"}));
}

TEST(ImageBatch, ReadsASizeThatTheJsonLacks) {
    FakeStore run(WBM_RUN);
    run.put("media/images/a.png", sample("rgb.png"));
    const json::object item{{"path", "media/images/a.png"}};
    const Image image = Image::from_json(item, run.store());
    EXPECT_EQ(
        json::write(Image::seq_to_json(std::vector{&image}, std::vector{item})),
        R"({"_type":"images/separated","width":5,"height":4,"format":"","count":1,"filenames":["media/images/a.png"]})");
}

TEST(ImagePlugin, SaysWhatItIs) {
    const wbm_plugin* plugin = WBM_ENTRY();
    EXPECT_STREQ(plugin->id, "org.wbmedia.image");
    EXPECT_STREQ(plugin->version, "0.1.0");
    EXPECT_STREQ(plugin->types[0]->name, "image-file");
    EXPECT_STREQ(plugin->types[1]->name, "classes");
    EXPECT_STREQ(plugin->types[2]->name, "bounding-boxes");
    EXPECT_STREQ(plugin->types[3]->name, "mask");
    EXPECT_STREQ(plugin->types[4]->name, "metadata");
    EXPECT_EQ(plugin->types[5], nullptr);
    const json::object facts = json::read_object(plugin->types[0]->facts);
    EXPECT_EQ(facts.at("batch"), "images/separated");
    EXPECT_EQ(facts.at("extensions"),
              json::array({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp", ".tif", ".tiff", ".ico", ".svg"}));
}

}  // namespace
}  // namespace wbm::image
