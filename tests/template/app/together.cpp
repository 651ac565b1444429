// Plugins of several compilers, languages and standard libraries in one process.
//     together ARTIFACT_FOLDER PLUGIN_FOLDER...
// Every plugin's type takes an array [any, 3] of float32 and a caption. Two threads make values of all of them at once;
// all go into one artifact, and two threads read them back.
#include <wbm/wbm.hpp>

#include <cstddef>
#include <exception>
#include <future>
#include <iostream>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr int rounds = 20;
constexpr std::size_t thread_count = 2;

void require(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error(what);
}

std::vector<std::string> types_of_plugins(wbm::Registry& media) {
    std::vector<std::string> names;
    for (const auto& [name, type] : media.type_mapping())
        if (type.plugin.rfind("com.example.", 0) == 0) names.push_back(name);
    return names;
}

wbm::ValuePtr make(wbm::Registry& media, const std::string& type, float number) {
    const std::vector<float> points{0, 0, 0, 1, 2, number};
    return media.create(type, wbm::tensor(points, {2, 3}), {{"caption", type + " of a thread"}});
}

/// Runs `work(thread)` in each thread; throws what one of them threw.
template <class Work>
void in_threads(const Work& work) {
    std::vector<std::future<void>> threads;
    for (std::size_t t = 0; t < thread_count; ++t)
        threads.push_back(std::async(std::launch::async, [&work, t] { work(t); }));
    for (auto& thread : threads) thread.get();
}

std::string key_of(std::size_t thread, const std::string& type) {
    return "thread" + std::to_string(thread) + "/" + type;
}

void log_all(wbm::Registry& media, const std::vector<std::string>& types, const char* folder) {
    std::vector<std::vector<wbm::ValuePtr>> values(thread_count);
    in_threads([&](std::size_t t) {
        for (int round = 0; round < rounds; ++round) {
            values[t].clear();
            for (const std::string& type : types) values[t].push_back(make(media, type, static_cast<float>(t)));
        }
    });
    auto artifact =
        wbm::Artifact::create(folder, {.name = "all", .type = "dataset", .description = "", .metadata = {}});
    for (std::size_t t = 0; t < thread_count; ++t)
        for (std::size_t i = 0; i < types.size(); ++i) artifact.add(values[t][i], key_of(t, types[i]));
    artifact.finalize();
}

void read_all(wbm::Registry& media, const std::vector<std::string>& types, const char* folder) {
    in_threads([&](std::size_t t) {
        const auto artifact = wbm::Artifact::open(folder);
        for (int round = 0; round < rounds; ++round)
            for (const std::string& type : types) {
                const auto back = artifact.get(key_of(t, type), media);
                require(back != nullptr && back->is_known() && back->type() == type, type + " has become another type");
                require(*back == *make(media, type, static_cast<float>(t)), type + " was not read back equal");
                require(!(*back == *make(media, type, 99)), type + ": values that differ are equal");
            }
    });
    require(wbm::Artifact::open(folder).verify().empty(), "the artifact is not sound");
}

}  // namespace

int main(int argc, char** argv) {
    try {
        require(argc > 2, "give a folder for an artifact and those of plugins");
        wbm::RegistryOptions options;
        options.search_standard_places = false;
        for (int i = 2; i < argc; ++i) options.directories.emplace_back(argv[i]);
        wbm::Registry media(options);
        const auto types = types_of_plugins(media);
        require(types.size() == static_cast<std::size_t>(argc - 2),
                "there are " + std::to_string(types.size()) + " types, not one for each plugin");
        log_all(media, types, argv[1]);
        wbm::Registry reader(options);
        read_all(reader, types, argv[1]);
        std::cout << types.size() << " plugins\n";
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "together: " << error.what() << '\n';
        return 1;
    }
}
