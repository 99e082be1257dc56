// Puts records into wrappers, as syslog daemons and container runtimes do: the reverse of what is tested.
#ifndef ANONLOG_TESTS_FILTER_WRAPPING_H_
#define ANONLOG_TESTS_FILTER_WRAPPING_H_

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

// One that can be read as combined, or not at all.
struct WrappedRecord {
  std::string text;
  bool readable = true;
  std::uint64_t line = 0;    // of its first piece, from 1
  std::uint64_t offset = 0;  // of that
  std::uint64_t pieces = 0;
};

struct WrappedLog {
  std::string bytes;
  std::vector<WrappedRecord> records;  // in the order of their ends
};

// The random source is a std::mt19937's own numbers: the same everywhere.
class WrappedLogMaker {
 public:
  explicit WrappedLogMaker(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool one_in(std::size_t n) { return below(n) == 0; }

  // Of one wrapper, or of two around each other.
  WrappedLog make() {
    const char* const outers[] = {"", "syslog", "cri", "docker", "iso", "compose", "kubectl"};
    const char* const inners[] = {"", "", "syslog", "colours"};
    outer_ = outers[below(std::size(outers))];
    inner_ = inners[below(std::size(inners))];
    if (outer_ == inner_ || outer_.empty()) inner_ = "";
    WrappedLog log;
    append_record(log, 0, true);  // the first is read, so that the wrapper is known
    for (std::size_t left = 1 + below(30); left > 0;) {
      const std::size_t stream = joins() ? below(2) : 0;
      if (waiting_[stream].pieces.empty()) {
        begin_record(stream, !one_in(6));
        --left;
      }
      append_piece(log, stream);
    }
    for (std::size_t stream = 0; stream < 2; ++stream) {
      while (!waiting_[stream].pieces.empty()) append_piece(log, stream);
    }
    return log;
  }

 private:
  struct Waiting {
    WrappedRecord record;
    std::vector<std::string> pieces;  // that are left
  };

  [[nodiscard]] bool joins() const { return outer_ == "cri" || outer_ == "docker"; }

  std::string text(bool readable) {
    const char bytes[] = "abcxyz019/\\\"#%&<\t \xC3\xA4\x7F";
    std::string free;
    for (std::size_t i = below(60); i > 0; --i) free += bytes[below(sizeof bytes - 1)];
    if (!readable) return "unreadable " + free;
    std::string path = "/";
    for (const char c : free) path += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return "203.0.113.7 - - [23/Nov/2025:17:37:28 +0000] \"GET " + path + " HTTP/1.1\" 200 5 \"-\" \"x\"";
  }

  std::string within(const std::string& text) {
    if (inner_ == "syslog") return "<190>Nov 23 17:37:28 web1 nginx[7]: " + text;
    if (inner_ == "colours") return "\x1B[32m" + text.substr(0, 3) + "\x1B[0m" + text.substr(3);
    return text;
  }

  void begin_record(std::size_t stream, bool readable) {
    Waiting& waiting = waiting_[stream];
    waiting.record = {text(readable), readable};
    std::string rest = within(waiting.record.text);
    while (joins() && one_in(2)) {
      const std::size_t cut = below(rest.size() + 1);
      waiting.pieces.push_back(rest.substr(0, cut));
      rest.erase(0, cut);
    }
    waiting.pieces.push_back(rest);
  }

  void append_record(WrappedLog& log, std::size_t stream, bool readable) {
    begin_record(stream, readable);
    std::string whole;
    for (const std::string& piece : waiting_[stream].pieces) whole += piece;
    waiting_[stream].pieces = {whole};
    append_piece(log, stream);
  }

  void append_piece(WrappedLog& log, std::size_t stream) {
    Waiting& waiting = waiting_[stream];
    const bool is_last = waiting.pieces.size() == 1;
    if (waiting.record.pieces++ == 0) {
      waiting.record.line = line_ + 1;
      waiting.record.offset = log.bytes.size();
    }
    ++line_;
    if (one_in(8)) log.bytes += std::string("\0\0", 1 + below(2));
    if (one_in(16)) log.bytes += "\xEF\xBB\xBF";
    if (one_in(8)) log.bytes += "\x1B[1;36m";
    log.bytes += wrapped(waiting.pieces.front(), stream, is_last);
    log.bytes += one_in(3) ? "\r\n" : "\n";
    waiting.pieces.erase(waiting.pieces.begin());
    if (is_last) log.records.push_back(waiting.record);
  }

  std::string wrapped(const std::string& text, std::size_t stream, bool is_last) {
    const std::string time = "2025-11-23T17:37:28.669794202Z";
    const std::string name = stream == 0 ? "stdout" : "stderr";
    if (outer_ == "iso") return time + " " + text;
    if (outer_ == "compose") return "web-1   | " + text;
    if (outer_ == "kubectl") return "[pod/web-7c9f4/nginx] " + text;
    if (outer_ == "cri") return time + " " + name + (is_last ? " F " : " P ") + text;
    if (outer_ == "docker") {
      return "{\"log\":\"" + as_json(text) + (is_last ? "\\n" : "") + "\",\"stream\":\"" + name +
             "\",\"time\":\"" + time + "\"}";
    }
    if (outer_ == "syslog") {
      const char* const prefixes[] = {
          "Nov 23 17:37:28 web1 nginx[7]: ", "<190>Nov  3 17:37:28 10.0.0.9 nginx: ",
          "<190>1 2025-11-23T17:37:28Z web1 nginx 7 - [a b=\"]\"] \xEF\xBB\xBF",
          "2025-11-23T17:37:28.123456+00:00 web1 nginx[7]: ", "99 <0>Nov 23 17:37:28 nginx: "};
      return prefixes[below(std::size(prefixes))] + text;
    }
    return text;
  }

  std::string as_json(const std::string& text) {
    std::string json;
    for (const char c : text) {
      if (c == '"' || c == '\\') {
        json += '\\';
        json += c;
      } else if (c == '\t') {
        json += "\\t";
      } else if (c == '&' || c == '<' || c == '\x1B' || (c > 0 && one_in(9))) {
        const char digits[] = "0123456789abcdef";
        json += "\\u00";
        json += digits[c >> 4];
        json += digits[c & 15];
      } else {
        json += c;
      }
    }
    return json;
  }

  std::mt19937 random_;
  std::string outer_;
  std::string inner_;
  std::uint64_t line_ = 0;
  Waiting waiting_[2];
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_WRAPPING_H_
