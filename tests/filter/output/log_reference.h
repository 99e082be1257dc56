// Lines of a log written as plainly as can be: what LogEncoder must agree with, byte for byte.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_LOG_REFERENCE_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_LOG_REFERENCE_H_

#include <algorithm>
#include <ctime>
#include <span>
#include <string>
#include <string_view>

#include "rules/agent/agent_families.h"
#include "rules/agent/reduced_user_agent.h"
#include "tests/filter/output/encoder_reference.h"

namespace anonlog {

class LogReference {
 public:
  LogReference(std::string_view log_format, const PublicBatch& batch, std::span<const Column> columns)
      : log_format_(log_format), batch_(batch), columns_(columns) {}

  std::string lines() {
    std::string out;
    for (row_ = 0; row_ < batch_.rows(); ++row_) out += line();
    return out;
  }

 private:
  // Each $variable is what it stands for.
  std::string line() const {
    std::string out;
    for (std::size_t at = 0; at < log_format_.size();) {
      const std::size_t dollar = std::min(log_format_.find('$', at), log_format_.size());
      out += log_format_.substr(at, dollar - at);
      at = dollar;
      if (dollar == log_format_.size()) break;
      constexpr std::string_view kNameBytes = "abcdefghijklmnopqrstuvwxyz_0123456789";
      at = std::min(log_format_.find_first_not_of(kNameBytes, dollar + 1), log_format_.size());
      out += variable(log_format_.substr(dollar + 1, at - dollar - 1));
    }
    return out + "\n";
  }

  std::string variable(std::string_view name) const {
    const std::string target = value(has(Column::kTarget) ? Column::kTarget : Column::kPath, "-");
    if (name == "remote_addr") return address();
    if (name == "time_local") return time("%d/%b/%Y:%H:%M:%S +0000");
    if (name == "time_iso8601") return time("%Y-%m-%dT%H:%M:%S+00:00");
    if (name == "msec") return thousandths(std::to_string(micros()));
    if (name == "request_method") return value(Column::kMethod, "-");
    if (name == "request_uri") return target;
    if (name == "uri") return value(Column::kPath, "-");
    if (name == "server_protocol") return value(Column::kProtocol, "HTTP/1.0");
    if (name == "request") {
      return value(Column::kMethod, "-") + " " + target + " " + value(Column::kProtocol, "HTTP/1.0");
    }
    if (name == "status") return value(Column::kStatus, "100");
    if (name == "body_bytes_sent") return value(Column::kBytes, "-");
    if (name == "http_referer") return referrer();
    if (name == "http_user_agent") return agent();
    if (name == "host") return value(Column::kHost, "-");
    if (name == "http_accept_language") return value(Column::kLanguage, "-");
    if (name == "request_time") {
      const std::string duration = value(Column::kDurationUs, "-");
      return duration == "-" ? duration : thousandths(duration);
    }
    return "-";
  }

  // Decimal microseconds in seconds.
  static std::string thousandths(std::string digits) {
    digits = std::string(digits.size() < 7 ? 7 - digits.size() : 0, '0') + digits;
    return digits.substr(0, digits.size() - 6) + "." + digits.substr(digits.size() - 6, 3);
  }

  std::string address() const {
    const Column column = has(Column::kClient) ? Column::kClient : Column::kNetwork;
    const auto network = reference_value(batch_.column(column), ColumnType::kText, row_).value_or("");
    const std::string address = network.substr(0, network.rfind('/'));
    return address.empty() ? "0.0.0.0" : address;
  }

  bool has(Column column) const { return std::ranges::find(columns_, column) != columns_.end(); }

  // A text that is empty counts as null.
  std::string value(Column column, std::string_view null) const {
    const auto text = reference_value(batch_.column(column), column_info(column).type, row_);
    if (!text || text->empty()) return std::string(null);
    std::string out;
    for (const char c : *text) {
      out += c == '"' ? "\\x22" : c == '\\' ? "\\x5C" : std::string(1, c);
    }
    return out;
  }

  std::int64_t micros() const {
    const PublicColumn& column = batch_.column(Column::kTime);
    const bool known =
        column.form() == PublicColumn::Form::kTime && column.times()[row_].micros != PublicTime::kNull;
    return known ? column.times()[row_].micros : 0;
  }

  std::string time(const char* format) const {
    const std::time_t seconds = micros() / 1'000'000;
    std::tm date{};
    gmtime_r(&seconds, &date);
    char text[64];
    return std::string(text, std::strftime(text, sizeof(text), format, &date));
  }

  std::string referrer() const {
    if (has(Column::kReferrerUrl)) return value(Column::kReferrerUrl, "-");
    const std::string site = value(Column::kReferrer, "");
    if (site.empty()) return "-";
    const auto raw = reference_value(batch_.column(Column::kReferrer), ColumnType::kText, row_);
    if (raw->size() > 2 && (raw->front() == '(' || raw->front() == '{')) {
      const std::size_t last = raw->back() == '"' || raw->back() == '\\' ? 4 : 1;
      return "https://" + site.substr(1, site.size() - 1 - last) + ".invalid/";
    }
    return "https://" + site + "/";
  }

  std::uint16_t published_id(Column column, std::span<const std::string_view> names) const {
    const PublicColumn& cells = batch_.column(column);
    if (cells.form() != PublicColumn::Form::kId) return Agent::kNone;
    const auto name = reference_value(cells, ColumnType::kText, row_);
    if (!name) return Agent::kNone;
    const auto found = std::ranges::find(names, *name);
    return found == names.end() ? kOtherFamily : static_cast<std::uint16_t>(found - names.begin());
  }

  std::string agent() const {
    if (has(Column::kUserAgent)) return value(Column::kUserAgent, "-");
    ReducedAgent reduced;
    reduced.agent.browser = published_id(Column::kBrowser, published_browsers());
    reduced.agent.os = published_id(Column::kOs, published_systems());
    const auto major = reference_value(batch_.column(Column::kBrowserMajor), ColumnType::kUint16, row_);
    if (major && major->size() <= 4)
      reduced.agent.browser_major = static_cast<std::uint16_t>(std::stoul(*major));
    reduced.is_tablet = reference_value(batch_.column(Column::kDevice), ColumnType::kText, row_) == "tablet";
    reduced.is_bot = reference_value(batch_.column(Column::kBot), ColumnType::kBool, row_) == "true";
    std::string text(kMaxReducedUserAgentBytes, '\0');
    text.resize(write_reduced_user_agent(reduced, text.data()));
    return text;
  }

  std::string_view log_format_;
  const PublicBatch& batch_;
  std::span<const Column> columns_;
  std::size_t row_ = 0;
};

// `log_format`: of a shape that has the columns; its variables must not touch.
inline std::string reference_log(std::string_view log_format, const PublicBatch& batch,
                                 std::span<const Column> columns) {
  return LogReference(log_format, batch, columns).lines();
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_LOG_REFERENCE_H_
