// target: what was asked for, with its query as it was logged, or redacted as column path is.
#include <optional>

#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_target, make_redacted_target;

namespace {

class RedactedTarget final : public Step {
 public:
  RedactedTarget(const RedactionPolicy& policy, RedactionCounts& counts)
      : redactor_(policy, Column::kTarget, counts) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kTarget).make_texts();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      texts[row] = redacted_target(data.identifying.requests[row], redactor_, data.published.arena());
    }
  }

 private:
  Redactor redactor_;
};

// Of a line that is no request there is no target: nothing tells what in it is one.
class Target final : public Step {
 public:
  // `query`: where the format logs it apart.
  explicit Target(std::optional<std::size_t> query) : query_(query) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kTarget).make_texts();
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const RequestLine& request = data.identifying.requests[row];
      if (request.state == RequestLine::State::kAbsent) {
        texts[row] = PublicText();
      } else if (request.state == RequestLine::State::kMalformed) {
        texts[row] = plain(kMalformedText);
      } else {
        const RawBytes query = query_ ? data.records.column(*query_)[row] : RawBytes();
        texts[row] = guarded(with_query(request.target, query.bytes(), arena), arena);
      }
    }
  }

 private:
  std::optional<std::size_t> query_;
};

}  // namespace

std::unique_ptr<Step> make_redacted_target(const StepParts& parts) {
  return std::make_unique<RedactedTarget>(parts.policy.redaction, parts.redactions);
}

std::unique_ptr<Step> make_target(const StepParts& parts) {
  if (parts.parameters[0] != 0) return make_redacted_target(parts);
  return std::make_unique<Target>(parts.sources.slot(Source::kQuery));
}

}  // namespace anonlog
