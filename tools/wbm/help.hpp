// help.hpp - the texts below the options in every --help: what it does in detail, exit codes, examples.
// Each line of an "Examples:" block is run by the tests, in the order of the commands here.
#pragma once

namespace wbm::tool::help {

extern const char* const tool;
extern const char* const add;
extern const char* const log;
extern const char* const get;
extern const char* const ls;
extern const char* const verify;
extern const char* const diff;
extern const char* const types;
extern const char* const plugins;
extern const char* const probe;
extern const char* const describe;

}  // namespace wbm::tool::help
