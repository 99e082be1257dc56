// The names of sealed files, which tell what `anonlog purge` may remove.
//
//     2026-11-24-0123456789abcdef-0001.ndjson.zst.age            records: UTC day of the clock, run, number in the run
//     2026-11-24-0123456789abcdef-rejects-0001.ndjson.zst.age    lines that were rejected
//     NAME.part     while it is written, and for ever where the program was killed
//     NAME.json     what the file holds (sealed_manifest.h)
#ifndef ANONLOG_FILTER_SEALING_SEALED_NAME_H_
#define ANONLOG_FILTER_SEALING_SEALED_NAME_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace anonlog {

enum class SealedKind : std::uint8_t { kRecords, kRejects };

inline constexpr std::string_view kSealedEnding = ".ndjson.zst.age";
inline constexpr std::string_view kPartEnding = ".part";
inline constexpr std::string_view kManifestEnding = ".json";

struct SealedName {
  std::int64_t day = 0;  // since 1970-01-01
  std::uint64_t run = 0;
  SealedKind kind = SealedKind::kRecords;
  std::uint64_t number = 0;  // from 1

  bool operator==(const SealedName&) const = default;
};

std::string sealed_name(const SealedName& name);

// The name of a sealed file without any other ending. Nothing for all others.
std::optional<SealedName> parse_sealed_name(std::string_view text);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_SEALED_NAME_H_
