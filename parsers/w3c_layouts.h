// Follows the directives of one input, whose formats may be W3C's: cuts its chunks into runs of lines that are read in
// the same way.
//
// A #Fields line gives the columns of all lines behind it, up to the next one. In a set of formats it takes the place of
// those W3C formats (iis, cloudfront, w3c) that the set has, as the one that the log says it is, or else the first of them;
// others stay. Before the first such line they are read by their default layouts, or not at all.
//
// Lines with a time of day alone are of the day of the last #Date, and of the next day once their time goes back by more
// than twelve hours. One that is up to five minutes too late for that (23:59:59 behind 00:00:01) is of the day before. This
// reads the times of such lines one after the other, here, where the chunks come in their order: what comes out depends
// neither on where chunks are cut nor on threads. All other inputs pay one search for '#' in a chunk; those without a W3C
// format nothing.
//
// Errors:   kBadInput: more than kMaxLayouts different layouts. Each takes some memory for as long as the input is read.
// Lifetime: formats in runs live until the next set_formats().
// Threads:  one per input, in the order of its chunks.
#ifndef ANONLOG_PARSERS_W3C_LAYOUTS_H_
#define ANONLOG_PARSERS_W3C_LAYOUTS_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "parsers/format_source.h"
#include "parsers/record_batch.h"
#include "parsers/w3c_extended.h"
#include "parsers/w3c_header.h"

namespace anonlog {

// Lines in a row.
struct LayoutRun {
  std::size_t bytes = 0;
  const std::vector<FormatSource>* formats = nullptr;
  std::int64_t day = RecordBatch::kNoDay;  // of lines with a time of day alone
};

class W3cLayouts {
 public:
  static constexpr std::size_t kMaxLayouts = 64;

  // `fields`: columns of lines before any #Fields line, as --fields has them; empty: not known.
  explicit W3cLayouts(std::string_view fields = {});
  W3cLayouts(const W3cLayouts&) = delete;
  W3cLayouts& operator=(const W3cLayouts&) = delete;

  // The formats of the input, before the first cut(); again while they are not `final`. What directives said stays.
  void set_formats(std::vector<FormatSource> formats, bool final = true);

  // The directives so far, for who looks at what follows them (detect.h).
  [[nodiscard]] std::string directives() const { return header_.text(); }

  // The formats of the next line, as they are now.
  [[nodiscard]] const std::vector<FormatSource>& formats() const { return current_->formats; }

  // Whether runs may depend on lines.
  [[nodiscard]] bool reads_directives() const { return reads_directives_; }

  // The runs of the next chunk, none of them empty, into `runs`; or behind those that it has.
  Status cut(std::string_view chunk, std::vector<LayoutRun>& runs);
  Status append(std::string_view chunk, std::vector<LayoutRun>& runs);

  // Where in the chunk the line begins at which that failed.
  [[nodiscard]] std::size_t failed_at() const { return failed_at_; }

 private:
  struct Layout {
    std::string fields;  // that it was made of
    FormatLanguage language = FormatLanguage::kW3c;
    std::vector<FormatSource> formats;
    std::optional<W3cExtended> times;  // reads the times of lines that have no date
  };

  Status apply(W3cHeader::Change change);
  Status choose_layout();
  [[nodiscard]] Layout make_layout() const;
  void add_run(std::string_view lines, std::vector<LayoutRun>& runs);
  void add_dated_runs(std::string_view lines, const W3cExtended& times, std::vector<LayoutRun>& runs);
  void extend(std::size_t bytes, std::int64_t day, std::vector<LayoutRun>& runs) const;
  std::int64_t day_of(std::string_view line, const W3cExtended& times, RecordBatch& batch);

  std::vector<FormatSource> given_;
  bool has_w3c_ = false;           // one of them takes its columns from the log
  bool reads_directives_ = false;  // has_w3c_, or they are not final
  W3cHeader header_;
  std::deque<Layout> layouts_;  // of the present formats; the first is that without #Fields
  const Layout* current_ = nullptr;
  std::int64_t day_ = RecordBatch::kNoDay;  // of the last line with a time of day alone
  std::optional<int> clock_seconds_;        // its time
  std::size_t failed_at_ = 0;
};

// Whether --fields can be used with formats that were given (none: auto). Errors: kUsage.
Status check_fields(std::string_view fields, const std::vector<FormatSource>& formats);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_W3C_LAYOUTS_H_
