// A format that the user chose, before it is compiled: a row of the table, a string, or what stands in the
// configuration of a server.
#ifndef ANONLOG_PARSERS_FORMAT_SOURCE_H_
#define ANONLOG_PARSERS_FORMAT_SOURCE_H_

#include <cstdint>
#include <string>

namespace anonlog {

enum class FormatLanguage : std::uint8_t {
  kNginx,      // a log_format, as compile_nginx_log_format() takes it
  kApache,     // a LogFormat, as compile_apache_log_format() takes it
  kFieldText,  // our own, as compile_field_format() takes it
  kW3c,        // the columns of a #Fields line, as W3cExtended::compile() takes them, in the dialect of ...
  kW3cIis,
  kW3cCloudFront,
  kJson,      // a KeyMap of one JSON object per line
  kLtsv,      // a KeyMap of labeled tab-separated values
  kErrorLog,  // as compile_error_log() takes it
};

// Whether no value holds a quote as it is.
constexpr bool escapes_quotes(FormatLanguage language) {
  return language == FormatLanguage::kNginx || language == FormatLanguage::kApache;
}

// Whether a line names its values: then not all fields are there in each line.
constexpr bool names_its_values(FormatLanguage language) {
  return language == FormatLanguage::kJson || language == FormatLanguage::kLtsv;
}

struct FormatSource {
  std::string name;  // what messages call it
  FormatLanguage language = FormatLanguage::kNginx;
  std::string text;
  std::string place;     // where the text stands: what messages put before a position in it
  bool skipped = false;  // its lines are of another log, and not published

  // Whether both read the same lines in the same way.
  [[nodiscard]] bool is_same_format(const FormatSource& other) const {
    return language == other.language && text == other.text && skipped == other.skipped;
  }
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_FORMAT_SOURCE_H_
