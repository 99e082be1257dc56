// Any chunk, by a format that the first byte picks: every view lies in the chunk or the arena, every line has
// one fate, and a chunk gives what its lines give one by one.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/formats.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

using Row = std::vector<std::optional<std::string>>;

constexpr ParserLimits kLimits{.max_line_bytes = 4096};

struct Target {
  explicit Target(std::string_view format) : parser(*make_parser(format)), batch(parser->slots()) {}

  std::unique_ptr<Parser> parser;
  RecordBatch batch;  // kept: to make one costs more than to parse a line
};

std::vector<Target> make_targets() {
  std::vector<Target> targets;
  for (const Format& format : formats()) targets.emplace_back(format.name);
  for (
      const auto* text :
      {R"(escape=json '{"t":"$time_iso8601","ip":"$remote_addr","ua":"$http_user_agent","s":$status}')",
       R"(escape=none $msec|$remote_user|"$request"|$http_cookie)",
       R"($remote_addr [$proxy_upstream_name] $upstream_addr $upstream_response_time $upstream_status $req_id)",
       R"($http_referer $host $http_user_agent $status $http_cookie)"}) {
    targets.emplace_back(text);
  }
  return targets;
}

bool inside(std::string_view view, const char* begin, std::size_t bytes) {
  return std::less_equal<>()(begin, view.data()) &&
         std::less_equal<>()(view.data() + view.size(), begin + bytes);
}

// The rows of a chunk. Checks the views and the accounting.
std::vector<Row> parse(Target& target, std::string_view chunk, Accounting& counts) {
  const Parser& parser = *target.parser;
  RecordBatch& batch = target.batch;
  std::vector<Row> rows;
  LineCursor lines(chunk);
  Tally tally;
  while (parser.fill(lines, kLimits, batch, tally)) {
    require(batch.rows() <= RecordBatch::kMaxRows, "a batch holds no more than its rows");
    tally.counts.published += batch.rows();
    require(tally.counts.balances(), "lines == rows + rejected + skipped");
    // What was used of the arena lies right before what is left of it, and is no longer than the lines.
    const char* const arena = batch.arena() - batch.line_bytes();
    for (std::size_t row = 0; row < batch.rows(); ++row) {
      Row& values = rows.emplace_back();
      for (std::size_t slot = 0; slot < parser.slots().size(); ++slot) {
        const RawBytes& cell = batch.column(slot)[row];
        const std::string_view bytes = cell.bytes();
        require(cell.absent() || inside(bytes, chunk.data(), chunk.size()) ||
                    inside(bytes, arena, batch.line_bytes()),
                "a view lies in the chunk or in the arena");
        values.push_back(cell.absent() ? std::nullopt : std::optional<std::string>(bytes));
      }
    }
  }
  counts.add(tally.counts);
  return rows;
}

void check(Target& target, std::string_view chunk) {
  Accounting counts, counts_by_line;
  const std::vector<Row> rows = parse(target, chunk, counts);
  std::vector<Row> rows_by_line;
  while (!chunk.empty()) {
    const std::string line(chunk.substr(0, chunk.find('\n')));  // a copy, so that a read behind it is seen
    chunk.remove_prefix(std::min(line.size() + 1, chunk.size()));
    for (Row& row : parse(target, line.empty() ? "\n" : line, counts_by_line))
      rows_by_line.push_back(std::move(row));
  }
  require(rows == rows_by_line, "a chunk gives what its lines give one by one");
  require(counts.lines == counts_by_line.lines && counts.rejected == counts_by_line.rejected &&
              counts.skipped == counts_by_line.skipped,
          "a chunk counts what its lines count one by one");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto targets = anonlog::make_targets();
  if (size == 0) return 0;
  const auto* bytes = reinterpret_cast<const char*>(data);
  anonlog::check(targets[*data % targets.size()], {bytes + 1, size - 1});
  return 0;
}
