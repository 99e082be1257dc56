// What was typed, before it is known to make sense.
//
// Errors:  kUsage, with the option and what it takes.
#ifndef ANONLOG_FILTER_CLI_TYPED_OPTIONS_H_
#define ANONLOG_FILTER_CLI_TYPED_OPTIONS_H_

#include <optional>
#include <string>

#include "filter/cli/options.h"
#include "parsers/error.h"

namespace anonlog {

// Options that are a text as typed; the others are in `options` already.
struct TypedOptions {
  Options options;
  std::optional<std::string> to;
  std::optional<std::string> columns;
  std::optional<std::string> compress;
  std::string max_rejects = "10%";
  std::string stats;
  std::string header;  // "true", "false"; empty: not given
  std::string max_line = "1M";
  std::string flush_interval = "1s";
  std::string term_timeout = "10s";
  std::string progress = "auto";
  std::optional<std::string> seal_interval;
  std::optional<std::string> seal_size;
  std::optional<std::string> older_than;
};

// What it means, when all of it is there.
Result<Options> finish(const TypedOptions& typed);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_TYPED_OPTIONS_H_
