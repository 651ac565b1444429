// process_values.hpp - values that a process keeps and uses: what the checks of lifetimes, threads and manners share.
#pragma once

#include "check/subject.hpp"

#include <chrono>
#include <cstddef>
#include <functional>
#include <future>
#include <string>
#include <vector>

namespace wbm::tool {

using Clock = std::chrono::steady_clock;

constexpr std::size_t few = 3;      ///< materials of each type, for the checks that cost much
constexpr std::size_t threads = 8;  ///< that use a plugin at once

constexpr const char* no_material = "no sample was taken; give a folder of files that the plugin takes";

/// A value and the memory that it was made from: whether that may go is another check's question.
struct Living {
    testing::Type type;
    testing::Source source;
    testing::Value value;
    int store_kind;  ///< of a store that must take it
    std::string label;

    /// Its JSON, in a store of its own.
    [[nodiscard]] std::string text() const;
};

[[nodiscard]] Living make(const Session& session, const Material& material);

/// At most `few` of the type's materials: the author's files first, and one of each kind of input before a second one.
[[nodiscard]] std::vector<const Material*> few_materials(const Subject& subject, std::size_t type);
/// Of all types.
[[nodiscard]] std::vector<const Material*> few_materials(const Subject& subject);

/// Calls the type for a value from the beginning to the end: made, written, read back, compared, destroyed.
void use(const Session& session, const Material& material);

/// A case for each type of which there are materials: `look` gets the started plugin and a few of them.
using FewMaterials = std::vector<const Material*>;
[[nodiscard]] std::vector<Case> cases_of_few(const Subject& subject,
                                             const std::function<Finding(const Session&, const FewMaterials&)>& look);
/// The cases of a check that looks at all types together: one, or none without a material.
[[nodiscard]] std::function<std::vector<Case>(const Subject&)> once_with_few(void (*look)(const Subject&,
                                                                                          const FewMaterials&));

/// Runs `call`, which may refuse. A broken rule goes through.
template <class Call>
void may_refuse(const Call& call) {
    try {
        (void)call();
    } catch (const testing::Refused&) {  // fine
    }
}

/// Runs `work` in a thread that has ended when this returns. What it throws goes on here.
template <class Work>
auto in_thread(Work&& work) {
    return std::async(std::launch::async, std::forward<Work>(work)).get();
}

/// Runs `work(0)`, `work(1)`, ... in as many threads at once as `threads` says. The first that throws is told.
void in_threads(const std::function<void(std::size_t)>& work);

}  // namespace wbm::tool
