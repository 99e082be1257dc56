#include "parsers/error_log.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string_view>
#include <utility>

#include "parsers/field_scan.h"
#include "parsers/fill_lines.h"
#include "parsers/time_format.h"
#include "parsers/unescape.h"

namespace anonlog {
namespace {

Slot field_slot(Field field, FieldShape shape = FieldShape::kText) {
  return {field, std::string(field_info(field).name), shape};
}

Slot time_slot(std::string_view format) {
  Slot slot = field_slot(Field::kTime, FieldShape::kTimeFormat);
  slot.time_format = format;
  return slot;
}

Slot other_slot(std::string_view key) { return {Field::kOther, std::string(key)}; }

Slot forgeable(Slot slot) {
  slot.forgeable = true;
  return slot;
}

// Takes text off the front of a line, piece by piece.
class Front {
 public:
  explicit Front(std::string_view line) : left_(line) {}

  [[nodiscard]] std::string_view left() const { return left_; }

  bool skip(std::string_view literal) {
    if (!left_.starts_with(literal)) return false;
    left_.remove_prefix(literal.size());
    return true;
  }

  bool take_time(const TimeFormat& format, std::string_view& value) {
    const char* const end = format.match(left_.data(), left_.data() + left_.size());
    if (end == nullptr) return false;
    value = left_.substr(0, static_cast<std::size_t>(end - left_.data()));
    left_.remove_prefix(value.size());
    return true;
  }

  // Up to `stop`, which is taken as well.
  bool take_to(std::string_view stop, std::string_view& value) {
    const std::size_t at = left_.find(stop);
    if (at == std::string_view::npos) return false;
    value = left_.substr(0, at);
    left_.remove_prefix(at + stop.size());
    return true;
  }

 private:
  std::string_view left_;
};

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// The cells of one row.
class Row {
 public:
  Row(RecordBatch& batch, std::size_t slots) : cells_(batch.next_row()) {
    for (std::size_t slot = 0; slot < slots; ++slot) (*this)[slot] = RawBytes();
  }

  RawBytes& operator[](std::size_t slot) { return cells_[slot * RecordBatch::kColumnStride]; }
  void set(std::size_t slot, std::string_view value) { (*this)[slot] = RawBytes(value); }

 private:
  RawBytes* cells_;
};

class NginxErrorLog final : public Parser {
 public:
  NginxErrorLog() : time_(TimeFormat::compile(kTime).value()) {
    slots_ = {time_slot(kTime),
              field_slot(Field::kLevel),
              other_slot("process"),
              other_slot("connection"),
              forgeable(field_slot(Field::kMessage)),
              forgeable(field_slot(Field::kClientIp, FieldShape::kAddress)),
              forgeable(field_slot(Field::kServerName, FieldShape::kToken)),
              forgeable(field_slot(Field::kRequest)),
              forgeable(other_slot("subrequest")),
              forgeable(other_slot("upstream")),
              forgeable(field_slot(Field::kHost)),
              forgeable(field_slot(Field::kReferrer))};
  }

  [[nodiscard]] std::span<const Slot> slots() const override { return slots_; }

  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override {
    return fill_lines(*this, lines, limits, batch, tally);
  }

  LineRead read_line(std::string_view line, bool /*has_backslash*/, RecordBatch& batch) const override {
    std::string_view time;
    std::string_view level;
    std::string_view process;
    Front front(line);
    if (!front.take_time(time_, time) || !front.skip(" [") || !front.take_to("] ", level) ||
        !is_word(level) || !front.take_to(": ", process) || process.find('#') == std::string_view::npos) {
      return LineRead::kNotOfFormat;
    }
    Row row(batch, slots_.size());
    row.set(kTimeSlot, time);
    row.set(kLevel, level);
    row.set(kProcess, process);
    std::string_view connection;
    if (front.skip("*") && front.take_to(" ", connection)) row.set(kConnection, connection);
    read_context(front.left(), line.size() >= kCutBytes, row);
    batch.commit_row(line.size());
    return LineRead::kRecord;
  }

 private:
  static constexpr std::string_view kTime = "%Y/%m/%d %H:%M:%S";
  enum : std::size_t { kTimeSlot, kLevel, kProcess, kConnection, kMessage, kClient, kServer, kFirstQuoted };

  // What stands in quotes behind the server, in this order, from slot kFirstQuoted on.
  static constexpr std::string_view kQuoted[] = {", request: \"", ", subrequest: \"", ", upstream: \"",
                                                 ", host: \"", ", referrer: \""};

  // nginx writes no more of a line, the line feed aside (NGX_MAX_ERROR_STR).
  static constexpr std::size_t kCutBytes = 2047;

