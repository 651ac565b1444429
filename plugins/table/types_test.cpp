// Column types: the type of a value, what a type takes and what it becomes (wire spec 15.2, 15.3).
#include "types/types_test_support.hpp"

#include "limits.hpp"

namespace wbm::table {
namespace {

using enum TypeKind;

std::string type_of(const Cell& cell) { return text_of(ColumnType::of(cell)); }

/// The text of what the type becomes; "refused".
std::string taken(const ColumnType& to, const Cell& cell) {
    const ColumnType now = to.assign(cell);
    return now.is_invalid() ? "refused" : now.text();
}
std::string taken(const ColumnType& to, const ColumnType& other) {
    const ColumnType now = to.assign(other);
    return now.is_invalid() ? "refused" : now.text();
}

const ColumnType unknown_or_none = ColumnType::optional(unknown);

TEST(TypeOf, PlainValues) {
    EXPECT_EQ(type_of({}), R"({"wb_type":"none"})");
    EXPECT_EQ(type_of(nan), R"({"wb_type":"none"})");
    EXPECT_EQ(type_of(true), R"({"wb_type":"boolean"})");
    EXPECT_EQ(type_of(1), R"({"wb_type":"number"})");
    EXPECT_EQ(type_of(18446744073709551615U), R"({"wb_type":"number"})");
    EXPECT_EQ(type_of(std::numeric_limits<double>::infinity()), R"({"wb_type":"number"})");
    EXPECT_EQ(type_of(""), R"({"wb_type":"string"})");
    EXPECT_EQ(type_of("wandb-artifact://x/y"), R"({"wb_type":"artifactVersion"})");
    EXPECT_EQ(type_of(time_cell()), R"({"wb_type":"timestamp"})");
}

TEST(TypeOf, Lists) {
    const auto of_list = [](std::string_view element, int length) {
        return R"({"wb_type":"list","params":{"element_type":)" + std::string(element) + R"(,"length":)" +
               std::to_string(length) + "}}";
    };
    const std::string or_unknown =
        R"({"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"unknown"}]}})";
    const std::string or_number =
        R"({"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"number"}]}})";
    EXPECT_EQ(type_of(Cell::list({1, 2})), of_list(R"({"wb_type":"number"})", 2));
    EXPECT_EQ(type_of(Cell::list({1, 2}, Sequence::set)), of_list(R"({"wb_type":"number"})", 2));
    EXPECT_EQ(type_of(Cell::list({})), of_list(R"({"wb_type":"unknown"})", 0));
    EXPECT_EQ(type_of(Cell::list({Cell()})), of_list(or_unknown, 1));
    EXPECT_EQ(type_of(Cell::list({{}, 1})), of_list(or_number, 2));
    EXPECT_EQ(type_of(Cell::list({1, {}})), of_list(or_number, 2));
    EXPECT_EQ(type_of(Cell::list({1, "a"})), of_list(R"({"wb_type":"invalid"})", 2));
    EXPECT_EQ(type_of(Cell::list({nan, 1})), of_list(R"({"wb_type":"invalid"})", 2));
    EXPECT_EQ(type_of(Cell::list({Cell::list({1, 2}), Cell::list({3})})),
              of_list(of_list(R"({"wb_type":"number"})", 1), 2));
    EXPECT_EQ(type_of(Cell::list({Cell::dict({{"a", 1}}), Cell::dict({{"b", 2}})})),
              of_list(R"({"wb_type":"invalid"})", 2));
    EXPECT_EQ(type_of(Cell::list({true, 1})), of_list(R"({"wb_type":"invalid"})", 2));
}

TEST(TypeOf, RefusesAListWithAnArrayAsTheReferenceDoes) {
    EXPECT_EQ(refusal([] {
                  (void)ColumnType::of(Cell::list({1, array_cell({1, 2}, {2})}));
              }),
              "a list in a cell holds an array of shape [2], for which there is no column type; give nested lists, or "
              "the array as a cell of its own");
    EXPECT_EQ(ColumnType::of(Cell::list({{}, array_cell({1, 2}, {2})})).text(), "Ndarray(shape:[2]) or None[]");
    EXPECT_EQ(ColumnType::of(Cell::list({array_cell({1}, {1})})).text(), "Ndarray(shape:[1])[]");
}

