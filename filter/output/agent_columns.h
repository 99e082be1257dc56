// The columns of a batch that a reduced user agent is made of.
//
// Threads:  one per encoder.
#ifndef ANONLOG_FILTER_OUTPUT_AGENT_COLUMNS_H_
#define ANONLOG_FILTER_OUTPUT_AGENT_COLUMNS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "rules/agent/agent_families.h"
#include "rules/agent/reduced_user_agent.h"
#include "rules/public_batch.h"

namespace anonlog {

class AgentColumns {
 public:
  void prepare(const PublicBatch& batch) {
    browsers_ = published_ids(batch.column(Column::kBrowser), AgentRules::browsers());
    systems_ = published_ids(batch.column(Column::kOs), AgentRules::systems());
    const PublicColumn& device = batch.column(Column::kDevice);
    const auto devices = device.form() == PublicColumn::Form::kId ? device.vocabulary() : Vocabulary();
    tablet_ = static_cast<std::size_t>(std::ranges::find(devices, "tablet") - devices.begin());
    has_device_ = tablet_ < devices.size();
    has_major_ = batch.column(Column::kBrowserMajor).form() == PublicColumn::Form::kNumber;
    has_bot_ = batch.column(Column::kBot).form() == PublicColumn::Form::kNumber;
  }

  [[nodiscard]] ReducedAgent read(const PublicBatch& batch, std::size_t row) const {
    ReducedAgent reduced;
    reduced.agent.browser = published_id(browsers_, batch.column(Column::kBrowser), row);
    reduced.agent.os = published_id(systems_, batch.column(Column::kOs), row);
    if (has_major_) {
      const std::uint64_t major = batch.column(Column::kBrowserMajor).numbers()[row];
      if (major <= kMaxMajor) reduced.agent.browser_major = static_cast<std::uint16_t>(major);
    }
    reduced.is_tablet = has_device_ && batch.column(Column::kDevice).ids()[row] == tablet_;
    reduced.is_bot = has_bot_ && batch.column(Column::kBot).numbers()[row] == 1;
    return reduced;
  }

 private:
  static constexpr std::uint64_t kMaxMajor = 9999;  // agent_rules.h

  // For each id of the column that of the same name, and for null kNone; nothing when there are no ids.
  static std::vector<std::uint16_t> published_ids(const PublicColumn& column, Vocabulary names) {
    std::vector<std::uint16_t> ids;
    if (column.form() != PublicColumn::Form::kId) return ids;
    for (const std::string_view text : column.vocabulary()) {
      const auto found = std::ranges::find(names, text);
      ids.push_back(found == names.end() ? kOtherFamily : static_cast<std::uint16_t>(found - names.begin()));
    }
    ids.push_back(Agent::kNone);
    return ids;
  }

  static std::uint16_t published_id(const std::vector<std::uint16_t>& ids, const PublicColumn& column,
                                    std::size_t row) {
    return ids.empty() ? Agent::kNone : ids[std::min<std::size_t>(column.ids()[row], ids.size() - 1)];
  }

  std::vector<std::uint16_t> browsers_;
  std::vector<std::uint16_t> systems_;
  std::size_t tablet_ = 0;
  bool has_device_ = false;
  bool has_major_ = false;
  bool has_bot_ = false;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_AGENT_COLUMNS_H_
