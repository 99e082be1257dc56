// The language of parsers/field_format.h once more, for texts without errors and without any thought of speed: what its
// compiler is compared with. Written from the page at the top of that file, shares no code with field_format.cc.
#ifndef ANONLOG_TESTS_PARSERS_SPLIT_FIELD_FORMAT_H_
#define ANONLOG_TESTS_PARSERS_SPLIT_FIELD_FORMAT_H_

#include <map>
#include <regex>
#include <string>

#include "tests/parsers/random_lines.h"

namespace anonlog {

inline FieldShape usual_shape_of(const std::string& name) {
  static const std::regex kNumbers("status|.*_bytes|bytes_sent|.*duration_us|server_port|upstream_status");
  static const std::regex kTexts(
      "remote_user|forwarded_for|request|target|path|query|referrer|user_agent|accept_language|sec_.*|dnt|"
      "cookie|"
      "message");
  if (name == "client_ip" || name == "peer_ip") return FieldShape::kAddress;
  if (name == "client_port") return FieldShape::kPort;
  if (std::regex_match(name, kNumbers)) return FieldShape::kNumber;
  return std::regex_match(name, kTexts) ? FieldShape::kText : FieldShape::kToken;
}

inline LineGrammar::Piece field_piece(const std::string& inside) {
  static const std::map<std::string, FieldShape> kShapes = {
      {"text", FieldShape::kText},         {"token", FieldShape::kToken},
      {"address", FieldShape::kAddress},   {"number", FieldShape::kNumber},
      {"clf", FieldShape::kClfTime},       {"iso", FieldShape::kIsoTime},
      {"list", FieldShape::kList},         {"quoted", FieldShape::kQuoted},
      {"endpoint", FieldShape::kEndpoint}, {"port", FieldShape::kPort},
      {"hostname", FieldShape::kHostName}, {"url", FieldShape::kUrl},
      {"groups", FieldShape::kGroups},     {"word", FieldShape::kWord},
      {"epoch", FieldShape::kNumber}};
  static const std::map<std::string, FieldUnit> kUnits = {{"s", FieldUnit::kSeconds},
                                                          {"ms", FieldUnit::kMilliseconds},
                                                          {"us", FieldUnit::kMicroseconds},
                                                          {"epoch", FieldUnit::kEpochSeconds}};
  static const std::regex kField("([^:=]*)((?::[a-z]+)*)(?:=(.*))?");
  LineGrammar::Piece piece;
  std::smatch parts;
  EXPECT_TRUE(std::regex_match(inside, parts, kField)) << inside;
  const std::string name = parts[1];
  piece.slot.key = name.starts_with("other.") ? name.substr(6) : name;
  for (const FieldInfo& row : kFields) {
    if (row.name == name) piece.slot.field = row.field;
  }
  piece.slot.shape = parts[3].matched ? FieldShape::kTimeFormat : usual_shape_of(name);
  piece.slot.time_format = parts[3];
  std::string words = parts[2];
  for (std::smatch word; std::regex_search(words, word, std::regex("[a-z]+")); words = word.suffix()) {
    if (kShapes.contains(word.str())) piece.slot.shape = kShapes.at(word.str());
    if (kUnits.contains(word.str())) piece.slot.unit = kUnits.at(word.str());
    if (word.str() == "last") piece.latest_end = true;
    if (word.str() == "absolute") piece.slot.holds_host = true;
  }
  return piece;
}

inline FormatParts split_field_format(std::string text) {
  static const std::map<std::string, Escapes> kEscapes = {{"backslash", Escapes::kBackslash},
                                                          {"quote", Escapes::kQuote},
                                                          {"hash", Escapes::kHash},
                                                          {"none", Escapes::kNone}};
  FormatParts parts;
  for (std::smatch option; std::regex_search(text, option, std::regex("^(escape|other|lines)=([^ ]*) "));
       text = option.suffix()) {
    if (option[1] == "lines") parts.rest = LineGrammar::Rest::kClosed;
    if (option[1] == "escape") parts.escapes = kEscapes.at(option[2]);
  }
  std::string literal;
  while (!text.empty()) {
    if (text.starts_with("{{")) {
      literal += '{';
      text.erase(0, 2);
    } else if (text[0] != '{') {
      literal += text[0];
      text.erase(0, 1);
    } else {
      LineGrammar::Piece piece = field_piece(text.substr(1, text.find('}') - 1));
      piece.literal = std::exchange(literal, "");
      parts.pieces.push_back(piece);
      text.erase(0, text.find('}') + 1);
    }
  }
  parts.tail = literal;
  return parts;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_SPLIT_FIELD_FORMAT_H_