TEST(TypeOf, ADeepListTakesNoLongerPerLevel) {
    Cell cell = 1;
    for (int i = 0; i < 45; ++i) cell = Cell::list({{}, std::move(cell)});  // 2 to the 45th steps otherwise
    EXPECT_EQ(ColumnType::of(cell).text().substr(0, 24), "None or None or None or ");
}

TEST(TypeOf, DictsAndArrays) {
    EXPECT_EQ(type_of(Cell::dict({})), R"({"wb_type":"typedDict","params":{"type_map":{}}})");
    EXPECT_EQ(type_of(Cell::dict({{"b", 1}, {"a", Cell()}})),
              R"({"wb_type":"typedDict","params":{"type_map":{"b":{"wb_type":"number"},"a":{"wb_type":"none"}}}})");
    EXPECT_EQ(type_of(Cell::dict({{"_type", "artifactVersion"}, {"id", 1}})), R"({"wb_type":"artifactVersion"})");
    EXPECT_EQ(type_of(array_cell({1, 2, 3, 4, 5, 6}, {2, 3})),
              R"({"wb_type":"ndarray","params":{"shape":[2,3],"serialization_path":null}})");
    EXPECT_EQ(type_of(array_cell({1}, {})), R"({"wb_type":"ndarray","params":{"shape":[],"serialization_path":null}})");
}

TEST(TypeOf, MediaByTheirType) {
    for (const char* name : {"audio-file", "video-file", "html-file", "bokeh-file", "object3D-file", "joined-table",
                             "partitioned-table", "wb_trace_tree", "artifactVersion"})
        EXPECT_EQ(type_of(media_cell(name)), R"({"wb_type":")" + std::string(name) + R"("})");
    const std::pair<const char*, const char*> classes[] = {
        {"molecule-file", "Molecule"}, {"plotly-file", "Plotly"}, {"graph-file", "Graph"},
        {"histogram", "Histogram"},    {"mask", "ImageMask"},     {"bounding-boxes", "BoundingBoxes2D"}};
    for (const auto& [name, class_name] : classes)
        EXPECT_EQ(type_of(media_cell(name)),
                  R"({"wb_type":"pythonObject","params":{"class_name":")" + std::string(class_name) + R"("}})");
    EXPECT_EQ(type_of(media_cell("pointcloud-file")), R"({"wb_type":"any"})");
    EXPECT_EQ(type_of(media_cell("table")), R"({"wb_type":"table","params":{"column_types":{"wb_type":"unknown"}}})");
    const json::object columns{{"column_types", type(R"({"wb_type":"typedDict"})").to_json()}};
    EXPECT_EQ(ColumnType::of(media_cell("table", columns)).table_columns().kind(), typed_dict);
    EXPECT_EQ(
        ColumnType::of(media_cell("classes", json::read_object(R"({"class_set":[{"id":1,"name":"cat"}]})"))).text(),
        "Classesid(valid_ids:1)");
}

TEST(TypeOf, KeysAndIndexesAreForeign) {
    const TableLink link{fake("table"), ""};
    const ColumnType key = ColumnType::of(Cell::key({"k", link, "c"}));
    EXPECT_EQ(key.kind(), foreign_key);
    EXPECT_EQ(key.key_column(), "c");
    EXPECT_TRUE(key.link().is_same(link));
    EXPECT_EQ(ColumnType::of(Cell::index({1, link})).kind(), foreign_index);
}

// Every row of the table in wire spec 15.3.

