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

PublicText Step::guarded_target(std::string_view target, TextArena& arena) {
  std::string_view path;
  if (!target_path(target, &path)) return plain(kMalformed);
  const GuardedPath kept = guard_path(path, arena);
  if (!kept.is_url) return plain(kMalformed);
  return kept.plain ? plain(kept.text) : guarded(kept.text, arena);
}

}  // namespace anonlog
