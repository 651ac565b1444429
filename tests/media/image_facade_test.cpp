// wbm/media: each way to make and read an image, against the generic call that it stands for.
#include <wbm/media/image.hpp>
#include <wbm/wbm.hpp>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "temp_dir.hpp"

namespace wbm {
namespace {

using test::slurp;
using test::TempDir;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// The members of cv::Mat that the facade looks at. OpenCV's step is a class that converts to size_t.
struct Mat {
    struct Step {
        std::size_t bytes;
        operator std::size_t() const { return bytes; }
    };
    int rows, cols;
    unsigned char* data;
    Step step;
    int channel_count = 3;
    int element_depth = 0;
    [[nodiscard]] int channels() const { return channel_count; }
    [[nodiscard]] int depth() const { return element_depth; }
};

/// An Eigen matrix: column-major unless said otherwise.
template <class Number>
struct Matrix {
    using Scalar = Number;
    std::vector<Number> numbers;
    std::int64_t row_count, column_count;
    [[nodiscard]] std::int64_t rows() const { return row_count; }
    [[nodiscard]] std::int64_t cols() const { return column_count; }
    [[nodiscard]] std::int64_t rowStride() const { return 1; }
    [[nodiscard]] std::int64_t colStride() const { return row_count; }
    [[nodiscard]] const Number* data() const { return numbers.data(); }
};

/// std::mdspan with any strides.
template <class Number, std::size_t Rank>
struct View {
    Number* first;
    std::array<std::int64_t, Rank> extents, strides;
    static constexpr std::size_t rank() { return Rank; }
    [[nodiscard]] std::int64_t extent(std::size_t axis) const { return extents.at(axis); }
    [[nodiscard]] std::int64_t stride(std::size_t axis) const { return strides.at(axis); }
    [[nodiscard]] Number* data_handle() const { return first; }
};

static_assert(CvMatLike<Mat> && !EigenLike<Mat> && !MdspanLike<Mat>);
static_assert(EigenLike<Matrix<float>> && !CvMatLike<Matrix<float>> && !MdspanLike<Matrix<float>>);
static_assert(MdspanLike<View<float, 3>> && !CvMatLike<View<float, 3>> && !EigenLike<View<float, 3>>);
static_assert(!CvMatLike<Image> && !EigenLike<Image> && !MdspanLike<Image>);

template <class T>
std::vector<T> elements(const Tensor& tensor) {
    const auto all = tensor.as<T>();
    return {all.begin(), all.end()};
}

std::vector<std::uint8_t> samples(const Image& image) { return elements<std::uint8_t>(image.tensor()); }

class ImageFacadeTest : public ::testing::Test {
protected:
    TempDir dir;
    Registry media{RegistryOptions{.directories = {WBM_PLUGINS}, .search_standard_places = false, .use_cache = false}};
    std::vector<std::uint8_t> rgb = [] {
        std::vector<std::uint8_t> all(4 * 5 * 3);
        std::iota(all.begin(), all.end(), std::uint8_t{7});
        return all;
    }();

    Image picture(const ImageOptions& options = {}) { return Image(Pixels(rgb, {4, 5, 3}), options, media); }
    static std::filesystem::path sample(std::string_view name) { return std::filesystem::path(WBM_CORPUS) / name; }

    /// What a value becomes: its JSON in an artifact and in a run, the run's config, every file.
    static std::string stored(const ValuePtr& value, bool is_reference) {
        const TempDir place;
        std::string all;
        {
            Artifact artifact = Artifact::create(place / "art");
            all = value->to_json_text(artifact);
            for (const auto& file : test::files_below(place / "art")) all += '\n' + file + slurp(place / "art" / file);
            artifact.save();
        }
        if (is_reference) return all;
        wbm::Run run(place / "run");
        all += '\n' + run.log("k", value, 3);
        run.flush();
        all += json::write(run.config());
        for (const auto& file : test::files_below(place / "run/files"))
            all += '\n' + file + slurp(place / "run/files" / file);
        return all;
    }

    void expect_same(const Image& image, const Part& source, const std::string& options = "{}",
                     const std::vector<NamedPart>& parts = {}) {
        SCOPED_TRACE(options);
        const ValuePtr generic = media.create("image-file", source, json::read_object(options), parts);
        EXPECT_EQ(*image.value(), *generic);
        const bool is_reference = source.kind() == Part::Kind::url;
        EXPECT_EQ(stored(image.value(), is_reference), stored(generic, is_reference));
    }

