// How an output was made: what stands beside it in PATH.meta.json, in the footer of Parquet, and with --meta-line in its
// first line.
//
//     {"anonlog":{"version":"0.1.0",
//       "policy":{"name":"standard","sha256":"..."},    of the text that was read; what it extends belongs to the version
//       "site":"",                                      of the policy: keys hang on it; not of a release
//       "key":{"id":"...","days":{"2026-11-24":"5ce9c7a1",...}},   its days, with the fingerprints of `anonlog key
//                                                       info`; null: a random one, which died with the run
//       "form":"csv",                                   of lines of a given shape "log_format", and that as "log_format"
//       "columns":[{"name":"network","action":"truncate","ipv4":24,"ipv6":32},...],   action null: null in every record
//       "compression":"zstd:1","inputs":2,
//       "counts":{"lines":...,"records":...,"published":...},   as --stats; of a release only "published": what was
//                                                               left out for being rare must not be told by a difference
//       "bytes":12345,                                  of the output as it is: tells whether the file beside it is it
//       "started":"2026-11-24T17:00:00Z","finished":"..."}}
//
// The line ends behind the columns: it is written before anything is counted, and is the same for the same run. Nothing in
// here comes out of a log, nor do names of inputs or hosts.
#ifndef ANONLOG_FILTER_RUN_META_H_
#define ANONLOG_FILTER_RUN_META_H_

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "filter/output/compressor.h"
#include "filter/output/output_name.h"
#include "filter/stats.h"
#include "rules/keys/day_keys.h"
#include "rules/policy.h"

namespace anonlog {

// How a line or file of ours begins; nothing else does.
inline constexpr std::string_view kMetaBegin = "{\"anonlog\":{\"version\":\"";

// Behind an output's name.
inline constexpr std::string_view kMetaEnding = ".meta.json";

struct KeyMeta {
  std::string id;
  std::vector<std::pair<std::string, std::string>> days;  // "2026-11-24" and its fingerprint
};

// What may be told of a key that `keys` come from.
KeyMeta key_meta(const std::string& id, const DayKeys& keys);

// Of a day's key: 4 bytes that are derived from it, in hex. Empty: the day has none.
std::string key_fingerprint(const DayKeys& keys, std::int64_t day);

struct RunMeta {
  const Policy& policy;
  std::optional<KeyMeta> key;  // nothing: random
  OutputForm form;
  std::vector<Column> columns;  // that are written
  CompressionSpec compression;
  std::size_t inputs;
  std::chrono::system_clock::time_point started;
};

// With the line end.
std::string meta_line(const RunMeta& meta);

// In the footer of a Parquet file: as the file beside other outputs, but for what is not known before the end or not the
// same for the same run.
std::string footer_meta(const RunMeta& meta, const Stats& stats);

// `stats`: of the run, at its end.
std::string meta_file(const RunMeta& meta, const Stats& stats,
                      std::chrono::system_clock::time_point finished);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RUN_META_H_
