#include "rules/step.h"

#include "rules/publishable.h"

namespace anonlog {

PublicText Step::guarded(std::string_view bytes, TextArena& arena) {
  bool plain = false;
  const std::string_view text = publishable(bytes, arena, &plain);
  return {text, plain};
}

}  // namespace anonlog
