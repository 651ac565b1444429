#include "leak_cases.hpp"

#include "process_values.hpp"

#include <malloc.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <optional>

// A build with the address sanitizer has it: says whether there is memory that nothing points to, and tells which.
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

namespace wbm::tool {
namespace {

using testing::FakeStore;
using testing::Source;
using testing::Type;
using testing::Value;

constexpr std::size_t most_values = 1000;
constexpr std::size_t least_in_a_batch = 5;
constexpr std::chrono::milliseconds batch_time{100};
constexpr std::size_t values_in_a_store = 10;
/// What a batch may keep for good. Every leak of 500 values is more: the least that malloc gives is 32 bytes.
constexpr std::size_t spare_bytes = 4096;

struct Held {
    std::size_t bytes, files;
};

Held held_now() {
    const std::filesystem::directory_iterator files("/proc/self/fd");
    Held held{0, static_cast<std::size_t>(std::distance(begin(files), end(files)))};
#if defined(__GLIBC__) && __GLIBC_PREREQ(2, 33)
    const struct mallinfo2 info = mallinfo2();
    held.bytes = info.uordblks + info.hblkhd;
#endif
    return held;
}

/// One value comes and goes, and refusals: what is made before a refusal must go too.
void come_and_go(const Type& type, Source& source, FakeStore& store) {
    const Value value = type.create(source);
    const std::string json = type.to_json(value, store);
    const Value back = type.from_json(json, store);
    (void)type.equal(value, back);
    may_refuse([&] { return type.from_json(std::string_view(json).substr(0, json.size() / 2), store); });
    store.fail_at(1);
    may_refuse([&] { return type.from_json(json, store); });
    store.fail_at(1);
    may_refuse([&] { return type.to_json(value, store); });
    store.fail_at(0);
}

struct Used {
    Type type;
    Source source;
    int store_kind;
};

/// So many values, or fewer when time is over. In a thread: its end gives back what malloc and the plugin keep for it.
std::size_t run_batch(std::vector<Used>& used, std::size_t most, std::optional<std::chrono::milliseconds> time) {
    return in_thread([&] {
        const auto begin = Clock::now();
        std::size_t count = 0;
        while (count < most)
            for (Used& one : used) {
                FakeStore store(one.store_kind);
                for (std::size_t i = 0; i < values_in_a_store && count < most; ++i, ++count) {
                    if (time && count >= least_in_a_batch && Clock::now() - begin > *time) return count;
                    come_and_go(one.type, one.source, store);
                }
            }
        return count;
    });
}

Finding check_growth(const Session& session, const FewMaterials& materials) {
    std::vector<Used> used;
    for (const Material* material : materials)
        used.push_back({session.type(material->type), material->sample->source(), material->store_kind()});
    (void)run_batch(used, 2 * used.size() * values_in_a_store, batch_time);  // fills what is kept for good
    const Held before = held_now();
    const std::size_t count = run_batch(used, most_values / 2, batch_time);
    const Held between = held_now();
    (void)run_batch(used, count, {});
    const Held after = held_now();
    const auto growth = [](std::size_t from, std::size_t to) { return to > from ? to - from : 0; };
    const std::size_t files = std::min(growth(before.files, between.files), growth(between.files, after.files));
    require(files == 0, std::to_string(count) + " values leave " + std::to_string(files) +
                            " files open; close them in destroy() or before, also after an error");
    const std::size_t bytes = std::min(growth(before.bytes, between.bytes), growth(between.bytes, after.bytes));
    require(bytes <= spare_bytes,
            std::to_string(count) + " values leave " + std::to_string(bytes) +
                " bytes, and as many more again; free in destroy() what create() and from_json() took, and what a "
                "refusal leaves (a build with -fsanitize=address says where it came from)");
    if (2 * count >= most_values) return {};
    return {Finding::Kind::remark, "tried with " + std::to_string(2 * count) + " values, which took their time"};
}

/// The leak sanitizer sees the smallest one. Its report is on the standard error.
Finding check_with_sanitizer(const Session& session, const FewMaterials& materials) {
    if (__lsan_do_recoverable_leak_check() != 0)
        return {Finding::Kind::skipped, "the leak sanitizer complains before there is a value"};
    for (const Material* material : materials) {
        std::vector<Used> used{{session.type(material->type), material->sample->source(), material->store_kind()}};
        (void)run_batch(used, values_in_a_store, batch_time);
    }
    require(__lsan_do_recoverable_leak_check() == 0, "the leak sanitizer found memory that nothing points to");
    return {};
}

Finding check_leaks(const Session& session, const FewMaterials& materials) {
    if (__lsan_do_recoverable_leak_check != nullptr) return check_with_sanitizer(session, materials);
    return check_growth(session, materials);
}

}  // namespace

std::vector<Case> leak_cases(const Subject& subject) { return cases_of_few(subject, &check_leaks); }

}  // namespace wbm::tool
