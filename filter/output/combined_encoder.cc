#include "filter/output/combined_encoder.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "filter/output/clf_time_writer.h"
#include "filter/output/column_layout.h"
#include "filter/output/reduced_agent_cache.h"
#include "filter/output/text_field.h"
#include "filter/output/value_text.h"
#include "rules/agent/agent_families.h"

namespace anonlog {
namespace {

template <std::size_t kSize>
char* write_literal(const char (&literal)[kSize], char* out) {
  std::memcpy(out, literal, kSize - 1);
  return out + kSize - 1;
}

struct QuotedEscapes {
  static constexpr std::array kBytes = {'"', '\\'};

  static char* write(char byte, char* out) {
    return byte == '"' ? write_literal("\\x22", out) : write_literal("\\x5C", out);
  }
};

// A text inside of quotes; an empty one would not be a word.
template <const std::string_view& kNullText>
struct QuotedSpelling {
  static constexpr std::string_view kNull = kNullText;
  static constexpr std::size_t kMaxGrowth = 4;
  static constexpr std::size_t kMaxMore = kNull.size();

  static char* write(std::string_view text, bool plain, char* out) {
    if (text.empty()) return copy_text(out, kNull);
    return plain ? copy_text(out, text) : copy_escaped<QuotedEscapes>(text, out);
  }
};

constexpr std::string_view kDash = "-";
constexpr std::string_view kOldestProtocol = "HTTP/1.0";
using DashSpelling = QuotedSpelling<kDash>;
using ProtocolSpelling = QuotedSpelling<kOldestProtocol>;

// Of a network or an address.
struct NetworkSpelling {
  static constexpr std::string_view kNull = "0.0.0.0";
  static constexpr std::size_t kMaxGrowth = 1;
  static constexpr std::size_t kMaxMore = kNull.size();

  static char* write(std::string_view text, bool /*plain*/, char* out) {
    text = text.substr(0, text.rfind('/'));
    return copy_text(out, text.empty() ? kNull : text);
  }
};

struct SiteSpelling {
  static constexpr std::string_view kNull = "-";
  static constexpr std::size_t kMaxGrowth = 4;
  static constexpr std::size_t kMaxMore = 17;  // https:// and .invalid/

  static char* write(std::string_view text, bool plain, char* out) {
    if (text.empty()) return copy_text(out, kNull);
    out = write_literal("https://", out);
    // "(internal)", "{token}": no site has such a name.
    const bool is_class = text.size() > 2 && (text.front() == '(' || text.front() == '{');
    if (is_class) text = text.substr(1, text.size() - 2);
    out = plain ? copy_text(out, text) : copy_escaped<QuotedEscapes>(text, out);
    return is_class ? write_literal(".invalid/", out) : write_literal("/", out);
  }
};

// Of the columns of a batch to what a reduced user agent is made of.
class AgentColumns {
 public:
  void prepare(const PublicBatch& batch) {
    browsers_ = published_ids(batch.column(Column::kBrowser), AgentRules::browsers());
    systems_ = published_ids(batch.column(Column::kOs), AgentRules::systems());
    const PublicColumn& device = batch.column(Column::kDevice);
    const auto devices = device.form() == PublicColumn::Form::kId ? device.vocabulary() : Vocabulary();
    tablet_ = static_cast<std::size_t>(std::ranges::find(devices, "tablet") - devices.begin());
    has_device_ = tablet_ < devices.size();
    has_major_ = batch.column(Column::kBrowserMajor).form() == PublicColumn::Form::kNumber;
    has_bot_ = batch.column(Column::kBot).form() == PublicColumn::Form::kNumber;
  }

  [[nodiscard]] ReducedAgent read(const PublicBatch& batch, std::size_t row) const {
    ReducedAgent reduced;
    reduced.agent.browser = published_id(browsers_, batch.column(Column::kBrowser), row);
    reduced.agent.os = published_id(systems_, batch.column(Column::kOs), row);
    if (has_major_) {
      const std::uint64_t major = batch.column(Column::kBrowserMajor).numbers()[row];
      if (major <= kMaxMajor) reduced.agent.browser_major = static_cast<std::uint16_t>(major);
    }
    reduced.is_tablet = has_device_ && batch.column(Column::kDevice).ids()[row] == tablet_;
    reduced.is_bot = has_bot_ && batch.column(Column::kBot).numbers()[row] == 1;
    return reduced;
  }

