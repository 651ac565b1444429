// A plugin that leaves a mark as soon as any of its code runs: its constructor writes the process's id into the file
// that WBM_TEST_MARK names.
#include <wbm/sdk.hpp>

#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace {

[[gnu::constructor]] void leave_a_mark() {
    if (const char* file = std::getenv("WBM_TEST_MARK")) std::ofstream(file, std::ios::app) << getpid() << '\n';
}

struct Marker {
    static constexpr const char* type = "marker";
    static constexpr auto inputs = WBM_FROM_BYTES;

    static Marker create(const wbm::Input&) { return {}; }
    static Marker from_json(const wbm::json::object&, wbm::Store) { return {}; }
    wbm::json::object to_json(wbm::Store) const { return {{"_type", type}}; }
    bool operator==(const Marker&) const = default;
};

}  // namespace

WBM_PLUGIN("org.example.marker", "1.0.0", Marker)
