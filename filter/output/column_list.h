// Which columns an output holds, in the order in which they are written: those of the record under the policy, or what
// --columns names.
//
// A column that the policy does not make is written all the same, null: the columns of an output follow from the
// command line and not from what a policy happens to publish. Only the optional ones (rules/column.h) must be
// named in the policy, which is where text as logged is asked for.
//
// Errors: kUsage.
#ifndef ANONLOG_FILTER_OUTPUT_COLUMN_LIST_H_
#define ANONLOG_FILTER_OUTPUT_COLUMN_LIST_H_

#include <span>
#include <string_view>
#include <vector>

#include "filter/output/output_name.h"
#include "parsers/error.h"
#include "rules/column.h"
#include "rules/policy.h"

namespace anonlog {

// "time,path,status". An empty list, an unknown name and one that stands there twice are errors.
Result<std::vector<Column>> read_column_list(std::string_view text);

// Whether a line is the names of columns, two at least and each once, as CSV and TSV begin with.
bool names_columns(std::string_view line, char separator);

// What is written of a policy's records in a form when `listed` was asked for; empty: nothing was.
Result<std::vector<Column>> choose_columns(const OutputForm& to, std::span<const Column> listed,
                                           const Policy& policy);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_COLUMN_LIST_H_
