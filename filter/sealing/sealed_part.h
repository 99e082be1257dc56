// What is sealed of a run of records: whole lines, compressed.
#ifndef ANONLOG_FILTER_SEALING_SEALED_PART_H_
#define ANONLOG_FILTER_SEALING_SEALED_PART_H_

#include <cstdint>

#include "filter/output/byte_buffer.h"
#include "filter/output/compressor.h"

namespace anonlog {

// How it is compressed. Without checksums: the encryption has them.
inline constexpr CompressionSpec kSealedCompression = {Compression::kZstd, 1, false};

struct SealedPart {
  ByteBuffer bytes;           // zstd frames
  std::uint64_t records = 0;  // lines in them
  std::uint64_t first = 0;    // numbers of the first and the last record's id, where they have ids
  std::uint64_t last = 0;

  void clear() {
    bytes.clear();
    records = first = last = 0;
  }

  void append(const SealedPart& next) {
    if (next.records == 0) return;
    bytes.append(next.bytes.bytes());
    if (records == 0) first = next.first;
    last = next.last;
    records += next.records;
  }
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_PART_H_