  // `is_cut`: the last value may lack its end.
  static void read_context(std::string_view text, bool is_cut, Row& row) {
    constexpr std::string_view kClientKey = ", client: ";
    const std::size_t begin = text.find(kClientKey);
    row.set(kMessage, text.substr(0, begin));
    if (begin == std::string_view::npos) return;
    Front front(text.substr(begin + kClientKey.size()));
    // A decoded path before the context and a referrer in it can both hold a second one, quotes and all: no rule tells
    // which is the server's, so neither is read.
    if (front.left().find(kClientKey) != std::string_view::npos) return;
    row[kClient] = bare_value(front, is_cut);
    if (front.skip(", server: ")) row[kServer] = bare_value(front, is_cut);
    for (std::size_t i = 0; i < std::size(kQuoted); ++i) {
      if (front.skip(kQuoted[i])) row[kFirstQuoted + i] = quoted_value(front, i + 1, is_cut);
    }
  }

  // Up to the next ", ".
  static RawBytes bare_value(Front& front, bool is_cut) {
    const std::string_view value = front.left().substr(0, front.left().find(", "));
    front.skip(value);
    return is_cut && front.left().empty() ? RawBytes() : RawBytes(value);
  }

  // Up to the quote before the next of the keys from `next` on, or the quote that ends the line. What was cut is absent:
  // the rest of an e-mail address or a token looks harmless, and no rule would take it out.
  static RawBytes quoted_value(Front& front, std::size_t next, bool is_cut) {
    const std::string_view left = front.left();
    std::size_t end = std::string_view::npos;
    for (std::size_t i = next; i < std::size(kQuoted); ++i) {
      for (std::size_t at = left.find(kQuoted[i]); at < end; at = left.find(kQuoted[i], at + 1)) {
        if (at != 0 && left[at - 1] == '"') end = at;
      }
    }
    const std::string_view value = left.substr(0, end);
    front.skip(value);
    if (end == std::string_view::npos && (is_cut || !value.ends_with('"'))) return {};
    return RawBytes(value.substr(0, value.size() - 1));
  }

  TimeFormat time_;
  std::vector<Slot> slots_;
};

class ApacheErrorLog final : public Parser {
 public:
  // `has_module`: as 2.4 writes them, with a fraction, a module and the process.
  explicit ApacheErrorLog(bool has_module) : has_module_(has_module) {
    if (has_module) {
      for (const std::string_view part : kTimeParts) add_time(part);
    } else {
      add_time(kTime);
    }
    first_ = slots_.size();
    slots_.push_back(field_slot(Field::kLevel));
    slots_.push_back(forgeable(field_slot(Field::kClientIp, FieldShape::kAddress)));
    slots_.push_back(forgeable(field_slot(Field::kClientPort, FieldShape::kNumber)));
    slots_.push_back(forgeable(field_slot(Field::kMessage)));
    slots_.push_back(forgeable(field_slot(Field::kReferrer)));
    if (!has_module) return;
    slots_.push_back(field_slot(Field::kModule));
    slots_.push_back(other_slot("process"));
    slots_.push_back(forgeable(field_slot(Field::kUpstreamAddr)));
  }

  [[nodiscard]] std::span<const Slot> slots() const override { return slots_; }

  bool fill(LineCursor& lines, const ParserLimits& limits, RecordBatch& batch, Tally& tally) const override {
    return fill_lines(*this, lines, limits, batch, tally);
  }

  LineRead read_line(std::string_view line, bool has_backslash, RecordBatch& batch) const override {
    Front front(line);
    std::array<std::string_view, std::size(kTimeParts)> times;
    if (!front.skip("[") || !take_times(front, times) || !front.skip("] [")) return LineRead::kNotOfFormat;
    std::string_view level;
    if (!front.take_to("] ", level)) return LineRead::kNotOfFormat;
    Row row(batch, slots_.size());
    if (has_module_ && !read_module_and_process(front, level, row)) return LineRead::kNotOfFormat;
    if (!is_word(level)) return LineRead::kNotOfFormat;
    for (std::size_t i = 0; i < times_.size(); ++i) row.set(i, times[i]);
    row.set(first_ + kLevel, level);
    if (has_module_) skip_place(front);
    skip_error_number(front);
    read_client(front, row);
    read_message(front.left(), has_backslash, row, batch);
    if (line.size() >= kCutBytes) row[first_ + kReferrer] = RawBytes();  // may lack its end
    batch.commit_row(line.size());
    return LineRead::kRecord;
  }

 private:
  static constexpr std::string_view kTime = "%a %b %d %H:%M:%S %Y";
  static constexpr std::string_view kTimeParts[] = {"%a %b %d %H:%M:%S", "usec_frac", "%Y"};
  static constexpr std::string_view kBetween[] = {".", " "};  // the parts
  enum : std::size_t {
    kLevel,
    kClient,
    kPort,
    kMessage,
    kReferrer,
    kModule,
    kProcess,
    kUpstream
  };  // behind first_

