// Checks 14, 26 and 27: living in one process with others.
#include "check/check.hpp"
#include "check/library/decoy.hpp"
#include "check/subject.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <filesystem>
#include <memory>

namespace wbm::tool {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t max_neighbours = 1000;

/// Opens the plugin; makes, writes and reads one value of each type.
std::string use(const Session& session, const std::vector<Material>& materials) {
    std::string written;
    std::size_t next = 0;
    for (const Material& material : materials) {
        if (material.type < next) continue;
        next = material.type + 1;
        const testing::Type type = session.type(material.type);
        const testing::Value value = type.create(material.sample->source());
        const testing::FakeStore store(material.store_kind());
        const std::string json = type.to_json(value, store);
        const testing::Value back = type.from_json(json, store);
        (void)type.equal(value, back);
        written += json + '\n';
    }
    return written;
}

void check_decoy(const Subject& subject) {
    const fs::path file = write_decoy(testing::FakeStore(WBM_RUN).root().parent_path());
    require(dlopen(file.c_str(), RTLD_NOW | RTLD_GLOBAL) != nullptr, "the decoy cannot be loaded");
    // A call that ends in the decoy ends this process.
    (void)use(Session(subject), subject.materials());
}

void check_two_copies(const Subject& subject) {
    const testing::FakeStore folder(WBM_RUN);
    const Session first(subject.copy_library(folder.root(), "first copy.so"));
    const std::string alone = use(first, subject.materials());
    const Session second(subject.copy_library(folder.root(), "second copy.so"));
    require(&first.plugin() != &second.plugin() && first.plugin().types[0] != second.plugin().types[0],
            "two copies of it share one table; hide its symbols");
    const std::string other = use(second, subject.materials());
    const std::string beside = use(first, subject.materials());
    require(alone == other && alone == beside, "a second copy of it in the process changes what the first one writes");
}

std::vector<fs::path> libraries_beside(const Subject& subject) {
    std::vector<fs::path> found;
    for (const fs::path& folder : subject.options().beside)
        for (const auto& entry : fs::directory_iterator(folder))
            if (entry.path().extension() == ".so" && entry.path().filename() != subject.library().filename() &&
                found.size() < max_neighbours)
                found.push_back(entry.path());
    std::sort(found.begin(), found.end());
    return found;
}

void check_beside(const Subject& subject) {
    std::vector<std::unique_ptr<Session>> others;
    for (const fs::path& library : libraries_beside(subject)) others.push_back(std::make_unique<Session>(library));
    (void)use(Session(subject), subject.materials());
}

std::vector<Case> beside_cases(const Subject& subject) {
    if (libraries_beside(subject).empty()) return {};
    return one_case([&subject] { check_beside(subject); });
}

std::function<std::vector<Case>(const Subject&)> with_materials(void (*look)(const Subject&)) {
    return [look](const Subject& subject) {
        (void)subject.materials();  // found here, not in the child of each case
        return one_case([&subject, look] { look(subject); });
    };
}

}  // namespace

std::vector<Check> neighbour_checks() {
    return {
        {14, "decoy-symbols", "another Boost.JSON in the process does not matter", {22}, with_materials(&check_decoy)},
        {26, "two-copies", "two copies of it share nothing", {22}, with_materials(&check_two_copies)},
        {27,
         "beside-others",
         "works beside other plugins",
         {22},
         &beside_cases,
         "no other plugins were given; use --beside FOLDER"},
    };
}

}  // namespace wbm::tool
