// Removes the sealed files of old days from a folder: what was sealed identifies, and must end with its keys.
//
// Whole UTC days, by the names of files (sealed_name.h): with what tells of them, and what killed runs left. All that has
// another name stays, and so does a file that is being written.
//
// Errors: kIo; what was removed before is in `report`.
#ifndef ANONLOG_FILTER_SEALING_PURGE_H_
#define ANONLOG_FILTER_SEALING_PURGE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "filter/sealing/sealed_folder.h"

namespace anonlog {

struct PurgedFile {
  std::string name;
  std::int64_t day = 0;
  std::uint64_t bytes = 0;
};

struct PurgeReport {
  std::vector<PurgedFile> removed;
  std::vector<std::string> being_written;  // old enough, but left
};

// `first_kept_day`: in days since 1970-01-01. `dry_run`: nothing is removed, only told.
[[nodiscard]] Status purge(const SealedFolder& folder, std::int64_t first_kept_day, bool dry_run,
                           PurgeReport& report);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_SEALING_PURGE_H_
