#include "check/life/leak_cases.hpp"

#include "check/life/process_store.hpp"
#include "check/life/process_values.hpp"

#include <malloc.h>

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <iterator>
#include <memory>
#include <optional>

// A build with the address sanitizer has it: says whether there is memory that nothing points to, and tells which.
// NOLINTNEXTLINE(bugprone-reserved-identifier): the name is the sanitizer's
extern "C" __attribute__((weak)) int __lsan_do_recoverable_leak_check();

namespace wbm::tool {
namespace {

using testing::Source;
using testing::Type;
using testing::Value;

constexpr std::size_t most_values = 1000;
constexpr std::size_t least_in_a_batch = 5;
constexpr std::chrono::milliseconds batch_time{100};
constexpr int batches_to_be_sure = 4;  // a cache grows too, but not for ever
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
void come_and_go(const Type& type, Source& source, QuickStore& quick) {
    const Value value = type.create(source);
    const std::string json = type.to_json(value, quick.store());
    const Value back = type.from_json(json, quick.store());
    (void)type.equal(value, back);
    may_refuse([&] { return type.from_json(std::string_view(json).substr(0, json.size() / 2), quick.store()); });
    quick.fail(true);
    may_refuse([&] { return type.from_json(json, quick.store()); });
    may_refuse([&] { return type.to_json(value, quick.store()); });
    quick.fail(false);
}

/// The plugin, started by a host that forgets what is logged: a FakeHost grows with every line.
class Started {
public:
    explicit Started(const Subject& subject) : library_(subject.library()), plugin_(library_.plugin()) {
        testing::TextSink error;
        require(plugin_.start == nullptr || plugin_.start(&host_, error.sink()) == WBM_OK,
                "start() refused: " + error.text());
    }
    ~Started() {
        if (plugin_.stop != nullptr) plugin_.stop();
    }
    Started(const Started&) = delete;
    Started& operator=(const Started&) = delete;

    [[nodiscard]] Type type(std::size_t index) const noexcept { return Type(plugin_.types[index]); }

private:
    static void log(void*, std::int32_t, wbm_str) noexcept {}
    static const void* extension(void*, const char*) noexcept { return nullptr; }

    wbm_host host_{sizeof(wbm_host), WBM_ABI, nullptr, &log, &extension};
    PluginLibrary library_;
    const wbm_plugin& plugin_;
};

struct Used {
    Type type;
    Source source;
    std::unique_ptr<QuickStore> store;
};

std::vector<Used> used_of(const Started& plugin, const FewMaterials& materials) {
    std::vector<Used> used;
    for (const Material* material : materials)
        used.push_back({plugin.type(material->type), material->sample->source(),
                        std::make_unique<QuickStore>(material->store_kind())});
    return used;
}

/// So many values, or fewer when time is over. In a thread: its end gives back what malloc and the plugin keep for it.
std::size_t run_batch(std::vector<Used>& used, std::size_t most, std::optional<std::chrono::milliseconds> time) {
    return in_thread([&] {
        const auto begin = Clock::now();
        for (std::size_t count = 0; count < most; ++count) {
            if (time && count >= least_in_a_batch && Clock::now() - begin > *time) return count;
            Used& next = used[count % used.size()];
            come_and_go(next.type, next.source, *next.store);
        }
        return most;
    });
}

/// What each of some batches leaves, at least: nothing as soon as one of them leaves next to nothing.
Held growth_of_batches(std::vector<Used>& used, std::size_t count) {
    Held least{SIZE_MAX, SIZE_MAX};
    Held before = held_now();
    const auto growth = [](std::size_t from, std::size_t to) { return to > from ? to - from : 0; };
    for (int i = 0; i < batches_to_be_sure && (least.bytes > spare_bytes || least.files > 0); ++i) {
        (void)run_batch(used, count, {});
        const Held after = held_now();
        least = {std::min(least.bytes, growth(before.bytes, after.bytes)),
                 std::min(least.files, growth(before.files, after.files))};
        before = after;
    }
    return least;
}

Finding check_growth(const Started& plugin, const FewMaterials& materials) {
    std::vector<Used> used = used_of(plugin, materials);
    const std::size_t count = run_batch(used, most_values / 2, batch_time);  // fills what is kept for good
    const Held left = growth_of_batches(used, count);
    require(left.files == 0, std::to_string(count) + " values leave " + std::to_string(left.files) +
                                 " files open; close them in destroy() or before, also after an error");
    require(left.bytes <= spare_bytes,
            std::to_string(count) + " values leave " + std::to_string(left.bytes) +
                " bytes, and as many more leave as much again; free in destroy() what create() and from_json() took, "
                "and in a refusal what came before it (a build with -fsanitize=address says where it was taken)");
    if (2 * count >= most_values) return {};
    return {Finding::Kind::remark, "tried with " + std::to_string(2 * count) + " values: there was no time for more"};
}

/// The leak sanitizer sees the smallest one. Its report is on the standard error.
Finding check_with_sanitizer(const Started& plugin, const FewMaterials& materials) {
    if (__lsan_do_recoverable_leak_check() != 0)
        return {Finding::Kind::skipped, "the leak sanitizer complains before there is a value"};
    {
        std::vector<Used> used = used_of(plugin, materials);
        (void)run_batch(used, most_values, batch_time);
    }
    require(__lsan_do_recoverable_leak_check() == 0, "the leak sanitizer found memory that nothing points to");
    return {};
}

Finding check_leaks(const Started& plugin, const FewMaterials& materials) {
    if (__lsan_do_recoverable_leak_check != nullptr) return check_with_sanitizer(plugin, materials);
    return check_growth(plugin, materials);
}

}  // namespace

std::vector<Case> leak_cases(const Subject& subject) {
    std::vector<Case> cases;
    for (std::size_t type = 0; type < subject.types().size(); ++type)
        if (FewMaterials materials = few_materials(subject, type); !materials.empty())
            cases.emplace_back(subject.types()[type].name, [&subject, materials = std::move(materials)] {
                return check_leaks(Started(subject), materials);
            });
    return cases;
}

}  // namespace wbm::tool
