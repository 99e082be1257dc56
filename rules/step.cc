#include "rules/step.h"

#include "rules/publishable.h"
#include "rules/redaction/redactor.h"
#include "rules/request_line.h"

namespace anonlog {

PublicText Step::guarded(std::string_view bytes, TextArena& arena) {
  bool plain = false;
  const std::string_view text = publishable(bytes, arena, &plain);
  return {text, plain};
}

PublicText Step::redacted_target(const RequestLine& request, Redactor& redactor, TextArena& arena) {
  if (request.state == RequestLine::State::kAbsent) return {};
  std::string_view path;
  const bool parsed = request.state == RequestLine::State::kParsed;
  if (!parsed || !target_path(request.target, &path)) {
    return plain(redactor.replace(kMalformedClass));
  }
  const RedactedPath kept = redactor.path(path, arena);
  return kept.plain ? plain(kept.text) : guarded(kept.text, arena);
}

}  // namespace anonlog