    template <class Make>
    static std::string refusal(const Make& make) {
        try {
            (void)make();
        } catch (const MediaError& e) {
            return std::string(to_string(e.status())) + ": " + e.what();
        }
        return "not refused";
    }
};

TEST_F(ImageFacadeTest, PixelsMayBeARangeOrAPointerWithStrides) {
    const Part plain = tensor(rgb, {4, 5, 3});
    expect_same(Image(Pixels(rgb, {4, 5, 3}), {}, media), plain);
    expect_same(Image(Pixels(std::span<const std::uint8_t>(rgb), {4, 5, 3}), {}, media), plain);
    expect_same(Image(Pixels(rgb.data(), dtype_of<std::uint8_t>(), {4, 5, 3}), {}, media), plain);
    expect_same(Image(plain, {}, media), plain);
    // Every second row from the last one up.
    const Image some(Pixels(rgb.data() + 3 * 15, dtype_of<std::uint8_t>(), {2, 5, 3}, {-30, 3, 1}), {}, media);
    EXPECT_EQ(samples(some)[0], rgb[45]);
    EXPECT_EQ(samples(some)[15], rgb[15]);
    expect_same(some, array(rgb.data() + 3 * 15, dtype_of<std::uint8_t>(), {2, 5, 3}, {-30, 3, 1}));
    const Image planes(Pixels(rgb, {3, 4, 5}), {.layout = "CHW"}, media);
    EXPECT_EQ(planes.width(), 5U);
    EXPECT_EQ(elements<std::uint8_t>(planes.tensor("RGB"))[1], rgb[20]);
    expect_same(planes, tensor(rgb, {3, 4, 5}), R"({"layout":"CHW"})");
    EXPECT_THAT(refusal([&] { return Pixels(rgb, {4, 5, 4}); }), HasSubstr("holds 80 elements, the data has 60"));
}

TEST_F(ImageFacadeTest, FilesBytesUrlsAndImages) {
    const auto file = sample("palette.png");
    const std::string content = slurp(file);
    expect_same(Image(file, {}, media), path(file));
    expect_same(Image(file.string(), {}, media), path(file));
    expect_same(Image(bytes(content), {.caption = "c"}, media), bytes(content), R"({"caption":"c"})");
    const Image remote(url("https://example.com/a/b.jpg?x=1"), {}, media);
    expect_same(remote, url("https://example.com/a/b.jpg?x=1"));
    EXPECT_EQ(remote.width(), 0U);
    EXPECT_EQ(remote.format(), "jpg");
    EXPECT_THAT(refusal([&] { return remote.tensor(); }), HasSubstr("nothing is fetched"));
    EXPECT_THAT(refusal([&] { return Image("gone.png", {}, media); }),
                HasSubstr("image-file: the file \"gone.png\" does not exist"));
}

TEST_F(ImageFacadeTest, AnImageOfAnImageKeepsItsClassesAndDropsItsLayers) {
    const Box box{.position = Box::Corners{0, 1, 0, 1}, .class_id = 1};
    const Image first =
        picture({.caption = "a", .grouping = 2, .boxes = {{"p", {.boxes = {box}, .class_labels = {{1, "cat"}}}}}});
    const Image second(first, {.caption = "b"}, media);
    EXPECT_EQ(second.caption(), "b");
    EXPECT_EQ(second.grouping(), 2);
    EXPECT_EQ(samples(second), rgb);
    EXPECT_EQ(json::write(second.value()->fields().at("classes")), R"([{"id":1,"name":"cat"}])");
    EXPECT_EQ(stored(second.value(), false).find("boxes2D"), std::string::npos);
    expect_same(second, value(first.value()), R"({"caption":"b"})");
    const Image copy = second;  // shares the value
    EXPECT_EQ(copy.value(), second.value());
    EXPECT_NE(copy, first);
}

TEST_F(ImageFacadeTest, OpenCvHasBlueFirst) {
    unsigned char bgr[] = {30, 20, 10, 31, 21, 11, 0, 0, 32, 22, 12, 33, 23, 13, 0, 0};  // 2 bytes between rows
    const Mat mat{2, 2, bgr, {8}};
    EXPECT_THAT(samples(Image(mat, {}, media)), ElementsAre(10, 20, 30, 11, 21, 31, 12, 22, 32, 13, 23, 33));
    EXPECT_THAT(samples(Image(Pixels(mat, ChannelOrder::rgb), {}, media)),
                ElementsAre(30, 20, 10, 31, 21, 11, 32, 22, 12, 33, 23, 13));
    const Mat gray{2, 2, bgr, {8}, 1};
    EXPECT_THAT(samples(Image(gray, {}, media)), ElementsAre(30, 20, 32, 22));
}

TEST_F(ImageFacadeTest, OpenCvWithAlphaIsCopiedInOrder) {
    unsigned char bgra[] = {3, 2, 1, 4, 7, 6, 5, 8, 0, 0, 0, 0, 11, 10, 9, 12, 15, 14, 13, 16};
    const Mat mat{2, 2, bgra, {12}, 4};
    Pixels pixels(mat);
    const Pixels copied = pixels;  // shares the copy
    pixels = Pixels(rgb, {4, 5, 3});
    EXPECT_THAT(samples(Image(copied, {}, media)), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16));
    std::uint16_t wide[] = {300, 200, 100, 400};
    const Mat deep{1, 1, reinterpret_cast<unsigned char*>(wide), {8}, 4, 2};
    EXPECT_THAT(elements<std::uint16_t>(Image(deep, {.layout = "HWC"}, media).tensor()),
                ElementsAre(100, 200, 300, 400));
    const Mat three{1, 1, reinterpret_cast<unsigned char*>(wide), {6}, 3, 2};
    EXPECT_THAT(elements<std::uint16_t>(Image(three, {.layout = "HWC"}, media).tensor()), ElementsAre(100, 200, 300));
}

TEST_F(ImageFacadeTest, OpenCvsElementTypes) {
    double numbers[] = {0, 0.5, 1, 2};
    const auto mat = [&](int depth, std::size_t item) {
        return Mat{1, 2, reinterpret_cast<unsigned char*>(numbers), {2 * item}, 1, depth};
    };
    const char* const names[] = {"uint8", "int8", "uint16", "int16", "int32", "float32", "float64", "float16"};
    const std::size_t items[] = {1, 1, 2, 2, 4, 4, 8, 2};
    for (int depth = 0; depth < 8; ++depth)
        EXPECT_EQ(Image(mat(depth, items[depth]), {}, media).tensor().dtype_name(), names[depth]);
    for (const int depth : {-1, 8})
        EXPECT_THAT(refusal([&] { return Pixels(mat(depth, 1)); }),
                    HasSubstr("unsupported: the matrix has the depth " + std::to_string(depth)));
    const Mat uneven{1, 2, rgb.data(), {9}, 1, 5};
    EXPECT_THAT(refusal([&] { return Pixels(uneven); }),
                HasSubstr("rows of 9 bytes, which is no multiple of a sample's 4; copy it with clone()"));
    EXPECT_THAT(refusal([&] { return Image(Mat{2, -1, rgb.data(), {8}, 4}, {}, media); }), HasSubstr("negative size"));
    EXPECT_THAT(refusal([&] { return Image(Mat{0, 0, nullptr, {0}}, {}, media); }), HasSubstr("no elements"));
}

TEST_F(ImageFacadeTest, EigenIsColumnMajor) {
    const Matrix<float> matrix{{1, 4, 2, 5, 3, 6}, 2, 3};
    const Image image(matrix, {}, media);
    EXPECT_THAT(image.tensor().shape(), ElementsAre(2, 3));
    EXPECT_THAT(elements<float>(image.tensor()), ElementsAre(1, 2, 3, 4, 5, 6));
}

TEST_F(ImageFacadeTest, MdspanWithAnyStrides) {
    const View<const std::uint8_t, 3> planes{rgb.data(), {4, 5, 3}, {5, 1, 20}};  // C x H x W seen as H x W x C
    expect_same(Image(planes, {}, media), array(rgb.data(), dtype_of<std::uint8_t>(), {4, 5, 3}, {5, 1, 20}));
    EXPECT_EQ(samples(Image(planes, {}, media))[1], rgb[20]);
    std::int16_t numbers[] = {5, 4, 3, 2, 1, 0};
    const View<std::int16_t, 2> turned{numbers + 5, {2, 3}, {-3, -1}};
    EXPECT_THAT(elements<std::int16_t>(Image(turned, {}, media).tensor()), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST_F(ImageFacadeTest, DlpackWithByteOffset) {
    std::int64_t shape[] = {2, 2};
    std::int64_t strides[] = {1, 2};
    DLTensor dl{rgb.data(), {kDLCPU, 0}, 2, dtype_of<std::uint8_t>(), shape, nullptr, 10};
    EXPECT_THAT(samples(Image(dl, {}, media)), ElementsAre(17, 18, 19, 20));
    dl.strides = strides;
    EXPECT_THAT(samples(Image(dl, {}, media)), ElementsAre(17, 19, 18, 20));
    const Tensor given = picture().tensor();
    EXPECT_EQ(Image(given.dl(), {}, media), picture());
    dl.device.device_type = kDLCUDA;
    EXPECT_THAT(refusal([&] { return Pixels(dl); }), HasSubstr("unsupported: the pixels are in the memory of another"));
    dl.device.device_type = kDLCPU;
    dl.shape = nullptr;
    EXPECT_THAT(refusal([&] { return Pixels(dl); }), HasSubstr("has ndim 2 and no shape for it"));
}

TEST_F(ImageFacadeTest, EachOptionIsTheGenericOne) {
    const Part part = tensor(rgb, {4, 5, 3});
    const std::pair<ImageOptions, const char*> cases[] = {
        {{.caption = "é"}, R"({"caption":"é"})"},
        {{.caption = ""}, R"({"caption":""})"},
        {{.grouping = 4}, R"({"grouping":4})"},
        {{.file_type = "jpg"}, R"({"file_type":"jpg"})"},
        {{.file_type = "jpg", .quality = 30}, R"({"file_type":"jpg","quality":30})"},
        {{.file_type = "webp"}, R"({"file_type":"webp"})"},
        {{.file_type = "gif"}, R"({"file_type":"gif"})"},
        {{.mode = "L"}, R"({"mode":"L"})"},
        {{.layout = "HWC"}, R"({"layout":"HWC"})"},
        {{.window = {{10, 40}}}, R"({"window":[10,40]})"},
        {{.keep_original = false}, R"({"keep_original":false})"},
        {{.window = {{10, 40}}, .keep_original = false}, R"({"window":[10,40],"keep_original":false})"},
        {{.classes = {{2, "dog"}, {1, "cat"}}}, R"({"classes":[{"id":1,"name":"cat"},{"id":2,"name":"dog"}]})"},
    };
    for (const auto& [options, text] : cases) expect_same(picture(options), part, text);
    const Image coloured(Pixels(rgb, {6, 10}), {.colormap = "viridis"}, media);
    expect_same(coloured, tensor(rgb, {6, 10}), R"({"colormap":"viridis"})");
    EXPECT_EQ(coloured.tensor("RGB").shape().size(), coloured.tensor().shape().size() + 1);
    const std::vector<float> ones{0, 1, 1, 0};
    const Image dark(Pixels(ones, {2, 2}), {.normalize = false}, media);
    expect_same(dark, tensor(ones, {2, 2}), R"({"normalize":false})");
    EXPECT_THAT(elements<std::uint8_t>(dark.tensor("L")), ElementsAre(0, 1, 1, 0));
    EXPECT_THAT(refusal([&] { return picture({.window = {{4, 4}}}); }), HasSubstr("option \"window\""));
}

TEST_F(ImageFacadeTest, BoxesAreTheGenericOnes) {
    const Image image =
        picture({.boxes = {{"pred",
                            {.boxes = {{.position = Box::Corners{0.25, 0.5, 0.125, 1},
                                        .class_id = 1,
                                        .caption = "car",
                                        .scores = {{"acc", 0.5}, {"iou", 1}}},
                                       {.position = Box::Centered{2, 3, 4, 5}, .class_id = -2, .in_pixels = true},
                                       {.position = Box::Centered{0, 0, 1, 1}}},
                             .class_labels = {{-2, "x"}, {1, "car"}}}},
                           {"truth", {.boxes = {{.position = Box::Corners{0, 1, 0, 1}, .class_id = 3}}}},
                           {"none", {}}}});
    expect_same(image, tensor(rgb, {4, 5, 3}), R"({"boxes":{"none":{"box_data":[]},"pred":{"box_data":[
        {"position":{"minX":0.25,"maxX":0.5,"minY":0.125,"maxY":1.0},"class_id":1,"box_caption":"car",
         "scores":{"acc":0.5,"iou":1.0}},
        {"position":{"middle":[2.0,3.0],"width":4.0,"height":5.0},"class_id":-2,"domain":"pixel"},
        {"position":{"middle":[0.0,0.0],"width":1.0,"height":1.0}}],"class_labels":{"-2":"x","1":"car"}},
        "truth":{"box_data":[{"position":{"minX":0.0,"maxX":1.0,"minY":0.0,"maxY":1.0},"class_id":3}]}}})");
    EXPECT_THAT(refusal([&] {
                    return picture({.boxes = {{"p", {.boxes = {{.position = Box::Centered{0, 0, 1, 1}}}}}}});
                }),
                HasSubstr("boxes \"p\": box 0: \"class_id\" is missing"));
}

