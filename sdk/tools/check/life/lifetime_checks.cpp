// Checks 50 to 60: values and the library come and go, in any order.
#include "check/check.hpp"
#include "check/life/exception_cases.hpp"
#include "check/life/leak_cases.hpp"
#include "check/life/process_end_cases.hpp"
#include "check/life/process_values.hpp"

#include <atomic>
#include <memory>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;
using testing::FakeStore;
using testing::Type;
using testing::Value;

constexpr std::size_t max_others = 100;  // plugins loaded beside this one
constexpr int starts = 3;

// ---- 51 ----

/// Values made and read in another thread, which is gone. The store that they were read from is gone too.
std::vector<Living> made_elsewhere(const Session& session, const FewMaterials& materials) {
    return in_thread([&] {
        std::vector<Living> values;
        for (int twice = 0; twice < 2; ++twice)
            for (const Material* material : materials) {
                values.push_back(make(session, *material));
                const Living& made = values.back();
                const FakeStore store(made.store_kind);
                Value back = made.type.from_json(made.type.to_json(made.value, store), store);
                values.push_back({made.type, made.source, std::move(back), made.store_kind, made.label});
            }
        return values;
    });
}

Finding check_destroy(const Session& session, const FewMaterials& materials) {
    const std::string text = make(session, *materials.front()).text();
    const Living last = make(session, *materials.front());
    std::vector<Living> forwards = made_elsewhere(session, materials);
    while (!forwards.empty()) forwards.erase(forwards.begin());
    std::vector<Living> backwards = made_elsewhere(session, materials);
    while (!backwards.empty()) backwards.pop_back();
    std::vector<Living> from_the_middle = made_elsewhere(session, materials);
    in_thread([&] {
        while (!from_the_middle.empty())
            from_the_middle.erase(from_the_middle.begin() + static_cast<std::ptrdiff_t>(from_the_middle.size() / 2));
    });
    require(last.text() == text, "a value changes when others are destroyed");
    return {};
}

// ---- 54 ----

/// The plugins of the folders that it must live beside. Without any, a copy of itself under another name.
std::vector<fs::path> others_of(const Subject& subject, const FakeStore& folder) {
    std::vector<fs::path> others;
    for (const fs::path& beside : subject.options().beside)
        for (const auto& entry : fs::directory_iterator(beside)) {
            const fs::path& file = entry.path();
            if (file.extension() == subject.library().extension() && file.filename() != subject.library().filename() &&
                fs::exists(fs::path(file).replace_extension(".json")) && others.size() < max_others)
                others.push_back(file);
        }
    if (!others.empty()) return others;
    return {subject.copy_library(folder.root(), "another " + subject.library().filename().string())};
}

/// Whether the other one can be loaded is not this plugin's fault.
void load_and_unload(const fs::path& other) {
    try {
        const PluginLibrary library(other);
        const wbm_plugin& plugin = library.plugin();
        const testing::FakeHost host;
        testing::TextSink error;
        if (plugin.start != nullptr && plugin.start(host.table(), error.sink()) != WBM_OK) return;
        if (plugin.stop != nullptr) plugin.stop();
    } catch (const std::runtime_error&) {  // it cannot
    }
}

void check_other_plugins(const Subject& subject, const FewMaterials& materials) {
    const FakeStore folder(WBM_RUN);
    const Session session(subject);
    std::vector<std::pair<Living, std::string>> alive;
    for (const Material* material : materials) {
        Living made = make(session, *material);
        std::string text = made.text();
        alive.emplace_back(std::move(made), std::move(text));
    }
    for (const fs::path& other : others_of(subject, folder)) {
        load_and_unload(other);
        for (const auto& [made, text] : alive)
            require(made.text() == text, made.label + ": a value changes when " + other.filename().string() +
                                             " is loaded and unloaded; does it keep something in the environment, in a "
                                             "file, or in a library that both use?");
    }
    for (const Material* material : materials) use(session, *material);
}

// ---- 55 ----

/// A host that says when it is used after the plugin was stopped.
class PassingHost {
public:
    [[nodiscard]] const wbm_host* table() const noexcept { return &table_; }
    void was_stopped() noexcept { is_stopped_ = true; }
    [[nodiscard]] bool was_disturbed() const noexcept { return is_disturbed_; }

private:
    void call() noexcept {
        if (is_stopped_) is_disturbed_ = true;
    }
    static void log(void* ctx, std::int32_t, wbm_str) noexcept { static_cast<PassingHost*>(ctx)->call(); }
    static const void* extension(void* ctx, const char* id) noexcept {
        auto& self = *static_cast<PassingHost*>(ctx);
        self.call();
        return self.offers_.table()->extension(self.offers_.table()->ctx, id);
    }
    testing::FakeHost offers_;
    wbm_host table_{sizeof(wbm_host), WBM_ABI, this, &log, &extension};
    std::atomic<bool> is_stopped_{false}, is_disturbed_{false};
};

void start(const wbm_plugin& plugin, const wbm_host* host, const std::string& which) {
    if (plugin.start == nullptr) return;
    testing::TextSink error;
    const wbm_status status = plugin.start(host, error.sink());
    require(status == WBM_OK, which + " start() returned " + std::to_string(status) + ": " + error.text());
}

void make_with(const wbm_plugin& plugin, const Material& material) {
    const Type type(plugin.types[material.type]);
    testing::Source source = material.sample->source();
    const Value value = type.create(source);
    const FakeStore store(material.store_kind());
    (void)type.from_json(type.to_json(value, store), store);
}

void check_start_stop(const Subject& subject, const FewMaterials& materials) {
    const PluginLibrary library(subject.library());
    std::vector<std::unique_ptr<PassingHost>> hosts;
    for (int i = 0; i < starts; ++i) {
        const std::string which = i == 0 ? "the first" : "a second";
        hosts.push_back(std::make_unique<PassingHost>());
        start(library.plugin(), hosts.back()->table(), which);
        for (const Material* material : materials) try {
                make_with(library.plugin(), *material);
            } catch (const std::exception& error) {
                throw Failure(material->label + ": after " + which + " start(): " + error.what());
            }
        if (library.plugin().stop != nullptr) library.plugin().stop();
        hosts.back()->was_stopped();
    }
    for (const auto& host : hosts)
        require(!host->was_disturbed(), "it calls a host that stopped it; forget the host in stop()");
}

std::vector<Case> destroy_cases(const Subject& subject) { return cases_of_few(subject, &check_destroy); }

}  // namespace

std::vector<Check> lifetime_checks() {
    return {
        {50, "leaks", "1,000 values leave nothing behind", {22}, &leak_cases, no_material},
        {51, "destroy-anywhere", "values go in any order, on any thread", {29}, &destroy_cases, no_material},
        {54,
         "other-plugin-loads",
         "values live on while another plugin comes and goes",
         {29},
         once_with_few(&check_other_plugins),
         no_material},
        {55,
         "start-stop",
         "works when it is started again after stop()",
         {28},
         once_with_few(&check_start_stop),
         no_material},
        {56, "unload", "nothing stays after it is closed", {22}, &unload_cases},
        {57, "reload", "works when it is opened again", {22}, &reload_cases},
        {59, "exceptions", "no exception crosses the boundary", {22}, &exception_cases},
        {60, "static-values", "a process ends well with values alive", {22}, static_value_cases(), no_material},
    };
}

}  // namespace wbm::tool