TEST(Assign, ByTheDefaultRuleOnlyTheSameKind) {
    EXPECT_EQ(taken(number, 1), "Number");
    EXPECT_EQ(taken(number, 1.5), "Number");
    EXPECT_EQ(taken(number, true), "refused");
    EXPECT_EQ(taken(number, nan), "refused");
    EXPECT_EQ(taken(number, "a"), "refused");
    EXPECT_EQ(taken(string, "a"), "String");
    EXPECT_EQ(taken(string, "wandb-artifact://x"), "refused");
    EXPECT_EQ(taken(string, Cell::key({"k", {}, "c"})), "refused");
    EXPECT_EQ(taken(artifact_version, "wandb-artifact://x"), "Artifactversion");
    EXPECT_EQ(taken(boolean, true), "Boolean");
    EXPECT_EQ(taken(boolean, 1), "refused");
    EXPECT_EQ(taken(timestamp, time_cell()), "Timestamp");
    EXPECT_EQ(taken(timestamp, 5), "refused");
    EXPECT_EQ(taken(none, Cell()), "None");
    EXPECT_EQ(taken(none, nan), "None");
    EXPECT_EQ(taken(none, 0), "refused");
    EXPECT_EQ(taken(html_file, media_cell("html-file")), "Html-file");
    EXPECT_EQ(taken(html_file, media_cell("audio-file")), "refused");
    EXPECT_EQ(taken(number, optional(number)), "refused");
}

TEST(Assign, InvalidAnyUnknown) {
    EXPECT_EQ(taken(invalid, 1), "refused");
    EXPECT_EQ(taken(invalid, Cell()), "refused");
    EXPECT_EQ(taken(any, 1), "Any");
    EXPECT_EQ(taken(any, Cell()), "refused");
    EXPECT_EQ(taken(any, nan), "refused");
    EXPECT_EQ(taken(any, media_cell("x")), "Any");
    EXPECT_EQ(taken(any, ColumnType(none)), "refused");
    EXPECT_EQ(taken(any, ColumnType(invalid)), "refused");
    EXPECT_EQ(taken(any, optional(number)), "Any");
    EXPECT_EQ(taken(unknown, 1), "Number");
    EXPECT_EQ(taken(unknown, Cell()), "refused");
    EXPECT_EQ(taken(unknown, Cell::list({})), "Unknown[]");
    EXPECT_EQ(taken(unknown, ColumnType(none)), "refused");
    EXPECT_EQ(taken(unknown, optional(number)), "None or Number");
}

TEST(Assign, Constants) {
    const ColumnType three = ColumnType::constant(3);
    EXPECT_EQ(taken(three, 3), "3");
    EXPECT_EQ(taken(three, 3.0), "3");
    EXPECT_EQ(taken(three, 4), "refused");
    EXPECT_EQ(taken(ColumnType::constant(1), true), "1");  // as Python's ==
    EXPECT_EQ(taken(ColumnType::constant("3"), 3), "refused");
    EXPECT_EQ(taken(ColumnType::constant({1, "a"}), Cell::list({1.0, "a"})), "[1, 'a']");
    EXPECT_EQ(taken(ColumnType::constant({1, "a"}), Cell::list({1.0, "a"}, Sequence::tuple)), "refused");
    EXPECT_EQ(taken(ColumnType::constant({1, 2}, true), Cell::list({2, 1}, Sequence::set)), "{1, 2}");
    EXPECT_EQ(taken(ColumnType::constant({1, 2}, true), Cell::list({1, 2})), "refused");
    EXPECT_EQ(taken(ColumnType::constant({1, 2}), Cell::list({1, 2}, Sequence::set)), "refused");
    EXPECT_EQ(taken(ColumnType::constant(json::object{{"a", 1}, {"b", 2}}), Cell::dict({{"b", 2}, {"a", 1}})),
              "{'a': 1, 'b': 2}");
    EXPECT_EQ(taken(three, ColumnType(number)), "refused");
    EXPECT_EQ(taken(three, ColumnType::constant(3.0)), "3");
    EXPECT_EQ(taken(three, array_cell({3}, {})), "refused");
    EXPECT_EQ(taken(three, time_cell()), "refused");
}

