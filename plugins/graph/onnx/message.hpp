// message.hpp - the fields of a protobuf message, one after another. Generated classes would keep fields that they do
// not know, which are the weights here, in memory; this steps over them.
#pragma once

#include <wbm/sdk.hpp>

#include <google/protobuf/io/coded_stream.h>

#include <cstdint>
#include <string>

namespace wbm::graph {

/// Reads from a stream that it borrows. Every length is checked against what is left.
class Message {
public:
    Message(google::protobuf::io::CodedInputStream& in, std::int64_t size, std::string name)
        : in_(in), name_(std::move(name)), end_(size) {}

    /// Calls `on_field(number)` for each field up to the end of the message. It takes the field with one of the
    /// functions below; what it leaves is skipped.
    template <class OnField>
    void fields(const OnField& on_field) {
        while (position() < end_) {
            const std::uint32_t tag = in_.ReadTag();
            if (tag == 0) fail("has no field where one should be");
            wire_ = tag & 7U;
            is_taken_ = false;
            on_field(tag >> 3U);
            if (!is_taken_) skip();
        }
        if (position() != end_) fail("has a field that is longer than what holds it");
    }

    [[nodiscard]] std::uint64_t number();
    /// A number, or a packed list of them.
    template <class OnNumber>
    void numbers(const OnNumber& on_number) {
        if (wire_ != length_delimited) return on_number(number());
        inside([&] {
            while (position() < end_) on_number(varint());
            if (position() != end_) fail("has a list that ends within a number");
        });
    }
    [[nodiscard]] std::string text(std::size_t most);
    /// Reads a message within this one: `read` calls fields().
    template <class Read>
    void inside(const Read& read) {
        const std::int64_t length = begin();
        const std::int64_t outer = end_;
        end_ = position() + length;
        read();
        end_ = outer;
    }

    [[noreturn]] void fail(const std::string& what) const;
    [[nodiscard]] const std::string& name() const noexcept { return name_; }

private:
    static constexpr std::uint32_t length_delimited = 2;

    [[nodiscard]] std::int64_t position() const { return in_.CurrentPosition(); }
    [[nodiscard]] std::uint64_t varint();
    /// Takes a length-delimited field; its length.
    [[nodiscard]] std::int64_t begin();
    void skip();

    google::protobuf::io::CodedInputStream& in_;
    std::string name_;
    std::int64_t end_;
    std::uint32_t wire_ = 0;
    bool is_taken_ = true;
};

}  // namespace wbm::graph
