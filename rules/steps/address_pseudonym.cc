// client, peer, forwarded_for: addresses as pseudonyms under the key of the line's UTC day, column and action. cmac has no
// way back; the others (keys/address_cipher.h) have one for who holds the key.
//
// A pseudonym is hex digits: of cmac those of its first 64 bits, of the others all. With as_address it is the text of an
// address, all 128 bits of cmac.
#include <algorithm>
#include <string>
#include <vector>

#include "rules/action.h"
#include "rules/client.h"
#include "rules/keys/address_cipher.h"
#include "rules/keys/address_mac.h"
#include "rules/keys/day_ciphers.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/token_text.h"
#include "rules/policy.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_address_pseudonym;

namespace {

constexpr std::size_t kMacTextBytes = 8;

// Null for cmac.
const AddressCipherInfo* find_cipher(std::string_view name) {
  const auto* info = std::ranges::find(kAddressCiphers, name, &AddressCipherInfo::name);
  return info == std::end(kAddressCiphers) ? nullptr : info;
}

// Texts of the addresses of one day, in order.
class AddressPseudonyms {
 public:
  explicit AddressPseudonyms(const StepParts& parts)
      : info_(find_cipher(parts.action->name)),
        as_address_(parts.parameters[0] != 0),
        purpose_(key_purpose(*parts.action)),
        ciphers_(parts.day_keys, {purpose_, parts.policy.site},
                 info_ == nullptr ? AddressMac::kKeyBytes : info_->key_bytes,
                 [info = info_](ByteSpan key) { return with_key(make_cipher(info), key); }) {}

  // Of a next batch or day.
  void clear() { addresses_.clear(); }
  void add(const Address& address) { addresses_.push_back(address); }

  // False: there is no key of this day, so that all of them are null.
  bool make_tokens(std::int64_t day) {
    if (day == IdentifyingBatch::kNoDay) return false;
    tokens_.resize(addresses_.size());
    return ciphers_.run(day, [this](AddressCipher& cipher) { return cipher.encrypt(addresses_, tokens_); });
  }

  // Of the i-th address; returns the bytes written. Requires: make_tokens(); room for kMaxAddressTokenText bytes.
  std::size_t write(std::size_t i, char* out) const {
    const AddressToken& token = tokens_[i];
    if (as_address_) return write_address_token(token, out);
    return write_hex(std::span(token.bytes).first(info_ == nullptr ? kMacTextBytes : token.size), out);
  }

 private:
  static std::unique_ptr<AddressCipher> make_cipher(const AddressCipherInfo* info) {
    if (info == nullptr) return std::make_unique<AddressMac>();
    return make_address_cipher(info->kind);
  }

  const AddressCipherInfo* info_;
  bool as_address_;
  std::string purpose_;
  DayCiphers<AddressCipher> ciphers_;
  std::vector<Address> addresses_;
  std::vector<AddressToken> tokens_;
};

struct ReadClient {
  bool operator()(const StepData& data, std::size_t row, Address* address) const {
    *address = data.identifying.addresses[row];
    return data.identifying.has_address[row];
  }
};

struct ReadPeer {
  bool operator()(const StepData& data, std::size_t row, Address* address) const {
    const RawBytes raw = data.records.column(slot)[row];
    return !raw.absent() && read_element(raw.bytes(), address);
  }

  std::size_t slot;
};

// A column of an address each, which a Read finds.
template <typename Read>
class OneAddress final : public Step {
 public:
  OneAddress(const StepParts& parts, Read read)
      : column_(parts.action->column), read_(read), pseudonyms_(parts) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(column_).make_texts();
    const std::size_t rows = data.records.rows();
    char* out = data.published.arena().allocate(rows * kMaxAddressTokenText);
    for (std::size_t begin = 0; begin < rows;) {
      const std::size_t end = data.identifying.end_of_day(begin, rows);
      pseudonyms_.clear();
      for (std::size_t row = begin; row < end; ++row) {
        Address address;
        has_[row] = !data.identifying.objects[row] && read_(data, row, &address);
        if (has_[row]) pseudonyms_.add(address);
      }
      const bool made = pseudonyms_.make_tokens(data.identifying.days[begin]);
      for (std::size_t row = begin, i = 0; row < end; ++row) {
        texts[row] = PublicText();
        if (!made || !has_[row]) continue;
        const std::size_t size = pseudonyms_.write(i++, out);
        texts[row] = plain({out, size});
        out += size;
      }
      begin = end;
    }
  }