TEST(Assign, Unions) {
    EXPECT_EQ(taken(unknown_or_none, Cell()), "None or Unknown");
    EXPECT_EQ(taken(unknown_or_none, true), "Boolean or None");
    EXPECT_EQ(taken(ColumnType::union_of({number, unknown}), "s"), "Number or String");
    EXPECT_EQ(taken(ColumnType::union_of({number, string}), Cell()), "refused");
    EXPECT_EQ(taken(ColumnType::union_of({}), 1), "refused");
    EXPECT_EQ(taken(ColumnType::union_of({unknown}), Cell()), "refused");
    EXPECT_EQ(taken(ColumnType::union_of({unknown, unknown}), 1), "Number or Unknown");
    // The first that takes it, in sorted order: Number[] comes before String and takes the empty text.
    const ColumnType both = ColumnType::union_of({string, ColumnType::list(number, 2)});
    EXPECT_EQ(both.assign("").union_members()[0].length(), 0);
    EXPECT_EQ(both.assign("a").union_members()[0].length(), 2);
    EXPECT_TRUE(both.assign("a").is_same(both));
    EXPECT_EQ(taken(optional(number), ColumnType::union_of({none, number})), "None or Number");
    EXPECT_EQ(taken(optional(number), ColumnType::union_of({none, string})), "refused");
    EXPECT_EQ(taken(ColumnType::union_of({unknown}), ColumnType(none)), "None");  // a type, not a value
    EXPECT_EQ(taken(ColumnType::union_of({unknown}), ColumnType(invalid)), "refused");
    EXPECT_EQ(taken(ColumnType::union_of({number, unknown, unknown}), ColumnType::union_of({string, boolean})),
              "Boolean or Number or String");
}

TEST(Assign, Lists) {
    const ColumnType numbers = ColumnType::list(number, 2);
    EXPECT_EQ(numbers.assign(Cell::list({1, 2, 3})).length(), 3);
    EXPECT_EQ(numbers.assign(Cell::list({})).length(), 0);
    EXPECT_TRUE(numbers.assign(Cell::list({1.5, 2})).is_same(numbers));
    EXPECT_EQ(taken(numbers, Cell::list({1, "a"})), "refused");
    EXPECT_EQ(taken(numbers, Cell::list({Cell()})), "refused");
    EXPECT_EQ(taken(numbers, 1), "refused");
    EXPECT_EQ(numbers.assign(array_cell({1, nan, 3}, {3})).length(), 3);  // NumPy's NaN is a number
    EXPECT_EQ(taken(numbers, array_cell({1}, {})), "refused");
    EXPECT_EQ(taken(numbers, array_cell({1, 2}, {1, 2})), "refused");
    EXPECT_EQ(taken(ColumnType::list(unknown), array_cell({1, 2}, {1, 2})), "Ndarray(shape:[2])[]");
    EXPECT_EQ(taken(ColumnType::list(string), Cell::dict({{"a", 1}, {"b", 2}})), "String[]");  // its names
    const ColumnType letters = ColumnType::list(unknown).assign("a\xe6\x97\xa5");
    EXPECT_EQ(letters.text(), "String[]");
    EXPECT_EQ(letters.length(), 2);
    EXPECT_EQ(taken(ColumnType::list(ColumnType::constant("a")), "aa"), "a[]");
    EXPECT_EQ(taken(ColumnType::list(ColumnType::constant("a")), "ab"), "refused");
    EXPECT_EQ(taken(ColumnType::list(invalid), Cell::list({})), "Invalid[]");
    EXPECT_EQ(taken(ColumnType::list(unknown), media_cell("html-file")), "refused");
    EXPECT_EQ(numbers.assign(ColumnType::list(number, 2)).length(), 2);
    EXPECT_EQ(numbers.assign(ColumnType::list(number, 3)).length(), std::nullopt);
    EXPECT_EQ(taken(numbers, ColumnType::list(string, 2)), "refused");
}

