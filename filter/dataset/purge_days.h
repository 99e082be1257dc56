// Removes the parts of old days from a dataset. Records without a time have no day, and stay.
//
// A log given again brings its days back.
//
// Errors:  of DatasetFolder, StagingFolder and DatasetChange. Nothing is removed then.
// Threads: one. One per process.
#ifndef ANONLOG_FILTER_DATASET_PURGE_DAYS_H_
#define ANONLOG_FILTER_DATASET_PURGE_DAYS_H_

#include <cstdint>
#include <string>

#include "filter/sealing/purge.h"
#include "parsers/error.h"

namespace anonlog {

// Whether a folder has what a dataset has.
bool is_dataset_folder(const std::string& path);

// `first_kept_day`: in days since 1970-01-01. `dry_run`: nothing is removed, only told.
[[nodiscard]] Status purge_days(const std::string& path, std::int64_t first_kept_day, bool dry_run,
                                PurgeReport& report);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_PURGE_DAYS_H_
