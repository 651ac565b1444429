// process_store.hpp - a store for many calls that are all the same.
#pragma once

#include <wbm/testing/fake_store.hpp>

#include <map>
#include <string>

namespace wbm::tool {

/// A FakeStore that gives the answer that it gave to the same call before, without touching a file again. What is tried
/// a thousand times then costs the plugin's time, not the file system's. [one thread's]
class QuickStore {
public:
    /// `kind`: WBM_RUN or WBM_ARTIFACT.
    explicit QuickStore(int kind);
    QuickStore(const QuickStore&) = delete;
    QuickStore& operator=(const QuickStore&) = delete;

    /// For the calls of testing::Type. Its fail_at() does not see the calls.
    [[nodiscard]] const testing::FakeStore& store() const noexcept { return behind_; }
    /// Every call fails from now on, or does not.
    void fail(bool fails) noexcept { fails_ = fails; }

private:
    struct Calls;  // the functions of the table

    testing::FakeStore behind_;
    wbm_store first_;                             ///< the table of `behind_` as it was
    std::map<std::string, std::string> answers_;  ///< by what was asked
    bool fails_ = false;
};

}  // namespace wbm::tool
