// Column types as JSON and text: parsing, writing, unions in order, equality (wire spec 15.1, 15.5-15.9).
#include "types/type_queries.hpp"
#include "types/types_test_support.hpp"

#include "limits.hpp"

namespace wbm::table {
namespace {

using enum TypeKind;

/// Read and written again, as one line of plain JSON.
std::string again(std::string_view text) { return text_of(type(text)); }

std::string parse_refusal(std::string_view text) {
    return refusal([&] { (void)ColumnType::parse(json::read(text), {}, "column \"c\""); });
}

TEST(Parse, AnOldImageTypeStaysAsItWas) {
    const json::object old = json::read_object(
        R"({"wb_type":"image-file","params":{"box_layers":{"wb_type":"const","params":{"val":{"p":[1]},"is_set":false}},)"
        R"("box_score_keys":{"wb_type":"const","params":{"val":[],"is_set":true}},)"
        R"("mask_layers":{"wb_type":"const","params":{"val":{},"is_set":false}},)"
        R"("class_map":{"wb_type":"const","params":{"val":{"1":"a"},"is_set":false}}}})");
    EXPECT_EQ(json::value(ColumnType::parse(old).to_json()), json::value(old));
    EXPECT_EQ(ColumnType(TypeKind::image_file).to_json().at("params").as_object().size(), 6u);
}

TEST(TypeJson, TypesAreWrittenAsTheyWereRead) {
    for (const char* text :
         {R"({"wb_type":"number"})", R"({"wb_type":"list","params":{"element_type":{"wb_type":"number"},"length":2}})",
          R"({"wb_type":"list","params":{"element_type":{"wb_type":"unknown"},"length":null}})",
          R"({"wb_type":"typedDict","params":{"type_map":{}}})",
          R"({"wb_type":"typedDict","params":{"type_map":{"z":{"wb_type":"any"},"wb_type":{"wb_type":"none"}}}})",
          R"({"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"number"}]}})",
          R"({"wb_type":"const","params":{"val":{"b":[1,2.5,null]},"is_set":false}})",
          R"({"wb_type":"const","params":{"val":[2,1],"is_set":true}})",
          R"({"wb_type":"pythonObject","params":{"class_name":"Foo"}})",
          R"({"wb_type":"ndarray","params":{"shape":[2,3],"serialization_path":null}})",
          R"({"wb_type":"ndarray","params":{"shape":[],"serialization_path":{"path":"a/b.npz","key":"k"}}})",
          R"({"wb_type":"table","params":{"column_types":{"wb_type":"typedDict","params":{"type_map":{}}}}})",
          R"({"wb_type":"primaryKey"})", R"({"wb_type":"foreignKey","params":{"table":"a.table.json","col_name":"c"}})",
          R"({"wb_type":"foreignIndex","params":{"table":"a.table.json"}})", R"({"wb_type":"wb_trace_tree"})"})
        EXPECT_EQ(again(text), text);
}

TEST(TypeJson, ParametersThatAreMissingAreTheirDefaults) {
    EXPECT_EQ(again("list"), R"({"wb_type":"list","params":{"element_type":{"wb_type":"unknown"},"length":null}})");
    EXPECT_EQ(again("union"), R"({"wb_type":"union","params":{"allowed_types":[]}})");
    EXPECT_EQ(again("typedDict"), R"({"wb_type":"typedDict","params":{"type_map":{}}})");
    EXPECT_EQ(again("const"), R"({"wb_type":"const","params":{"val":null,"is_set":false}})");
    EXPECT_EQ(again("table"), R"({"wb_type":"table","params":{"column_types":{"wb_type":"unknown"}}})");
    EXPECT_EQ(again(R"({"wb_type":"ndarray","params":{"shape":[2]}})"),
              R"({"wb_type":"ndarray","params":{"shape":[2],"serialization_path":null}})");
    EXPECT_EQ(again(R"({"wb_type":"number","params":{}})"), R"({"wb_type":"number"})");
}

