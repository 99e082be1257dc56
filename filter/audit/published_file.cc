#include "filter/audit/published_file.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <utility>

#include "filter/input/open_input.h"
#include "filter/meta_file.h"
#include "filter/run_meta.h"
#include "parsers/json_scanner.h"
#include "parsers/unescape.h"

namespace anonlog {
namespace {

constexpr ChunkLimits kLimits{.max_line_bytes = PublishedFile::kMaxLineBytes};

}  // namespace

PublishedFile::PublishedFile(std::unique_ptr<ByteSource> source, std::string name)
    : source_(std::move(source)), reader_(*source_, kLimits), name_(std::move(name)) {}

Result<std::unique_ptr<PublishedFile>> PublishedFile::open(const std::string& path) {
  struct stat status{};
  if (path == "-" ||
      (::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode))) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("{}: the published output must be a regular file, since it is read more than once",
                    input_name(path)));
  }
  return open_once(path);
}

Result<std::unique_ptr<PublishedFile>> PublishedFile::open_once(const std::string& path) {
  if (Status checked = check_inputs({path}); !checked) return tl::unexpected<Error>(checked.error());
  Result<std::unique_ptr<ByteSource>> source = open_input(path, -1);
  if (!source) return tl::unexpected<Error>(std::move(source).error());
  std::unique_ptr<PublishedFile> file(new PublishedFile(*std::move(source), path));
  if (parquet::begins_as_parquet(path)) {
    Result<std::unique_ptr<ParquetRecords>> records = ParquetRecords::open(path);
    if (!records) return tl::unexpected<Error>(std::move(records).error());
    file->begin_parquet(*std::move(records));
  } else if (const std::optional<MetaFile> meta = MetaFile::beside(path)) {
    file->expect(*meta);
  }
  return file;
}

void PublishedFile::expect(const MetaFile& meta) {
  if (Result<LogShape> shape = LogShape::compile(name_, meta.log_format); shape && !meta.log_format.empty()) {
    form_ = OutputFormat::kLogFormat;
    log_lines_.emplace(*std::move(shape));
    return;
  }
  const auto* const row = std::ranges::find(kOutputFormats, meta.form, &OutputFormatInfo::name);
  if (row == std::end(kOutputFormats) || !row->has_header) return;
  form_ = row->format;
  for (const MetaFile::MadeColumn& made : meta.columns) header_.emplace_back(made.column);
}

void PublishedFile::begin_parquet(std::unique_ptr<ParquetRecords> records) {
  parquet_ = std::move(records);
  meta_line_ = parquet_->meta();
  form_ = OutputFormat::kParquet;
}

Result<bool> PublishedFile::next_parquet() {
  cells_.clear();
  const Result<bool> more = parquet_->next(cells_);
  if (more && *more) line_ = ++records_;
  return more;
}

Result<bool> PublishedFile::next_line(std::string_view& line) {
  for (;;) {
    if (lines_ && lines_->next(line)) {
      ++line_;
      return true;
    }
    Result<bool> more = reader_.next(chunk_);
    if (!more || !*more) return more;
    if (chunk_.too_long_lines != 0) {
      return fail(ErrorKind::kBadInput,
                  fmt::format("{}: it holds a line of more than {} bytes; anonlog writes none", name_,
                              kMaxLineBytes));
    }
    lines_.emplace(chunk_.bytes());
    is_cut_ = !chunk_.bytes().ends_with('\n');
  }
}

Result<bool> PublishedFile::next() {
  if (parquet_ != nullptr) return next_parquet();
  std::string_view line;
  for (;;) {
    const Result<bool> more = next_line(line);
    if (!more || !*more) return more;
    if (line.starts_with(kMetaBegin)) meta_line_ = line;
    if (line.empty() || line.starts_with(kMetaBegin)) continue;
    if (std::exchange(has_begun_, true)) break;
    if (!begin(line)) {
      return fail(ErrorKind::kBadInput, fmt::format("{}: line {} is of no form that anonlog writes ({}, nor "
                                                    "a log_format that a {} beside it tells); "
                                                    "the raw log comes first: `anonlog audit RAW PUBLISHED`",
                                                    name_, line_, output_format_names(), "PATH.meta.json"));
    }
    if (!is_header_) break;
  }
  ++records_;
  cells_.clear();
  arena_.clear();
  arena_.reserve(line.size());
  read_cells(line);
  return true;
}

// Of which form the file is.
bool PublishedFile::begin(std::string_view first_line) {
  is_header_ = read_header(first_line);
  // What stands beside the file tells more than its lines.
  if (is_header_ || !header_.empty() || log_lines_) return true;
  form_ = OutputFormat::kNdjson;
  if (first_line.front() == '{') return true;
  return begin_log(first_line);
}

