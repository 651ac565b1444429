// quiet_logs.hpp - RDKit writes warnings and errors to standard error. A plugin does not: what matters is in a refusal.
#pragma once

namespace wbm::molecule {

/// RDKit's logs say nothing while one of these lives. They are global to the process and the program may use RDKit too,
/// so they are silenced only for the length of a call and then set back as they were; a count, not each object, does
/// so, because calls on several threads overlap. [thread-safe]
class QuietLogs {
public:
    QuietLogs();
    ~QuietLogs();
    QuietLogs(const QuietLogs&) = delete;
    QuietLogs& operator=(const QuietLogs&) = delete;
};

}  // namespace wbm::molecule
