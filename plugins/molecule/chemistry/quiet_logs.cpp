#include "quiet_logs.hpp"

#include <RDGeneral/RDLog.h>

#include <mutex>
#include <optional>

namespace wbm::molecule {
namespace {

struct State {
    std::mutex mutex;
    int users = 0;
    std::optional<RDLog::LogStateSetter> silenced;
};

State& state() {
    static State the_state;
    return the_state;
}

}  // namespace

QuietLogs::QuietLogs() {
    State& shared = state();
    const std::lock_guard lock(shared.mutex);
    if (shared.users == 0) shared.silenced.emplace();
    ++shared.users;
}

QuietLogs::~QuietLogs() {
    State& shared = state();
    const std::lock_guard lock(shared.mutex);
    if (--shared.users == 0) shared.silenced.reset();
}

}  // namespace wbm::molecule