 private:
  static constexpr std::uint64_t kMaxMajor = 9999;  // agent_rules.h

  // For each id of the column that of the same name, and for null kNone; nothing when there are no ids.
  static std::vector<std::uint16_t> published_ids(const PublicColumn& column, Vocabulary names) {
    std::vector<std::uint16_t> ids;
    if (column.form() != PublicColumn::Form::kId) return ids;
    for (const std::string_view text : column.vocabulary()) {
      const auto found = std::ranges::find(names, text);
      ids.push_back(found == names.end() ? kOtherFamily : static_cast<std::uint16_t>(found - names.begin()));
    }
    ids.push_back(Agent::kNone);
    return ids;
  }

  static std::uint16_t published_id(const std::vector<std::uint16_t>& ids, const PublicColumn& column,
                                    std::size_t row) {
    return ids.empty() ? Agent::kNone : ids[std::min<std::size_t>(column.ids()[row], ids.size() - 1)];
  }

  std::vector<std::uint16_t> browsers_;
  std::vector<std::uint16_t> systems_;
  std::size_t tablet_ = 0;
  bool has_device_ = false;
  bool has_major_ = false;
  bool has_bot_ = false;
};

class CombinedEncoder final : public Encoder {
 public:
  explicit CombinedEncoder(std::span<const Column> columns)
      : layout_(columns),
        address_(has(Column::kClient) ? Column::kClient : Column::kNetwork),
        target_(has(Column::kTarget) ? Column::kTarget : Column::kPath),
        has_url_(has(Column::kReferrerUrl)),
        has_agent_text_(has(Column::kUserAgent)) {}

  [[nodiscard]] std::string_view header() const override { return {}; }

  void encode_rows(const PublicBatch& batch, RowRange rows, ByteBuffer& out) override {
    if (layout_.update(batch)) prepare(batch);
    char* p = out.reserve(room_bytes(batch, rows));
    for (std::size_t row = rows.begin; row < rows.end; ++row) p = write_line(batch, row, p);
    out.commit(p);
  }

 private:
  using Form = PublicColumn::Form;

  [[nodiscard]] bool has(Column column) const {
    return std::ranges::find(layout_.columns(), column) != layout_.columns().end();
  }

  void prepare(const PublicBatch& batch) {
    network_.prepare(batch.column(address_));
    method_.prepare(batch.column(Column::kMethod));
    path_.prepare(batch.column(target_));
    protocol_.prepare(batch.column(Column::kProtocol));
    site_.prepare(batch.column(Column::kReferrer));
    url_.prepare(batch.column(Column::kReferrerUrl));
    agent_text_.prepare(batch.column(Column::kUserAgent));
    agents_.prepare(batch);
    has_time_ = batch.column(Column::kTime).form() == Form::kTime;
    has_status_ = batch.column(Column::kStatus).form() == Form::kNumber;
    has_bytes_ = batch.column(Column::kBytes).form() == Form::kNumber;
  }

  // Enough for all lines, and for what a copy touches behind its end.
  [[nodiscard]] std::size_t room_bytes(const PublicBatch& batch, RowRange rows) const {
    constexpr std::size_t kLiterals = 64;
    std::size_t bytes = rows.size() * (kLiterals + kClfTimeRoomBytes + 2 * kNumberRoomBytes);
    bytes += network_.room_bytes(batch.column(address_), rows);
    bytes += method_.room_bytes(batch.column(Column::kMethod), rows);
    bytes += path_.room_bytes(batch.column(target_), rows);
    bytes += protocol_.room_bytes(batch.column(Column::kProtocol), rows);
    bytes += has_url_ ? url_.room_bytes(batch.column(Column::kReferrerUrl), rows)
                      : site_.room_bytes(batch.column(Column::kReferrer), rows);
    return bytes + (has_agent_text_ ? agent_text_.room_bytes(batch.column(Column::kUserAgent), rows)
                                    : rows.size() * kMaxReducedUserAgentBytes);
  }

