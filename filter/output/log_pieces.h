// Writes the pieces of a record that a line of a log is made of (log_shape.h), as GoAccess, AWStats and Matomo read
// them:
//
//     address       client where the policy writes it as an address, or else of the network, without its bits; null is
//                   0.0.0.0
//     time          UTC: 23/Nov/2025:17:37:28 +0000, 2025-11-23T17:37:28+00:00 or 1763919448.123; null is the second 0
//     method        null is "-"
//     path, target  target where the policy publishes it and the query may stand there, or else path; null is "-"
//     protocol      null is HTTP/1.0: a request is three words always, without which readers reject the line or its path
//     status        null is 100: GoAccess rejects what is no status, and no server logs this one of a request's end
//     bytes         null is "-"
//     referrer      referrer_url, or else the site as https://SITE/, and "(internal)" as https://internal.invalid/
//                   (RFC 2606: nobody's); null is "-"
//     user agent    user_agent, or else a reduced one (rules/agent/reduced_user_agent.h); null is "-"
//     host, language            null is "-"
//     duration      in seconds, as 0.042; null is "-"
//
// In values, quote and backslash are \x22 and \x5C, as nginx writes them: readers split lines at quotes.
//
// Threads:  one per encoder.
#ifndef ANONLOG_FILTER_OUTPUT_LOG_PIECES_H_
#define ANONLOG_FILTER_OUTPUT_LOG_PIECES_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "filter/output/agent_columns.h"
#include "filter/output/clf_time_writer.h"
#include "filter/output/column_layout.h"
#include "filter/output/encoder.h"
#include "filter/output/log_shape.h"
#include "filter/output/log_spelling.h"
#include "filter/output/reduced_agent_cache.h"
#include "filter/output/text_field.h"
#include "filter/output/value_text.h"

namespace anonlog {

class LogPieces {
 public:
  // How often each stands in a line.
  using Counts = std::array<std::size_t, kLogPieceCount>;

  // `columns`: what log_columns() gave for the shape.
  LogPieces(std::span<const Column> columns, const Counts& counts)
      : layout_(columns),
        counts_(counts),
        address_column_(has(Column::kClient) ? Column::kClient : Column::kNetwork),
        target_column_(has(Column::kTarget) ? Column::kTarget : Column::kPath),
        has_url_(has(Column::kReferrerUrl)),
        has_agent_text_(has(Column::kUserAgent)) {}

  // Before the first row of a batch is written.
  void begin(const PublicBatch& batch) {
    if (layout_.update(batch)) prepare(batch);
  }

  // What the pieces of these lines can take together, with what a copy touches behind its end.
  [[nodiscard]] std::size_t room_bytes(const PublicBatch& batch, RowRange rows) const {
    const auto numbers = count(LogPiece::kStatus) + count(LogPiece::kBytes) + count(LogPiece::kDuration);
    const auto times = count(LogPiece::kClfTime) + count(LogPiece::kIsoTime) + count(LogPiece::kEpochTime);
    std::size_t bytes =
        rows.size() * (times * kClfTimeRoomBytes + numbers * (kNumberRoomBytes + kMaxFraction));
    const auto add = [&](LogPiece piece, const auto& field, Column column) {
      if (count(piece) != 0) bytes += count(piece) * field.room_bytes(batch.column(column), rows);
    };
    add(LogPiece::kAddress, address_, address_column_);
    add(LogPiece::kMethod, method_, Column::kMethod);
    add(LogPiece::kPath, path_, Column::kPath);
    add(LogPiece::kTarget, target_, target_column_);
    add(LogPiece::kProtocol, protocol_, Column::kProtocol);
    add(LogPiece::kHost, host_, Column::kHost);
    add(LogPiece::kLanguage, language_, Column::kLanguage);
    if (has_url_) {
      add(LogPiece::kReferrer, url_, Column::kReferrerUrl);
    } else {
      add(LogPiece::kReferrer, site_, Column::kReferrer);
    }
    if (!has_agent_text_)
      return bytes + count(LogPiece::kUserAgent) * rows.size() * kMaxReducedUserAgentBytes;
    add(LogPiece::kUserAgent, agent_text_, Column::kUserAgent);
    return bytes;
  }

