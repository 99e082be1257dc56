// The catalogue of what a published record can hold, closed. Most columns are part of every record, null where
// the log has no such thing; the optional ones are there only where a policy names them.
#ifndef ANONLOG_RULES_COLUMN_H_
#define ANONLOG_RULES_COLUMN_H_

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "parsers/field.h"

namespace anonlog {

enum class Column : std::uint8_t {
  kTime,
  kHost,
  kMethod,
  kPath,
  kProtocol,
  kStatus,
  kBytes,
  kDurationUs,
  kReferrer,
  kReferrerKind,
  kBrowser,
  kBrowserMajor,
  kOs,
  kDevice,
  kBot,
  kLanguage,
  kCountry,
  kNetwork,
  kVisitor,
  kBotCategory,
  kUtmSource,
  kUtmMedium,
  kUtmCampaign,
  kAsn,
  kFlagged,
  kTarget,
  kReferrerUrl,
  kUserAgent,
  kLevel,
  kModule,
  kMessage,
  kClient,
  kPeer,
  kForwardedFor,
  kUser,
  kCookie,
  kRequestId,
  kRecord,
};

enum class ColumnType : std::uint8_t {
  kTimestamp,  // UTC, microseconds
  kText,
  kUint16,
  kUint32,
  kUint64,
  kBool,
};

struct ColumnInfo {
  Column column;
  std::string_view name;
  ColumnType type;
  IdentityClass identity;
  bool optional = false;
  bool is_pseudonym = false;  // all of its actions take the key of the line's day
};

inline constexpr ColumnInfo kColumns[] = {
    {Column::kTime, "time", ColumnType::kTimestamp, IdentityClass::kNone},
    {Column::kHost, "host", ColumnType::kText, IdentityClass::kNone},
    {Column::kMethod, "method", ColumnType::kText, IdentityClass::kNone},
    {Column::kPath, "path", ColumnType::kText, IdentityClass::kQuasi},
    {Column::kProtocol, "protocol", ColumnType::kText, IdentityClass::kNone},
    {Column::kStatus, "status", ColumnType::kUint16, IdentityClass::kNone},
    {Column::kBytes, "bytes", ColumnType::kUint64, IdentityClass::kQuasi},
    {Column::kDurationUs, "duration_us", ColumnType::kUint64, IdentityClass::kQuasi},
    {Column::kReferrer, "referrer", ColumnType::kText, IdentityClass::kNone},
    {Column::kReferrerKind, "referrer_kind", ColumnType::kText, IdentityClass::kNone},
    {Column::kBrowser, "browser", ColumnType::kText, IdentityClass::kNone},
    {Column::kBrowserMajor, "browser_major", ColumnType::kUint16, IdentityClass::kNone},
    {Column::kOs, "os", ColumnType::kText, IdentityClass::kNone},
    {Column::kDevice, "device", ColumnType::kText, IdentityClass::kNone},
    {Column::kBot, "bot", ColumnType::kBool, IdentityClass::kNone},
    {Column::kLanguage, "language", ColumnType::kText, IdentityClass::kNone},
    {Column::kCountry, "country", ColumnType::kText, IdentityClass::kNone},
    {Column::kNetwork, "network", ColumnType::kText, IdentityClass::kQuasi},
    {Column::kVisitor, "visitor", ColumnType::kText, IdentityClass::kQuasi, false, true},
    {Column::kBotCategory, "bot_category", ColumnType::kText, IdentityClass::kNone, true},
    {Column::kUtmSource, "utm_source", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kUtmMedium, "utm_medium", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kUtmCampaign, "utm_campaign", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kAsn, "asn", ColumnType::kUint32, IdentityClass::kQuasi, true},
    {Column::kFlagged, "flagged", ColumnType::kBool, IdentityClass::kNone, true},
    {Column::kTarget, "target", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kReferrerUrl, "referrer_url", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kUserAgent, "user_agent", ColumnType::kText, IdentityClass::kQuasi, true},
    {Column::kLevel, "level", ColumnType::kText, IdentityClass::kNone, true},
    {Column::kModule, "module", ColumnType::kText, IdentityClass::kNone, true},
    {Column::kMessage, "message", ColumnType::kText, IdentityClass::kNone, true},
    {Column::kClient, "client", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kPeer, "peer", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kForwardedFor, "forwarded_for", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kUser, "user", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kCookie, "cookie", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kRequestId, "request_id", ColumnType::kText, IdentityClass::kQuasi, true, true},
    {Column::kRecord, "record", ColumnType::kText, IdentityClass::kQuasi, true},
};
inline constexpr std::size_t kColumnCount = sizeof(kColumns) / sizeof(kColumns[0]);

constexpr const ColumnInfo& column_info(Column column) { return kColumns[static_cast<std::size_t>(column)]; }

constexpr std::optional<Column> find_column(std::string_view name) {
  for (const ColumnInfo& info : kColumns) {
    if (info.name == name) return info.column;
  }
  return std::nullopt;
}

constexpr bool column_table_is_in_order() {
  for (std::size_t i = 0; i < kColumnCount; ++i) {
    if (static_cast<std::size_t>(kColumns[i].column) != i) return false;
  }
  return true;
}
static_assert(column_table_is_in_order());

// A set of columns, by Column.
using ColumnSet = std::bitset<kColumnCount>;

}  // namespace anonlog

#endif  // ANONLOG_RULES_COLUMN_H_
