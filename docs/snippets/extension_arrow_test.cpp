#include "extension_arrow.cpp"

#include <gtest/gtest.h>

TEST(Losses, GivesAStreamThatOutlivesIt) {
    ArrowArrayStream stream{};
    Losses::of({0.5, 0.25}).arrow({}, stream);
    ArrowArray batch{}, end{};
    ASSERT_EQ(stream.get_next(&stream, &batch), 0);
    ASSERT_EQ(stream.get_next(&stream, &end), 0);
    stream.release(&stream);
    EXPECT_EQ(end.release, nullptr);

    ArrowArray column = *batch.children[0];  // moved out, as a reader may
    batch.children[0]->release = nullptr;
    batch.release(&batch);
    EXPECT_EQ(static_cast<const double*>(column.buffers[1])[1], 0.25);
    column.release(&column);
}
