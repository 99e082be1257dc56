#include "rules/keys/key_text.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <chrono>
#include <optional>
#include <utility>
#include <vector>

#include "parsers/civil_time.h"
#include "parsers/day_text.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/hkdf.h"

namespace anonlog {
namespace {

constexpr std::string_view kMagic = "anonlog-key-v";
constexpr std::string_view kFirstLine = "anonlog-key-v1";
constexpr std::string_view kCheck = "check ";
constexpr std::size_t kIdDigits = 16;
constexpr std::size_t kCheckLineBytes = kCheck.size() + 2 * kSha256Bytes + 1;

using Digest = std::array<std::uint8_t, kSha256Bytes>;

bool digest_of(std::string_view text, Digest& digest) {
  unsigned size = 0;
  return EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1 &&
         size == digest.size();
}

std::optional<unsigned> read_keep_days(std::string_view text) {
  if (text.empty() || text.size() > 3 || text[0] == '0' || !std::ranges::all_of(text, is_digit)) return {};
  const auto days = static_cast<unsigned>(digits(text.data(), static_cast<int>(text.size())));
  return days <= Ratchet::kMaxKeepDays ? std::optional(days) : std::nullopt;
}

// Reads the lines between the first and the check.
class Lines {
 public:
  Lines(std::string_view name, std::string_view text) : name_(name), rest_(text) {}

  [[nodiscard]] bool done() const { return rest_.empty(); }

  // What stands behind "KEY " on the next line.
  Result<std::string_view> value_of(std::string_view key) {
    ++line_;
    const std::string_view line = rest_.substr(0, rest_.find('\n'));
    rest_.remove_prefix(std::min(rest_.size(), line.size() + 1));
    if (line.starts_with(key) && line.substr(key.size()).starts_with(' ')) return line.substr(key.size() + 1);
    return wrong(fmt::format("`{}` must stand here", key));
  }

  [[nodiscard]] tl::unexpected<Error> wrong(std::string_view what) const {
    return fail(ErrorKind::kPolicy, fmt::format("{}: line {} of the key file: {}", name_, line_, what));
  }

 private:
  std::string_view name_;
  std::string_view rest_;
  int line_ = 1;  // the last one read
};

using Chains = std::vector<std::unique_ptr<Ratchet::Chain>>;

Status read_chain(Lines& lines, Chains& chains) {
  const auto day_value = lines.value_of("day");
  if (!day_value) return Status(tl::unexpect, day_value.error());
  const auto day = read_day(*day_value);
  if (!day) return lines.wrong("it takes a day, as 2026-11-22");
  if (!chains.empty() && *day <= chains.back()->day) return lines.wrong("days must ascend");
  if (chains.size() == Ratchet::kMaxChains) return lines.wrong("this is one chain too many");
  const auto chain_value = lines.value_of("chain");
  if (!chain_value) return Status(tl::unexpect, chain_value.error());
  auto chain = std::make_unique<Ratchet::Chain>();
  chain->day = *day;
  if (!read_hex(*chain_value, chain->bytes.bytes())) return lines.wrong("it takes 64 hex digits");
  chains.push_back(std::move(chain));
  return {};
}

Result<Ratchet> read_lines(Lines& lines) {
  const auto id = lines.value_of("id");
  if (!id) return tl::unexpected<Error>(id.error());
  std::array<std::uint8_t, kIdDigits / 2> id_bytes{};
  if (!read_hex(*id, id_bytes)) return lines.wrong("it takes 16 hex digits");
  const auto keep_days_value = lines.value_of("keep_days");
  if (!keep_days_value) return tl::unexpected<Error>(keep_days_value.error());
  const auto keep_days = read_keep_days(*keep_days_value);
  if (!keep_days) return lines.wrong(fmt::format("it takes 1 to {} days", Ratchet::kMaxKeepDays));
  Chains chains;
  do {
    if (Status status = read_chain(lines, chains); !status) return tl::unexpected<Error>(status.error());
  } while (!lines.done());
  return Ratchet(std::string(*id), *keep_days, std::move(chains));
}

bool is_zero(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c == '\0'; });
}

// Nothing when the first and the last line are as they must be.
std::string_view what_is_wrong(std::string_view text) {
  if (text.empty()) return "is empty; it was a key file perhaps, and is none now";
  if (is_zero(text)) return "holds nothing but zeros: the key was destroyed";
  const std::string_view first = text.substr(0, text.find('\n'));
  if (!first.starts_with(kMagic)) return "is no key file; `anonlog key new` makes one";
  if (first != kFirstLine && first.size() > kMagic.size() &&
      std::ranges::all_of(first.substr(kMagic.size()), is_digit)) {
    return "is a key file of a version that this anonlog does not know";
  }
  constexpr std::string_view kDamaged =
      "is damaged: it was torn or edited. Take a copy of another machine, or make a new key";
  if (text.size() < kFirstLine.size() + 1 + kCheckLineBytes) return kDamaged;
  const std::string_view checked = text.substr(0, text.size() - kCheckLineBytes);
  const std::string_view last = text.substr(checked.size());
  Digest wanted{};
  Digest found{};
  const bool is_sound = first == kFirstLine && checked.ends_with('\n') && last.starts_with(kCheck) &&
                        last.ends_with('\n') &&
                        read_hex(last.substr(kCheck.size(), 2 * kSha256Bytes), wanted) &&
                        digest_of(checked, found) && wanted == found;
  return is_sound ? std::string_view() : kDamaged;
}

}  // namespace

KeyText::KeyText(const Ratchet& ratchet) {
  append(fmt::format("{}\nid {}\nkeep_days {}\n", kFirstLine, ratchet.id(), ratchet.keep_days()));
  for (const auto& chain : ratchet.chains()) {
    append(fmt::format("day {}\nchain ", day_text(chain->day)));
    append_hex(chain->bytes.bytes());
    append("\n");
  }
  Digest digest{};
  [[maybe_unused]] const bool digested = digest_of(text(), digest);
  assert(digested);
  append(kCheck);
  append_hex(digest);
  append("\n");
}

void KeyText::append(std::string_view text) {
  assert(size_ + text.size() <= kMaxBytes);
  std::ranges::copy(text, bytes_.bytes().begin() + static_cast<std::ptrdiff_t>(size_));
  size_ += text.size();
}

void KeyText::append_hex(std::span<const std::uint8_t> bytes) {
  assert(size_ + 2 * bytes.size() <= kMaxBytes);
  size_ += write_hex(bytes, reinterpret_cast<char*>(bytes_.bytes().data() + size_));
}

Result<Ratchet> read_key_text(std::string_view name, std::string_view text) {
  if (const std::string_view wrong = what_is_wrong(text); !wrong.empty()) {
    return fail(ErrorKind::kPolicy, fmt::format("{}: {}", name, wrong));
  }
  Lines lines(name,
              text.substr(kFirstLine.size() + 1, text.size() - kFirstLine.size() - 1 - kCheckLineBytes));
  return read_lines(lines);
}

bool was_key_text(std::string_view text) {
  return is_zero(text) || text.starts_with(kMagic) || kMagic.starts_with(text);
}

}  // namespace anonlog
