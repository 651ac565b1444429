// Boxes, masks, classes and shapes of an image. Wire spec 4.7 to 4.13.
#include "annotations.hpp"

#include "../test_support.hpp"
#include "class_labels.hpp"
#include "classes.hpp"
#include "metadata.hpp"

#include <cmath>
#include <numeric>

namespace wbm::image {
namespace {

const std::vector<std::uint8_t> gray = {10, 20, 30, 40};

template <class T>
const testing::Type& type_of_value() {
    static const testing::Type type = testing::type_of<T>();
    return type;
}

template <class T>
T made_of(Source source) {
    const Value value = type_of_value<T>().create(source);
    return *reinterpret_cast<const T*>(value.get());
}

template <class T>
std::string refusal_of_value(Source source) {
    return refusal([&] { (void)type_of_value<T>().create(source); });
}

/// A 2 x 2 image with options from JSON text, and masks as named parts.
Source image_source(const std::string& options) { return Source::tensor(gray, {2, 2}).with_options_text(options); }

Image annotated(const std::string& options) { return made(image_source(options)); }

template <class T>
Image with_mask(const std::vector<T>& ids, const std::string& labels = "") {
    Source source = image_source(R"({"masks":{"gt":{"mask_data":"@m")" + labels + "}}}");
    return made(source.with_part("m", Source::tensor(ids, {2, 2})));
}

constexpr const char* two_boxes =
    R"({"boxes":{"pred":{"box_data":[)"
    R"({"position":{"minX":2,"maxX":12,"minY":3,"maxY":20},"class_id":1,"box_caption":"car .9","domain":"pixel","scores":{"acc":0.9}},)"
    R"({"position":{"middle":[0.5,0.25],"width":0.2,"height":0.3},"class_id":0,"mine":[1]}],)"
    R"("class_labels":{"0":"person","1":"car"}}}})";

// W126 to W129, recordings boxes_*
TEST(Boxes, OfARunAreAFileAndLabelsInTheConfig) {
    FakeStore run(WBM_RUN);
    const Image image = annotated(two_boxes);
    const json::object j = image.to_json(run.store());
    const json::object& boxes = j.at("boxes").at("pred").as_object();
    EXPECT_EQ(text(boxes, "_type"), "boxes2D");
    const FakeStore::Added& file = run.added().at(1);
    EXPECT_EQ(file.folder, "media/metadata/boxes2D");
    EXPECT_EQ(file.extension, ".boxes2D.json");
    EXPECT_EQ(text(boxes, "path"), file.path);
    const json::object given = json::read_object(two_boxes);
    EXPECT_EQ(file.content, json::write(given.at("boxes").at("pred")));
    const FakeStore::Config labels{"bounding_box/class_labels", "pred", R"({"0":"person","1":"car"})"};
    EXPECT_EQ(run.config(), std::vector{labels});
    EXPECT_EQ(json::write(j.at("_wbm")), R"({"classes":[{"id":0,"name":"person"},{"id":1,"name":"car"}]})");
    EXPECT_EQ(Image::from_json(j, run.store()), image);
}

TEST(AnnotatedImages, SayWhatTheyHaveInTheirFields) {
    const json::object fields = annotated(two_boxes).fields();
    EXPECT_EQ(json::write(fields.at("box_labels")), R"({"pred":{"0":"person","1":"car"}})");
    EXPECT_EQ(fields.at("boxes").at("pred").as_array().size(), 2U);
    const json::object masked = with_mask<std::uint32_t>({0, 300, 2, 3}).fields();
    EXPECT_EQ(json::write(masked.at("masks").at("gt").at("table")), R"({"300":255})");
    EXPECT_FALSE(masked.contains("boxes"));
}

TEST(Boxes, OfAnArtifactAreAListAndAFileOfClasses) {
    FakeStore artifact(WBM_ARTIFACT);
    const Image image = annotated(two_boxes);
    const json::object j = image.to_json(artifact.store());
    const json::object given = json::read_object(two_boxes);
    EXPECT_EQ(j.at("boxes").at("pred"), given.at("boxes").at("pred").at("box_data"));
    EXPECT_EQ(text(j.at("classes").as_object(), "type"), "classes-file");
    const FakeStore::Added& file = artifact.added().at(1);
    EXPECT_EQ(file.path, "media/classes/b710ca7d3be287bbe1cd7f6e601e4883_cls.classes.json");
    EXPECT_EQ(file.content,
              R"({"_type": "classes", "class_set": [{"id": 0, "name": "person"}, {"id": 1, "name": "car"}]})");
    const Image back = Image::from_json(j, artifact.store());
    EXPECT_EQ(back, image);
    EXPECT_EQ(json::write(back.to_json(artifact.store())), json::write(j));
    FakeStore run(WBM_RUN);
    EXPECT_EQ(text(back.to_json(run.store()).at("boxes").at("pred").as_object(), "_type"), "boxes2D");
}

// W130
TEST(Boxes, WithoutLabelsGetDefaultOnes) {
    FakeStore run(WBM_RUN);
    const Image image =
        annotated(R"({"boxes":{"p":{"box_data":[{"position":{"minX":0,"maxX":1,"minY":0,"maxY":1},"class_id":4},)"
                  R"({"position":{"minX":0,"maxX":1,"minY":0,"maxY":1},"class_id":-2}]}}})");
    (void)image.to_json(run.store());
    EXPECT_EQ(run.config().at(0).json, R"({"-2":"class_-2","4":"class_4"})");
    EXPECT_EQ(run.added().at(1).content.find("class_labels"), std::string::npos);
    EXPECT_EQ(json::write(*image.annotations.classes), R"([{"id":-2,"name":"class_-2"},{"id":4,"name":"class_4"}])");
}

// W131: each rule by name
TEST(Boxes, ThatBreakARuleAreRefused) {
    const auto box = [](const std::string& members) {
        return refusal_of(image_source(R"({"boxes":{"p":{"box_data":[{)" + members + R"(}]}}})"));
    };
    const std::string where = "1 image-file: boxes \"p\": ";
    const std::string at = R"("position":{"minX":0,"maxX":1,"minY":0,"maxY":1},)";
    EXPECT_EQ(box(at + R"("class_id":1)"), "not refused");
    EXPECT_EQ(box(at + R"("class_id":true)"), "not refused");
    for (const char* wrong :
         {R"("class_id":1)", R"("position":"a","class_id":1)", R"("position":{"middle":[1,2,3],"width":1,"height":1})",
          R"("position":{"middle":[1,2],"width":1})", R"("position":{"minX":0,"maxX":"1","minY":0,"maxY":1})"})
        EXPECT_TRUE(says(box(wrong), {where + "box 0: ", "give \"position\" as", "middle"}));
    EXPECT_TRUE(says(box(at + R"("class_id":"a")"), {where + "box 0: \"class_id\" must be an integer, it is \"a\""}));
    EXPECT_TRUE(says(box(at + R"("class_id":1.5)"), {"\"class_id\" must be an integer"}));
    EXPECT_TRUE(says(box(at + R"("class_id":1,"box_caption":5)"), {"\"box_caption\" must be text, it is 5"}));
    EXPECT_TRUE(says(box(at + R"("class_id":1,"scores":[1])"), {"\"scores\" must be an object"}));
    EXPECT_TRUE(says(box(at + R"("class_id":1,"scores":{"a":"b"})"), {"the score \"a\" must be a number"}));
    EXPECT_TRUE(says(box(at.substr(0, at.size() - 1)), {"3 image-file: boxes \"p\": box 0: \"class_id\" is missing"}));
    const auto boxes = [](const std::string& all) { return refusal_of(image_source(R"({"boxes":)" + all + "}")); };
    EXPECT_TRUE(says(boxes("[]"), {"1 image-file: option \"boxes\" must be an object"}));
    EXPECT_TRUE(says(boxes(R"({"p":"x"})"), {where + "must be an object"}));
    EXPECT_TRUE(says(boxes(R"({"p":{}})"), {"3 image-file: boxes \"p\": \"box_data\" is missing"}));
    EXPECT_TRUE(says(boxes(R"({"p":{"box_data":5}})"), {where + "\"box_data\" must be a list"}));
    EXPECT_TRUE(says(boxes(R"({"p":{"box_data":[],"class_labels":{"a":"b"}}})"),
                     {where + "the class label \"a\" is no number"}));
    EXPECT_TRUE(says(boxes(R"({"p":{"box_data":[],"class_labels":{"1":2}}})"),
                     {where + "the name of class \"1\" must be text"}));
    EXPECT_TRUE(
        says(boxes(R"({"p":{"box_data":[],"class_labels":7}})"), {where + "\"class_labels\" must be an object"}));
    EXPECT_TRUE(says(boxes(R"({"p":"@gone"})"), {"3 image-file: ", "gone"}));
}

TEST(Boxes, OfARunOfTheReferenceTellTheirClassesToAnArtifact) {
    FakeStore run(WBM_RUN);
    json::object j = annotated(two_boxes).to_json(run.store());
    j.erase("_wbm");  // which the reference does not write
    FakeStore artifact(WBM_ARTIFACT);
    const Image of_run = Image::from_json(j, run.store());
    const json::object in_artifact = of_run.to_json(artifact.store());
    EXPECT_EQ(Image::from_json(in_artifact, artifact.store()), of_run);
    EXPECT_EQ(artifact.added().at(1).content,
              R"({"_type": "classes", "class_set": [{"id": 0, "name": "person"}, {"id": 1, "name": "car"}]})");
}

TEST(Boxes, StandAloneAsAListInAnArtifact) {
    const std::string content = R"({"box_data":[{"position":{"minX":0,"maxX":1,"minY":0,"maxY":1},"class_id":4}]})";
    const BoundingBoxes boxes = made_of<BoundingBoxes>(Source::json(content).with_options({{"key", "k2"}}));
    FakeStore artifact(WBM_ARTIFACT);
    const json::value list = boxes.to_json(artifact.store());
    EXPECT_EQ(json::write(list), R"([{"position":{"minX":0,"maxX":1,"minY":0,"maxY":1},"class_id":4}])");
    const testing::Type& type = type_of_value<BoundingBoxes>();
    const Value back = type.from_json(json::write(list), artifact);
    EXPECT_EQ(*reinterpret_cast<const BoundingBoxes*>(back.get()), boxes);
    EXPECT_EQ(type.to_json(back, artifact), json::write(list));
    FakeStore run(WBM_RUN);
    const json::value in_run = boxes.to_json(run.store());
    EXPECT_EQ(run.config().at(0).name, "k2");
    EXPECT_EQ(BoundingBoxes::from_json(in_run.as_object(), run.store()), boxes);
    EXPECT_TRUE(says(refusal_of_value<BoundingBoxes>(Source::json("[]")), {"1 bounding-boxes: ", "must be an object"}));
}

// W132 to W135, recordings mask_*
TEST(Masks, OfARunAreGrayPngFilesOfIds) {
    FakeStore run(WBM_RUN);
    const Image image = with_mask<std::uint8_t>({0, 1, 200, 255}, R"(,"class_labels":{"0":"bg","1":"cat"})");
    const json::object j = image.to_json(run.store());
    const json::object& mask = j.at("masks").at("gt").as_object();
    EXPECT_EQ(text(mask, "_type"), "mask");
    EXPECT_EQ(run.added().at(1).folder, "media/images/mask");
    EXPECT_EQ(run.added().at(1).extension, ".mask.png");
    EXPECT_EQ(json::write(mask.at("_wbm")), R"({"class_labels":{"0":"bg","1":"cat"}})");
    const FakeStore::Config labels{"mask/class_labels", "gt", R"({"0":"bg","1":"cat"})"};
    EXPECT_EQ(run.config(), std::vector{labels});
    const Image back = Image::from_json(j, run.store());
    EXPECT_EQ(back, image);
    EXPECT_EQ(pixels(back.annotations.masks.at(0).tensor({})), (Pixels{{2, 2}, {0, 1, 200, 255}}));
    EXPECT_EQ(round_trip(image), image);
}

/// The ids as doubles, of a mask that went through a store.
std::vector<double> ids_back(const Image& image) {
    const Image back = round_trip(image);
    EXPECT_EQ(back, image);
    const Array array = back.annotations.masks.at(0).tensor({});
    std::vector<double> ids;
    const auto add = [&]<class T>(T) {
        for (std::size_t i = 0; i < element_count(array.dl()); ++i)
            ids.push_back(static_cast<double>(static_cast<const T*>(array.dl().data)[i]));
    };
    const DLDataType dtype = array.dl().dtype;
    if (dtype.code == kDLFloat)
        dtype.bits == 64 ? add(double{}) : add(float{});
    else if (dtype.code == kDLInt)
        dtype.bits == 64 ? add(std::int64_t{}) : add(std::int32_t{});
    else
        dtype.bits == 32 ? add(std::uint32_t{}) : dtype.bits == 16 ? add(std::uint16_t{}) : add(std::uint8_t{});
    return ids;
}

std::vector<int> shown_mask(const Image& image) {
    const MediaFile& file = image.annotations.masks.at(0).file;
    return pixels(made(Source::bytes(file.read()))).values;
}

TEST(Masks, OfWideIdsAreNeverWrapped) {
    const Image wide = with_mask<std::uint32_t>({0, 300, 70000, 255});
    EXPECT_EQ(shown_mask(wide), (std::vector{0, 254, 253, 255}));
    EXPECT_EQ(ids_back(wide), (std::vector<double>{0, 300, 70000, 255}));
    EXPECT_EQ(json::write(wide.annotations.masks.at(0).table), R"({"300":254,"70000":253})");
    FakeStore run(WBM_RUN);
    (void)wide.to_json(run.store());
    EXPECT_EQ(run.config().at(0).json, R"({"0":"class_0","255":"class_255","254":"class_300","253":"class_70000"})");

    EXPECT_EQ(ids_back(with_mask<std::uint16_t>({0, 1, 2, 300})), (std::vector<double>{0, 1, 2, 300}));
    EXPECT_EQ(ids_back(with_mask<std::int64_t>({-1, 1, 2, 3})), (std::vector<double>{-1, 1, 2, 3}));
    EXPECT_EQ(shown_mask(with_mask<double>({-1, 1, 2, 3})), (std::vector{255, 1, 2, 3}));  // as the reference shows it
    EXPECT_EQ(ids_back(with_mask<float>({0.5F, 1.7F, -0.5F, 3})),
              (std::vector<double>{0.5, static_cast<double>(1.7F), -0.5, 3}));
    EXPECT_EQ(shown_mask(with_mask<float>({0.5F, 1.7F, -0.5F, 3})), (std::vector{0, 1, 0, 3}));
    EXPECT_FALSE(with_mask<std::int64_t>({0, 1, 2, 255}).annotations.masks.at(0).array->file);
}

TEST(Masks, OfMoreThan256ClassesShareOneValueAndKeepAll) {
    std::vector<std::uint16_t> ids(400);
    std::iota(ids.begin(), ids.end(), std::uint16_t{100});
    Source source = image_source(R"({"masks":{"gt":"@m"}})");
    const Image image = made(source.with_part("m", Source::tensor(ids, {20, 20})));
    const std::vector<int> shown = shown_mask(image);
    for (int i = 0; i < 156; ++i) EXPECT_EQ(shown[static_cast<std::size_t>(i)], 100 + i);    // themselves
    for (int i = 156; i < 256; ++i) EXPECT_EQ(shown[static_cast<std::size_t>(i)], 255 - i);  // 99 down to 0
    for (int i = 256; i < 400; ++i) EXPECT_EQ(shown[static_cast<std::size_t>(i)], 0);
    EXPECT_EQ(ids_back(image), std::vector<double>(ids.begin(), ids.end()));
    EXPECT_EQ(image.annotations.masks.at(0).shown_labels().at("0"), "other");
}

TEST(Masks, OfMeasuredNumbersAreRefused) {
    std::vector<std::uint32_t> ids(1100 * 1000);
    std::iota(ids.begin(), ids.end(), 0U);
    EXPECT_TRUE(says(refusal_of_value<ImageMask>(Source::tensor(ids, {1100, 1000})),
                     {"1 mask: the mask has more than 1048576 different class ids"}));
}

TEST(Masks, OfARunOfTheReferenceKeepTheirExtension) {
    FakeStore run(WBM_RUN);
    run.put("media/images/mask/gt_0_1.mask.png", sample("gray.png"));
    const ImageMask mask = ImageMask::from_json({{"path", "media/images/mask/gt_0_1.mask.png"}}, run.store());
    FakeStore other(WBM_RUN);
    (void)mask.to_json(other.store());
    EXPECT_EQ(other.added().at(0).extension, ".mask.png");
}

TEST(Masks, KeepMembersThatNobodyKnows) {
    FakeStore store(WBM_ARTIFACT);
    store.put("media/images/mask/m.png", sample("gray.png"));
    const std::string json = R"({"_type":"mask","path":"media/images/mask/m.png","sha256":")" +
                             testing::sha256(sample("gray.png")) + R"(","digest":"d","x":[1]})";
    const testing::Type& type = type_of_value<ImageMask>();
    const Value value = type.from_json(json, store);
    EXPECT_EQ(type.to_json(value, store), json);
}

