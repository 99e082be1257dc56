#include "parsers/field_format.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "parsers/format_pieces.h"

namespace anonlog {
namespace {

// A word behind a field's name, and what it says.
struct Word {
  std::string_view name;
  std::optional<FieldShape> shape = {};
  FieldUnit unit = FieldUnit::kNone;
  bool latest_end = false;
  bool holds_host = false;
  bool is_part_of_duration = false;
};
constexpr Word kWords[] = {
    {"text", FieldShape::kText},
    {"token", FieldShape::kToken},
    {"address", FieldShape::kAddress},
    {"number", FieldShape::kNumber},
    {"clf", FieldShape::kClfTime},
    {"iso", FieldShape::kIsoTime},
    {"list", FieldShape::kList},
    {"quoted", FieldShape::kQuoted},
    {"endpoint", FieldShape::kEndpoint},
    {"port", FieldShape::kPort},
    {"hostname", FieldShape::kHostName},
    {"url", FieldShape::kUrl},
    {"groups", FieldShape::kGroups},
    {"word", FieldShape::kWord},
    {"s", {}, FieldUnit::kSeconds},
    {"ms", {}, FieldUnit::kMilliseconds},
    {"us", {}, FieldUnit::kMicroseconds},
    {"epoch", FieldShape::kNumber, FieldUnit::kEpochSeconds},
    {"last", {}, FieldUnit::kNone, true},
    {"absolute", {}, FieldUnit::kNone, false, true},
    {"part", {}, FieldUnit::kNone, false, false, true},
};

FieldShape usual_shape(Field field) {
  switch (field) {
    case Field::kClientIp:
    case Field::kPeerIp:
      return FieldShape::kAddress;
    case Field::kClientPort:
      return FieldShape::kPort;
    case Field::kStatus:
    case Field::kBodyBytes:
    case Field::kBytesSent:
    case Field::kRequestBytes:
    case Field::kDurationUs:
    case Field::kServerPort:
    case Field::kUpstreamStatus:
    case Field::kUpstreamDurationUs:
      return FieldShape::kNumber;
    case Field::kRemoteUser:
    case Field::kForwardedFor:
    case Field::kRequest:
    case Field::kTarget:
    case Field::kPath:
    case Field::kQuery:
    case Field::kReferrer:
    case Field::kUserAgent:
    case Field::kAcceptLanguage:
    case Field::kSecChUa:
    case Field::kSecChUaMobile:
    case Field::kSecChUaPlatform:
    case Field::kSecGpc:
    case Field::kDnt:
    case Field::kCookie:
    case Field::kMessage:
      return FieldShape::kText;
    default:
      return FieldShape::kToken;
  }
}

bool is_duration(Field field) { return field == Field::kDurationUs || field == Field::kUpstreamDurationUs; }

constexpr std::pair<std::string_view, Escapes> kEscapes[] = {
    {"backslash", Escapes::kBackslash},
    {"quote", Escapes::kQuote},
    {"hash", Escapes::kHash},
    {"none", Escapes::kNone},
};

class Compiler {
 public:
  Compiler(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  Result<LineGrammar> compile() {
    if (Status status = read_options(); !status) return tl::unexpected(std::move(status.error()));
    while (at_ != text_.size()) {
      if (text_[at_] != '{' || text_.substr(at_).starts_with("{{")) {
        literal_ += text_[at_];
        at_ += text_[at_] == '{' ? 2U : 1U;
      } else if (Status status = read_field(); !status) {
        return tl::unexpected(std::move(status.error()));
      }
    }
    if (format_.pieces.empty()) return error(0, "no {field} in this format");
    format_.tail = std::move(literal_);
    auto grammar = make_grammar(std::move(format_), BareTexts::kAsWritten);
    if (!grammar) return error(grammar.error().offset, grammar.error().message);
    grammar->set_other_lines(other_lines_);
    return *std::move(grammar);
  }

 private:
  tl::unexpected<Error> error(std::size_t offset, std::string_view message) const {
    return fail(ErrorKind::kUsage, locate(name_, text_, offset, message));
  }

  Status read_options() {
    for (;;) {
      const std::string_view rest = text_.substr(at_);
      const std::size_t equals = rest.find('=');
      const std::string_view name = rest.substr(0, equals == std::string_view::npos ? 0 : equals);
      if (name != "escape" && name != "other" && name != "lines") return {};
      const std::size_t begin = at_ + equals + 1;
      const std::size_t end = std::min(text_.find(' ', begin), text_.size());
      if (!set_option(name, text_.substr(begin, end - begin))) {
        return error(begin, fmt::format("this is no value of the option {}", name));
      }
      at_ = std::min(end + 1, text_.size());
    }
  }

  bool set_option(std::string_view name, std::string_view value) {
    if (name == "lines") {
      format_.rest = LineGrammar::Rest::kClosed;
      return value == "2";
    }
    if (name == "other") {
      const auto other_lines = find_other_lines(value);
      other_lines_ = other_lines.value_or(OtherLines::kNone);
      return other_lines.has_value();
    }
    const auto* row = std::ranges::find(kEscapes, value, &std::pair<std::string_view, Escapes>::first);
    if (row == std::end(kEscapes)) return false;
    format_.escapes = row->second;
    return true;
  }

  // {NAME[.KEY][:WORD ...][=TIME]}
  Status read_field() {
    const std::size_t open = at_;
    const std::size_t close = text_.find('}', open);
    if (close == std::string_view::npos) return error(open, "this { is never closed");
    at_ = close + 1;
    std::string_view inside = text_.substr(open + 1, close - open - 1);
    FormatPiece piece;
    piece.literal = std::exchange(literal_, {});
    piece.name = text_.substr(open, close + 1 - open);
    piece.offset = open;
    Slot& slot = piece.slot;
    if (const std::size_t equals = inside.find('='); equals != std::string_view::npos) {
      slot.time_format = inside.substr(equals + 1);
      if (const auto time = TimeFormat::compile(slot.time_format); !time) {
        return error(open + 2 + equals + time.error().offset, time.error().message);
      }
      inside = inside.substr(0, equals);
    }
    const std::size_t name_size = std::min(inside.find(':'), inside.size());
    if (!set_name(slot, inside.substr(0, name_size))) {
      return error(open + 1, "this is no field of the catalogue, nor other.KEY");
    }
    slot.shape = slot.time_format.empty() ? usual_shape(slot.field) : FieldShape::kTimeFormat;
    for (std::size_t at = name_size; at < inside.size();) {
      const std::size_t begin = at + 1;
      at = std::min(inside.find(':', begin), inside.size());
      if (!add_word(piece, inside.substr(begin, at - begin))) {
        return error(open + 1 + begin, "this says nothing of a field");
      }
    }
    return add(std::move(piece));
  }

  static bool set_name(Slot& slot, std::string_view name) {
    constexpr std::string_view kOther = "other.";
    if (name.starts_with(kOther) && name.size() > kOther.size()) {
      slot.field = Field::kOther;
      slot.key = name.substr(kOther.size());
      return true;
    }
    const auto* row = std::ranges::find(kFields, name, &FieldInfo::name);
    if (row == std::end(kFields) || row->field == Field::kOther) return false;
    slot.field = row->field;
    slot.key = name;
    return true;
  }

  static bool add_word(FormatPiece& piece, std::string_view name) {
    const auto* word = std::ranges::find(kWords, name, &Word::name);
    if (word == std::end(kWords)) return false;
    if (word->shape) piece.slot.shape = *word->shape;
    if (word->unit != FieldUnit::kNone) piece.slot.unit = word->unit;
    piece.latest_end = piece.latest_end || word->latest_end;
    piece.slot.holds_host = piece.slot.holds_host || word->holds_host;
    piece.slot.is_part_of_duration = piece.slot.is_part_of_duration || word->is_part_of_duration;
    return true;
  }

  Status add(FormatPiece&& piece) {
    const Slot& slot = piece.slot;
    if (format_.pieces.size() == LineGrammar::kMaxFields) {
      return error(piece.offset, fmt::format("more than {} fields in one format", LineGrammar::kMaxFields));
    }
    if (slot.field == Field::kTime && slot.shape == FieldShape::kToken) {
      return error(piece.offset, "how is this time written? clf, iso, epoch or =FORMAT");
    }
    if ((is_duration(slot.field) || slot.is_part_of_duration) && slot.unit == FieldUnit::kNone) {
      return error(piece.offset, "in which unit is this duration? s, ms or us");
    }
    format_.pieces.push_back(std::move(piece));
    return {};
  }

  std::string_view name_;
  std::string_view text_;
  std::size_t at_ = 0;
  std::string literal_;  // behind the last piece
  FormatPieces format_;
  OtherLines other_lines_ = OtherLines::kNone;
};

}  // namespace

Result<LineGrammar> compile_field_format(std::string_view name, std::string_view text) {
  return Compiler(name, text).compile();
}

}  // namespace anonlog
