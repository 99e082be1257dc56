// target: what was asked for, with its query as it was logged, or redacted as column path is.
#include <cstring>
#include <optional>

#include "rules/source.h"
#include "rules/step.h"
#include "rules/text_guard.h"

namespace anonlog {

StepMaker make_target, make_redacted_target;

namespace {

class RedactedTarget final : public Step {
 public:
  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kTarget).make_texts();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      texts[row] = guarded_target(data.identifying.requests[row], data.published.arena());
    }
  }
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
        texts[row] = plain(kMalformed);
      } else {
        const RawBytes query = query_ ? data.records.column(*query_)[row] : RawBytes();
        texts[row] = guarded(with_query(request.target, query.bytes(), arena), arena);
      }
    }
  }

 private:
  // Apache's %q begins with a '?', nginx's $args does not.
  static std::string_view with_query(std::string_view path, std::string_view query, TextArena& arena) {
    if (query.empty()) return path;
    const std::size_t marks = query.front() == '?' ? 0 : 1;
    const std::size_t bytes = path.size() + marks + query.size();
    char* space = arena.allocate(bytes);
    if (!path.empty()) std::memcpy(space, path.data(), path.size());
    if (marks != 0) space[path.size()] = '?';
    std::memcpy(space + path.size() + marks, query.data(), query.size());
    return {space, bytes};
  }

  std::optional<std::size_t> query_;
};

}  // namespace

std::unique_ptr<Step> make_redacted_target(const StepParts& /*parts*/) {
  return std::make_unique<RedactedTarget>();
}

std::unique_ptr<Step> make_target(const StepParts& parts) {
  if (parts.parameters[0] != 0) return make_redacted_target(parts);
  return std::make_unique<Target>(parts.sources.slot(Source::kQuery));
}

}  // namespace anonlog