TEST(Masks, OfBoolsAreClasses0And1) {
    Source source = image_source(R"({"masks":{"gt":"@m"}})");
    source.with_part("m", Source::tensor(DLDataType{dl_bool, 8, 1}, std::string("\0\1\1\0", 4), {2, 2}));
    const Image image = made(source);
    EXPECT_EQ(shown_mask(image), (std::vector{0, 1, 1, 0}));
    EXPECT_EQ(round_trip(image).annotations.masks.at(0).tensor({}).dl().dtype.code, dl_bool);
}

TEST(Masks, OfAFileAreKeptAsTheyAre) {
    FakeStore folder(WBM_RUN);
    const std::string path = folder.put("in/m.png", sample("gray.png")).string();
    const std::string options = R"({"masks":{"gt":{"path":)" + json::write(json::value(path)) + "}}";
    const Image image = annotated(options + "}");
    FakeStore run(WBM_RUN);
    const json::object j = image.to_json(run.store());
    EXPECT_EQ(run.added().at(1).content, sample("gray.png"));
    EXPECT_EQ(run.added().at(1).extension, "");
    EXPECT_TRUE(run.config().empty());
    FakeStore artifact(WBM_ARTIFACT);
    EXPECT_TRUE(
        says(refusal([&] { (void)image.to_json(artifact.store()); }), {"1 ", "needs their classes", "\"classes\""}));
    const Image with_classes = annotated(options + R"(,"classes":[{"id":0,"name":"x"}]})");
    EXPECT_EQ(round_trip(with_classes), with_classes);
}

