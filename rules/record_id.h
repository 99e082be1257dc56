// What joins a published record with what was sealed of it: 64 random bits of the run, and the record's number in it.
//
//     0123456789abcdef-0000000002000011
//
// The number is known without a word between the workers: 40 bits of the chunk's place in the run, 24 of the record's in
// the chunk. Ids of a run rise with its records and leave gaps.
#ifndef ANONLOG_RULES_RECORD_ID_H_
#define ANONLOG_RULES_RECORD_ID_H_

#include <cstddef>
#include <cstdint>

namespace anonlog {

inline constexpr std::size_t kRecordIdBytes = 33;

struct RecordId {
  std::uint64_t run = 0;
  std::uint64_t number = 0;
};

// Requires: no chunk has 2^24 records; one of 4 MiB has fewer.
constexpr std::uint64_t first_record_number(std::uint64_t chunk) { return chunk << 24U; }

// Appends 16 digits.
inline char* write_hex64(std::uint64_t number, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (unsigned shift = 64; shift != 0; *out++ = kDigits[(number >> shift) & 15U]) shift -= 4;
  return out;
}

// Appends kRecordIdBytes.
inline char* write_record_id(const RecordId& id, char* out) {
  out = write_hex64(id.run, out);
  *out++ = '-';
  return write_hex64(id.number, out);
}

}  // namespace anonlog

#endif  // ANONLOG_RULES_RECORD_ID_H_