bool PublishedFile::begin_log(std::string_view first_line) {
  // Also one that was never anonymized is to be looked at: what stands in its lines is not what tells.
  const auto quotes = std::ranges::count(first_line, '"');
  if (first_line.find("] \"") == std::string_view::npos || (quotes != 2 && quotes != 6)) return false;
  form_ = quotes == 2 ? OutputFormat::kCommon : OutputFormat::kCombined;
  log_lines_.emplace(*OutputForm(form_).shape);
  return true;
}

// Names of columns, all of them.
bool PublishedFile::read_header(std::string_view line) {
  std::vector<std::optional<Column>> header;
  for (const OutputFormat form : {OutputFormat::kCsv, OutputFormat::kTsv}) {
    header.clear();
    const char separator = form == OutputFormat::kCsv ? ',' : '\t';
    for (std::size_t begin = 0; begin <= line.size();) {
      const std::size_t end = std::min(line.find(separator, begin), line.size());
      header.push_back(find_column(line.substr(begin, end - begin)));
      begin = end + 1;
    }
    if (!std::ranges::all_of(header, [](const auto& column) { return column.has_value(); })) continue;
    form_ = form;
    header_ = std::move(header);
    return true;
  }
  return false;
}

void PublishedFile::read_cells(std::string_view line) {
  switch (form_) {
    case OutputFormat::kNdjson:
      return read_ndjson(line);
    case OutputFormat::kCsv:
      return read_csv(line);
    case OutputFormat::kTsv:
      return read_tsv(line);
    case OutputFormat::kCombined:
    case OutputFormat::kCommon:
    case OutputFormat::kLogFormat:
      return read_log_line(line);
    case OutputFormat::kParquet:
      return;  // has no lines (parquet_records.h)
  }
}

void PublishedFile::add(std::optional<Column> column, std::string_view text) {
  cells_.push_back({column, text});
}

std::string_view PublishedFile::decoded(std::string_view text) {
  if (text.find('\\') == std::string_view::npos) return text;
  const std::size_t begin = arena_.size();
  arena_.resize(begin + text.size());
  arena_.resize(begin + unescape(Escapes::kBackslash, text, arena_.data() + begin));
  return std::string_view(arena_).substr(begin);
}

void PublishedFile::read_ndjson(std::string_view line) {
  JsonScanner json(line, true);
  bool is_read = json.open();
  const char* last = line.data();  // behind what was read
  while (is_read) {
    JsonScanner::Value key;
    const JsonScanner::Next next = json.next_member(key);
    const std::string_view rest = line.substr(static_cast<std::size_t>(last - line.data()));
    if (next == JsonScanner::Next::kEnd && (rest == "}" || rest == "\"}")) return;
    is_read = next == JsonScanner::Next::kOne;
    if (!is_read) break;
    const std::optional<Column> column = find_column(key.text);
    if (!column) add(std::nullopt, decoded(key.text));
    const JsonScanner::Value value = json.value();
    last = value.text.data() + value.text.size();
    using Kind = JsonScanner::Kind;
    if (value.kind == Kind::kString) add(column, decoded(value.text));
    if (value.kind == Kind::kBare) add(column, value.text);
    is_read = value.kind == Kind::kString || value.kind == Kind::kBare || value.kind == Kind::kNone;
  }
  // Not as anonlog writes it: all of it is looked at.
  cells_.clear();
  add(std::nullopt, decoded(line));
}

void PublishedFile::add_delimited(std::size_t index, std::string_view text, bool is_null) {
  if (!is_null) add(index < header_.size() ? header_[index] : std::nullopt, text);
}

// RFC 4180; no cell holds a line end.
void PublishedFile::read_csv(std::string_view line) {
  std::size_t index = 0;
  for (std::size_t at = 0; at <= line.size(); ++index) {
    if (at == line.size() || line[at] != '"') {
      const std::size_t end = std::min(line.find(',', at), line.size());
      add_delimited(index, line.substr(at, end - at), end == at);
      at = end + 1;
      continue;
    }
    const std::size_t begin = arena_.size();
    for (++at; at < line.size(); ++at) {
      if (line[at] == '"' && (at + 1 == line.size() || line[++at] != '"')) break;
      arena_ += line[at];
    }
    // What stands behind the quote, which anonlog never writes, is of the cell.
    const std::size_t end = std::min(line.find(',', std::min(at, line.size())), line.size());
    if (at < end && line[at] != '"') arena_ += line.substr(at, end - at);
    add_delimited(index, std::string_view(arena_).substr(begin), false);
    at = end + 1;
  }
}

void PublishedFile::read_tsv(std::string_view line) {
  std::size_t index = 0;
  for (std::size_t at = 0; at <= line.size(); ++index) {
    const std::size_t end = std::min(line.find('\t', at), line.size());
    const std::string_view text = line.substr(at, end - at);
    add_delimited(index, decoded(text), text == "\\N");
    at = end + 1;
  }
}

void PublishedFile::read_log_line(std::string_view line) {
  if (!log_lines_->read(line, cells_)) {
    cells_.clear();
    cells_.push_back({std::nullopt, line});
  }
  for (Cell& cell : cells_) cell.text = decoded(cell.text);
}

}  // namespace anonlog
