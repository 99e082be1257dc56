// visitor: the first 64 bits of AES-CMAC (RFC 4493) under the key of the line's UTC day, over address, site
// and user agent. Address and digest are 16 bytes each, so that a batch is two passes of AES
// (keys/cmac_column.h).
#include <array>
#include <cstring>

#include "rules/keys/cmac_column.h"
#include "rules/keys/day_ciphers.h"
#include "rules/keys/hex_text.h"
#include "rules/policy.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_visitor, make_clients;

namespace {

constexpr std::size_t kTagBytes = 8;
constexpr std::size_t kTextBytes = 2 * kTagBytes;  // hex digits
constexpr unsigned kIpv4Bits = 32;
constexpr unsigned kIpv6Bits = 128;
constexpr unsigned kIpv6SiteBits = 48;

// The tags of a batch's rows.
class ClientTags {
 public:
  ClientTags(const DayKeys& keys, KeyUse use, unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits)
      : ciphers_(keys, use, CmacColumn::kKeyBytes,
                 [](ByteSpan key) { return with_key(std::make_unique<CmacColumn>(), key); }),
        ipv4_prefix_bits_(ipv4_prefix_bits),
        ipv6_prefix_bits_(ipv6_prefix_bits),
        is_whole_(ipv4_prefix_bits == kIpv4Bits && ipv6_prefix_bits == kIpv6Bits) {}

  // Calls take(row, tag), in order; the tag is null for rows without a day or an address, and when the crypto library
  // failed: no key, no tag.
  template <typename Take>
  void run(const IdentifyingBatch& batch, std::size_t rows, Take take) {
    for (std::size_t row = 0; row < rows; ++row) {
      const Address& address = batch.addresses[row];
      addresses_[row] = is_whole_ ? address.bytes() : address.prefix(ipv4_prefix_bits_, ipv6_prefix_bits_);
    }
    for (std::size_t begin = 0; begin < rows;) {
      const std::size_t end = batch.end_of_day(begin, rows);
      const bool tagged = tag(batch, begin, end);
      for (std::size_t row = begin; row < end; ++row) {
        take(row, tagged && batch.has_address[row] ? &tags_[row] : nullptr);
      }
      begin = end;
    }
  }

 private:
  bool tag(const IdentifyingBatch& batch, std::size_t begin, std::size_t end) {
    const std::int64_t day = batch.days[begin];
    if (day == IdentifyingBatch::kNoDay) return false;
    const std::size_t rows = end - begin;
    return ciphers_.run(day, [&](CmacColumn& cmac) {
      return cmac.tag(std::span(addresses_).subspan(begin, rows),
                      std::span(batch.agent_digests).subspan(begin, rows),
                      std::span(tags_).subspan(begin, rows));
    });
  }

  DayCiphers<CmacColumn> ciphers_;
  unsigned ipv4_prefix_bits_;  // of the address, what goes in
  unsigned ipv6_prefix_bits_;
  bool is_whole_;
  IdentifyingBatch::Rows<Block> addresses_;
  IdentifyingBatch::Rows<Block> tags_;
};

class Visitor final : public Step {
 public:
  Visitor(const DayKeys& keys, KeyUse use, unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits)
      : tags_(keys, use, ipv4_prefix_bits, ipv6_prefix_bits) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kVisitor).make_texts();
    const std::size_t rows = data.records.rows();
    char* out = data.published.arena().allocate(rows * kTextBytes);
    tags_.run(data.identifying, rows, [&](std::size_t row, const Block* tag) {
      texts[row] = PublicText();
      if (tag == nullptr || data.identifying.objects[row]) return;
      texts[row] = plain({out, write_hex(std::span(*tag).first(kTagBytes), out)});
      out += kTextBytes;
    });
  }

 private:
  ClientTags tags_;
};

// For a release, which is made of the rows that many clients share. Of IPv6 a /48 is one: it can be a household, in which
// every machine has as many addresses as it likes.
class Clients final : public Step {
 public:
  explicit Clients(const DayKeys& keys) : tags_(keys, {"client", {}}, kIpv4Bits, kIpv6SiteBits) {}

  void run(const StepData& data) override {
    auto& clients = data.identifying.clients;
    tags_.run(data.identifying, data.records.rows(), [&](std::size_t row, const Block* tag) {
      clients[row] = 0;
      if (tag != nullptr) std::memcpy(&clients[row], tag->data(), sizeof(clients[row]));
    });
  }

 private:
  ClientTags tags_;
};

}  // namespace

std::unique_ptr<Step> make_visitor(const StepParts& parts) {
  return std::make_unique<Visitor>(parts.day_keys, KeyUse{"visitor", parts.policy.site},
                                   static_cast<unsigned>(parts.parameters[0]),
                                   static_cast<unsigned>(parts.parameters[1]));
}

std::unique_ptr<Step> make_clients(const StepParts& parts) {
  return parts.policy.release ? std::make_unique<Clients>(parts.day_keys) : nullptr;
}

}  // namespace anonlog