TEST(Masks, ThatBreakARuleAreRefused) {
    const auto refused = [](const std::string& masks, const Source& part) {
        return refusal_of(image_source(R"({"masks":)" + masks + "}").with_part("m", part));
    };
    const Source sound = Source::tensor(gray, {2, 2});
    const std::string where = "1 image-file: masks \"p\": ";
    EXPECT_EQ(refused(R"({"p":{"mask_data":"@m"}})", sound), "not refused");
    EXPECT_TRUE(says(refused("[]", sound), {"1 image-file: option \"masks\" must be an object"}));
    EXPECT_TRUE(says(refused(R"({"p":"x"})", sound), {where + "must be an object"}));
    EXPECT_TRUE(says(refused(R"({"p":{}})", sound), {"3 image-file: masks \"p\": \"mask_data\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"p":{"mask_data":[[1]]}})", sound), {where + "\"mask_data\" must name an array"}));
    EXPECT_TRUE(says(refused(R"({"p":{"mask_data":"@m","class_labels":{"x":"y"}}})", sound),
                     {where + "the class label \"x\""}));
    EXPECT_TRUE(says(refused(R"({"p":{"mask_data":"@m","class_labels":[1]}})", sound), {where + "\"class_labels\""}));
    EXPECT_TRUE(
        says(refused(R"({"p":"@m"})", Source::tensor(gray, {1, 2, 2})), {where + "the mask has shape [1, 2, 2]"}));
    EXPECT_TRUE(says(refused(R"({"p":"@m"})", Source::tensor(std::vector<float>{0, NAN, 0, 0}, {2, 2})),
                     {where, "no class id"}));
    EXPECT_TRUE(says(refused(R"({"p":"@m"})", Source::tensor(std::vector<double>{0, 1e300, 0, 0}, {2, 2})),
                     {where, "no class id"}));
    EXPECT_TRUE(says(refused(R"({"p":{"path":"/gone.png"}})", sound), {"3 image-file: ", "gone.png"}));
}

