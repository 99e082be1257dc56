// Records as a table of the distinct rows of each UTC day: what a release ([release], release_rule.h) is made of.
//
// A record that few could have caused tells of them, whatever its columns are. So the records are held until all are
// there, and then
//   - the first and the last day are left out: logs end anywhere in a day, and a day that is not whole tells who came
//     at its edge;
//   - where fewer than min_clients distinct clients share a row of a day, its country becomes null, its browser and
//     system `Other`;
//   - what fewer share then is left out;
//   - rows of a day are given in the order of their values: the order of the requests is gone.
// A client is an address and user agent, known here by a tag under a random key; what has no address is one client
// together. Of a row no more tags are kept than decide.
//
// Source:  k-anonymity (Sweeney 2002) by generalization, with the days of CollecTor's web logs.
// Input:   batches that a PlanWorker made, with the day and the client's tag of each row.
// Output:  PublicBatches of the same columns: values that steps made, or null, or `Other` of the vocabulary.
// Memory:  a row's values and at most min_clients tags, per distinct row. The one place where memory follows the data.
// Threads: add() from any; release() when all are done.
#ifndef ANONLOG_RULES_DAY_TABLE_H_
#define ANONLOG_RULES_DAY_TABLE_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "parsers/accounting.h"
#include "rules/column.h"
#include "rules/public_batch.h"

namespace anonlog {

class DayTable {
 public:
  // `columns`: those that are written; no time in them is finer than a day.
  DayTable(std::span<const Column> columns, std::size_t min_clients);

  // Requires: the columns of `batch` are always of one vocabulary each.
  void add(const PublicBatch& batch, std::span<const std::int64_t> days,
           std::span<const std::uint64_t> clients);

  // Gives all that may be released to `take`, a batch at a time, and how many records are left out. The table is empty
  // then.
  ExcludedCounts release(const std::function<void(const PublicBatch&)>& take);

 private:
  struct Row {
    std::uint64_t records = 0;
    std::vector<std::uint64_t> clients;  // distinct; at most min_clients
  };

  // The values of a row, as bytes: what is equal here is equal in all columns.
  using Rows = std::unordered_map<std::string, Row>;
  using SortedRows = std::map<std::string, Row>;

  void remember_forms(const PublicBatch& batch);
  void encode_row(const PublicBatch& batch, std::size_t row, std::string& key) const;
  void add_clients(Row& row, std::span<const std::uint64_t> clients) const;
  // What of a day may be given.
  [[nodiscard]] SortedRows protected_rows(Rows&& day, ExcludedCounts& excluded) const;
  [[nodiscard]] std::string generalized(const std::string& key) const;
  void give(const SortedRows& day, const std::function<void(const PublicBatch&)>& take);
  void decode_row(const std::string& key, std::size_t row);
  std::string_view keep(std::string_view text);

  std::vector<Column> columns_;
  std::size_t min_clients_;
  std::mutex mutex_;
  // By column, what its values were: a column that a format lacks is null there and typed elsewhere.
  std::vector<PublicColumn::Form> forms_;
  std::vector<Vocabulary> vocabularies_;
  std::map<std::int64_t, Rows> days_;   // IdentifyingBatch::kNoDay comes first
  std::unique_ptr<PublicBatch> batch_;  // that release() gives
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_DAY_TABLE_H_