TEST(TypeJson, LegacyNames) {
    EXPECT_EQ(type(R"({"wb_type":"dictionary"})").kind(), typed_dict);
    EXPECT_EQ(again(R"({"wb_type":"object","params":{"class_name":"Foo"}})"),
              R"({"wb_type":"pythonObject","params":{"class_name":"Foo"}})");
    EXPECT_EQ(type(R"({"wb_type":"wandb.Image"})").kind(), image_file);
    EXPECT_EQ(type(R"({"wb_type":"wandb.Table"})").wb_type(), "table");
    EXPECT_EQ(type(R"({"wb_type":"wandb.TablePrimaryKey"})").kind(), primary_key);
    EXPECT_EQ(type(R"({"wb_type":"wandb.TableForeignKey","params":{"table":"t","col_name":"c"}})").kind(), foreign_key);
    EXPECT_EQ(type(R"({"wb_type":"wandb.TableForeignIndex","params":{"table":"t"}})").kind(), foreign_index);
    EXPECT_EQ(type(R"({"wb_type":"wandb.Classes_id","params":{"classes_obj":{"class_set":[]}}})").kind(), classes_id);
}

TEST(TypeJson, TheGoldenTableOfTheSpec) {
    const ColumnType columns =
        ColumnType::typed_dict({{"a", ColumnType::optional(number)}, {"b", ColumnType::optional(string)}});
    EXPECT_EQ(
        json::write(columns.to_json(), json::Style::standard_sorted),
        R"({"params": {"type_map": {"a": {"params": {"allowed_types": [{"wb_type": "none"}, {"wb_type": "number"}]},)"
        R"( "wb_type": "union"}, "b": {"params": {"allowed_types": [{"wb_type": "none"}, {"wb_type": "string"}]},)"
        R"( "wb_type": "union"}}}, "wb_type": "typedDict"})");
}

constexpr const char* golden_image =
    R"({"wb_type":"image-file","params":{)"
    R"("box_layers":{"wb_type":"const","params":{"val":{"pred":[1,2]},"is_set":false}},)"
    R"("box_score_keys":{"wb_type":"const","params":{"val":["acc"],"is_set":true}},)"
    R"("mask_layers":{"wb_type":"const","params":{"val":{"gt":[]},"is_set":false}},)"
    R"("box_class_maps":{"wb_type":"const","params":{"val":{"pred":{"1":"car","2":"bus"}},"is_set":false}},)"
    R"("mask_class_maps":{"wb_type":"const","params":{"val":{},"is_set":false}},)"
    R"("class_map":{"wb_type":"const","params":{"val":{"1":"car","2":"bus"},"is_set":false}}}})";

TEST(TypeJson, TheGoldenImageOfTheSpec) {
    EXPECT_EQ(again(golden_image), golden_image);
    EXPECT_EQ(text_of(ColumnType::image_file(json::read_object(
                  R"({"class_map":{"1":"car","2":"bus"},"box_class_maps":{"pred":{"1":"car","2":"bus"}},
                      "mask_layers":{"gt":[]},"box_score_keys":["acc"],"box_layers":{"pred":[1,2]}})"))),
              golden_image);
}

TEST(TypeJson, ImagesOfEarlierAndLaterVersions) {
    const ColumnType four = type(
        R"({"wb_type":"image-file","params":{"box_layers":{"wb_type":"const","params":{"val":{},"is_set":false}},
            "box_score_keys":{"wb_type":"const","params":{"val":[],"is_set":true}},
            "mask_layers":{"wb_type":"const","params":{"val":{},"is_set":false}},"class_map":null}})");
    EXPECT_EQ(four, ColumnType(image_file));
    EXPECT_TRUE(again(R"({"wb_type":"image-file","params":{"later":[1]}})").ends_with(R"(,"later":[1]}})"));
    EXPECT_EQ(type(R"({"wb_type":"image-file","params":{"later":[1]}})"), ColumnType(image_file));
}

