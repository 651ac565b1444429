#include <wbm/value.hpp>

#include <memory>
#include <string>
#include <vector>

#include "fake_media.hpp"
#include "run_slot.hpp"

namespace {

using wbm::Status;
using wbm::test::fake;
using wbm::test::refusal;

struct Slot {
    wbm::test::TempDir dir;
    wbm::RunConfig config{dir / "config.json"};
    wbm::RunSlot store{dir.path(), "k", 5, config};
};

TEST(Value, SuffixIsAddedUnlessTheNameEndsWithIt) {
    EXPECT_EQ(wbm::with_suffix("", "item"), "item.json");                                     // W007
    EXPECT_EQ(wbm::with_suffix("table", "item"), "item.table.json");                          // W008
    EXPECT_EQ(wbm::with_suffix("table", "item.table.json"), "item.table.json");               // W008
    EXPECT_EQ(wbm::with_suffix("table", "itemtable.json"), "itemtable.json");                 // W009
    EXPECT_EQ(wbm::with_suffix("table", "x", "csv"), "x.table.csv");                          // W010
    EXPECT_EQ(wbm::with_suffix("image-file", "bar.image-file.json"), "bar.image-file.json");  // W011
    EXPECT_EQ(wbm::with_suffix("histogram", "h"), "h.histogram.json");
    EXPECT_EQ(wbm::with_suffix("", "x.json"), "x.json");
}

TEST(Value, JsonIsReadFromItsText) {
    Slot slot;
    const wbm::json::object json = fake("abc")->to_json(slot.store);
    EXPECT_EQ(json.at("_type").get_string(), "html-file");
    EXPECT_EQ(json.at("size").get_int64(), 3);
    EXPECT_EQ(json.at("path").get_string(), "media/html/k_5_ba7816bf8f01cfea4141.html");
}

TEST(Value, BrokenJsonIsTheTypesBug) {
    Slot slot;
    const auto value = fake("abc");
    value->tail = "]";
    const std::string text = refusal([&] { (void)value->to_json(slot.store); }, Status::internal);
    EXPECT_TRUE(text.starts_with("html-file: to_json wrote a text that is not a JSON object (")) << text;
    EXPECT_TRUE(text.ends_with("; report this to the type's author")) << text;
}

TEST(Value, AbilitiesThatATypeLacksAreNamed) {
    const auto value = fake("abc");
    EXPECT_FALSE(value->has_tensor());
    EXPECT_EQ(refusal([&] { (void)value->tensor(); }, Status::unsupported),
              "html-file: a value of this type cannot be read as an array (no wbm.tensor/1); use fields() or its file");
    EXPECT_EQ(refusal([&] { (void)value->seq_to_json({}, {}); }, Status::unsupported),
              "html-file: values of this type have no list form (no wbm.batch/1); write each one's own JSON");
}

TEST(Value, EqualityAsksTheTypeOnlyForItsOwn) {
    EXPECT_TRUE(*fake("a") == *fake("a"));
    EXPECT_FALSE(*fake("a") == *fake("b"));
    EXPECT_FALSE(*fake("a") == *fake("a", "image-file"));
}

}  // namespace
