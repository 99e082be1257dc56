// target: what was asked for, with its query as it was logged, or redacted as column path is.
#include <optional>

#include "rules/policy.h"
#include "rules/redaction/redaction_class.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/path.h"

namespace anonlog {

StepMaker make_target, make_redacted_target;

namespace {

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

// As the policy's column path is made, and without one as `redact` makes it: what a path hides no target tells.
std::unique_ptr<Step> make_redacted_target(const StepParts& parts) {
  const auto& path = parts.policy.columns[static_cast<std::size_t>(Column::kPath)];
  StepParts as_path = parts;
  as_path.parameters = path ? path->parameters : std::array<std::int64_t, 2>{};
  if (path && path->action->name == "listed") return make_listed_path_of(as_path, Column::kTarget);
  return make_redacted_path_of(as_path, Column::kTarget);
}

std::unique_ptr<Step> make_target(const StepParts& parts) {
  if (parts.parameters[0] != 0) return make_redacted_target(parts);
  return std::make_unique<Target>(parts.sources.slot(Source::kQuery));
}

}  // namespace anonlog