TEST(TypeJson, ParametersOfALaterVersionStay) {
    EXPECT_EQ(again(R"({"wb_type":"number","params":{"unit":"m"}})"), R"({"wb_type":"number","params":{"unit":"m"}})");
    EXPECT_EQ(type(R"({"wb_type":"number","params":{"unit":"m"}})"), ColumnType(number));
    EXPECT_EQ(again(R"({"wb_type":"foreignIndex","params":{"table":"t","x":1}})"),
              R"({"wb_type":"foreignIndex","params":{"table":"t","x":1}})");
}

TEST(TypeJson, AStrangersTypeIsKeptAndTakesAnything) {
    const char* text = R"({"wb_type":"later","params":{"z":1,"a":{"wb_type":"also"}},"note":true})";
    const ColumnType later = type(text);
    EXPECT_EQ(later.kind(), stranger);
    EXPECT_EQ(later.wb_type(), "later");
    EXPECT_EQ(text_of(later), text);
    for (const Cell& cell : {Cell(), Cell(1), Cell("wandb-artifact://x"), Cell::list({}), array_cell({1, 2}, {2})})
        EXPECT_TRUE(later.assign(cell).is_same(later));
    EXPECT_EQ(ColumnType::optional(later).assign(Cell()).union_members().size(), 2U);
    EXPECT_FALSE(later == type(R"({"wb_type":"later"})"));
    EXPECT_EQ(type(R"({"wb_type":"later","x":NaN})"), type(R"({"wb_type":"later","x":NaN})"));
}

TEST(TypeJson, AUserMayNotNameAStrangersType) {
    TypeReader reader;
    reader.keep_strangers = false;
    const auto refused = [&](std::string_view text) {
        return refusal([&] { (void)ColumnType::parse(json::read(text), reader, "column \"c\""); });
    };
    const std::string known =
        " Known are invalid, any, unknown, none, string, number, boolean, timestamp, list, typedDict, "
        "union, const, pythonObject, ndarray, image-file, classesId, table, primaryKey, foreignKey, foreignIndex, "
        "audio-file, video-file, html-file, bokeh-file, object3D-file, joined-table, partitioned-table, wb_trace_tree, "
        "artifactVersion";
    EXPECT_EQ(refused(R"({"wb_type":"Strng"})"),
              "column \"c\": no column type is called \"Strng\"; did you mean \"string\"?" + known);
    EXPECT_EQ(refused(R"({"wb_type":"list","params":{"element_type":{"wb_type":"typedDict","params":{"type_map":{"a":
                          {"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"qqqq"}]}}}}}}})"),
              "column \"c\", at element_type.type_map.a.allowed_types.1: no column type is called \"qqqq\";" + known);
}

TEST(TypeJson, Refusals) {
    EXPECT_EQ(parse_refusal("{}"), "column \"c\": the column type {} has no \"wb_type\"");
    EXPECT_EQ(parse_refusal("5"), "column \"c\": a column type must be an object with \"wb_type\", it is 5");
    EXPECT_EQ(parse_refusal(R"({"wb_type":5})"), "column \"c\": \"wb_type\" must be text, it is 5");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"number","params":[]})"),
              "column \"c\": \"params\" of the type \"number\" must be an object, it is []");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"list","params":{"size":1}})"),
              "column \"c\": the type \"list\" has no parameter \"size\"; it has element_type, length");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"list","params":{"length":-1}})"),
              "column \"c\": \"length\" of the type \"list\" must be null or an integer of at least 0, it is -1");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"union","params":{"allowed_types":{}}})"),
              "column \"c\": \"allowed_types\" of the type \"union\" must be an array of types, it is {}");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"typedDict","params":{"type_map":[]}})"),
              "column \"c\": \"type_map\" of the type \"typedDict\" must be an object of types, it is []");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"const","params":{"val":5,"is_set":true}})"),
              "column \"c\": a constant set must be an array of plain values, it is 5");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"const","params":{"val":[[]],"is_set":true}})"),
              "column \"c\": a constant set must be an array of plain values, it is [[]]");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"pythonObject"})"),
              "column \"c\": the type \"pythonObject\" needs the parameter \"class_name\"");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"ndarray"})"),
              "column \"c\": the type \"ndarray\" needs the parameter \"shape\"");
    EXPECT_EQ(
        parse_refusal(R"({"wb_type":"ndarray","params":{"shape":[1,-2]}})"),
        "column \"c\": \"shape\" of the type \"ndarray\" must be an array of integers, none below 0, it is [1,-2]");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"ndarray","params":{"shape":[1],"serialization_path":{"path":"x"}}})"),
              "column \"c\": \"serialization_path\" of the type \"ndarray\" must be null or an object with the texts "
              "\"path\" and \"key\", it is {\"path\":\"x\"}");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"image-file","params":{"box_layers":{"a":5}}})"),
              "column \"c\": \"box_layers\" must be an array of ids or names, it is 5");
    EXPECT_EQ(
        parse_refusal(R"({"wb_type":"image-file","params":{"box_score_keys":{"wb_type":"any"}}})"),
        "column \"c\": \"box_score_keys\" of the type \"image-file\" must be a const, it is {\"wb_type\":\"any\"}");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"classesId"})"),
              "column \"c\": the type \"classesId\" needs the parameter \"classes_obj\"");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"classesId","params":{"classes_obj":{"class_set":[{"id":1}]}}})"),
              "column \"c\": \"class_set\" must hold objects with \"id\" and \"name\", it has {\"id\":1}");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"table","params":{"column_types":{"wb_type":"number"}}})"),
              "column \"c\": \"column_types\" of a table must be a typedDict, it is number");
    EXPECT_EQ(parse_refusal(R"({"wb_type":"foreignKey","params":{"table":"t"}})"),
              "column \"c\": the type \"foreignKey\" needs the parameter \"col_name\"");
}

