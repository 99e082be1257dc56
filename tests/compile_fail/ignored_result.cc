// A Status or Result that nobody looks at is an error of the build.
#include "parsers/error.h"

namespace anonlog {

Status save();
Result<int> load();

bool save_and_load() {
  const Status status = save();
  const Result<int> result = load();
#ifdef ANONLOG_WRONG
  save();
  load();
#endif
  return status && result;
}

}  // namespace anonlog