TEST(Masks, StandAlone) {
    const ImageMask mask = made_of<ImageMask>(Source::tensor(gray, {2, 2}).with_options({{"key", "pred"}}));
    FakeStore run(WBM_RUN);
    const json::object j = mask.to_json(run.store());
    EXPECT_EQ(run.config().at(0).name, "pred");
    EXPECT_EQ(ImageMask::from_json(j, run.store()), mask);
    EXPECT_EQ(json::write(mask.fields()),
              R"({"class_labels":{"10":"class_10","20":"class_20","30":"class_30","40":"class_40"}})");
    EXPECT_TRUE(says(refusal_of_value<ImageMask>(Source::tensor(gray, {4})), {"1 mask: the mask has shape [4]"}));
}

// W125, W136
TEST(ClassesOfAnImage, AreMergedById) {
    const Image image = annotated(
        R"({"boxes":{"p":{"box_data":[],"class_labels":{"2":"two","1":"one"}}},"classes":[{"id":1,"name":"uno"},{"id":"x","name":"a"}]})");
    EXPECT_EQ(json::write(*image.annotations.classes),
              R"([{"id":2,"name":"two"},{"id":1,"name":"uno"},{"id":"x","name":"a"}])");
    EXPECT_FALSE(annotated(R"({"classes":[]})").annotations.classes);
    for (const char* wrong :
         {"5", R"("x")", R"([1])", R"([{"id":1}])", R"([{"name":"a"}])", R"([{"id":[],"name":"a"}])"})
        EXPECT_NE(refusal_of(image_source(R"({"classes":)" + std::string(wrong) + "}")), "not refused") << wrong;
}