TEST(TypeJson, RefusesBottomlessTypes) {
    json::value deep{{"wb_type", "none"}};
    for (int i = 0; i < 119; ++i) deep = {{"wb_type", "list"}, {"params", {{"element_type", std::move(deep)}}}};
    EXPECT_EQ(ColumnType::parse(deep).kind(), list);
    deep = {{"wb_type", "list"}, {"params", {{"element_type", std::move(deep)}}}};
    const std::string text = refusal([&] { (void)ColumnType::parse(deep); });
    EXPECT_EQ(text, "the column type: a column type is nested deeper than 240 levels of JSON; flatten the cells");
    for (int i = 0; i < 200; ++i) deep = {{"wb_type", "list"}, {"params", {{"element_type", std::move(deep)}}}};
    EXPECT_NE(refusal([&] { (void)ColumnType::parse(deep); }).find("there are more than 240 types in each other"),
              std::string::npos);
    Cell cell;
    for (int i = 0; i < 100; ++i) cell = Cell::dict({{"a", std::move(cell)}});
    EXPECT_EQ(refusal([&] { (void)ColumnType::of(cell); }),
              "a column type is nested deeper than 240 levels of JSON; flatten the cells");
}

TEST(TypeJson, Notation) {
    const auto notation = [](std::string_view text) { return ColumnType::parse_notation(json::read(text)).text(); };
    EXPECT_EQ(notation("[]"), "Unknown[]");
    EXPECT_EQ(notation(R"([{"wb_type":"number"}])"), "Number[]");
    EXPECT_EQ(notation(R"([{"wb_type":"string"},{"wb_type":"number"}])"), "Number or String");
    EXPECT_EQ(notation(R"({"a":{"wb_type":"number"},"b":[]})"), "{'a': Number, 'b': Unknown[]}");
    EXPECT_EQ(notation("5"), "5");
    EXPECT_EQ(notation("null"), "None");
    EXPECT_EQ(ColumnType::parse_notation(json::value(5)).kind(), constant);
}

