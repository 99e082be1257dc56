#include "rules/step.h"

#include "rules/publishable.h"
#include "rules/request_line.h"
#include "rules/text_guard.h"

namespace anonlog {

PublicText Step::guarded(std::string_view bytes, TextArena& arena) {
  bool plain = false;
  const std::string_view text = publishable(bytes, arena, &plain);
  return {text, plain};
}

PublicText Step::guarded_target(const RequestLine& request, TextArena& arena) {
  if (request.state == RequestLine::State::kAbsent) return {};
  std::string_view path;
  const bool parsed = request.state == RequestLine::State::kParsed;
  if (!parsed || !target_path(request.target, &path)) return plain(kMalformed);
  const GuardedPath kept = guard_path(path, arena);
  if (!kept.is_url) return plain(kMalformed);
  return kept.plain ? plain(kept.text) : guarded(kept.text, arena);
}

}  // namespace anonlog
