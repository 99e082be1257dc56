// A PublicBatch is not copied out of its worker.
#include "rules/public_batch.h"

namespace anonlog {

std::size_t rows_of(const PublicBatch& batch) {
#ifdef ANONLOG_WRONG
  const PublicBatch copy = batch;
#else
  const PublicBatch& copy = batch;
#endif
  return copy.rows();
}

}  // namespace anonlog
