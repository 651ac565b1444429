#include "message.hpp"

#include <algorithm>

namespace wbm::graph {

void Message::fail(const std::string& what) const {
    throw invalid(name_ + " is no sound ONNX model: near byte " + std::to_string(position()) + " it " + what +
                  "; save or download it again");
}

std::uint64_t Message::varint() {
    std::uint64_t value = 0;
    if (!in_.ReadVarint64(&value)) fail("ends within a number");
    return value;
}

std::uint64_t Message::number() {
    if (wire_ != 0) fail("has another kind of field where a number should be");
    is_taken_ = true;
    return varint();
}

std::int64_t Message::begin() {
    if (wire_ != length_delimited) fail("has a number where a text or a message should be");
    is_taken_ = true;
    const std::uint64_t length = varint();
    if (length > static_cast<std::uint64_t>(end_ - std::min(position(), end_)))
        fail("has a field of " + std::to_string(length) + " bytes, more than are left");
    return static_cast<std::int64_t>(length);
}

std::string Message::text(std::size_t most) {
    const std::int64_t length = begin();
    if (static_cast<std::size_t>(length) > most)
        fail("has a text of " + std::to_string(length) + " bytes, more than " + std::to_string(most));
    std::string text;
    if (!in_.ReadString(&text, static_cast<int>(length))) fail("ends within a text");
    if (!json::is_utf8(text)) fail("has a text that is not UTF-8");
    return text;
}

void Message::skip() {
    is_taken_ = true;
    std::int64_t length = 0;
    switch (wire_) {
        case 0:
            (void)varint();
            return;
        case 1:
            length = 8;
            break;
        case length_delimited:
            length = begin();
            break;
        case 5:
            length = 4;
            break;
        default:
            fail("has a field of a kind that ONNX never has");
    }
    if (length > end_ - position() || !in_.Skip(static_cast<int>(length))) fail("ends within a field");
}

}  // namespace wbm::graph
