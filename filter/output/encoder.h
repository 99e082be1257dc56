// Writes batches of published records in one output form.
//
// Input:    PublicBatch, and nothing else: raw bytes of a log have no way in.
// Lifetime: of a batch nothing is kept but its vocabularies' addresses, to know them again: as long as the
//           encoder lives, no other vocabulary may stand there.
// Memory:   nothing is allocated but from `out` while batches keep the forms and vocabularies of their columns.
// Threads:  one per worker.
#ifndef ANONLOG_FILTER_OUTPUT_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_ENCODER_H_

#include <cstddef>
#include <string_view>

#include "filter/output/byte_buffer.h"
#include "rules/public_batch.h"

namespace anonlog {

// Rows of a batch that follow each other.
struct RowRange {
  std::size_t begin = 0;
  std::size_t end = 0;

  [[nodiscard]] std::size_t size() const { return end - begin; }
};

class Encoder {
 public:
  virtual ~Encoder() = default;

  // What stands once at the beginning of an output; perhaps nothing.
  [[nodiscard]] virtual std::string_view header() const = 0;

  // Appends these records of the batch.
  virtual void encode_rows(const PublicBatch& batch, RowRange rows, ByteBuffer& out) = 0;

  // Appends all of them.
  void encode(const PublicBatch& batch, ByteBuffer& out) { encode_rows(batch, {0, batch.rows()}, out); }
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_ENCODER_H_
