// What columns are made from, whatever a format calls it: the one place that says which fields are read.
//
// A source is found in a format as the first of its fields that the format has; `time` as the most exact of
// several, `client` as the policy's [client] says.
//
// Threads: immutable.
#ifndef ANONLOG_RULES_SOURCE_H_
#define ANONLOG_RULES_SOURCE_H_

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/error.h"
#include "parsers/field.h"
#include "rules/client.h"
#include "rules/slot_table.h"

namespace anonlog {

enum class Source : std::uint8_t {
  kTime,
  kClient,
  kHost,
  kMethod,
  kTarget,
  kQuery,  // where the format logs it apart from the target's path
  kProtocol,
  kStatus,
  kBytes,
  kDuration,
  kReferrer,
  kUserAgent,
  kAcceptLanguage,
  kBrands,  // the client hints: brands and majors, mobile or not, platform
  kMobile,
  kPlatform,
  kGlobalPrivacy,  // the two signals of who objects to being followed
  kDoNotTrack,
  kLevel,
  kModule,
  kMessage,
  kPeer,
  kForwardedFor,
  kUser,
  kCookie,
  kRequestId,
};
inline constexpr std::size_t kSourceCount = 26;

// A set of sources.
constexpr unsigned bit(Source source) { return 1U << static_cast<unsigned>(source); }

// A few fields, in the order in which they are looked for.
class FieldList {
 public:
  static constexpr std::size_t kMaxFields = 3;

  constexpr FieldList(std::initializer_list<Field> fields) {
    assert(fields.size() <= kMaxFields);
    for (const Field field : fields) fields_[size_++] = field;
  }
  [[nodiscard]] constexpr std::span<const Field> fields() const& { return {fields_.data(), size_}; }
  std::span<const Field> fields() const&& = delete;

 private:
  std::array<Field, kMaxFields> fields_{};
  std::size_t size_ = 0;
};

// Where the sources stand in the batches of a format.
class Sources {
 public:
  Sources(const ClientRule& client, const SlotTable& slots);

  // The fields of which the first (of the client: all) are looked for.
  [[nodiscard]] FieldList fields(Source source) const;

  // Empty when the format lacks it. Of a forwarded client: the list, then the address of the last proxy; of a time or a
  // duration that is logged in parts: all of them.
  [[nodiscard]] std::span<const std::size_t> slots(Source source) const {
    return slots_[static_cast<std::size_t>(source)];
  }
  [[nodiscard]] std::optional<std::size_t> slot(Source source) const {
    const auto found = slots(source);
    return found.empty() ? std::nullopt : std::optional(found.front());
  }
  // Requires: the format has it.
  [[nodiscard]] std::size_t operator[](Source source) const {
    assert(has(bit(source)));
    return slots(source).front();
  }
  // Whether the format has all of a set.
  [[nodiscard]] bool has(unsigned sources) const { return (sources & ~found_) == 0; }

 private:
  Field client_from_;
  std::array<std::vector<std::size_t>, kSourceCount> slots_;
  unsigned found_ = 0;
};

// Errors: kPolicy, when [client] names a field that the format lacks. Without that check a format in which the
// proxy's header is not logged would give records that no one can tell apart from those of no client.
Status require_client(const ClientRule& client, std::span<const Slot> slots, std::string_view format);

}  // namespace anonlog

#endif  // ANONLOG_RULES_SOURCE_H_
