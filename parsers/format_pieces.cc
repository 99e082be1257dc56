#include "parsers/format_pieces.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace anonlog {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kNumberBytes = "0123456789+-.";
constexpr std::string_view kCapitalBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-_";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

TimeFormat time_format(const FormatPiece& piece) {
  return TimeFormat::compile(piece.slot.time_format).value();
}

bool is_target(const FormatPiece& piece) {
  return piece.slot.field == Field::kPath || piece.slot.field == Field::kTarget;
}

void join_targets(std::vector<FormatPiece>& pieces) {
  for (std::size_t i = 1; i < pieces.size();) {
    FormatPiece& path = pieces[i - 1];
    if (path.slot.field != Field::kPath || !pieces[i].marked_query || !pieces[i].literal.empty()) {
      ++i;
      continue;
    }
    path.slot = {Field::kTarget, std::string(field_info(Field::kTarget).name), FieldShape::kText};
    path.name += pieces[i].name;
    pieces.erase(pieces.begin() + static_cast<std::ptrdiff_t>(i));
  }
}

bool may_begin_with(const FormatPiece& piece, char c) {
  if (is_target(piece)) return c == '/' || c == '*';
  if (piece.slot.field == Field::kMethod) return c >= 'A' && c <= 'Z';
  switch (piece.slot.shape) {
    case FieldShape::kNumber:
      return kNumberBytes.find(c) != std::string_view::npos;
    case FieldShape::kClfTime:
    case FieldShape::kIsoTime:
      return kDigits.find(c) != std::string_view::npos;
    case FieldShape::kTimeFormat:
      return time_format(piece).may_begin_with(c);
    case FieldShape::kPort:
      return c == ':';
    case FieldShape::kGroups:
      return c == ' ';
    default:
      return true;
  }
}

// The bytes that would still be read as a part of the piece; nothing when that is any byte.
std::optional<std::string_view> growing_bytes(const FormatPiece& piece) {
  switch (piece.slot.shape) {
    case FieldShape::kClfTime:
    case FieldShape::kEndpoint:
    case FieldShape::kPort:
    case FieldShape::kHostName:
    case FieldShape::kGroups:
      return "";
    case FieldShape::kNumber:
      return kNumberBytes;
    case FieldShape::kCapitals:
      return kCapitalBytes;
    case FieldShape::kTimeFormat: {
      const TimeFormat::Growth growth = time_format(piece).growth();
      return growth == TimeFormat::Growth::kDigits    ? kDigits
             : growth == TimeFormat::Growth::kLetters ? kLetters
                                                      : "";
    }
    default:
      return std::nullopt;
  }
}

bool is_token(const FormatPiece& piece) {
  return piece.slot.shape == FieldShape::kToken || piece.slot.shape == FieldShape::kWord;
}

bool can_be_told_apart(const FormatPiece& first, const FormatPiece& second) {
  if (is_token(first) && second.slot.shape == FieldShape::kGroups) return true;  // no space is of a token
  const auto growing = growing_bytes(first);
  return growing &&
         std::none_of(growing->begin(), growing->end(), [&](char c) { return may_begin_with(second, c); });
}

std::optional<FormatProblem> separate_touching(std::vector<FormatPiece>& pieces) {
  for (std::size_t i = 1; i < pieces.size(); ++i) {
    if (!pieces[i].literal.empty()) continue;
    FormatPiece& first = pieces[i - 1];
    if (first.slot.field == Field::kMethod) first.slot.shape = FieldShape::kCapitals;
    if (!can_be_told_apart(first, pieces[i])) {
      return FormatProblem{
          pieces[i].offset,
          fmt::format("{} and {} touch: nothing tells where the first one ends", first.name, pieces[i].name)};
    }
  }
  return std::nullopt;
}

// Whether a text that stands before the literal ends there for certain: it holds a byte that is escaped in values.
bool ends_text(std::string_view literal, LineGrammar::Escapes escapes) {
  if (escapes == Escapes::kNone) return false;
  const bool controls = escapes != Escapes::kQuote;
  return std::any_of(literal.begin(), literal.end(), [controls](char c) {
    return c == '"' || (controls && static_cast<unsigned char>(c) < 0x20);
  });
}

bool is_text(const FormatPiece& piece) { return piece.slot.shape == FieldShape::kText; }

bool ends_text(const FormatPiece& piece) {
  return piece.slot.shape == FieldShape::kClfTime || piece.slot.shape == FieldShape::kIsoTime ||
         (piece.slot.shape == FieldShape::kTimeFormat && time_format(piece).stands_out());
}