TEST(TypeJson, ClassesAreLoadedAndStored) {
    const char* stored = R"({"wb_type":"classesId","params":{"valid_ids":{"wb_type":"union","params":{"allowed_types":)"
                         R"([{"wb_type":"const","params":{"val":1,"is_set":false}}]}},)"
                         R"("classes_obj":{"type":"classes-file","path":"media/cls.classes.json","digest":"d"}}})";
    EXPECT_EQ(again(stored), stored);
    EXPECT_TRUE(type(stored).assign(2).is_invalid());
    EXPECT_FALSE(type(stored).assign(1).is_invalid());
    TypeReader reader;
    reader.classes = [](const std::string& path) {
        EXPECT_EQ(path, "media/cls.classes.json");
        return json::read_object(R"({"_type":"classes","class_set":[{"id":10,"name":"x"},{"id":2,"name":"y"}]})");
    };
    const ColumnType loaded = ColumnType::parse(json::read(stored), reader);
    EXPECT_EQ(loaded.text(), "Classesid(valid_ids:10 or 2)");  // sorted as text
    EXPECT_EQ(json::write(loaded.to_json().at("params").at("classes_obj")),
              R"({"_type":"classes","class_set":[{"id":10,"name":"x"},{"id":2,"name":"y"}]})");
    TypeWriter writer;
    writer.classes = [](const json::object& classes) {
        return json::object{{"type", "classes-file"}, {"count", classes.at("class_set").as_array().size()}};
    };
    EXPECT_EQ(
        json::write(
            ColumnType::list(loaded).to_json(writer).at("params").at("element_type").at("params").at("classes_obj")),
        R"({"type":"classes-file","count":2})");
}

TEST(TypeJson, ForeignTablesAreLoadedAndStored) {
    const Media table = fake("table");
    TypeReader reader;
    reader.table = [&](const std::string& path) { return path == "a.table.json" ? table : Media(); };
    const auto key = [&](const char* path) {
        return ColumnType::parse(
            json::object{{"wb_type", "foreignKey"}, {"params", json::object{{"table", path}, {"col_name", "c"}}}},
            reader);
    };
    EXPECT_EQ(key("a.table.json").link().table, table);
    EXPECT_TRUE(key("a.table.json").link().path.empty());
    EXPECT_EQ(key("gone.table.json").link().path, "gone.table.json");
    EXPECT_EQ(refusal([&] { (void)key("a.table.json").to_json(); }, WBM_UNSUPPORTED),
              "a column of type foreignKey refers to a table, which only an artifact can hold; add this table to an "
              "artifact");
    TypeWriter writer;
    writer.table = [&](const Media& m) { return m == table ? "media/tables/x.table.json" : "?"; };
    EXPECT_EQ(json::write(ColumnType::typed_dict({{"k", key("a.table.json")}}).to_json(writer)),
              R"({"wb_type":"typedDict","params":{"type_map":{"k":{"wb_type":"foreignKey","params":)"
              R"({"table":"media/tables/x.table.json","col_name":"c"}}}}})");
}

TEST(TypeText, UnionsAreSortedByIt) {
    const auto order = [](const ColumnType& t) {
        std::string text;
        const ColumnType column = ColumnType::optional(t);
        for (const auto& member : column.union_members())
            text.append(text.empty() ? "" : ", ").append(member.wb_type());
        return text;
    };
    EXPECT_EQ(order(boolean), "boolean, none");
    EXPECT_EQ(order(html_file), "html-file, none");
    EXPECT_EQ(order(image_file), "image-file, none");
    EXPECT_EQ(order(any), "any, none");
    EXPECT_EQ(order(ColumnType::ndarray({1})), "ndarray, none");
    EXPECT_EQ(order(ColumnType::list(html_file)), "list, none");
    EXPECT_EQ(order(ColumnType::list(number)), "none, list");
    EXPECT_EQ(order(number), "none, number");
    EXPECT_EQ(order(string), "none, string");
    EXPECT_EQ(order(timestamp), "none, timestamp");
    EXPECT_EQ(order(object3d_file), "none, object3D-file");
    EXPECT_EQ(order(ColumnType::python_object("X")), "none, pythonObject");
    EXPECT_EQ(order(video_file), "none, video-file");
    EXPECT_EQ(order(ColumnType::typed_dict({})), "none, typedDict");
    EXPECT_EQ(order(unknown), "none, unknown");
    EXPECT_EQ(order(audio_file), "audio-file, none");
    EXPECT_EQ(order(bokeh_file), "bokeh-file, none");
    EXPECT_EQ(ColumnType::optional(ColumnType::optional(number)).text(), "None or None or Number");  // flat, none goes
}