 private:
  Column column_;
  Read read_;
  AddressPseudonyms pseudonyms_;
  IdentifyingBatch::Rows<bool> has_{};
};

// The addresses of X-Forwarded-For each, joined as they came; what is none is `unknown`, RFC 7239's word for it. What is
// to the left of the last kMaxElements is left away: a client may write as many as it likes.
class ForwardedPseudonyms final : public Step {
 public:
  explicit ForwardedPseudonyms(const StepParts& parts)
      : slot_(parts.sources[Source::kForwardedFor]), pseudonyms_(parts) {}

  void run(const StepData& data) override {
    const auto raw = data.records.column(slot_);
    const auto texts = data.published.column(Column::kForwardedFor).make_texts();
    for (std::size_t begin = 0; begin < raw.size();) {
      const std::size_t end = data.identifying.end_of_day(begin, raw.size());
      pseudonyms_.clear();
      elements_.clear();
      for (std::size_t row = begin; row < end; ++row) {
        const bool is_null = raw[row].absent() || raw[row].bytes().empty() || data.identifying.objects[row];
        counts_[row] = is_null ? 0 : read_list(raw[row].bytes());
      }
      const bool made = pseudonyms_.make_tokens(data.identifying.days[begin]);
      write_lists(texts.subspan(begin, end - begin), &counts_[begin], made, data.published.arena());
      begin = end;
    }
  }

 private:
  enum class Element : std::uint8_t { kAddress, kUnknown };

  static constexpr std::size_t kMaxElements = 32;
  static constexpr std::string_view kBetween = ", ";
  static constexpr std::string_view kUnknown = "unknown";
  static constexpr std::size_t kMaxElementText = kMaxAddressTokenText + kBetween.size();

  // Returns how many elements were added.
  std::size_t read_list(std::string_view list) {
    std::size_t begin = list.size();
    std::size_t count = 0;
    while (begin != std::string_view::npos && count < kMaxElements) {
      begin = begin == 0 ? std::string_view::npos : list.rfind(',', begin - 1);
      ++count;
    }
    list = begin == std::string_view::npos ? list : list.substr(begin + 1);
    for (std::size_t i = 0; i < count; ++i) {
      const std::size_t comma = std::min(list.find(','), list.size());
      Address address;
      const bool is_address = read_element(list.substr(0, comma), &address);
      elements_.push_back(is_address ? Element::kAddress : Element::kUnknown);
      if (is_address) pseudonyms_.add(address);
      list.remove_prefix(std::min(comma + 1, list.size()));
    }
    return count;
  }

  // All elements, `counts` of them a text; null when they were not made.
  void write_lists(std::span<PublicText> texts, const std::size_t* counts, bool made, TextArena& arena) {
    char* out = arena.allocate(elements_.size() * kMaxElementText);
    auto element = elements_.begin();
    std::size_t token = 0;
    for (PublicText& text : texts) {
      text = PublicText();
      const std::size_t count = *counts++;
      if (!made || count == 0) continue;
      const char* const begin = out;
      for (std::size_t i = 0; i < count; ++i, ++element) {
        if (i != 0) out = std::ranges::copy(kBetween, out).out;
        out = *element == Element::kAddress ? out + pseudonyms_.write(token++, out)
                                            : std::ranges::copy(kUnknown, out).out;
      }
      text = guarded({begin, static_cast<std::size_t>(out - begin)}, arena);
    }
  }

  std::size_t slot_;
  AddressPseudonyms pseudonyms_;
  std::vector<Element> elements_;                 // of the rows of a day, one behind the other
  IdentifyingBatch::Rows<std::size_t> counts_{};  // of them, how many are a row's
};

}  // namespace

std::unique_ptr<Step> make_address_pseudonym(const StepParts& parts) {
  if (parts.action->column == Column::kForwardedFor) return std::make_unique<ForwardedPseudonyms>(parts);
  if (parts.action->column == Column::kClient) {
    return std::make_unique<OneAddress<ReadClient>>(parts, ReadClient());
  }
  return std::make_unique<OneAddress<ReadPeer>>(parts, ReadPeer{parts.sources[Source::kPeer]});
}

}  // namespace anonlog
