#include "check/manners/speed_cases.hpp"

#include "check/life/process_store.hpp"
#include "check/life/process_values.hpp"

#include <wbm/json.hpp>

#include "describe/manifest.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds measuring_time{60};
constexpr std::size_t least_measured = 5, most_measured = 500;
constexpr std::int64_t ratio_to_tell = 2;
constexpr std::int64_t least_ns_to_tell = 20'000;  // a busy machine does that to anything

struct Speed {
    std::int64_t from_json_ns, to_json_ns;
};

template <class Call>
std::int64_t ns_of(const Call& call) {
    const auto begin = Clock::now();
    const auto kept = call();  // destroyed after the clock was read
    return std::chrono::duration_cast<std::chrono::nanoseconds>(Clock::now() - begin).count();
}

std::int64_t median(std::vector<std::int64_t> all) {
    const auto middle = all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2);
    std::nth_element(all.begin(), middle, all.end());
    return *middle;
}

Speed measure(const Session& session, const Material& material) {
    const Living made = make(session, material);
    const QuickStore quick(made.store_kind);  // what its files cost is not the plugin's
    const std::string json = made.type.to_json(made.value, quick.store());
    std::vector<std::int64_t> reading, writing;
    const auto begin = Clock::now();
    while (reading.size() < least_measured ||
           (reading.size() < most_measured && Clock::now() - begin < measuring_time)) {
        reading.push_back(ns_of([&] { return made.type.from_json(json, quick.store()); }));
        writing.push_back(ns_of([&] { return made.type.to_json(made.value, quick.store()); }));
    }
    return {median(std::move(reading)), median(std::move(writing))};
}

/// Where the last run's numbers are; nothing when there is no such place.
std::optional<fs::path> file_of(const wbm_plugin& plugin) {
    fs::path folder;
    if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && fs::path(cache).is_absolute())
        folder = cache;
    else if (const char* home = std::getenv("HOME"); home != nullptr && fs::path(home).is_absolute())
        folder = fs::path(home) / ".cache";
    else
        return {};
    return folder / "wbmedia" / "check-speed" / (std::string(plugin.id) + ".json");
}

/// Empty when there was none, or when it cannot be read.
json::object last_run(const std::optional<fs::path>& file) {
    try {
        if (file && fs::exists(*file)) return json::read_object(read_file(file->string()));
    } catch (const std::exception&) {  // as good as none
    }
    return {};
}

/// Whether it could be kept.
bool keep(const std::optional<fs::path>& file, const json::object& now) {
    if (!file) return false;
    try {
        fs::create_directories(file->parent_path());
        write_manifest(*file, now);  // through a temporary file
        return true;
    } catch (const std::exception&) {
        return false;
    }
}

std::string duration(std::int64_t ns) {
    if (ns < 10'000) return std::to_string(ns) + " ns";
    return ns < 10'000'000 ? std::to_string(ns / 1000) + " us" : std::to_string(ns / 1'000'000) + " ms";
}

/// "from_json 18 us", and the last run's number when that was much less.
std::string compared(const char* call, std::int64_t ns, const json::value* last, bool& is_slower) {
    std::string text = std::string(call) + " " + duration(ns);
    if (last == nullptr || !last->is_int64()) return text;
    const std::int64_t before = last->get_int64();
    if (before <= 0 || ns / ratio_to_tell < before || ns - before < least_ns_to_tell) return text;
    is_slower = true;
    return text + " (the last time " + duration(before) + ")";
}

Finding check_speed(const Subject& subject) {
    const Session session(subject);
    const std::optional<fs::path> file = file_of(session.plugin());
    const json::object last = last_run(file);
    json::object now;
    std::string text;
    bool is_slower = false;
    for (std::size_t i = 0; i < subject.types().size(); ++i) {
        const FewMaterials materials = few_materials(subject, i);
        if (materials.empty()) continue;
        const std::string& name = subject.types()[i].name;
        const Speed speed = measure(session, *materials.front());
        const json::value* known = last.if_contains(name);
        const json::object before = known != nullptr && known->is_object() ? known->get_object() : json::object();
        text += (text.empty() ? "" : "; ") + name + ": " +
                compared("from_json", speed.from_json_ns, before.if_contains("from_json_ns"), is_slower) + ", " +
                compared("to_json", speed.to_json_ns, before.if_contains("to_json_ns"), is_slower);
        now[name] = json::object{{"from_json_ns", speed.from_json_ns}, {"to_json_ns", speed.to_json_ns}};
    }
    if (!keep(file, now)) text += "; these cannot be kept for the next time: is $XDG_CACHE_HOME a folder to write in?";
    return {is_slower ? Finding::Kind::warning : Finding::Kind::remark, text};
}

}  // namespace

std::vector<Case> speed_cases(const Subject& subject) {
    std::vector<Case> cases;
    if (!subject.materials().empty()) cases.emplace_back("", [&subject] { return check_speed(subject); });
    return cases;
}

}  // namespace wbm::tool