TEST(Classes, LiveInArtifacts) {
    const Classes classes = made_of<Classes>(Source::json(R"([{"id":"x","name":"a","color":"#fff"}])"));
    FakeStore artifact(WBM_ARTIFACT);
    const json::object j = classes.to_json(artifact.store());
    EXPECT_EQ(json::write(j), R"({"_type":"classes","class_set":[{"id":"x","name":"a","color":"#fff"}]})");
    EXPECT_EQ(Classes::from_json(j, artifact.store()), classes);
    FakeStore run(WBM_RUN);
    EXPECT_TRUE(says(refusal([&] { (void)classes.to_json(run.store()); }), {"1 ", "cannot be logged to a run"}));
    EXPECT_TRUE(says(refusal_of_value<Classes>(Source::json("null")), {"1 classes: \"class_set\" must be a list"}));
    EXPECT_TRUE(says(refusal_of_value<Classes>(Source::json("[1]")), {"1 classes: class 0 must be an object"}));
}

TEST(Classes, AreNamedByTheirTextInPython) {
    const auto repr = [](const char* text) { return python_repr(json::read(text)); };
    EXPECT_EQ(repr(R"([{"id":1,"name":"tree"},{"id":2.5,"name":null,"b":[true,false]}])"),
              "[{'id': 1, 'name': 'tree'}, {'id': 2.5, 'name': None, 'b': [True, False]}]");
    EXPECT_EQ(repr(R"("it's")"), R"("it's")");
    EXPECT_EQ(repr(R"("it's \"so\"")"), R"('it\'s "so"')");
    EXPECT_EQ(repr(R"("a\n\t\u0001\\é")"), "'a\\n\\t\\x01\\\\é'");
    EXPECT_EQ(
        classes_path(json::read(R"([{"id":1,"name":"tree"},{"id":2,"name":"car"},{"id":3,"name":"road"}])").as_array()),
        "media/classes/8d91a8701a972ebf10743d97a379ce0d_cls.classes.json");
}

TEST(Metadata, IsAFile) {
    const Metadata metadata = made_of<Metadata>(Source::json(R"({"a":[1,2.5,null]})"));
    FakeStore run(WBM_RUN);
    const json::object j = metadata.to_json(run.store());
    EXPECT_EQ(text(j, "_type"), "metadata");
    EXPECT_EQ(run.added().at(0).folder, "media/metadata/metadata");
    EXPECT_EQ(run.added().at(0).extension, ".metadata.json");
    EXPECT_EQ(Metadata::from_json(j, run.store()), metadata);
}

TEST(Geometry, IsKeptAndShownAsBoxes) {
    const Image image = annotated(
        R"({"geometry":{"shapes":{)"
        R"("polygons":[{"points":[[1,2],[5,3],[2,8]],"class_id":1,"domain":"pixel"}],)"
        R"("keypoints":[{"points":[[0.1,0.2,2],[0.3,0.1,1]],"skeleton":[[0,1]],"class_id":2,"scores":{"oks":0.5}}],)"
        R"("rotated_boxes":[{"center":[10,20],"width":4,"height":2,"angle":90,"class_id":1,"box_caption":"b","domain":"pixel"}]}}})");
    FakeStore artifact(WBM_ARTIFACT);
    const json::object j = image.to_json(artifact.store());
    const json::array& boxes = j.at("boxes").at("shapes").as_array();
    ASSERT_EQ(boxes.size(), 3U);
    EXPECT_EQ(json::write(boxes[0]),
              R"({"position":{"minX":1.0,"maxX":5.0,"minY":2.0,"maxY":8.0},"class_id":1,"domain":"pixel"})");
    EXPECT_EQ(json::write(boxes[1]),
              R"({"position":{"minX":0.1,"maxX":0.3,"minY":0.1,"maxY":0.2},"class_id":2,"scores":{"oks":0.5}})");
    const json::object& turned = boxes[2].at("position").as_object();
    EXPECT_NEAR(turned.at("minX").as_double(), 9, 1e-12);
    EXPECT_NEAR(turned.at("maxY").as_double(), 22, 1e-12);
    EXPECT_EQ(j.at("_wbm").at("geometry"), json::value(image.annotations.geometry));
    EXPECT_EQ(round_trip(image), image);
    EXPECT_EQ(image.annotations.classes->size(), 2U);
}

TEST(Geometry, ThatIsBrokenIsRefused) {
    const auto refused = [](const std::string& layer) {
        return refusal_of(image_source(R"({"geometry":{"g":)" + layer + "}}"));
    };
    EXPECT_TRUE(says(refused(R"({"polygons":[{"points":[[1,2],[3,4]],"class_id":1}]})"),
                     {"1 image-file: geometry \"g\": polygons 0: \"points\"", "3 points"}));
    EXPECT_TRUE(
        says(refused(R"({"polygons":[{"points":[[1,2],[3,4],[5]],"class_id":1}]})"), {"a point must be [x, y]"}));
    EXPECT_TRUE(
        says(refused(R"({"keypoints":[{"points":[[1,2]],"skeleton":[[0,1]],"class_id":1}]})"), {"\"skeleton\""}));
    EXPECT_TRUE(says(refused(R"({"rotated_boxes":[{"center":[1,2],"width":1,"class_id":1}]})"),
                     {"\"height\" must be a number, it is missing"}));
    EXPECT_TRUE(says(refused(R"({"polygons":[{"points":[[1,2],[3,4],[5,6]]}]})"), {"\"class_id\" is missing"}));
    EXPECT_TRUE(says(refused(R"({"circles":[]})"), {"\"circles\" is not known"}));
    EXPECT_TRUE(says(refused("[]"), {"geometry \"g\": must be an object"}));
    EXPECT_TRUE(says(refusal_of(image_source(R"({"geometry":{"g":{}},"boxes":{"g":{"box_data":[]}}})")),
                     {"1 image-file: geometry \"g\": there are boxes of that name"}));
}

// W121, W122
TEST(ImageBatch, ListsBoxesAndMasksOfEach) {
    FakeStore run(WBM_RUN);
    const Image plain = annotated("{}");
    const Image boxed = annotated(two_boxes);
    const Image masked = with_mask<std::uint8_t>({0, 1, 2, 3});
    const std::vector<const Image*> values = {&plain, &boxed, &masked};
    std::vector<json::object> items;
    for (const Image* image : values) items.push_back(image->to_json(run.store()));
    const json::object j = Image::seq_to_json(values, items);
    EXPECT_EQ(j.at("all_boxes"), (json::value{nullptr, items[1].at("boxes"), nullptr}));
    EXPECT_EQ(j.at("all_masks"), (json::value{nullptr, nullptr, items[2].at("masks")}));
    EXPECT_FALSE(Image::seq_to_json(std::vector{&plain}, std::vector{items[0]}).contains("all_boxes"));
}

}  // namespace
}  // namespace wbm::image
