// Where a token stands: which column and action made it, for which site. Out of a policy, or of what an output says about
// itself (meta_file.h).
#ifndef ANONLOG_FILTER_REVEAL_TOKEN_SOURCE_H_
#define ANONLOG_FILTER_REVEAL_TOKEN_SOURCE_H_

#include <optional>
#include <string>
#include <vector>

#include "filter/meta_file.h"
#include "filter/output/output_name.h"
#include "rules/action.h"
#include "rules/policy.h"

namespace anonlog {

struct TokenSource {
  std::string title;                   // for messages
  std::string site;                    // keys hang on it
  std::vector<const Action*> actions;  // with a way back, one per column at most
  bool combined_has_client = false;    // a line of a log has the client's token in place of its network

  // Null when nothing of the column can be turned back. `form`: of what the cell stands in.
  [[nodiscard]] const Action* action_of(std::optional<Column> column, OutputFormat form) const;

  // Whether both turn tokens back alike; of other columns than `made` has too, nothing is asked.
  [[nodiscard]] bool agrees_with(const TokenSource& made) const;
};

TokenSource source_of(const Policy& policy);
TokenSource source_of(const MetaFile& meta);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_REVEAL_TOKEN_SOURCE_H_
