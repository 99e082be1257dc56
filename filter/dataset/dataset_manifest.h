// What a dataset says of itself: DIR/_manifest.json, replaced as a whole at each commit.
//
//     {"anonlog_dataset":1,"inputs":[
//     {"identity":"0b1c...","anonlog":"0.1.0","policy":{"name":"standard","sha256":"..."},"form":"parquet",
//      "committed":"2026-11-24T17:00:00Z","counts":{"lines":...,"records":...,...}},        on one line
//     ...
//     ],"parts":[
//     {"path":"dt=2026-11-23/part-0b1c...-0000.parquet","inputs":["0b1c..."],"rows":...,"bytes":...,"sha256":"...",
//      "first_micros":...,"last_micros":...},        the published times, since 1970; null: all are
//     ...
//     ]}
//
// An input is known by a keyed hash of its bytes (input_identity.h). A part holds rows of one input, or after
// `anonlog compact` of several: those can no longer be replaced.
//
// Input:   text of this shape, an entry a line; nothing else is read.
// Errors:  parse(): kBadInput, without a name.
#ifndef ANONLOG_FILTER_DATASET_DATASET_MANIFEST_H_
#define ANONLOG_FILTER_DATASET_DATASET_MANIFEST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

struct DatasetPart {
  std::string path;                 // in the dataset
  std::vector<std::string> inputs;  // their identities; not empty
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::string sha256;
  std::optional<std::int64_t> first_micros;
  std::optional<std::int64_t> last_micros;
};

struct DatasetInput {
  std::string identity;
  std::string text;  // the entry, a JSON object on one line
};

struct DatasetManifest {
  std::vector<DatasetInput> inputs;  // in the order in which they came last
  std::vector<DatasetPart> parts;    // by path

  static Result<DatasetManifest> parse(std::string_view text);

  [[nodiscard]] std::string text() const;

  // Whether it has this very part.
  [[nodiscard]] bool has(const DatasetPart& part) const;

  // Whether a part holds rows of this input and of others.
  [[nodiscard]] bool is_merged(std::string_view identity) const;

  // Each input and part stands there once, parts are of inputs that stand there, and their times are of their days.
  [[nodiscard]] bool is_consistent() const;

  // Takes away the input and its parts, and tells their paths. Requires: it is not merged.
  std::vector<std::string> remove(std::string_view identity);
};

// Whether `path` is the name of a part in a dataset: "dt=DAY/part-...".
bool is_part_path(std::string_view path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_DATASET_MANIFEST_H_
