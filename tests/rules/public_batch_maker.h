// Makes batches for tests and benchmarks of what comes behind a plan: the program itself has no other maker
// than PlanWorker.
//
// Lifetime: the batch and its texts die with the maker.
#ifndef ANONLOG_TESTS_RULES_PUBLIC_BATCH_MAKER_H_
#define ANONLOG_TESTS_RULES_PUBLIC_BATCH_MAKER_H_

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

#include "rules/public_batch.h"

namespace anonlog {

class PublicBatchMaker {
 public:
  // A batch of `rows` whose columns are all null. A column keeps the form that it was given.
  explicit PublicBatchMaker(std::size_t rows) : batch_(new PublicBatch) { batch_->begin(rows); }

  PublicBatch& batch() { return *batch_; }
  PublicColumn& column(Column column) { return batch_->column(column); }

  // A copy of exactly that size, so that a sanitizer sees who reads behind it.
  PublicText text(std::string_view bytes) {
    auto& copy = texts_.emplace_back(std::make_unique<char[]>(bytes.size() + (bytes.empty() ? 1 : 0)));
    if (!bytes.empty()) std::memcpy(copy.get(), bytes.data(), bytes.size());
    return {{copy.get(), bytes.size()}, is_plain(bytes)};
  }

  static bool is_plain(std::string_view bytes) {
    return std::all_of(bytes.begin(), bytes.end(),
                       [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\' && c != ','; });
  }

 private:
  std::unique_ptr<PublicBatch> batch_;
  std::vector<std::unique_ptr<char[]>> texts_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_RULES_PUBLIC_BATCH_MAKER_H_
