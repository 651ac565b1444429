#include "extension_stream.cpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

TEST(Diary, IsTheSameInPiecesAndAtOnce) {
    const wbm::testing::FakeStore artifact(WBM_ARTIFACT);
    auto monday = wbm::testing::Source::bytes("monday");
    Diary::Stream stream({}, artifact.store());
    EXPECT_EQ(stream.add(wbm::Input(monday.input()), artifact.store()), R"(["monday"])");
    const Diary none{};
    EXPECT_EQ(stream.finish(artifact.store()), wbm::json::write(none.to_json(artifact.store())));
}