  [[gnu::always_inline]] char* write_line(const PublicBatch& batch, std::size_t row, char* out) {
    out = network_.write(batch.column(address_), row, out);
    out = write_literal(" - - [", out);
    out = write_time(batch.column(Column::kTime), row, out);
    out = write_literal("] \"", out);
    out = method_.write(batch.column(Column::kMethod), row, out);
    *out++ = ' ';
    out = path_.write(batch.column(target_), row, out);
    *out++ = ' ';
    out = protocol_.write(batch.column(Column::kProtocol), row, out);
    out = write_literal("\" ", out);
    out = write_number_or("100", has_status_, batch.column(Column::kStatus), row, out);
    *out++ = ' ';
    out = write_number_or("-", has_bytes_, batch.column(Column::kBytes), row, out);
    out = write_literal(" \"", out);
    out = has_url_ ? url_.write(batch.column(Column::kReferrerUrl), row, out)
                   : site_.write(batch.column(Column::kReferrer), row, out);
    out = write_literal("\" \"", out);
    out = has_agent_text_ ? agent_text_.write(batch.column(Column::kUserAgent), row, out)
                          : copy_text(out, reduced_agents_.find(agents_.read(batch, row)));
    return write_literal("\"\n", out);
  }

  [[gnu::always_inline]] char* write_time(const PublicColumn& column, std::size_t row, char* out) {
    const bool is_known = has_time_ && column.times()[row].micros != PublicTime::kNull;
    return time_writer_.write(is_known ? column.times()[row] : PublicTime{0, 0}, out);
  }

  template <std::size_t kSize>
  static char* write_number_or(const char (&null)[kSize], bool has_column, const PublicColumn& column,
                               std::size_t row, char* out) {
    const std::uint64_t number = has_column ? column.numbers()[row] : PublicColumn::kNullNumber;
    return number == PublicColumn::kNullNumber ? write_literal(null, out) : write_number(number, out);
  }

  ColumnLayout layout_;
  Column address_;
  Column target_;
  bool has_url_;
  bool has_agent_text_;
  bool has_time_ = false;
  bool has_status_ = false;
  bool has_bytes_ = false;
  TextField<NetworkSpelling> network_;
  TextField<DashSpelling> method_;
  TextField<DashSpelling> path_;
  TextField<ProtocolSpelling> protocol_;
  TextField<SiteSpelling> site_;
  TextField<DashSpelling> url_;
  TextField<DashSpelling> agent_text_;
  AgentColumns agents_;
  ClfTimeWriter time_writer_;
  ReducedAgentCache reduced_agents_;
};

}  // namespace

std::vector<Column> combined_columns(const Policy& policy) {
  const auto has = [&policy](Column column) {
    return policy.columns[static_cast<std::size_t>(column)].has_value();
  };
  const auto& client = policy.columns[static_cast<std::size_t>(Column::kClient)];
  std::vector<Column> columns = {Column::kTime, Column::kMethod, Column::kProtocol, Column::kStatus,
                                 Column::kBytes};
  columns.push_back(client && writes_address(*client) ? Column::kClient : Column::kNetwork);
  columns.push_back(has(Column::kTarget) ? Column::kTarget : Column::kPath);
  columns.push_back(has(Column::kReferrerUrl) ? Column::kReferrerUrl : Column::kReferrer);
  if (has(Column::kUserAgent)) {
    columns.push_back(Column::kUserAgent);
  } else {
    for (const Column part :
         {Column::kBrowser, Column::kBrowserMajor, Column::kOs, Column::kDevice, Column::kBot}) {
      columns.push_back(part);
    }
  }
  std::ranges::sort(columns);
  return columns;
}

std::unique_ptr<Encoder> make_combined_encoder(std::span<const Column> columns) {
  return std::make_unique<CombinedEncoder>(columns);
}

}  // namespace anonlog
