// Reads how an output was made (run_meta.h): the file PATH.meta.json beside it, or its first line.
//
// Errors:  nothing, for what is not there, is none of ours or not whole: it tells nothing then.
// Memory:  that of its text, kMaxBytes at most.
#ifndef ANONLOG_FILTER_META_FILE_H_
#define ANONLOG_FILTER_META_FILE_H_

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/column.h"

namespace anonlog {

struct MetaFile {
  static constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

  struct MadeColumn {
    Column column;
    std::string action;  // empty: null in every record
  };

  std::string policy_name;
  std::string policy_sha256;
  std::string site;
  std::string key_id;                               // empty: a random key
  std::map<std::string, std::string> fingerprints;  // of its days, "2026-11-24"
  std::string form;                                 // as --to takes it
  std::string log_format;  // of lines of a log in a shape that has no name; empty: another form
  std::vector<MadeColumn> columns;
  std::optional<std::uint64_t> bytes;  // of the output; a first line does not know them

  static std::optional<MetaFile> parse(std::string_view text);

  // What stands beside the file `path`, where it is about this very file: about as many bytes as that has.
  static std::optional<MetaFile> beside(const std::string& path);
};

// Whether the file `path` begins as one of ours.
bool is_meta_file(const std::string& path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_META_FILE_H_
