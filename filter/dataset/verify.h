// Looks whether a dataset is as its manifest says, or a Parquet file is whole.
//
// Of a dataset: every part is there, of its size, its SHA-256 and its rows, every page of Parquet has its checksum, every
// frame of text can be decompressed; no part is there that the manifest does not know, and no change was begun and not made.
//
// Output:  what was found, a sentence each, without what stands in the files.
// Errors:  what cannot be looked at at all: kNoInput, kBadInput, kIo, kPermission.
// Memory:  the manifest; a page or a piece of a file.
#ifndef ANONLOG_FILTER_DATASET_VERIFY_H_
#define ANONLOG_FILTER_DATASET_VERIFY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

struct VerifyReport {
  std::uint64_t files = 0;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> findings;
};

// `path`: the folder of a dataset, or a Parquet file.
Result<VerifyReport> verify(const std::string& path);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_DATASET_VERIFY_H_
