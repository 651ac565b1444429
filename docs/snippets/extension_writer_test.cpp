#include "extension_writer.cpp"

#include <wbm/testing.hpp>

#include <gtest/gtest.h>

TEST(Signal, IsMadeOfPieces) {
    Signal::Writer writer({});
    for (const std::vector<float>& piece : {std::vector<float>{1, 2}, std::vector<float>{3}})
        writer.add(wbm::Array(piece, {static_cast<std::int64_t>(piece.size())}).dl());
    EXPECT_EQ(writer.finish(), (Signal{{1, 2, 3}}));
}

TEST(Signal, GoesOnAfterAPieceThatItRefused) {
    Signal::Writer writer({});
    EXPECT_THROW(writer.add(wbm::Array(std::vector<double>{1}, {1}).dl()), wbm::Error);
    writer.add(wbm::Array(std::vector<float>{1}, {1}).dl());
    EXPECT_EQ(writer.finish(), Signal{{1}});
}

TEST(Signal, NeedsAPiece) { EXPECT_THROW((void)Signal::Writer({}).finish(), wbm::Error); }