TEST_F(ImageFacadeTest, MasksAreTheGenericOnes) {
    const std::vector<std::int32_t> ids{0, 1, 70000, -1};
    const Image image =
        picture({.masks = {{"gt", {.ids = Pixels(ids, {2, 2}), .class_labels = {{1, "a"}, {70000, "b"}}}},
                           {"file", {.ids = sample("gray.png")}},
                           {"plain \"@\"", {.ids = Pixels(ids, {4, 1})}}}});
    expect_same(image, tensor(rgb, {4, 5, 3}),
                R"({"masks":{"file":{"path":"@f"},"gt":{"mask_data":"@m","class_labels":{"1":"a","70000":"b"}},
                    "plain \"@\"":{"mask_data":"@n"}}})",
                {{"f", path(sample("gray.png"))}, {"m", tensor(ids, {2, 2})}, {"n", tensor(ids, {4, 1})}});
    Artifact artifact = Artifact::create(dir / "art");
    const json::object j = image.value()->to_json(artifact);
    const ValuePtr mask = media.init_from_json(j.at("masks").at("gt").as_object(), artifact);
    EXPECT_EQ(elements<std::int32_t>(mask->tensor()), ids);
    EXPECT_THAT(refusal([&] {
                    return picture({.masks = {{"gt", {.ids = Pixels(rgb, {4, 5, 3})}}}});
                }),
                HasSubstr("masks \"gt\": the mask has shape [4, 5, 3]"));
}

