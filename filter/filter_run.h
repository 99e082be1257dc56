// The main job: logs in, published records out.
//
// Errors:  as the exit codes say (exit_code.h); a summary that was asked for is written all the same.
#ifndef ANONLOG_FILTER_FILTER_RUN_H_
#define ANONLOG_FILTER_FILTER_RUN_H_

#include "filter/cli/options.h"
#include "filter/diagnostics.h"
#include "parsers/error.h"

namespace anonlog {

Status run_filter(const Options& options, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FILTER_RUN_H_
