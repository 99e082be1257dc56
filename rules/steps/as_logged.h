// The text of a field as it was logged, only made fit for UTF-8 output (publishable.h): for policies that say
// redact = false.
#ifndef ANONLOG_RULES_STEPS_AS_LOGGED_H_
#define ANONLOG_RULES_STEPS_AS_LOGGED_H_

#include <cstddef>

#include "rules/step.h"

namespace anonlog {

class AsLogged final : public Step {
 public:
  AsLogged(Column column, std::size_t slot) : column_(column), slot_(slot) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    const auto raw = data.records.column(slot_);
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < raw.size(); ++row) {
      texts[row] = raw[row].absent() ? PublicText() : guarded(raw[row].bytes(), arena);
    }
  }

 private:
  Column column_;
  std::size_t slot_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_STEPS_AS_LOGGED_H_
