// The combined line written as plainly as can be: what CombinedEncoder must agree with, byte for byte.
#ifndef ANONLOG_TESTS_FILTER_OUTPUT_COMBINED_REFERENCE_H_
#define ANONLOG_TESTS_FILTER_OUTPUT_COMBINED_REFERENCE_H_

#include <algorithm>
#include <ctime>
#include <span>
#include <string>
#include <string_view>

#include "rules/agent/agent_families.h"
#include "rules/agent/reduced_user_agent.h"
#include "tests/filter/output/encoder_reference.h"

namespace anonlog {

class CombinedReference {
 public:
  CombinedReference(const PublicBatch& batch, std::span<const Column> columns)
      : batch_(batch), columns_(columns) {}

  std::string lines() {
    std::string out;
    for (row_ = 0; row_ < batch_.rows(); ++row_) out += line();
    return out;
  }

 private:
  std::string line() const {
    return address() + " - - [" + time() + "] \"" + value(Column::kMethod, "-") + " " +
           value(has(Column::kTarget) ? Column::kTarget : Column::kPath, "-") + " " +
           value(Column::kProtocol, "HTTP/1.0") + "\" " + value(Column::kStatus, "100") + " " +
           value(Column::kBytes, "-") + " \"" + referrer() + "\" \"" + agent() + "\"\n";
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

  std::string time() const {
    const PublicColumn& column = batch_.column(Column::kTime);
    const bool known =
        column.form() == PublicColumn::Form::kTime && column.times()[row_].micros != PublicTime::kNull;
    const std::time_t seconds = known ? column.times()[row_].micros / 1'000'000 : 0;
    std::tm date{};
    gmtime_r(&seconds, &date);
    char text[64];
    return std::string(text, std::strftime(text, sizeof(text), "%d/%b/%Y:%H:%M:%S +0000", &date));
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

  const PublicBatch& batch_;
  std::span<const Column> columns_;
  std::size_t row_ = 0;
};

inline std::string reference_combined(const PublicBatch& batch, std::span<const Column> columns) {
  return CombinedReference(batch, columns).lines();
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_FILTER_OUTPUT_COMBINED_REFERENCE_H_
