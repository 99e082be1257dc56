// user, cookie, request_id: the first 64 bits of HMAC-SHA-256 (RFC 2104) of the text under the key of the line's UTC day and
// the column, and of one cookie its name. Equal texts of two columns have nothing in common, and there is no way back.
#include <array>
#include <string>

#include "rules/action.h"
#include "rules/keys/day_ciphers.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/text_mac.h"
#include "rules/policy.h"
#include "rules/source.h"
#include "rules/step.h"
#include "rules/steps/cookie_value.h"

namespace anonlog {

StepMaker make_token;

namespace {

constexpr std::size_t kTagBytes = 8;
constexpr std::size_t kTextBytes = 2 * kTagBytes;  // hex digits

Source source_of(Column column) {
  if (column == Column::kUser) return Source::kUser;
  return column == Column::kCookie ? Source::kCookie : Source::kRequestId;
}

class Token final : public Step {
 public:
  explicit Token(const StepParts& parts)
      : column_(parts.action->column),
        slot_(parts.sources[source_of(column_)]),
        cookie_(parts.name),
        purpose_(key_purpose(*parts.action).append(cookie_.empty() ? "" : " ").append(cookie_)),
        macs_(parts.day_keys, {purpose_, parts.policy.site}, TextMac::kKeyBytes,
              [](ByteSpan key) { return with_key(std::make_unique<TextMac>(), key); }) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    const auto raw = data.records.column(slot_);
    char* out = data.published.arena().allocate(raw.size() * kTextBytes);
    for (std::size_t begin = 0; begin < raw.size();) {
      const std::size_t end = data.identifying.end_of_day(begin, raw.size());
      const bool made = make_tags(raw.subspan(begin, end - begin), data.identifying, begin);
      for (std::size_t row = begin; row < end; ++row) {
        texts[row] = PublicText();
        if (!made || !has_[row]) continue;
        texts[row] = plain({out, write_hex(std::span(tags_[row]).first(kTagBytes), out)});
        out += kTextBytes;
      }
      begin = end;
    }
  }

 private:
  using Tag = std::array<std::uint8_t, kSha256Bytes>;

  // Of rows of one day, which begin at `first`. False: there is no key of this day.
  bool make_tags(std::span<const RawBytes> raw, const IdentifyingBatch& batch, std::size_t first) {
    if (batch.days[first] == IdentifyingBatch::kNoDay) return false;
    return macs_.run(batch.days[first], [&](TextMac& mac) {
      for (std::size_t i = 0; i < raw.size(); ++i) {
        const std::size_t row = first + i;
        const std::string_view text = raw[i].absent() ? std::string_view() : text_of(raw[i].bytes());
        has_[row] = !text.empty() && !batch.objects[row];
        if (has_[row] && !mac.tag(text, tags_[row])) return false;
      }
      return true;
    });
  }

  [[nodiscard]] std::string_view text_of(std::string_view bytes) const {
    return cookie_.empty() ? bytes : cookie_value(bytes, cookie_);
  }

  Column column_;
  std::size_t slot_;
  std::string_view cookie_;  // its name; empty: the whole text
  std::string purpose_;
  DayCiphers<TextMac> macs_;
  IdentifyingBatch::Rows<Tag> tags_;
  IdentifyingBatch::Rows<bool> has_{};
};

}  // namespace

std::unique_ptr<Step> make_token(const StepParts& parts) { return std::make_unique<Token>(parts); }

}  // namespace anonlog