  // Appends that of the row; returns its end.
  template <LogPiece kPiece>
  [[gnu::always_inline]] char* write(const PublicBatch& batch, std::size_t row, char* out) {
    using enum LogPiece;
    if constexpr (kPiece == kAddress) return address_.write(batch.column(address_column_), row, out);
    if constexpr (kPiece == kClfTime) return clf_time_.write(time_of(batch, row), out);
    if constexpr (kPiece == kIsoTime) return write_iso_time(time_of(batch, row), out);
    if constexpr (kPiece == kEpochTime) return write_thousandths(time_of(batch, row).micros, out);
    if constexpr (kPiece == kMethod) return method_.write(batch.column(Column::kMethod), row, out);
    if constexpr (kPiece == kPath) return path_.write(batch.column(Column::kPath), row, out);
    if constexpr (kPiece == kTarget) return target_.write(batch.column(target_column_), row, out);
    if constexpr (kPiece == kProtocol) return protocol_.write(batch.column(Column::kProtocol), row, out);
    if constexpr (kPiece == kStatus)
      return write_number_or("100", has_status_, batch.column(Column::kStatus), row, out);
    if constexpr (kPiece == kBytes)
      return write_number_or("-", has_bytes_, batch.column(Column::kBytes), row, out);
    if constexpr (kPiece == kReferrer) {
      return has_url_ ? url_.write(batch.column(Column::kReferrerUrl), row, out)
                      : site_.write(batch.column(Column::kReferrer), row, out);
    }
    if constexpr (kPiece == kUserAgent) {
      return has_agent_text_ ? agent_text_.write(batch.column(Column::kUserAgent), row, out)
                             : copy_text(out, reduced_agents_.find(agents_.read(batch, row)));
    }
    if constexpr (kPiece == kHost) return host_.write(batch.column(Column::kHost), row, out);
    if constexpr (kPiece == kDuration) return write_duration(batch.column(Column::kDurationUs), row, out);
    if constexpr (kPiece == kLanguage) return language_.write(batch.column(Column::kLanguage), row, out);
  }

 private:
  using Form = PublicColumn::Form;
  using Text = TextField<log_spelling::DashSpelling>;

  static constexpr std::size_t kMaxFraction = 4;

  [[nodiscard]] bool has(Column column) const {
    return std::ranges::find(layout_.columns(), column) != layout_.columns().end();
  }
  [[nodiscard]] std::size_t count(LogPiece piece) const { return counts_[static_cast<std::size_t>(piece)]; }

  void prepare(const PublicBatch& batch) {
    address_.prepare(batch.column(address_column_));
    method_.prepare(batch.column(Column::kMethod));
    path_.prepare(batch.column(Column::kPath));
    target_.prepare(batch.column(target_column_));
    protocol_.prepare(batch.column(Column::kProtocol));
    site_.prepare(batch.column(Column::kReferrer));
    url_.prepare(batch.column(Column::kReferrerUrl));
    agent_text_.prepare(batch.column(Column::kUserAgent));
    host_.prepare(batch.column(Column::kHost));
    language_.prepare(batch.column(Column::kLanguage));
    agents_.prepare(batch);
    has_time_ = batch.column(Column::kTime).form() == Form::kTime;
    has_status_ = batch.column(Column::kStatus).form() == Form::kNumber;
    has_bytes_ = batch.column(Column::kBytes).form() == Form::kNumber;
    has_duration_ = batch.column(Column::kDurationUs).form() == Form::kNumber;
  }

  [[nodiscard, gnu::always_inline]] PublicTime time_of(const PublicBatch& batch, std::size_t row) const {
    if (!has_time_) return {0, 0};
    const PublicTime& time = batch.column(Column::kTime).times()[row];
    return time.micros == PublicTime::kNull ? PublicTime{0, 0} : time;
  }

  char* write_iso_time(const PublicTime& time, char* out) {
    out = iso_time_.write({time.micros, 0}, out) - 1;  // without the Z
    return log_spelling::write_literal("+00:00", out);
  }

  // A number of microseconds in seconds, with three digits behind the point.
  template <typename Number>
  static char* write_thousandths(Number micros, char* out) {
    const auto thousandths = static_cast<std::uint64_t>(micros) / 1000;
    out = write_number(thousandths / 1000, out);
    *out++ = '.';
    return value_text::write_three_digits(thousandths % 1000, out);
  }

  char* write_duration(const PublicColumn& column, std::size_t row, char* out) const {
    const std::uint64_t micros = has_duration_ ? column.numbers()[row] : PublicColumn::kNullNumber;
    return micros == PublicColumn::kNullNumber ? log_spelling::write_literal("-", out)
                                               : write_thousandths(micros, out);
  }

  template <std::size_t kSize>
  static char* write_number_or(const char (&null)[kSize], bool has_column, const PublicColumn& column,
                               std::size_t row, char* out) {
    const std::uint64_t number = has_column ? column.numbers()[row] : PublicColumn::kNullNumber;
    return number == PublicColumn::kNullNumber ? log_spelling::write_literal(null, out)
                                               : write_number(number, out);
  }

  ColumnLayout layout_;
  Counts counts_;
  Column address_column_;
  Column target_column_;
  bool has_url_;
  bool has_agent_text_;
  bool has_time_ = false;
  bool has_status_ = false;
  bool has_bytes_ = false;
  bool has_duration_ = false;
  TextField<log_spelling::NetworkSpelling> address_;
  Text method_;
  Text path_;
  Text target_;
  TextField<log_spelling::ProtocolSpelling> protocol_;
  TextField<log_spelling::SiteSpelling> site_;
  Text url_;
  Text agent_text_;
  Text host_;
  Text language_;
  AgentColumns agents_;
  ClfTimeWriter clf_time_;
  TimeWriter iso_time_;
  ReducedAgentCache reduced_agents_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_LOG_PIECES_H_