  // Apache writes no more of a line, the line feed aside (MAX_STRING_LEN).
  static constexpr std::size_t kCutBytes = 8190;

  void add_time(std::string_view format) {
    slots_.push_back(time_slot(format));
    times_.push_back(TimeFormat::compile(format).value());
  }

  bool take_times(Front& front, std::span<std::string_view> values) const {
    for (std::size_t i = 0; i < times_.size(); ++i) {
      if (i != 0 && !front.skip(kBetween[i - 1])) return false;
      if (!front.take_time(times_[i], values[i])) return false;
    }
    return true;
  }

  // "core:error" and "[pid 1:tid 2] ". Modules of others may be nameless: ":error".
  bool read_module_and_process(Front& front, std::string_view& level, Row& row) const {
    const std::size_t colon = level.find(':');
    if (colon == std::string_view::npos) return false;
    const std::string_view module = level.substr(0, colon);
    if (!module.empty() && !is_word(module)) return false;
    if (!module.empty()) row.set(first_ + kModule, module);
    level.remove_prefix(colon + 1);
    std::string_view process;
    if (!front.skip("[pid ") || !front.take_to("] ", process)) return false;
    row.set(first_ + kProcess, process);
    return true;
  }

  // "mod_authz_core.c(815): ", from the level debug on.
  static void skip_place(Front& front) {
    const std::string_view text = front.left();
    const std::size_t open = text.find_first_of("( ");
    if (open == 0 || open == std::string_view::npos || text[open] != '(') return;
    const std::size_t close = text.find_first_not_of("0123456789", open + 1);
    if (close == open + 1 || close == std::string_view::npos) return;
    if (text.substr(close).starts_with("): ")) front.skip(text.substr(0, close + 3));
  }

  // "(2)No such file or directory: "
  static void skip_error_number(Front& front) {
    const std::string_view text = front.left();
    if (!text.starts_with('(')) return;
    const std::size_t end = text.find_first_not_of("0123456789-", 1);
    const std::size_t colon = text.find(": ");
    if (end == std::string_view::npos || text[end] != ')' || colon == std::string_view::npos) return;
    front.skip(text.substr(0, colon + 2));
  }

  // "[client 203.0.113.7:51234] "; an IPv6 address has no brackets: its port stands behind the last colon. Apache 2.2
  // writes none, but an ErrorLogFormat as of 2.2 does; of an IPv6 address there no rule tells the port.
  // "[remote 192.0.2.1:80] " is a server that this one asked.
  void read_client(Front& front, Row& row) const {
    std::string_view client;
    if (has_module_ && front.skip("[remote ")) {
      if (front.take_to("] ", client)) row.set(first_ + kUpstream, client);
      return;
    }
    if (!front.skip("[client ") || !front.take_to("] ", client)) return;
    const std::size_t colon = client.rfind(':');
    if (colon != std::string_view::npos && (has_module_ || client.find(':') == colon)) {
      row.set(first_ + kPort, client.substr(colon + 1));
      client = client.substr(0, colon);
    }
    row.set(first_ + kClient, client);
  }

  void read_message(std::string_view text, bool has_backslash, Row& row, RecordBatch& batch) const {
    constexpr std::string_view kKey = ", referer: ";
    const std::size_t at = text.rfind(kKey);
    row[first_ + kMessage] = decoded(text.substr(0, at), has_backslash, batch);
    if (at == std::string_view::npos) return;
    row[first_ + kReferrer] = decoded(text.substr(at + kKey.size()), has_backslash, batch);
  }

  static RawBytes decoded(std::string_view text, bool has_backslash, RecordBatch& batch) {
    if (!has_backslash || text.find('\\') == std::string_view::npos) return RawBytes(text);
    char* const to = batch.arena();
    const std::size_t size = unescape(Escapes::kBackslash, text, to);
    batch.use_arena(size);
    return RawBytes({to, size});
  }

  bool has_module_;
  std::vector<TimeFormat> times_;  // of the first slots
  std::vector<Slot> slots_;
  std::size_t first_ = 0;  // slot behind the times
};

template <typename P, auto... Arguments>
std::unique_ptr<Parser> make() {
  return std::make_unique<P>(Arguments...);
}

struct Server {
  std::string_view text;
  std::unique_ptr<Parser> (*make)();
};

constexpr Server kServers[] = {{"nginx", make<NginxErrorLog>},
                               {"apache", make<ApacheErrorLog, true>},
                               {"apache-2.2", make<ApacheErrorLog, false>}};

}  // namespace

Result<std::unique_ptr<Parser>> compile_error_log(const FormatSource& source) {
  const auto* row = std::ranges::find(kServers, source.text, &Server::text);
  return row->make();
}

}  // namespace anonlog
