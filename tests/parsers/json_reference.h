// All values of a JSON object with their paths, by JsonScanner and by simdjson: what is valid JSON both must read alike.
#ifndef ANONLOG_TESTS_PARSERS_JSON_REFERENCE_H_
#define ANONLOG_TESTS_PARSERS_JSON_REFERENCE_H_

#include <simdjson.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <string_view>

#include "parsers/json_scanner.h"
#include "parsers/unescape.h"

namespace anonlog {

// One line per value: its path, and "text" or a number in one spelling.
using JsonValues = std::optional<std::string>;

inline std::string json_number(double number) {
  char text[64];
  return {text, static_cast<std::size_t>(std::snprintf(text, sizeof(text), "%.17g", number + 0.0))};
}

class ScannedJson {
 public:
  explicit ScannedJson(std::string_view line) : json_(line, line.find('\\') != std::string_view::npos) {}

  JsonValues values() {
    if (!json_.open() || !object("")) return std::nullopt;
    return out_;
  }

 private:
  static std::string text_of(const JsonScanner::Value& value) {
    std::string text(value.text);
    if (value.escaped) text.resize(unescape(Escapes::kBackslash, value.text, text.data()));
    return text;
  }

  bool object(const std::string& path) {
    JsonScanner::Value key;
    JsonScanner::Next next;
    while ((next = json_.next_member(key)) == JsonScanner::Next::kOne) {
      const std::string member = path + "." + text_of(key);
      if (!value(json_.value(), member)) return false;
    }
    return next == JsonScanner::Next::kEnd;
  }

  bool array(const std::string& path) {
    JsonScanner::Value element;
    JsonScanner::Next next;
    while ((next = json_.next_element(element)) == JsonScanner::Next::kOne) {
      if (!value(element, path + "[]")) return false;
    }
    return next == JsonScanner::Next::kEnd;
  }

  bool value(const JsonScanner::Value& value, const std::string& path) {
    switch (value.kind) {
      case JsonScanner::Kind::kBad:
        return false;
      case JsonScanner::Kind::kObject:
        return object(path);
      case JsonScanner::Kind::kArray:
        return array(path);
      case JsonScanner::Kind::kNone:
        out_ += path + "=null\n";
        break;
      case JsonScanner::Kind::kString:
        out_ += path + "=\"" + text_of(value) + "\"\n";
        break;
      case JsonScanner::Kind::kBare: {
        const std::string text(value.text);
        const bool word = text == "true" || text == "false";
        out_ += path + "=" + (word ? text : json_number(std::strtod(text.c_str(), nullptr))) + "\n";
      }
    }
    return true;
  }

  JsonScanner json_;
  std::string out_;
};

inline void append_json(simdjson::dom::element element, const std::string& path, std::string& out) {
  using simdjson::dom::element_type;
  switch (element.type()) {
    case element_type::OBJECT:
      for (const auto field : simdjson::dom::object(element)) {
        append_json(field.value, path + "." + std::string(field.key), out);
      }
      return;
    case element_type::ARRAY:
      for (const auto item : simdjson::dom::array(element)) append_json(item, path + "[]", out);
      return;
    case element_type::STRING:
      out += path + "=\"" + std::string(std::string_view(element)) + "\"\n";
      return;
    case element_type::BOOL:
      out += path + (bool(element) ? "=true\n" : "=false\n");
      return;
    case element_type::NULL_VALUE:
      out += path + "=null\n";
      return;
    default:
      out += path + "=" + json_number(double(element)) + "\n";
  }
}

// Nothing when it is no valid JSON object.
inline JsonValues simdjson_values(std::string_view line) {
  if (line.empty()) return std::nullopt;  // simdjson takes no null pointer
  static simdjson::dom::parser parser;
  simdjson::dom::element element;
  if (parser.parse(line.data(), line.size()).get(element) != simdjson::SUCCESS || !element.is_object()) {
    return std::nullopt;
  }
  std::string out;
  append_json(element, "", out);
  return out;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_PARSERS_JSON_REFERENCE_H_
