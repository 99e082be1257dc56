// visitor: the first 64 bits of AES-CMAC (RFC 4493) under the key of the line's UTC day, over address, site
// and user agent. Address and digest are 16 bytes each, so that a batch is two passes of AES
// (keys/cmac_column.h).
#include <openssl/crypto.h>

#include <array>

#include "rules/keys/cmac_column.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_visitor;

namespace {

constexpr std::size_t kTextBytes = 16;  // hex digits of 64 bits

void write_hex(const Block& block, char* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  for (std::size_t i = 0; i < kTextBytes / 2; ++i) {
    out[2 * i] = kDigits[block[i] >> 4U];
    out[2 * i + 1] = kDigits[block[i] & 0xFU];
  }
}

class Visitor final : public Step {
 public:
  Visitor(const DayKeys& keys, unsigned ipv4_prefix_bits, unsigned ipv6_prefix_bits)
      : keys_(keys),
        ipv4_prefix_bits_(ipv4_prefix_bits),
        ipv6_prefix_bits_(ipv6_prefix_bits),
        is_whole_(ipv4_prefix_bits == 32 && ipv6_prefix_bits == 128) {}

  void run(const StepData& data) override {
    const auto texts = data.published.column(Column::kVisitor).make_texts();
    const std::size_t rows = data.records.rows();
    char* out = data.published.arena().allocate(rows * kTextBytes);
    for (std::size_t row = 0; row < rows; ++row) {
      const Address& address = data.identifying.addresses[row];
      addresses_[row] = is_whole_ ? address.bytes() : address.prefix(ipv4_prefix_bits_, ipv6_prefix_bits_);
    }
    for (std::size_t begin = 0; begin < rows;) {
      const std::size_t end = end_of_day(data.identifying, begin, rows);
      const bool tagged = tag(data.identifying, begin, end);
      for (std::size_t row = begin; row < end; ++row, out += kTextBytes) {
        texts[row] = PublicText();
        if (!tagged || !data.identifying.has_address[row] || data.identifying.objects[row]) continue;
        write_hex(tags_[row], out);
        texts[row] = plain({out, kTextBytes});
      }
      begin = end;
    }
  }

 private:
  // The first row behind `begin` that has another day.
  static std::size_t end_of_day(const IdentifyingBatch& batch, std::size_t begin, std::size_t rows) {
    std::size_t end = begin + 1;
    while (end < rows && batch.days[end] == batch.days[begin]) ++end;
    return end;
  }

  // False for rows without a day, and when the crypto library failed: no key, no visitor.
  bool tag(const IdentifyingBatch& batch, std::size_t begin, std::size_t end) {
    const std::int64_t day = batch.days[begin];
    if (day == IdentifyingBatch::kNoDay) return false;
    DayCipher& cipher = ciphers_[static_cast<std::uint64_t>(day) % ciphers_.size()];
    if (cipher.day != day) {
      Block key;
      cipher.day = IdentifyingBatch::kNoDay;
      if (!keys_.visitor_key(day, &key) || !cipher.cmac.set_key(key)) return false;
      OPENSSL_cleanse(key.data(), key.size());
      cipher.day = day;
    }
    const std::size_t rows = end - begin;
    return cipher.cmac.tag(std::span(addresses_).subspan(begin, rows),
                           std::span(batch.agent_digests).subspan(begin, rows),
                           std::span(tags_).subspan(begin, rows));
  }

  struct DayCipher {
    std::int64_t day = IdentifyingBatch::kNoDay;
    CmacColumn cmac;
  };

  const DayKeys& keys_;
  unsigned ipv4_prefix_bits_;  // of the address, what goes in
  unsigned ipv6_prefix_bits_;
  bool is_whole_;
  std::array<DayCipher, 8> ciphers_;  // a log has few days at a time; a forged one costs a new key per line
  IdentifyingBatch::Rows<Block> addresses_;
  IdentifyingBatch::Rows<Block> tags_;
};

}  // namespace

std::unique_ptr<Step> make_visitor(const StepParts& parts) {
  return std::make_unique<Visitor>(parts.day_keys, static_cast<unsigned>(parts.parameters[0]),
                                   static_cast<unsigned>(parts.parameters[1]));
}

}  // namespace anonlog
