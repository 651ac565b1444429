// Numbers of JSON: lists in lists, and the type that numpy.asarray() gives them.
#include "numbers.hpp"

#include "../limits.hpp"

#include <limits>

namespace wbm::histogram {
namespace {

/// Goes over nested lists, which must be as a box: lists of one depth are equally long.
class Walk {
public:
    explicit Walk(std::string name) : name_(std::move(name)) {}

    void take(const json::value& node, std::size_t depth = 0) {
        if (!node.is_array()) {
            take_number(node, depth);
            return;
        }
        if (depth == max_list_depth)
            throw invalid(name_ + " has lists in more than " + std::to_string(max_list_depth) + " lists; flatten it");
        const json::array& list = node.get_array();
        if (shape_is_known_ && depth >= lengths_.size())
            throw invalid(name_ + " has the list " + brief(node) + " where others have a number; make all lists alike");
        if (depth == lengths_.size()) lengths_.push_back(list.size());
        if (lengths_[depth] != list.size())
            throw invalid(name_ + " has a list of " + std::to_string(list.size()) + " elements beside one of " +
                          std::to_string(lengths_[depth]) + "; make them equally long, or flatten them");
        for (const json::value& element : list) take(element, depth + 1);
        if (list.empty()) shape_is_known_ = true;
    }

    [[nodiscard]] const std::vector<const json::value*>& numbers() const noexcept { return numbers_; }

private:
    void take_number(const json::value& node, std::size_t depth) {
        if (!node.is_number() && !node.is_bool())
            throw invalid(name_ + " has " + brief(node) + " where a number belongs; give numbers or lists of numbers");
        if (depth != lengths_.size())
            throw invalid(name_ + " has the number " + brief(node) + " where others have a list; make all lists alike");
        if (numbers_.size() == max_list_numbers)
            throw invalid(name_ + " has more than " + std::to_string(max_list_numbers) +
                          " numbers; give them as an array");
        shape_is_known_ = true;
        numbers_.push_back(&node);
    }

    std::string name_;
    std::vector<std::size_t> lengths_;  ///< of the lists of each depth
    bool shape_is_known_ = false;       ///< a list's end was reached once, so no list is deeper
    std::vector<const json::value*> numbers_;
};

[[nodiscard]] bool is_beyond_int64(const json::value& node) {
    return node.is_uint64() && node.get_uint64() > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
}

/// What the numbers are together.
struct Kinds {
    bool has_bool = false;
    bool has_int64 = false;
    bool has_uint64 = false;  ///< beyond int64
    bool has_double = false;

    void add(const json::value& node) {
        has_bool = has_bool || node.is_bool();
        has_double = has_double || node.is_double();
        has_uint64 = has_uint64 || is_beyond_int64(node);
        has_int64 = has_int64 || node.is_int64() || (node.is_uint64() && !is_beyond_int64(node));
    }
};

template <class T>
T as(const json::value& node) {
    if (node.is_bool()) return node.get_bool() ? T{1} : T{0};
    if (node.is_int64()) return static_cast<T>(node.get_int64());
    if (node.is_uint64()) return static_cast<T>(node.get_uint64());
    return static_cast<T>(node.get_double());
}

template <class T>
std::vector<T> all_as(const std::vector<const json::value*>& nodes) {
    std::vector<T> elements;
    elements.reserve(nodes.size());
    for (const json::value* node : nodes) elements.push_back(as<T>(*node));
    return elements;
}

}  // namespace

Numbers::Numbers(const json::value& list, const std::string& name) {
    Walk walk(name);
    walk.take(list);
    Kinds kinds;
    for (const json::value* node : walk.numbers()) kinds.add(*node);
    // NumPy has no integer type for both int64 and uint64.
    if (walk.numbers().empty() || kinds.has_double || (kinds.has_int64 && kinds.has_uint64))
        own(all_as<double>(walk.numbers()));
    else if (kinds.has_int64)
        own(all_as<std::int64_t>(walk.numbers()));
    else if (kinds.has_uint64)
        own(all_as<std::uint64_t>(walk.numbers()));
    else
        own(all_as<std::uint8_t>(walk.numbers()));
}

}  // namespace wbm::histogram
