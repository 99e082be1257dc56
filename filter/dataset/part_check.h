// Whether a part of a dataset is the file that the manifest tells of, byte for byte.
//
// Errors:  kIo: it is not there, no regular file, or cannot be read; kBadInput: it is another. All name the file.
#ifndef ANONLOG_FILTER_DATASET_PART_CHECK_H_
#define ANONLOG_FILTER_DATASET_PART_CHECK_H_

#include "filter/dataset/dataset_folder.h"
#include "filter/dataset/dataset_manifest.h"
#include "parsers/error.h"

namespace anonlog {

// By its kind alone: nothing is read, and what would wait for a writer is not opened.
[[nodiscard]] Status check_part_kind(const DatasetFolder& dataset, const DatasetPart& part);

// By its size and SHA-256.
[[nodiscard]] Status check_part_bytes(const DatasetFolder& dataset, const DatasetPart& part);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_PART_CHECK_H_
