#include "eval/eval_table.hpp"
#include "joined/joined_table.hpp"
#include "parts/partitioned_table.hpp"
#include "table.hpp"

WBM_PLUGIN("org.wbmedia.table", "0.1.0", wbm::table::Table, wbm::table::JoinedTable, wbm::table::PartitionedTable,
           wbm::table::EvalTable)
