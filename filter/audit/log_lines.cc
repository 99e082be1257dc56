#include "filter/audit/log_lines.h"

#include <cstddef>
#include <optional>

namespace anonlog {
namespace {

// Whose text a piece is spelled as.
std::optional<Column> column_of(LogPiece piece) {
  switch (piece) {
    case LogPiece::kAddress:
      return Column::kNetwork;
    case LogPiece::kClfTime:
    case LogPiece::kIsoTime:
    case LogPiece::kEpochTime:
      return Column::kTime;
    case LogPiece::kMethod:
      return Column::kMethod;
    case LogPiece::kPath:
      return Column::kPath;
    case LogPiece::kTarget:
      return Column::kTarget;
    case LogPiece::kProtocol:
      return Column::kProtocol;
    case LogPiece::kStatus:
      return Column::kStatus;
    case LogPiece::kBytes:
      return Column::kBytes;
    case LogPiece::kReferrer:
      return Column::kReferrerUrl;
    case LogPiece::kUserAgent:
      return Column::kUserAgent;
    case LogPiece::kHost:
      return Column::kHost;
    case LogPiece::kDuration:  // in seconds, as no column is
      return std::nullopt;
    case LogPiece::kLanguage:
      return Column::kLanguage;
  }
  return std::nullopt;
}

}  // namespace

bool LogLines::read(std::string_view line, std::vector<PublishedCell>& cells) const {
  const std::vector<LogShape::Part>& parts = shape_.parts;
  if (!line.starts_with(literal(0))) return false;
  line.remove_prefix(literal(0).size());
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::size_t end = end_of_piece(i, line);
    if (end == std::string_view::npos) return false;
    const std::string_view text = line.substr(0, end);
    const std::string_view behind = literal(i + 1);
    line.remove_prefix(end + behind.size());
    const bool is_last = i + 1 == parts.size();
    const bool touches = (i != 0 && literal(i).empty()) || (!is_last && behind.empty());
    if (text.empty() || text == "-") continue;
    cells.push_back({touches ? std::nullopt : column_of(parts[i].piece), text});
  }
  return line.empty();
}

// Before a piece, and behind the last one.
std::string_view LogLines::literal(std::size_t index) const {
  if (index < shape_.parts.size()) return shape_.parts[index].literal;
  return std::string_view(shape_.tail).substr(0, shape_.tail.size() - 1);
}

// npos: it does not end. `line` begins with it.
std::size_t LogLines::end_of_piece(std::size_t index, std::string_view line) const {
  const std::string_view behind = literal(index + 1);
  if (index + 1 == shape_.parts.size()) {
    return line.ends_with(behind) ? line.size() - behind.size() : std::string_view::npos;
  }
  // A target may hold spaces, a protocol none.
  const bool is_before_protocol =
      shape_.parts[index].piece == LogPiece::kTarget && shape_.parts[index + 1].piece == LogPiece::kProtocol;
  if (is_before_protocol && !literal(index + 2).empty()) {
    const std::size_t end = line.substr(0, line.find(literal(index + 2))).rfind(behind);
    if (end != std::string_view::npos) return end;
  }
  return line.find(behind);
}

}  // namespace anonlog
