#include "parsers/w3c_layouts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "parsers/line_cursor.h"

namespace anonlog {
namespace {

constexpr int kHalfDaySeconds = 12 * 3600;
constexpr int kDaySeconds = 24 * 3600;
constexpr int kMaxLateSeconds = 300;

W3cDialect dialect_of(FormatLanguage language) {
  return language == FormatLanguage::kW3cIis          ? W3cDialect::kIis
         : language == FormatLanguage::kW3cCloudFront ? W3cDialect::kCloudFront
                                                      : W3cDialect::kGeneric;
}

// Where the next line begins whose first byte, behind any NUL, is '#'; npos: none.
std::size_t next_directive(std::string_view chunk, std::size_t from) {
  while (from < chunk.size()) {
    const void* hash = std::memchr(chunk.data() + from, '#', chunk.size() - from);
    if (hash == nullptr) break;
    const auto at = static_cast<std::size_t>(static_cast<const char*>(hash) - chunk.data());
    std::size_t begin = at;
    while (begin > from && chunk[begin - 1] == '\0') --begin;
    if (begin == 0 || chunk[begin - 1] == '\n') return begin;
    from = at + 1;
  }
  return std::string_view::npos;
}

// What --fields got: columns, or the line of a log that has them.
std::string as_directive(std::string_view fields) {
  return (fields.starts_with('#') ? "" : "#Fields: ") + std::string(fields);
}

}  // namespace

W3cLayouts::W3cLayouts(std::string_view fields) {
  if (!fields.empty()) header_.add(as_directive(fields));
  set_formats({}, false);
}

void W3cLayouts::set_formats(std::vector<FormatSource> formats, bool final) {
  given_ = std::move(formats);
  has_w3c_ = std::ranges::any_of(given_, takes_layout);
  reads_directives_ = has_w3c_ || !final;
  layouts_.clear();
  layouts_.push_back({{}, FormatLanguage::kW3c, given_, std::nullopt});
  current_ = &layouts_.front();
  if (has_w3c_ && header_.has_fields()) static_cast<void>(choose_layout());  // the second of at least two
}

Status W3cLayouts::cut(std::string_view chunk, std::vector<LayoutRun>& runs) {
  runs.clear();
  return append(chunk, runs);
}

Status W3cLayouts::append(std::string_view chunk, std::vector<LayoutRun>& runs) {
  if (!reads_directives_) {
    extend(chunk.size(), RecordBatch::kNoDay, runs);
    return {};
  }
  std::size_t begin = 0;
  for (std::size_t at = 0; (at = next_directive(chunk, at)) != std::string_view::npos;) {
    LineCursor lines(chunk, at);
    std::string_view line;
    lines.next(line);
    failed_at_ = at;
    const std::size_t end = std::min(chunk.find('\n', at), chunk.size() - 1) + 1;
    at = end;
    // A directive is a comment to all layouts: it may stand at the end of the run before what it changes.
    const W3cHeader::Change change = header_.add(line);
    if (change == W3cHeader::Change::kNone) continue;
    add_run(chunk.substr(begin, end - begin), runs);
    begin = end;
    if (Status status = apply(change); !status) return status;
  }
  add_run(chunk.substr(begin), runs);
  return {};
}

Status W3cLayouts::apply(W3cHeader::Change change) {
  if (change == W3cHeader::Change::kDay) {
    day_ = header_.day();
    clock_seconds_ = header_.clock_seconds();
    return {};
  }
  return has_w3c_ ? choose_layout() : Status{};
}

Status W3cLayouts::choose_layout() {
  const FormatLanguage language = header_.language();
  const auto known = std::find_if(layouts_.begin() + 1, layouts_.end(), [&](const Layout& layout) {
    return layout.fields == header_.fields() && layout.language == language;
  });
  if (known != layouts_.end()) {
    current_ = &*known;
    return {};
  }
  if (layouts_.size() > kMaxLayouts) {
    return fail(ErrorKind::kBadInput,
                fmt::format("more than {} different #Fields lines: these are no logs of a server that was "
                            "configured anew. Split the input at its #Fields lines",
                            kMaxLayouts));
  }
  layouts_.push_back(make_layout());
  current_ = &layouts_.back();
  return {};
}

// Columns that cannot be read give lines that no one reads.
W3cLayouts::Layout W3cLayouts::make_layout() const {
  const FormatLanguage language = header_.language();
  const auto is_wanted = [&](const FormatSource& source) { return source.language == language; };
  auto chosen = std::ranges::find_if(given_, is_wanted);
  if (chosen == given_.end()) chosen = std::ranges::find_if(given_, takes_layout);
  FormatSource source = *chosen;
  source.text = header_.fields();
  auto parser = W3cExtended::compile(source.place, source.text, dialect_of(source.language));
  if (!parser) source.text = W3cExtended::kNoLayout;
  Layout layout{header_.fields(), language, {}, std::nullopt};
  for (auto it = given_.begin(); it != given_.end(); ++it) {
    if (it == chosen) layout.formats.push_back(source);
    if (!takes_layout(*it)) layout.formats.push_back(*it);
  }
  if (parser && parser->time_of_day_slot()) layout.times = *std::move(parser);
  return layout;
}

void W3cLayouts::add_run(std::string_view lines, std::vector<LayoutRun>& runs) {
  const std::optional<W3cExtended>& times = current_->times;
  if (times && day_ != RecordBatch::kNoDay) return add_dated_runs(lines, *times, runs);
  extend(lines.size(), RecordBatch::kNoDay, runs);
}

void W3cLayouts::add_dated_runs(std::string_view lines, const W3cExtended& times,
                                std::vector<LayoutRun>& runs) {
  RecordBatch batch(times.slots());
  LineCursor cursor(lines);
  std::size_t begin = 0;
  std::int64_t day = day_;
  for (std::string_view line; cursor.next(line);) {
    const std::int64_t day_of_line = day_of(line, times, batch);
    if (day_of_line == day) continue;
    extend(cursor.offset() - begin, day, runs);
    begin = cursor.offset();
    day = day_of_line;
  }
  extend(lines.size() - begin, day, runs);
}

// The day of a line, by its time and that of the line before it.
std::int64_t W3cLayouts::day_of(std::string_view line, const W3cExtended& times, RecordBatch& batch) {
  batch.clear();
  static_cast<void>(batch.has_room(line.size()));
  const std::optional<std::size_t> slot = times.time_of_day_slot();
  if (!slot || times.read_line(line, false, batch) != LineRead::kRecord) return day_;
  const RawBytes value = batch.column(*slot)[0];
  const auto clock = value.absent() ? std::nullopt : w3c_clock_seconds(value.bytes());
  if (!clock) return day_;
  const int ahead = *clock - clock_seconds_.value_or(*clock);
  if (ahead > kDaySeconds - kMaxLateSeconds) return day_ - 1;
  if (ahead < -kHalfDaySeconds) ++day_;
  clock_seconds_ = clock;
  return day_;
}

// A run that goes on is one.
void W3cLayouts::extend(std::size_t bytes, std::int64_t day, std::vector<LayoutRun>& runs) const {
  if (bytes == 0) return;
  if (!runs.empty() && runs.back().formats == &current_->formats && runs.back().day == day) {
    runs.back().bytes += bytes;
  } else {
    runs.push_back({bytes, &current_->formats, day});
  }
}

Status check_fields(std::string_view fields, const std::vector<FormatSource>& formats) {
  if (fields.empty()) return {};
  if (!formats.empty() && std::ranges::none_of(formats, takes_layout)) {
    return fail(ErrorKind::kUsage,
                "--fields: it says the columns of iis, cloudfront and w3c; --format gives none of them");
  }
  W3cHeader header;
  header.add(as_directive(fields));
  const auto parser = W3cExtended::compile("--fields", header.fields(), W3cDialect::kGeneric);
  return parser ? Status{} : Status(tl::unexpect, parser.error());
}

}  // namespace anonlog