TEST_F(ImageFacadeTest, MasksOfOpenCvAndEigen) {
    unsigned char ids[] = {1, 2, 9, 9, 3, 4, 9, 9};
    const Matrix<std::uint8_t> columns{{1, 3, 2, 4}, 2, 2};
    const Image a = picture({.masks = {{"m", {.ids = Pixels(Mat{2, 2, ids, {4}, 1})}}}});
    const Image b = picture({.masks = {{"m", {.ids = Pixels(columns)}}}});
    const std::vector<std::uint8_t> rows{1, 2, 3, 4};
    for (const Image& image : {a, b})
        expect_same(image, tensor(rgb, {4, 5, 3}), R"({"masks":{"m":{"mask_data":"@m"}}})",
                    {{"m", tensor(rows, {2, 2})}});
}

TEST_F(ImageFacadeTest, ShapesAreTheGenericOnes) {
    const ShapeLayer layer{
        .polygons = {{.points = {{0, 0}, {0.5, 0}, {0.5, 1}}, .class_id = 1}},
        .keypoints = {{.points = {{1, 2}, {3, 4}}, .skeleton = {{0, 1}}, .class_id = 2, .in_pixels = true},
                      {.points = {{5, 6}}}},
        .rotated_boxes = {{.center = {0.5, 0.5}, .width = 0.5, .height = 0.25, .angle = 45, .class_id = 1}},
        .class_labels = {{1, "roof"}, {2, "man"}}};
    expect_same(picture({.geometry = {{"survey", layer}}}), tensor(rgb, {4, 5, 3}), R"({"geometry":{"survey":{
        "polygons":[{"points":[[0.0,0.0],[0.5,0.0],[0.5,1.0]],"class_id":1}],
        "keypoints":[{"points":[[1.0,2.0],[3.0,4.0]],"skeleton":[[0,1]],"class_id":2,"domain":"pixel"},
                     {"points":[[5.0,6.0]]}],
        "rotated_boxes":[{"center":[0.5,0.5],"width":0.5,"height":0.25,"angle":45.0,"class_id":1}],
        "class_labels":{"1":"roof","2":"man"}}}})");
    EXPECT_THAT(refusal([&] {
                    return picture({.geometry = {{"s", {.polygons = {{.points = {{0, 0}, {1, 1}}}}}}}});
                }),
                HasSubstr("geometry \"s\": polygons 0: \"points\" must be a list of 3 points or more"));
}

