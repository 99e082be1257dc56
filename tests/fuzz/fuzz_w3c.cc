// Any log with directives: chunks cut anywhere are read alike, every view lies in the chunk or the arena, every line has one
// fate. The first byte picks the formats.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/format_set.h"
#include "parsers/formats.h"
#include "parsers/w3c_layouts.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

constexpr ParserLimits kLimits{.max_line_bytes = 4096};

bool inside(std::string_view view, const char* begin, std::size_t bytes) {
  return std::less_equal<>()(begin, view.data()) &&
         std::less_equal<>()(view.data() + view.size(), begin + bytes);
}

// All values of a run, with the day and the format of each line.
void read_run(std::string_view lines, const LayoutRun& run, std::vector<std::string>& rows,
              Accounting& counts) {
  for (const FormatSource& source : *run.formats) {
    const std::unique_ptr<Parser> parser = make_parser(source).value();
    RecordBatch batch(parser->slots());
    LineCursor cursor(lines);
    Tally tally;
    while (parser->fill(cursor, kLimits, batch, tally)) {
      tally.counts.published += batch.rows();
      require(tally.counts.balances(), "lines == rows + rejected + skipped");
      const char* const arena = batch.arena() - batch.line_bytes();
      for (std::size_t row = 0; row < batch.rows(); ++row) {
        std::string& out = rows.emplace_back(source.text);
        out += (run.day == RecordBatch::kNoDay ? "" : std::to_string(run.day));
        for (std::size_t slot = 0; slot < parser->slots().size(); ++slot) {
          const RawBytes& cell = batch.column(slot)[row];
          require(cell.absent() || inside(cell.bytes(), lines.data(), lines.size()) ||
                      inside(cell.bytes(), arena, batch.line_bytes()),
                  "a view lies in the chunk or in the arena");
          out += cell.absent() ? "|-" : "|=" + std::string(cell.bytes());
        }
      }
    }
    counts.add(tally.counts);
  }
}

// `one_by_one`: each line is a chunk of its own, copied, so that a read beyond it is seen.
std::vector<std::string> read(std::string_view log, const std::vector<FormatSource>& formats, bool one_by_one,
                              Accounting& counts) {
  W3cLayouts layouts;
  layouts.set_formats(formats);
  std::vector<LayoutRun> runs;
  std::vector<std::string> rows;
  while (!log.empty()) {
    const std::size_t bytes = one_by_one ? std::min(log.find('\n'), log.size() - 1) + 1 : log.size();
    const std::vector<char> chunk(log.begin(), log.begin() + static_cast<std::ptrdiff_t>(bytes));
    log.remove_prefix(bytes);
    if (!layouts.cut({chunk.data(), chunk.size()}, runs)) return {};
    std::size_t offset = 0;
    for (const LayoutRun& run : runs) {
      require(run.bytes != 0 && run.bytes <= chunk.size() - offset, "runs are the chunk");
      read_run({chunk.data() + offset, run.bytes}, run, rows, counts);
      offset += run.bytes;
    }
    require(offset == chunk.size(), "runs are the whole chunk");
  }
  std::ranges::sort(rows);  // of several variants, each reads a run for itself
  return rows;
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr std::string_view kNames[] = {"w3c", "iis", "cloudfront"};
  if (size == 0) return 0;
  const std::string_view log(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto formats = anonlog::format_sources(*anonlog::find_format(kNames[*data % 3]));
  anonlog::Accounting whole_counts, line_counts;
  const auto whole = anonlog::read(log, formats, false, whole_counts);
  const auto by_line = anonlog::read(log, formats, true, line_counts);
  anonlog::require(whole == by_line, "chunks that are cut elsewhere are read alike");
  anonlog::require(whole.empty() || whole_counts.lines == line_counts.lines, "and count the same");
  return 0;
}