TEST(Assign, Dicts) {
    const ColumnType dict = type(R"({"wb_type":"typedDict","params":{"type_map":{"a":{"wb_type":"number"},
        "b":{"wb_type":"union","params":{"allowed_types":[{"wb_type":"none"},{"wb_type":"unknown"}]}}}}})");
    EXPECT_EQ(taken(dict, Cell::dict({{"a", 1}})), "{'a': Number, 'b': None or Unknown}");
    EXPECT_TRUE(dict.assign(Cell::dict({{"a", 1}})).is_same(dict));
    EXPECT_EQ(taken(dict, Cell::dict({{"b", true}, {"a", 1}})), "{'a': Number, 'b': Boolean or None}");
    EXPECT_EQ(taken(dict, Cell::dict({{"b", 1}})), "refused");
    EXPECT_EQ(taken(dict, Cell::dict({{"a", 1}, {"c", 1}})), "refused");
    EXPECT_EQ(taken(dict, Cell::list({})), "refused");
    EXPECT_EQ(taken(dict, media_cell("x")), "refused");
    EXPECT_EQ(taken(ColumnType::typed_dict({}), Cell::dict({})), "{}");
    EXPECT_EQ(taken(dict, ColumnType::typed_dict({{"b", boolean}})), "refused");  // number takes no unknown
    EXPECT_EQ(taken(dict, ColumnType::typed_dict({{"a", number}})), "{'a': Number, 'b': None or Unknown}");
    EXPECT_EQ(taken(dict, ColumnType::typed_dict({{"a", number}, {"z", number}})), "refused");
}

TEST(Assign, Arrays) {
    const ColumnType array = ColumnType::ndarray({2, 2});
    EXPECT_TRUE(array.assign(array_cell({1, 2, 3, 4}, {2, 2})).is_same(array));
    EXPECT_EQ(taken(array, array_cell({1, 2, 3, 4}, {4})), "refused");
    EXPECT_EQ(taken(array, Cell::list({Cell::list({1, "x"}), 5})), "Ndarray(shape:[2, 2])");  // first items only
    EXPECT_EQ(taken(array, Cell::list({Cell::list({1})})), "refused");
    EXPECT_EQ(taken(array, Cell::list({Cell::list({1, 2}), 5}, Sequence::tuple)), "refused");
    EXPECT_EQ(taken(array, Cell()), "refused");
    EXPECT_EQ(taken(ColumnType::ndarray({0}), Cell::list({})), "Ndarray(shape:[0])");
    EXPECT_EQ(taken(array, ColumnType::list(string, 9)), "Ndarray(shape:[2, 2])");  // any list type
    EXPECT_EQ(taken(array, ColumnType::ndarray({2, 2}, SerializationPath{"p", "k"})), "Ndarray(shape:[2, 2])");
    EXPECT_EQ(taken(array, ColumnType::ndarray({4})), "refused");
}

