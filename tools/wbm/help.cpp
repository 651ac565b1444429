#include "help.hpp"

#define WBM_SOURCE_HELP                                                                                          \
    "SOURCE is one of:\n"                                                                                        \
    "  a media file; a NumPy array in a .npy file (known by its content); - for standard input;\n"               \
    "  a URL (http://, https://, s3://, gs://), which is kept as it is: nothing is fetched.\n"                   \
    "Without --type the file's extension or first bytes say which type it is; an array needs --type.\n"          \
    "--type takes a type's name or its unique beginning: image is image-file.\n"                                 \
    "--options is a JSON object, or @FILE for one in a file. It refers to a --part by \"@NAME\".\n"              \
    "--link makes hard links of the files: no room is taken, but the stored file changes when the original is\n" \
    "overwritten in place. Files on another device are copied.\n"

#define WBM_LINKS_HELP                                                                                            \
    "--links names artifacts on this machine, so that references to them are followed: an artifact's folder, a\n" \
    "folder of artifacts, or ID=DIR for one whose server id (in hex, as it stands in the URL) is known.\n"

#define WBM_EXIT_CODES "Exit codes: 0 done; 2 wrong command line; 3 refused (invalid, unsupported, not found); 4 I/O.\n"

namespace wbm::tool::help {

const char* const tool =
    "\"wbm COMMAND --help\" explains a command and has examples.\n"
    "new and check run the SDK's program wbm-plugin, with its options and exit codes: 0 done, others not.\n"
    "\n"
    "Plugins are searched in --plugin-dir, WBM_PLUGIN_PATH, the user's data folder (wbmedia/plugins) and "
    "wbmedia/plugins\n"
    "beside the library. A wbm that runs from its CMake build tree searches the tree's plugins folder, too, unless\n"
    "WBM_PLUGIN_PATH is set.\n"
    "\n"
    "With --json standard output is one JSON document. Errors go to standard error as \"wbm: <sentence>\", with --json "
    "as\n"
    "{\"error\":{\"status\":\"invalid\",\"message\":\"...\"}}; status is usage, invalid, unsupported, not_found, io or "
    "internal.\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  verify or probe found a problem, diff found a difference\n"
    "  2  the command line is wrong\n"
    "  3  refused: the input is invalid, unsupported or not found (or an internal error)\n"
    "  4  reading or writing failed, or memory ran out\n";

const char* const add =
    "Makes a value from SOURCE and adds it as <NAME>.<type>.json. A new ARTIFACT folder is made; on failure it is as\n"
    "it was. The same value again changes nothing; another value under a NAME that exists needs --overwrite.\n"
    "\n" WBM_SOURCE_HELP
    "\n"
    "With --reference an entry is added that names a URL instead of bytes: NAME may be left out, there is no SOURCE.\n"
    "file:// is checksummed, a folder gives an entry for each file. wandb-artifact:// and wandb-client-artifact:// "
    "need\n"
    "the artifact in --links, for its digest. Of other URLs nothing is fetched: --etag, --size and --version-id say "
    "what\n"
    "a server said, and --ask asks an http server for the first two.\n"
    "\n" WBM_LINKS_HELP "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm add dataset cat cat.png\n"
    "  wbm add dataset frame frame.npy --type image --options '{\"caption\": \"frame 7\"}'\n"
    "  cat report.html | wbm add dataset report - --type html\n"
    "  wbm add dataset --reference s3://bucket/big.bin --etag 5e1 --size 1505 --version-id v1\n";

const char* const log =
    "Logs one value, or a list of values when there are several SOURCEs, and prints the JSON that the history has for "
    "KEY.\n"
    "A new RUN folder is made. --options and --part apply to every SOURCE. Without --step it is the step after the "
    "last.\n"
    "\n" WBM_SOURCE_HELP "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm log runs/7 samples cat.png\n"
    "  wbm log runs/7 samples cat.png frame.npy --type image --step 10\n";

const char* const get =
    "Shows a value, or any entry by its path. Without options: a summary. --json prints the value's JSON as the "
    "artifact has\n"
    "it, also of a type that no plugin knows. --tensor and --file write whole files or none, and replace only with "
    "--force.\n"
    "--mode and --frame are the type's options \"mode\" and \"frame\" for arrays; --tensor-options takes any of them "
    "as "
    "JSON.\n"
    "\n" WBM_LINKS_HELP "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm get dataset cat\n"
    "  wbm get dataset cat --fields\n"
    "  wbm get dataset cat --tensor cat.npy --mode LAB --file copy.png\n"
    "  wbm get dataset report --json\n";

const char* const ls =
    "Lists an artifact's entries with size and type, or a run's steps and keys.\n"
    "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm ls dataset\n"
    "  wbm ls runs/7 --json\n";

const char* const verify =
    "Reads every file and prints each problem on a line: missing, changed or unknown files, wrong hashes, references "
    "to\n"
    "files or known artifacts that lead nowhere. A line \"not checked:\" names a reference that was not looked at; it "
    "is\n"
    "no problem, and --json has these lines in \"not_checked\".\n"
    "\n" WBM_LINKS_HELP
    "\n"
    "Exit codes: 0 all is well; 1 a problem was found; 2 wrong command line; 3 refused; 4 I/O.\n"
    "\n"
    "Examples:\n"
    "  wbm verify dataset\n"
    "  wbm verify runs/7\n";

const char* const diff =
    "Compares two values as their type does. Prints \"equal\", or the fields that differ, or \"contents differ\". Both "
    "may be\n"
    "in one artifact. Plain files are compared by their digests.\n"
    "\n"
    "Exit codes: 0 equal; 1 different; 2 wrong command line; 3 refused; 4 I/O.\n"
    "\n"
    "Examples:\n"
    "  wbm diff dataset cat dataset cat\n"
    "  wbm diff dataset cat dataset frame || test $? -eq 1\n";

const char* const probe =
    "Looks into files: which type each is, and what it holds, or what is wrong with it. Makes no value and keeps "
    "nothing.\n"
    "Without --type the file's extension or first bytes say which type it is.\n"
    "\n"
    "Exit codes: 0 all are sound; 1 one is broken or of no known type; 2 wrong command line; 3 refused; 4 I/O.\n"
    "\n"
    "Examples:\n"
    "  wbm probe cat.png\n"
    "  wbm probe --json *.png *.html\n";

const char* const types =
    "Lists every media type with its plugin and what it takes. No plugin is loaded.\n"
    "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm types\n"
    "  wbm --json types\n";

const char* const plugins =
    "Lists every plugin library that was found: ready, loaded, shadowed (an earlier one has its types) or refused, "
    "with\n"
    "the reason. A refused plugin is no failure of this command.\n"
    "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm plugins\n"
    "  wbm --plugin-dir . plugins --json\n";

const char* const describe =
    "Prints the manifest of a plugin as its library gives it, without the members library and sha256. The library runs "
    "in\n"
    "a child process with a time limit.\n"
    "\n" WBM_EXIT_CODES
    "\n"
    "Examples:\n"
    "  wbm describe plugins/html.so\n"
    "  wbm describe plugins/html.so --json\n";

}  // namespace wbm::tool::help