// A bare text is read up to where what is behind it can be read from the end of the line. A list of addresses there
// begins behind the first space that no comma goes before, so that a space must be what separates it; of a server's own
// addresses there is one, which as a list could begin too early.
bool ends_bare_text(FormatPiece& piece) {
  if (piece.slot.shape != FieldShape::kAddress) return true;
  if (piece.slot.field == Field::kForwardedFor) return piece.literal.find(' ') != std::string::npos;
  piece.slot.shape = FieldShape::kToken;
  return true;
}

std::optional<FormatProblem> separate_bare_texts(FormatPieces& format) {
  const FormatPiece* text = nullptr;  // whose end nothing has told yet
  for (FormatPiece& piece : format.pieces) {
    if (ends_text(piece.literal, format.escapes) || ends_text(piece)) text = nullptr;
    if (text != nullptr && (is_text(piece) || !ends_bare_text(piece))) {
      return FormatProblem{
          piece.offset, fmt::format("{} and {} are any text, and what stands between them may stand in both: "
                                    "nothing tells where the first one ends (in quotes they could be read)",
                                    text->name, piece.name)};
    }
    if (is_text(piece)) text = &piece;
  }
  return std::nullopt;
}

bool is_list(const FormatPiece& piece) {
  return piece.slot.shape == FieldShape::kAddress || piece.slot.shape == FieldShape::kList;
}

// What stands behind a bare text, up to where something ends it for certain.
struct BehindText {
  bool ends = false;      // it is what stands right behind it that does
  bool lists = false;     // there are fields with spaces of their own
  bool line_end = false;  // it is the end of the line
};

BehindText behind_text(const FormatPieces& format, std::size_t text) {
  BehindText behind;
  for (std::size_t i = text + 1; i != format.pieces.size(); ++i) {
    const FormatPiece& piece = format.pieces[i];
    if (ends_text(piece.literal, format.escapes) || ends_text(piece) || is_text(piece)) {
      behind.ends = i == text + 1;
      return behind;
    }
    behind.lists = behind.lists || is_list(piece);
  }
  behind.line_end = !ends_text(format.tail, format.escapes);
  const bool last = text + 1 == format.pieces.size();
  behind.ends = last && (format.tail.empty() || !behind.line_end);
  return behind;
}

// Whether a client chooses the value, spaces and all.
bool is_chosen_by_client(const FormatPiece& piece) {
  const Field field = piece.slot.field;
  return is_text(piece) || field == Field::kForwardedFor ||
         (field == Field::kOther && piece.slot.shape == FieldShape::kToken);
}

// A value that a client chose ends, where it stands bare, wherever the client likes: what it put behind that is read as
// the fields that follow, up to a byte that the server escapes in values.
void mark_forgeable(FormatPieces& format) {
  bool forgeable = false;
  for (std::size_t i = 0; i != format.pieces.size(); ++i) {
    FormatPiece& piece = format.pieces[i];
    const bool last = i + 1 == format.pieces.size();
    if (ends_text(piece.literal, format.escapes)) forgeable = false;
    forgeable = forgeable || is_chosen_by_client(piece);
    const bool ends_for_certain =
        ends_text(last ? format.tail : format.pieces[i + 1].literal, format.escapes);
    piece.slot.forgeable = forgeable && !(ends_for_certain && is_chosen_by_client(piece));
  }
}

}  // namespace

std::size_t skip_comments(std::string_view text) {
  for (std::size_t at = 0;;) {
    at = text.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos) return text.size();
    const std::size_t line_end = text.find('\n', at);
    if (text[at] != '#' || line_end == std::string_view::npos) return at;
    at = line_end;
  }
}

tl::expected<LineGrammar, FormatProblem> make_grammar(FormatPieces format, BareTexts bare_texts) {
  join_targets(format.pieces);
  if (auto problem = separate_touching(format.pieces)) return tl::unexpected(*std::move(problem));
  const bool refuse = bare_texts == BareTexts::kRefused;
  if (refuse) {
    if (auto problem = separate_bare_texts(format)) return tl::unexpected(*std::move(problem));
  }
  mark_forgeable(format);
  std::vector<LineGrammar::Piece> pieces;
  LineGrammar::Rest rest = format.rest;
  for (std::size_t i = 0; i != format.pieces.size(); ++i) {
    bool latest_end = format.pieces[i].latest_end;
    if (bare_texts != BareTexts::kAsWritten && is_text(format.pieces[i])) {
      const BehindText behind = behind_text(format, i);
      // A text that a literal ends at the end of an nginx format (`$my|`) ends where that first stands, as ever.
      const bool whole_line = behind.line_end && !behind.ends && (refuse || format.tail.empty());
      if (whole_line) rest = LineGrammar::Rest::kNone;
      latest_end = !behind.ends && !behind.lists && (whole_line || refuse);
    }
    pieces.push_back({format.pieces[i].literal, std::move(format.pieces[i].slot), latest_end});
  }
  return LineGrammar(std::move(pieces), format.tail, format.escapes, rest);
}

}  // namespace anonlog
