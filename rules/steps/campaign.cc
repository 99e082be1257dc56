// utm_source, utm_medium, utm_campaign: what the link that was followed says of itself. Only the values of these keys of
// the query are looked at: the ids that ad networks give to each click (gclid, fbclid, ...) are in others, and stay out.
#include <optional>
#include <string_view>

#include "parsers/byte_scan.h"
#include "rules/policy.h"
#include "rules/redaction/redactor.h"
#include "rules/request_line.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_utm_source, make_utm_medium, make_utm_campaign;

namespace {

// Names of campaigns are shorter; what is longer was made to carry something.
constexpr std::size_t kMaxValueBytes = 100;

// The value of the first pair of this key ("KEY="); empty when there is none.
std::string_view find_value(std::string_view query, std::string_view key) {
  while (!query.empty()) {
    const char* const end = query.data() + query.size();
    const char* const mark = find_byte(query.data(), end, '&');
    const std::string_view pair = query.substr(0, static_cast<std::size_t>(mark - query.data()));
    if (pair.starts_with(key)) return pair.substr(key.size());
    query.remove_prefix(pair.size() + (mark == end ? 0 : 1));
  }
  return {};
}

class Campaign final : public Step {
 public:
  // `query`: the slot where the format logs it apart.
  Campaign(Column column, std::string_view key, std::optional<std::size_t> query, Redactor redactor)
      : column_(column), key_(key), query_(query), redactor_(std::move(redactor)) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    TextArena& arena = data.published.arena();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const std::string_view value = find_value(query_of(data, row), key_);
      texts[row] = value.empty() ? PublicText() : publish(value, arena);
    }
  }

 private:
  // Empty: there is none. Apache's %q begins with its '?'.
  [[nodiscard]] std::string_view query_of(const StepData& data, std::size_t row) const {
    std::string_view query;
    if (query_) {
      const RawBytes raw = data.records.column(*query_)[row];
      if (!raw.absent()) query = raw.bytes();
      if (query.starts_with('?')) query.remove_prefix(1);
    }
    if (query.empty() && data.identifying.requests[row].state == RequestLine::State::kParsed) {
      const std::string_view target = data.identifying.requests[row].target;
      const std::size_t mark = target.find('?');
      if (mark != std::string_view::npos) query = target.substr(mark + 1);
    }
    return query.substr(0, query.find('#'));
  }

  // As it was logged, in whatever encoding: decoded it could hold what ends a value. Cut at that it can be empty.
  PublicText publish(std::string_view value, TextArena& arena) {
    if (value.size() > kMaxValueBytes) return plain(redactor_.replace(kTokenClass));
    value = redactor_.value(value, arena);
    return value.empty() ? PublicText() : guarded(value, arena);
  }

  Column column_;
  std::string_view key_;
  std::optional<std::size_t> query_;
  Redactor redactor_;
};

std::unique_ptr<Step> make_campaign(Column column, std::string_view key, const StepParts& parts) {
  return std::make_unique<Campaign>(
      column, key, parts.sources.slot(Source::kQuery),
      Redactor(parts.policy.redaction, column, parts.redactions, parts.parameters[0] != 0));
}

}  // namespace

std::unique_ptr<Step> make_utm_source(const StepParts& parts) {
  return make_campaign(Column::kUtmSource, "utm_source=", parts);
}
std::unique_ptr<Step> make_utm_medium(const StepParts& parts) {
  return make_campaign(Column::kUtmMedium, "utm_medium=", parts);
}
std::unique_ptr<Step> make_utm_campaign(const StepParts& parts) {
  return make_campaign(Column::kUtmCampaign, "utm_campaign=", parts);
}

}  // namespace anonlog
