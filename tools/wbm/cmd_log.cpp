#include "commands.hpp"
#include "interrupt.hpp"
#include "new_folders.hpp"
#include "output.hpp"
#include "progress.hpp"

#include <wbm/run.hpp>

namespace wbm::tool {

int run_log(const Globals& globals, const LogArguments& arguments) {
    const std::unique_ptr<Registry> registry = open_registry(globals);
    const std::vector<ValuePtr> values = make_values(*registry, arguments.source);
    check_interrupt();

    NewFolders folders(arguments.run);
    ProgressBar progress("logging");
    Run run(arguments.run);
    run.set_progress(progress.callback());
    if (arguments.link) run.set_copying(Copying::hard_link);
    const std::string json = values.size() == 1 ? run.log(arguments.key, values.front(), arguments.step)
                                                : run.log(arguments.key, values, arguments.step);
    run.flush();
    folders.keep();
    // The same text for people and programs: it is what the history has.
    print(json + '\n');
    return exit_done;
}

}  // namespace wbm::tool