TEST(Assign, ObjectsClassesTablesKeys) {
    EXPECT_EQ(taken(ColumnType::python_object("Graph"), media_cell("graph-file")), "Pythonobject(class_name:Graph)");
    EXPECT_EQ(taken(ColumnType::python_object("Graph"), media_cell("plotly-file")), "refused");

    const ColumnType ids =
        ColumnType::classes_id(json::read(R"([{"id":1,"name":"a"},{"id":"x","name":"b"}])").as_array());
    EXPECT_TRUE(ids.assign(1.0).is_same(ids));
    EXPECT_TRUE(ids.assign("x").is_same(ids));
    EXPECT_EQ(taken(ids, 2), "refused");
    EXPECT_EQ(taken(ids, Cell()), "refused");
    EXPECT_EQ(taken(ids, media_cell("classes")), "refused");
    EXPECT_EQ(taken(ids, ColumnType::constant(1)), "Classesid(valid_ids:1 or x)");
    EXPECT_EQ(taken(ids, ColumnType::constant(2)), "refused");

    const ColumnType table = ColumnType::table(ColumnType::typed_dict({{"a", unknown_or_none}}));
    const json::object facts{{"column_types", ColumnType::typed_dict({{"a", number}}).to_json()}};
    EXPECT_EQ(taken(table, media_cell("table", facts)), "Table(column_types:{'a': None or Number})");
    EXPECT_EQ(taken(ColumnType::table(ColumnType::typed_dict({})), media_cell("table", facts)), "refused");

    const TableLink here{fake("table"), ""};
    const TableLink there{fake("table"), ""};
    const ColumnType key = ColumnType::foreign_key(here, "c");
    EXPECT_TRUE(key.assign("text").is_same(key));
    EXPECT_TRUE(key.assign(Cell::key({"k", here, "c"})).is_same(key));
    EXPECT_TRUE(key.assign(Cell::key({"k", there, "c"})).is_invalid());  // an equal table is another
    EXPECT_TRUE(key.assign(Cell::key({"k", here, "d"})).is_invalid());
    EXPECT_TRUE(key.assign(1).is_invalid());
    const ColumnType index = ColumnType::foreign_index(here);
    EXPECT_TRUE(index.assign(1.5).is_same(index));
    EXPECT_TRUE(index.assign(Cell::index({0, here})).is_same(index));
    EXPECT_TRUE(index.assign(Cell::index({0, there})).is_invalid());
    EXPECT_TRUE(index.assign(Cell()).is_invalid());
    EXPECT_EQ(taken(primary_key, "a"), "Primarykey");
    EXPECT_EQ(taken(primary_key, ColumnType(primary_key)), "Primarykey");
    EXPECT_EQ(taken(primary_key, Cell()), "refused");
    EXPECT_EQ(taken(primary_key, Cell::key({"k", here, "c"})), "refused");
}

TEST(Assign, ImagesMerge) {
    const auto image = [](std::string_view facts) { return ColumnType::image_file(json::read_object(facts)); };
    const ColumnType first = image(R"({"box_layers":{"p":[1,2]},"box_score_keys":["acc"],"class_map":{"1":"car"},
                                       "box_class_maps":{"p":{"1":"car"}}})");
    const ColumnType second = image(R"({"box_layers":{"p":[2,3],"q":[7]},"box_score_keys":["loss","acc"],
        "mask_layers":{"m":[]},"class_map":{"1":"bus","2":"cat"},"box_class_maps":{"p":{"1":"bus","3":"x"}},
        "mask_class_maps":{"m":{}}})");
    EXPECT_EQ(first.assign(second).text(),
              "Image-file(box_layers:{'p': {1, 2, 3}, 'q': {7}}, box_score_keys:{'acc', 'loss'}, mask_layers:{'m': "
              "set()}, box_class_maps:{'p': {'1': 'car', '3': 'x'}}, mask_class_maps:{'m': {}}, class_map:{'1': 'car', "
              "'2': 'cat'})");
    EXPECT_TRUE(first.assign(first).is_same(first));
    EXPECT_TRUE(first.assign(media_cell("image-file")).is_same(first));
    EXPECT_EQ(first, image(R"({"box_layers":{"p":[2,1,1]},"box_score_keys":["acc"],"class_map":{"1":"car"},
                               "box_class_maps":{"p":{"1":"car"}}})"));
    EXPECT_FALSE(first == image(R"({"box_layers":{"p":[2]},"box_score_keys":["acc"]})"));
    EXPECT_EQ(taken(first, media_cell("html-file")), "refused");
    EXPECT_EQ(taken(optional(image_file), media_cell("image-file")).substr(0, 11), "Image-file(");
}

