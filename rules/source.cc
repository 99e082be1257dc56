#include "rules/source.h"

#include <fmt/format.h>

#include <algorithm>

#include "parsers/row_time.h"

namespace anonlog {
namespace {

struct SourceRow {
  Source source;
  FieldList fields;
};

constexpr SourceRow kSources[] = {
    {Source::kTime, {Field::kTime}},
    {Source::kClient, {}},  // as the policy says
    {Source::kHost, {Field::kServerName, Field::kHost}},
    {Source::kMethod, {Field::kRequest, Field::kMethod}},
    {Source::kTarget, {Field::kRequest, Field::kTarget, Field::kPath}},
    {Source::kQuery, {Field::kQuery}},
    {Source::kProtocol, {Field::kRequest, Field::kProtocol}},
    {Source::kStatus, {Field::kStatus}},
    {Source::kBytes, {Field::kBodyBytes, Field::kBytesSent}},
    {Source::kDuration, {Field::kDurationUs}},
    {Source::kReferrer, {Field::kReferrer}},
    {Source::kUserAgent, {Field::kUserAgent}},
    {Source::kAcceptLanguage, {Field::kAcceptLanguage}},
    {Source::kBrands, {Field::kSecChUa}},
    {Source::kMobile, {Field::kSecChUaMobile}},
    {Source::kPlatform, {Field::kSecChUaPlatform}},
    {Source::kGlobalPrivacy, {Field::kSecGpc}},
    {Source::kDoNotTrack, {Field::kDnt}},
    {Source::kLevel, {Field::kLevel}},
    {Source::kModule, {Field::kModule}},
    {Source::kMessage, {Field::kMessage}},
    {Source::kPeer, {Field::kPeerIp}},
    {Source::kForwardedFor, {Field::kForwardedFor}},
    {Source::kUser, {Field::kRemoteUser}},
    {Source::kCookie, {Field::kCookie}},
    {Source::kRequestId, {Field::kRequestId}},
};

constexpr bool source_table_is_in_order() {
  for (std::size_t i = 0; i < std::size(kSources); ++i) {
    if (static_cast<std::size_t>(kSources[i].source) != i) return false;
  }
  return std::size(kSources) == kSourceCount;
}
static_assert(source_table_is_in_order());

FieldList client_fields(Field from) {
  if (from == Field::kForwardedFor) return {Field::kForwardedFor, Field::kClientIp};
  return {from};
}

std::vector<std::size_t> find_all(const SlotTable& slots, const FieldList& fields) {
  std::vector<std::size_t> found;
  for (const Field field : fields.fields()) {
    if (const auto slot = slots.find(field)) found.push_back(*slot);
  }
  return found.size() == fields.fields().size() ? found : std::vector<std::size_t>();
}

std::optional<std::size_t> find_first(const SlotTable& slots, const FieldList& fields) {
  for (const Field field : fields.fields()) {
    if (const auto slot = slots.find(field)) return slot;
  }
  return std::nullopt;
}

// Of a format that logs whole URLs, the slot that holds them.
std::optional<std::size_t> find_host_in_request(const SlotTable& slots) {
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].holds_host) return slot;
  }
  return std::nullopt;
}

// Of a format that logs the duration in parts, all of them.
std::vector<std::size_t> find_parts_of_duration(const SlotTable& slots) {
  std::vector<std::size_t> found;
  for (std::size_t slot = 0; slot < slots.size(); ++slot) {
    if (slots[slot].is_part_of_duration) found.push_back(slot);
  }
  return found;
}

}  // namespace

Sources::Sources(const ClientRule& client, const SlotTable& slots) : client_from_(client.from) {
  for (const SourceRow& row : kSources) {
    std::vector<std::size_t>& found = slots_[static_cast<std::size_t>(row.source)];
    if (row.source == Source::kTime) {
      found = time_slots(slots.all());
    } else if (row.source == Source::kClient) {
      found = find_all(slots, fields(row.source));
    } else if (const auto slot = find_first(slots, row.fields)) {
      // A whole target holds its query.
      if (row.source == Source::kQuery && slots.find({Field::kRequest, Field::kTarget})) continue;
      found = {*slot};
    } else if (row.source == Source::kHost) {
      if (const auto request = find_host_in_request(slots)) found = {*request};
    } else if (row.source == Source::kDuration) {
      found = find_parts_of_duration(slots);
    }
    if (!found.empty()) found_ |= bit(row.source);
  }
}

FieldList Sources::fields(Source source) const {
  if (source == Source::kClient) return client_fields(client_from_);
  return kSources[static_cast<std::size_t>(source)].fields;
}

Status require_client(const ClientRule& client, std::span<const Slot> slots, std::string_view format) {
  if (client.from == Field::kClientIp) return {};
  const SlotTable table(slots);
  const FieldList wanted = client_fields(client.from);
  for (const Field field : wanted.fields()) {
    const auto slot = table.find(field);
    if (slot && field == Field::kForwardedFor && table[*slot].forgeable) {
      return fail(
          ErrorKind::kPolicy,
          fmt::format("the policy takes the client from {} ([client]), but in the format {} nothing tells "
                      "where it ends: a client could choose its address. Log it in quotes",
                      field_info(field).name, format));
    }
    if (slot) continue;
    return fail(
        ErrorKind::kPolicy,
        fmt::format("the policy takes the client from {} ([client]), but the format {} has no {}; give "
                    "a format that has it, or a policy without [client]",
                    field_info(client.from).name, format, field_info(field).name));
  }
  return {};
}

}  // namespace anonlog
