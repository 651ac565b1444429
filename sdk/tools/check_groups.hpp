// check_groups.hpp - the groups of checks, in the order they run. A check keeps its number for good: people
// and tests name it by that.
#pragma once

#include "report.hpp"
#include "subject.hpp"

namespace wbm::tool {

void check_file(Report& report, const Subject& subject);
/// Returns false when the library cannot be loaded, so that nothing else can be checked.
bool check_symbols(Report& report, const Subject& subject);
/// Fills subject.types. Returns false when the table cannot be called.
bool check_table(Report& report, Subject& subject);
/// Fills subject.materials.
void find_materials(Report& report, Subject& subject);
void check_round_trip(Report& report, const Subject& subject);
void check_refusal(Report& report, const Subject& subject);
void check_lifetime(Report& report, const Subject& subject);

}  // namespace wbm::tool