TEST(TypeText, AUnionKeepsItsOrderThroughSortedJson) {
    const ColumnType t = ColumnType::union_of(
        {ColumnType::constant(json::object{{"b", 1}, {"a", 2}}), ColumnType::typed_dict({{"b", string}, {"a", number}}),
         ColumnType::typed_dict({{"b", none}}), ColumnType::constant(json::object{{"b", 0}})});
    const std::string text = json::write(t.to_json(), json::Style::standard_sorted);
    EXPECT_EQ(json::write(type(text).to_json(), json::Style::standard_sorted), text);
    EXPECT_EQ(type(text), t);
}

TEST(TypeText, IsPythonsPrint) {
    EXPECT_EQ(ColumnType(object3d_file).text(), "Object3d-file");
    EXPECT_EQ(ColumnType::python_object("bytes").text(), "Pythonobject(class_name:bytes)");
    EXPECT_EQ(ColumnType::ndarray({2, 3}).text(), "Ndarray(shape:[2, 3])");
    EXPECT_EQ(ColumnType::constant(json::read(R"(["it's","\"",1.0,true,null,{"a":1e-7}])")).text(),
              R"(["it's", '"', 1.0, True, None, {'a': 1e-07}])");
    EXPECT_EQ(ColumnType::constant("x").text(), "x");
    EXPECT_EQ(ColumnType::constant(json::array{}, true).text(), "set()");
    EXPECT_EQ(ColumnType::typed_dict({{"k", number}}).text(), "{'k': Number}");
    EXPECT_EQ(ColumnType::foreign_key({nullptr, "t.table.json"}, "c").text(),
              "Foreignkey(table:t.table.json, col_name:c)");
}

TEST(TypeEqual, ByKindAndParameters) {
    EXPECT_EQ(ColumnType::list(number, 2), ColumnType::list(number, 2));
    EXPECT_FALSE(ColumnType::list(number, 2) == ColumnType::list(number));
    EXPECT_FALSE(ColumnType(number) == ColumnType::optional(number));
    EXPECT_EQ(ColumnType::typed_dict({{"a", number}, {"b", string}}),
              ColumnType::typed_dict({{"b", string}, {"a", number}}));
    EXPECT_FALSE(ColumnType::typed_dict({{"a", number}}) == ColumnType::typed_dict({{"b", number}}));
    EXPECT_EQ(ColumnType::ndarray({2}, SerializationPath{"a", "b"}), ColumnType::ndarray({2}));
    EXPECT_FALSE(ColumnType::ndarray({2}) == ColumnType::ndarray({3}));
    EXPECT_EQ(ColumnType::constant({1, 2}, true), ColumnType::constant({2, 1.0, 1}, true));
    EXPECT_FALSE(ColumnType::constant({1, 2}, true) == ColumnType::constant({1, 2}));
    EXPECT_EQ(ColumnType::constant(1), ColumnType::constant(1.0));
    EXPECT_FALSE(ColumnType::constant("1") == ColumnType::constant(1));
    EXPECT_FALSE(ColumnType::constant(9007199254740993) == ColumnType::constant(9007199254740992.0));
    EXPECT_FALSE(ColumnType::python_object("A") == ColumnType::python_object("B"));
    EXPECT_EQ(ColumnType::foreign_key({fake("table"), ""}, "c"), ColumnType::foreign_key({fake("table"), ""}, "c"));
    EXPECT_FALSE(ColumnType::foreign_key({nullptr, "a"}, "c") == ColumnType::foreign_key({nullptr, "b"}, "c"));
    EXPECT_FALSE(ColumnType(html_file) == ColumnType(audio_file));
}

TEST(ColumnType, FindsAndReplacesAMemberOfAUnion) {
    const ColumnType array = ColumnType::ndarray({2});
    const ColumnType column = ColumnType::optional(array);
    ASSERT_NE(column.find(ndarray), nullptr);
    EXPECT_EQ(column.find(timestamp), nullptr);
    EXPECT_EQ(array.find(ndarray), &array);
    const ColumnType with_path = column.replace(ndarray, ColumnType::ndarray({2}, SerializationPath{"p", "k"}));
    EXPECT_EQ(with_path.find(ndarray)->path()->path, "p");
    EXPECT_EQ(with_path.text(), column.text());
    EXPECT_EQ(column.replace(timestamp, any), column);
    EXPECT_EQ(array.replace(ndarray, number), ColumnType(number));
    const ColumnType two = ColumnType::union_of({ColumnType::ndarray({1}), ColumnType::ndarray({2})});
    EXPECT_EQ(two.find(ndarray)->shape(), std::vector<std::int64_t>{2});  // the last counts
    EXPECT_EQ(refusal([] { (void)ColumnType(ndarray); }), "the column type \"ndarray\" needs parameters");
}

TEST(ColumnType, OfANameThatComesTwiceTheLastTypeCounts) {
    EXPECT_EQ(ColumnType::typed_dict({{"a", number}, {"b", none}, {"a", string}}).text(), "{'a': String, 'b': None}");
}

TEST(TypeQueries, AnswerInJson) {
    EXPECT_EQ(type_of("null"), R"({"wb_type":"none"})");
    EXPECT_EQ(type_of(R"({"$float":"nan"})"), R"({"wb_type":"none"})");
    EXPECT_EQ(type_of(R"({"$bytes_b64":"Yg=="})"), R"({"wb_type":"pythonObject","params":{"class_name":"bytes"}})");
    EXPECT_EQ(type_of(R"({"$np":"<U1","value":"x"})"), R"({"wb_type":"pythonObject","params":{"class_name":"str_"}})");
    EXPECT_EQ(type_of(R"([{"$datetime":"2020-01-01T00:00:00"}])"),
              R"({"wb_type":"list","params":{"element_type":{"wb_type":"timestamp"},"length":1}})");
    EXPECT_EQ(type_of(R"({"$ndarray":"int64","shape":[],"data":1})"),
              R"({"wb_type":"ndarray","params":{"shape":[],"serialization_path":null}})");
    EXPECT_EQ(type_from_dict(R"({"wb_type":"dictionary"})"), R"({"wb_type":"typedDict","params":{"type_map":{}}})");
    EXPECT_NE(refusal([] { (void)type_from_dict(R"({"wb_type":"nope"})"); }), "not refused");
    EXPECT_EQ(assign(R"({"wb_type":"number"})", R"({"$np":"float32","value":2.0})"), R"({"wb_type":"number"})");
    EXPECT_EQ(assign(R"({"wb_type":"number"})", "\"a\""), R"({"wb_type":"invalid"})");
    EXPECT_EQ(assign(R"({"wb_type":"const","params":{"val":[1],"is_set":true}})", R"({"$set":[1]})"),
              R"({"wb_type":"const","params":{"val":[1],"is_set":true}})");
    EXPECT_EQ(refusal([] { (void)type_of(R"({"$ndarray":"int8","shape":[1],"data":[300]})"); }), "300 is no int8");
    EXPECT_EQ(refusal([] { (void)type_of(R"({"$python":"set"})"); }, WBM_UNSUPPORTED),
              "a value given as {\"$python\":\"set\"} is no cell");
    EXPECT_EQ(refusal([] { (void)type_of(R"({"$date":"2020-02-30"})"); }), "no ISO 8601 date or time: \"2020-02-30\"");
}

}  // namespace
}  // namespace wbm::table
