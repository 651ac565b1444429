// wbm_case CASE_DIR OUT_DIR: performs one recorded call of the Python SDK with this library, and writes what came of
// it. Refusals are results too: they go to error.json, and the exit status is 0.
#include "case.hpp"

#include <cstdlib>
#include <iostream>

namespace {

using namespace wbm::conformance;

wbm::RegistryOptions registry_options() {
    wbm::RegistryOptions options;
    options.use_cache = false;  // a test leaves nothing in the user's folders
    const char* given = std::getenv("WBM_PLUGIN_PATH");
    options.search_standard_places = given != nullptr && *given != '\0';
    if (!options.search_standard_places) options.directories = {WBM_CASE_PLUGINS};
    return options;
}

void perform(const Case& c, Output& out) {
    wbm::Registry registry(registry_options());
    if (c.op == "types") return run_types(c, out, registry);
    if (c.op == "value")
        run_value(c, out, registry);
    else if (c.op == "list")
        run_list(c, out, registry);
    else if (c.op == "log")
        run_log(c, out, registry);
    else if (c.op == "history")
        run_history(c, out, registry);
    else if (c.op == "artifact")
        run_artifact(c, out, registry);
    else
        throw Unportable{"there is no op " + c.op};
    read_reference(c, out, registry);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::cerr << "usage: wbm_case CASE_DIR OUT_DIR\n";
        return 2;
    }
    try {
        const Case c = Case::load(std::filesystem::absolute(argv[1]), std::filesystem::absolute(argv[2]));
        Output out(c.out);
        try {
            if (c.op != "types") check_portable(c.call);  // there each item is asked for alone
            perform(c, out);
            out.finish();
        } catch (const Unportable& call) {
            out.write("error.json", wbm::json::object{{"unsupported_call", true}, {"reason", call.reason}});
        }
    } catch (const std::exception& e) {
        std::cerr << "wbm_case: " << e.what() << '\n';
        return 1;
    }
}
