#include "filter/own_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "filter/meta_file.h"
#include "filter/output/column_list.h"
#include "filter/output/parquet/file_reader.h"
#include "filter/run_meta.h"
#include "parsers/json_scanner.h"
#include "parsers/line_cursor.h"

namespace anonlog {
namespace {

// So many first lines decide.
constexpr std::size_t kLines = 20;

bool is_hex(std::string_view text) {
  return text.size() == 16 && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

// "203.0.113.0/24": a prefix, and no longer than a policy lets it be.
bool is_cut_network(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos) return false;
  unsigned bits = 0;
  const auto [end, error] = std::from_chars(text.data() + slash + 1, text.data() + text.size(), bits);
  const unsigned max_bits = text.find(':') == std::string_view::npos ? 24 : 48;
  return error == std::errc() && end == text.data() + text.size() && bits <= max_bits;
}

enum class Telling : std::uint8_t { kNothing, kOurs, kNotOurs };

// What a value tells: of a column that only we make, whether it is as we make it.
Telling tell_by(Column column, const JsonScanner::Value& value) {
  using Kind = JsonScanner::Kind;
  if (value.kind == Kind::kNone) return Telling::kNothing;
  const auto tell = [](bool is_ours) { return is_ours ? Telling::kOurs : Telling::kNotOurs; };
  constexpr std::string_view kKinds[] = {"direct", "internal", "search", "social",
                                         "email",  "ai",       "ads",    "other"};
  switch (column) {
    case Column::kReferrerKind:
      return tell(std::ranges::find(kKinds, value.text) != std::end(kKinds));
    case Column::kBrowserMajor:
      return tell(value.kind == Kind::kBare);
    case Column::kNetwork:
      return tell(is_cut_network(value.text));
    case Column::kReferrer:
      return value.text.find("://") == std::string_view::npos ? Telling::kNothing : Telling::kNotOurs;
    case Column::kVisitor:
      return tell(is_hex(value.text));
    default:
      return Telling::kNothing;
  }
}

bool is_record(std::string_view line) {
  using Kind = JsonScanner::Kind;
  using Next = JsonScanner::Next;
  if (!line.starts_with("{\"") || !line.ends_with('}')) return false;
  JsonScanner json(line, true);
  if (!json.open()) return false;
  ColumnSet seen;
  bool is_ours = false;
  for (JsonScanner::Value key;;) {
    const Next next = json.next_member(key);
    if (next == Next::kEnd) return is_ours && seen.count() > 1;
    const auto column = next == Next::kOne ? find_column(key.text) : std::nullopt;
    if (!column || seen[static_cast<std::size_t>(*column)]) return false;
    seen.set(static_cast<std::size_t>(*column));
    const JsonScanner::Value value = json.value();
    if (value.kind != Kind::kString && value.kind != Kind::kBare && value.kind != Kind::kNone) return false;
    const Telling telling = tell_by(*column, value);
    if (telling == Telling::kNotOurs) return false;
    is_ours = is_ours || telling == Telling::kOurs;
  }
}

tl::unexpected<Error> refused(std::string_view name, std::string_view why) {
  return fail(
      ErrorKind::kBadInput,
      fmt::format("{}: it is output of anonlog, as {}: it was anonymized before, and is not processed "
                  "again. Give the log that it was made from",
                  name, why));
}

tl::unexpected<Error> refused_parquet(std::string_view name) {
  return fail(
      ErrorKind::kBadInput,
      fmt::format(
          "{}: it is a Parquet file, as its first bytes say, and no log. Give the log that it was made from",
          name));
}

}  // namespace

bool is_own_output(std::string_view head) {
  LineCursor lines(head);
  std::size_t count = 0;
  std::size_t records = 0;
  for (std::string_view line; count < kLines && lines.next(line);) {
    if (line.empty()) continue;
    const bool is_first = count++ == 0;
    if (is_first && (line.starts_with(kMetaBegin) || names_columns(line, ',') || names_columns(line, '\t'))) {
      return true;
    }
    records += is_record(line) ? 1U : 0U;
  }
  return records * 2 > count;
}

Status refuse_own_output(std::string_view head, const std::string& input_name) {
  if (head.starts_with(parquet::kMagic)) return refused_parquet(input_name);
  return is_own_output(head) ? refused(input_name, "its first lines say") : Status{};
}

Status refuse_own_files(const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    if (input != "-" && MetaFile::beside(input)) {
      return refused(input, fmt::format("{}{} says", input, kMetaEnding));
    }
    if (input != "-" && parquet::begins_as_parquet(input)) return refused_parquet(input);
  }
  return {};
}

}  // namespace anonlog
