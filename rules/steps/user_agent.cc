// user_agent: the text, redacted or as logged. (What is made of it otherwise is in agent.cc.)
#include <string>

#include "rules/agent/byte_cache.h"
#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/as_logged.h"
#include "rules/user_agent_guard.h"

namespace anonlog {

StepMaker make_user_agent, make_redacted_user_agent;

namespace {

constexpr std::size_t kCacheEntries = 4096;

// Nearly all user agents of a log are ones that it had before, and stay as they are.
class RedactedUserAgent final : public Step {
 public:
  RedactedUserAgent(std::size_t slot, const RedactionPolicy& policy, RedactionCounts& counts)
      : slot_(slot), redactor_(policy, Column::kUserAgent, counts), cache_(kCacheEntries) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kUserAgent).make_texts();
    const auto raw = data.records.column(slot_);
    for (std::size_t row = 0; row < raw.size(); ++row) {
      texts[row] = raw[row].absent() ? PublicText() : publish(raw[row].bytes(), data.published.arena());
    }
  }

 private:
  struct Known {
    bool stays;  // as it is
    bool is_plain;
  };

  PublicText publish(std::string_view text, TextArena& arena) {
    const Known* known = cache_.find(text);
    if (known != nullptr && known->stays) return known->is_plain ? plain(text) : guarded(text, arena);
    const PublicText published = guarded(guard_user_agent(text, redactor_, room_, arena), arena);
    if (known != nullptr) return published;
    const bool stays = published.bytes().data() == text.data() && published.bytes().size() == text.size();
    if (Known* entry = cache_.insert(text)) *entry = {stays, published.plain()};
    return published;
  }

  std::size_t slot_;
  Redactor redactor_;
  std::string room_;
  ByteCache<Known> cache_;
};

}  // namespace

std::unique_ptr<Step> make_redacted_user_agent(const StepParts& parts) {
  return std::make_unique<RedactedUserAgent>(parts.sources[Source::kUserAgent], parts.policy.redaction,
                                             parts.redactions);
}

std::unique_ptr<Step> make_user_agent(const StepParts& parts) {
  if (parts.parameters[0] != 0) return make_redacted_user_agent(parts);
  return std::make_unique<AsLogged>(Column::kUserAgent, parts.sources[Source::kUserAgent]);
}

}  // namespace anonlog
