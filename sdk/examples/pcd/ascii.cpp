// Lines of numbers as binary data.
#include "limits.hpp"
#include "points.hpp"
#include "words.hpp"

namespace pcd {
namespace {

class AsciiReader {
public:
    AsciiReader(const Header& header, std::string_view lines, const std::string& name)
        : header_(header), lines_(lines), name_(name) {
        for (const Field& field : header.fields) per_point_ += field.count;
    }

    std::string run() {
        // A number takes a digit and a blank, so a short text cannot claim many.
        if (header_.points * per_point_ > lines_.size() / 2 + 1)
            throw wbm::invalid(name_ + " is cut short: " + std::to_string(header_.points) + " points have " +
                               std::to_string(header_.points * per_point_) + " numbers, and " +
                               std::to_string(lines_.size()) + " bytes follow its header");
        out_.reserve(header_.points * header_.point_bytes());
        std::uint64_t found = 0;
        while (!lines_.empty()) {
            const std::size_t end = lines_.find('\n');
            const std::vector<std::string_view> words = words_of(lines_.substr(0, end));
            lines_.remove_prefix(end == std::string_view::npos ? lines_.size() : end + 1);
            if (words.empty()) continue;
            if (++found > header_.points) refuse_count("more");
            point(words, found - 1);
        }
        if (found != header_.points) refuse_count(std::to_string(found));
        return std::move(out_);
    }

private:
    [[noreturn]] void refuse_count(const std::string& found) const {
        throw wbm::invalid(name_ + ": POINTS is " + std::to_string(header_.points) + ", and there are " + found +
                           " lines of points");
    }

    void point(const std::vector<std::string_view>& words, std::uint64_t index) {
        if (words.size() != per_point_)
            throw wbm::invalid(name_ + ", point " + std::to_string(index) + ": there are " +
                               std::to_string(words.size()) + " numbers, expected " + std::to_string(per_point_));
        const std::string_view* word = words.data();
        for (const Field& field : header_.fields)
            for (std::uint64_t k = 0; k < field.count; ++k, ++word)
                wbm::with_element(field.dtype, [&](auto kind) { number<decltype(kind)>(*word, field, index); });
    }

    template <class T>
    void number(std::string_view word, const Field& field, std::uint64_t index) {
        if constexpr (std::is_arithmetic_v<T>) {
            const auto parsed = parse_number<T>(word);
            if (!parsed)
                throw wbm::invalid(name_ + ", point " + std::to_string(index) + ": the field " +
                                   wbm::brief(wbm::json::value(field.name)) + " is " +
                                   wbm::brief(wbm::json::value(word)) + ", which is no " +
                                   wbm::dtype_name(field.dtype));
            out_.append(reinterpret_cast<const char*>(&*parsed), sizeof(T));
        }
    }

    const Header& header_;
    std::string_view lines_;
    const std::string& name_;
    std::uint64_t per_point_ = 0;
    std::string out_;
};

}  // namespace

std::string read_ascii(const Header& header, std::string_view lines, const std::string& name) {
    return AsciiReader(header, lines, name).run();
}

}  // namespace pcd
