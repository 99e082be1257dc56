#include "filter/input/decompress.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <utility>

#include "filter/input/bzip2_decoder.h"
#include "filter/input/decoded_source.h"
#include "filter/input/gzip_decoder.h"
#include "filter/input/xz_decoder.h"
#include "filter/input/zstd_decoder.h"

namespace anonlog {
namespace {

using Maker = std::unique_ptr<ByteSource> (*)(std::unique_ptr<ByteSource> raw, std::string name);

template <typename Decoder>
std::unique_ptr<ByteSource> make_decoded(std::unique_ptr<ByteSource> raw, std::string name) {
  return std::make_unique<DecodedSource>(std::move(raw), std::move(name), std::make_unique<Decoder>());
}

using namespace std::string_view_literals;

struct CompressionKind {
  std::string_view magic;
  std::string_view mask;  // the bits of `magic` that count
  Maker make;
};

// bzip2's magic is long since "BZh" alone can begin a host name at the start of a log. Its fourth byte is the
// digit of the level, then come the digits of pi (a block) or of its square root (an empty file).
constexpr CompressionKind kKinds[] = {
    {"\x1f\x8b"sv, "\xff\xff"sv, make_decoded<GzipDecoder>},
    {"\x28\xb5\x2f\xfd"sv, "\xff\xff\xff\xff"sv, make_decoded<ZstdDecoder>},
    {"\x50\x2a\x4d\x18"sv, "\xf0\xff\xff\xff"sv, make_decoded<ZstdDecoder>},  // a skippable frame
    {"BZh0\x31\x41\x59\x26\x53\x59"sv, "\xff\xff\xff\xf0\xff\xff\xff\xff\xff\xff"sv,
     make_decoded<Bzip2Decoder>},
    {"BZh0\x17\x72\x45\x38\x50\x90"sv, "\xff\xff\xff\xf0\xff\xff\xff\xff\xff\xff"sv,
     make_decoded<Bzip2Decoder>},
    {"\xfd\x37zXZ\x00"sv, "\xff\xff\xff\xff\xff\xff"sv, make_decoded<XzDecoder>},
};

constexpr std::size_t kMaxMagicBytes = 10;
static_assert(std::ranges::all_of(kKinds, [](const CompressionKind& kind) {
  return kind.magic.size() == kind.mask.size() && kind.magic.size() <= kMaxMagicBytes;
}));

enum class Match : std::uint8_t { kNo, kPartial, kWhole };

Match match(const CompressionKind& kind, std::span<const char> head) {
  const std::size_t compared = std::min(kind.magic.size(), head.size());
  for (std::size_t i = 0; i < compared; ++i) {
    if (((head[i] ^ kind.magic[i]) & kind.mask[i]) != 0) return Match::kNo;
  }
  return compared == kind.magic.size() ? Match::kWhole : Match::kPartial;
}

// The first bytes of an input, read no further than it takes to tell its kind.
struct Head {
  std::array<char, kMaxMagicBytes> bytes{};
  std::size_t count = 0;
  const CompressionKind* kind = nullptr;  // null: plain

  // Sets `kind`; false while more bytes can decide.
  bool decide() {
    bool undecided = false;
    for (const CompressionKind& candidate : kKinds) {
      const Match found = match(candidate, {bytes.data(), count});
      if (found == Match::kWhole) {
        kind = &candidate;
        return true;
      }
      undecided = undecided || found == Match::kPartial;
    }
    return !undecided;
  }
};

Result<Head> sniff(ByteSource& raw) {
  Head head;
  while (!head.decide()) {
    const Result<std::size_t> count = raw.read(std::span(head.bytes).subspan(head.count));
    if (!count) return tl::unexpected<Error>(count.error());
    if (*count == 0) break;
    head.count += *count;
  }
  return head;
}

// Gives the sniffed bytes, then those of the raw source.
class PrefixedSource final : public ByteSource {
 public:
  PrefixedSource(const Head& head, std::unique_ptr<ByteSource> raw) : head_(head), raw_(std::move(raw)) {}

  [[nodiscard]] Result<std::size_t> read(std::span<char> out) override {
    if (given_ == head_.count) return raw_->read(out);
    const std::size_t count = std::min(out.size(), head_.count - given_);
    std::copy_n(head_.bytes.data() + given_, count, out.data());
    given_ += count;
    return count;
  }

  bool ready(int timeout_ms) override { return given_ != head_.count || raw_->ready(timeout_ms); }

  [[nodiscard]] bool may_pause() const override { return raw_->may_pause(); }
  [[nodiscard]] std::uint64_t bytes_consumed() const override { return raw_->bytes_consumed(); }

 private:
  Head head_;
  std::size_t given_ = 0;
  std::unique_ptr<ByteSource> raw_;
};

}  // namespace

Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> raw, std::string name) {
  const Result<Head> head = sniff(*raw);
  if (!head) return tl::unexpected<Error>(head.error());
  auto whole = std::make_unique<PrefixedSource>(*head, std::move(raw));
  if (head->kind == nullptr) return whole;
  return head->kind->make(std::move(whole), std::move(name));
}

}  // namespace anonlog