TEST(Keeps, SaysWhatAssignDoesForPlainCells) {
    const std::vector<std::pair<CellKind, std::vector<Cell>>> cells = {{CellKind::null, {{}, nan}},
                                                                       {CellKind::boolean, {true, false}},
                                                                       {CellKind::integer, {0, 1, 3, -1}},
                                                                       {CellKind::natural, {18446744073709551615U}},
                                                                       {CellKind::real, {0.0, 1.5, 3.0}},
                                                                       {CellKind::text, {"", "a", "ab"}},
                                                                       {CellKind::link, {"wandb-artifact://x"}},
                                                                       {CellKind::time, {time_cell()}}};
    std::vector<ColumnType> types;
    for (const auto name : known_wb_types())
        if (name != "pythonObject" && name != "ndarray" && !name.starts_with("foreign") && name != "classesId")
            types.push_back(type(name));
    types.push_back(ColumnType::foreign_key({}, "c"));
    types.push_back(ColumnType::foreign_index({}));
    types.push_back(ColumnType::list(string));
    types.push_back(ColumnType::constant(3));
    types.push_back(type(R"({"wb_type":"later"})"));
    const std::size_t plain = types.size();
    for (std::size_t i = 0; i < plain; ++i)
        for (std::size_t j = 0; j < plain; ++j) types.push_back(ColumnType::union_of({types[i], types[j]}));
    std::size_t kept = 0;
    for (const ColumnType& t : types)
        for (const auto& [kind, values] : cells) {
            for (const Cell& value : values) {
                EXPECT_EQ(value.type_kind(), kind);
                EXPECT_TRUE(!t.keeps(kind) || t.assign(value).is_same(t)) << t.text();
            }
            kept += t.keeps(kind) ? 1 : 0;
        }
    EXPECT_GT(kept, 1000U);
    for (const CellKind kind : {CellKind::integer, CellKind::natural, CellKind::real, CellKind::null})
        EXPECT_TRUE(optional(number).keeps(kind));
    EXPECT_TRUE(optional(string).keeps(CellKind::text));
    EXPECT_FALSE(optional(string).keeps(CellKind::link));
    EXPECT_TRUE(optional(boolean).keeps(CellKind::boolean));
    EXPECT_TRUE(optional(timestamp).keeps(CellKind::time));
    EXPECT_FALSE(unknown_or_none.keeps(CellKind::integer));
    EXPECT_FALSE(optional(number).keeps(CellKind::index));
}

TEST(Explain, NamesWhatDoesNotFit) {
    EXPECT_EQ(ColumnType(number).explain("a"), "\"a\" of type String is not assignable to Number");
    EXPECT_EQ(optional(number).explain("a"),
              "\"a\" of type String is not assignable to None or Number\n\tString not assignable to None\nand\n"
              "\tString not assignable to Number");
    const ColumnType row = ColumnType::typed_dict({{"a", ColumnType::list(number)}, {"b", string}});
    EXPECT_EQ(row.explain(Cell::dict({{"a", Cell::list({1, true})}, {"c", 1}})),
              "{\"a\": [1, true], \"c\": 1} of type {'a': Invalid[], 'c': Number} is not assignable to {'a': Number[], "
              "'b': String}\nFound extra keys: c\nKey 'a':\n\tInvalid[] not assignable to Number[]\n\tIndex 1:\n\t\t"
              "Boolean not assignable to Number\nKey 'b':\n\tNone not assignable to String");
    EXPECT_EQ(ColumnType(number).explain(array_cell({1, 2}, {2})),
              "an array of shape [2] of type Ndarray(shape:[2]) is not assignable to Number");
    EXPECT_EQ(ColumnType(number).explain(Cell::list({array_cell({1, 2}, {2})})),
              "[[1.0, 2.0]] of type no type is not assignable to Number");
    EXPECT_EQ(ColumnType(number).explain(media_cell("x")), "a value of type x of type Any is not assignable to Number");
}

TEST(Explain, StaysShort) {
    std::vector<std::pair<std::string, Cell>> members;
    ColumnType::Members types;
    for (int i = 0; i < 1000; ++i) {
        members.emplace_back("k" + std::to_string(i), std::string(10000, 'x'));
        types.emplace_back("k" + std::to_string(i), number);
    }
    const std::string text = ColumnType::typed_dict(types).explain(Cell::dict(members));
    EXPECT_LT(text.size(), max_text_form + 10);
    EXPECT_TRUE(text.ends_with("..."));
}

}  // namespace
}  // namespace wbm::table