TEST_F(ImageFacadeTest, ComesBackFromAnArtifactAndARun) {
    const Image image = picture({.caption = "a cat", .grouping = 3, .file_type = "bmp"});
    wbm::Run run(dir / "run");
    (void)run.log("cat", image.value(), 0);
    Artifact artifact = Artifact::create(dir / "art");
    artifact.add(image, "cat");
    artifact.finalize();
    const Image again(artifact.get("cat", media));
    EXPECT_EQ(again, image);
    EXPECT_EQ(std::tuple(again.width(), again.height(), again.format()), std::tuple(5U, 4U, "bmp"));
    EXPECT_EQ(again.caption(), "a cat");
    EXPECT_EQ(again.grouping(), 3);
    EXPECT_EQ(samples(again), rgb);
    EXPECT_THAT(again.tensor("L").shape(), ElementsAre(4, 5));
    EXPECT_EQ(Image(media.init_from_json(run.history()[0].at("cat").as_object(), run.files())), image);
    EXPECT_EQ(picture().caption(), std::nullopt);
    EXPECT_EQ(picture().grouping(), std::nullopt);
}

TEST_F(ImageFacadeTest, TensorsHaveModesAndFrames) {
    const Image pages(sample("tiff_pages.tif"), {}, media);
    EXPECT_NE(elements<std::uint8_t>(pages.tensor("RGB")), elements<std::uint8_t>(pages.tensor("RGB", 1)));
    EXPECT_EQ(elements<std::uint8_t>(pages.tensor("RGB", 1)),
              elements<std::uint8_t>(pages.value()->tensor({{"mode", "RGB"}, {"frame", 1}})));
    EXPECT_EQ(pages.tensor("F").dtype_name(), "float32");
    EXPECT_EQ(pages.tensor("I;16").dtype_name(), "uint16");
    EXPECT_THAT(refusal([&] { return pages.tensor("RGB", 999); }), HasSubstr("invalid: image-file: "));
    EXPECT_THAT(refusal([&] { return pages.tensor("XYZ"); }), HasSubstr("option \"mode\" is \"XYZ\""));
    const Image turned(sample("tiff_orientation_6.tif"), {}, media);
    EXPECT_THAT(turned.tensor().shape().first(2), ElementsAre(turned.height(), turned.width()));
}

TEST_F(ImageFacadeTest, AValueOfAnotherTypeIsNoImage) {
    EXPECT_EQ(refusal([&] { return Image(media.create("html-file", bytes("<p>"))); }),
              "invalid: image-file: the value is of type html-file; use that type's facade");
    const Artifact artifact = Artifact::create(dir / "art");
    EXPECT_EQ(refusal([&] { return Image(artifact.get("no", media)); }),
              "invalid: image-file: there is no value; the name may not be there");
    Registry empty(RegistryOptions{.search_standard_places = false, .use_cache = false});
    const ValuePtr unknown = empty.init_from_json(R"({"_type":"image-file","path":"media/images/a.png"})", artifact);
    EXPECT_THAT(refusal([&] { return Image(unknown); }),
                HasSubstr("unsupported: image-file: no plugin knows the type"));
    EXPECT_THAT(refusal([&] { return Image(Pixels(rgb, {4, 5, 3}), {}, empty); }), HasSubstr("not_found: "));
}

}  // namespace
}  // namespace wbm
