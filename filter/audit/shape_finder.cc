#include "filter/audit/shape_finder.h"

#include <algorithm>
#include <array>

namespace anonlog {
namespace {

// Sets of bytes, as bits.
constexpr std::uint8_t kDigit = 1;
constexpr std::uint8_t kSmall = 2;
constexpr std::uint8_t kCapital = 4;
constexpr std::uint8_t kDashes = 8;       // - _
constexpr std::uint8_t kJoints = 16;      // . :
constexpr std::uint8_t kMailJoints = 32;  // + @
constexpr std::uint8_t kHexLetter = 64;   // beside kSmall or kCapital
constexpr std::uint8_t kAlnum = kDigit | kSmall | kCapital;
constexpr std::uint8_t kToken = kAlnum | kDashes;

constexpr std::array<std::uint8_t, 256> make_kinds() {
  std::array<std::uint8_t, 256> kinds{};
  for (std::size_t c = '0'; c <= '9'; ++c) kinds[c] = kDigit;
  for (std::size_t c = 'a'; c <= 'z'; ++c) {
    kinds[c] = kSmall;
    kinds[c - 'a' + 'A'] = kCapital;
  }
  for (std::size_t c = 'a'; c <= 'f'; ++c) {
    kinds[c] = kSmall | kHexLetter;
    kinds[c - 'a' + 'A'] = kCapital | kHexLetter;
  }
  for (const char c : {'-', '_'}) kinds[static_cast<unsigned char>(c)] = kDashes;
  for (const char c : {'.', ':'}) kinds[static_cast<unsigned char>(c)] = kJoints;
  for (const char c : {'+', '@'}) kinds[static_cast<unsigned char>(c)] = kMailJoints;
  return kinds;
}
constexpr std::array<std::uint8_t, 256> kKinds = make_kinds();

std::uint8_t kind_of(char c) { return kKinds[static_cast<unsigned char>(c)]; }
bool is_of_domain(char c) { return (kind_of(c) & kAlnum) != 0 || c == '.' || c == '-'; }
bool is_letter(char c) { return (kind_of(c) & (kSmall | kCapital)) != 0; }

constexpr std::string_view kFileEndings[] = {
    "png", "jpg", "jpeg", "gif", "webp", "avif", "svg",  "ico", "bmp",  "css",  "js",  "mjs",
    "cjs", "ts",  "jsx",  "tsx", "vue",  "map",  "json", "xml", "html", "htm",  "txt", "pdf",
    "gz",  "tgz", "woff", "ttf", "otf",  "eot",  "wasm", "mp3", "mp4",  "webm", "php", "scss"};

constexpr std::size_t kMinTokenBytes = 20;
constexpr std::size_t kMinHexBytes = 32;

constexpr std::size_t kUuidBytes = 36;

// "8-4-4-4-12" hexadecimal digits, and no letter or digit behind them.
bool is_uuid_at(std::string_view text, std::size_t at) {
  if (text.size() - at < kUuidBytes) return false;
  for (std::size_t i = 0; i < kUuidBytes; ++i) {
    const bool is_dash = i == 8 || i == 13 || i == 18 || i == 23;
    const char c = text[at + i];
    if (is_dash ? c != '-' : (kind_of(c) & (kDigit | kHexLetter)) == 0) return false;
  }
  return text.size() == at + kUuidBytes || (kind_of(text[at + kUuidBytes]) & kAlnum) == 0;
}

}  // namespace

void ShapeFinder::find(std::string_view text, Reading reading) {
  shapes_.clear();
  addresses_.clear();
  decodings_.each(text, [&](std::string_view decoded) { find_once(decoded, reading); });
  for (const FoundAddress& address : addresses_) {
    if (!address.is_number)
      shapes_.push_back({Identifier::kAddress, hash_(WordKind::kAddress, address.text())});
  }
}

void ShapeFinder::find_once(std::string_view text, Reading reading) {
  for (std::size_t begin = 0; begin < text.size(); ++begin) {
    if (kind_of(text[begin]) == 0) continue;
    std::size_t end = begin + 1;
    while (end < text.size() && kind_of(text[end]) != 0) ++end;
    take_run(text.substr(begin, end - begin), reading);
    begin = end;
  }
}

// A run of letters, digits and - _ . : + @.
void ShapeFinder::take_run(std::string_view run, Reading reading) {
  constexpr std::size_t kMinMailBytes = 6;
  std::size_t digits = 0;
  std::size_t joints = 0;
  std::size_t colons = 0;
  std::size_t mails = 0;
  std::size_t token_bytes = 0;  // of the longest run of kToken so far
  std::size_t now = 0;
  for (const char c : run) {
    const std::uint8_t kind = kind_of(c);
    digits += (kind & kDigit) != 0 ? 1U : 0U;
    joints += (kind & (kJoints | kDashes)) != 0 ? 1U : 0U;
    colons += c == ':' ? 1U : 0U;
    mails += c == '@' ? 1U : 0U;
    now = (kind & kToken) != 0 ? now + 1 : 0;
    token_bytes = std::max(token_bytes, now);
  }
  if (mails != 0 && run.size() >= kMinMailBytes) take_emails(run);
  if (token_bytes >= kMinTokenBytes) take_tokens(run);
  const bool may_be_address = colons >= 2 || (digits >= 4 && joints >= 3);
  // Numbers count in PUBLISHED alone: 8 digits, or parts that dots join.
  if (!may_be_address && (reading == Reading::kRaw || run.size() < 6)) return;
  for (std::size_t begin = 0; begin < run.size();) {
    const std::size_t end = std::min(run.find_first_of("+@", begin), run.size());
    address_finder_.find(run.substr(begin, end - begin), reading, addresses_);
    begin = end + 1;
  }
}

void ShapeFinder::take_emails(std::string_view run) {
  for (std::size_t at = run.find('@'); at != std::string_view::npos; at = run.find('@', at + 1)) {
    std::size_t begin = at;
    while (begin != 0 && run[begin - 1] != '@' && run[begin - 1] != ':') --begin;
    std::size_t end = at + 1;
    while (end != run.size() && is_of_domain(run[end])) ++end;
    std::string_view local = run.substr(begin, at - begin);
    std::string_view domain = run.substr(at + 1, end - at - 1);
    while (domain.ends_with('.') || domain.ends_with('-')) domain.remove_suffix(1);
    while (local.starts_with('.') || local.starts_with('-')) local.remove_prefix(1);
    take_email(local, domain);
    // A "+" may be a space of a query.
    const std::size_t plus = local.rfind('+');
    if (plus != std::string_view::npos) take_email(local.substr(plus + 1), domain);
  }
}

void ShapeFinder::take_email(std::string_view local, std::string_view domain) {
  const std::size_t dot = domain.rfind('.');
  if (local.empty() || dot == std::string_view::npos || dot == 0) return;
  const std::string_view last = domain.substr(dot + 1);
  constexpr std::size_t kMaxLastLabel = 24;
  if (last.size() < 2 || last.size() > kMaxLastLabel || !std::ranges::all_of(last, is_letter)) return;
  small_.assign(last);
  for (char& c : small_) c = static_cast<char>(c | 0x20);
  if (std::ranges::find(kFileEndings, small_) != std::end(kFileEndings)) return;
  take(Identifier::kEmail, WordKind::kEmail, {local.data(), local.size() + 1 + domain.size()});
}

// Of each run of [A-Za-z0-9_-] within.
void ShapeFinder::take_tokens(std::string_view run) {
  for (std::size_t begin = 0; begin < run.size(); ++begin) {
    std::size_t end = begin;
    std::size_t rises = 0;  // a capital or a digit behind a small letter
    while (end < run.size() && (kind_of(run[end]) & kToken) != 0) {
      const bool is_rise = end != begin && (kind_of(run[end - 1]) & kSmall) != 0 &&
                           (kind_of(run[end]) & (kDigit | kCapital)) != 0;
      rises += is_rise ? 1U : 0U;
      ++end;
    }
    const std::string_view token = run.substr(begin, end - begin);
    begin = end;
    if (token.size() < kMinTokenBytes) continue;
    if (rises >= 3) take(Identifier::kToken, WordKind::kToken, token);
    for (std::size_t at = 0; at < token.size(); ++at) {
      std::size_t stop = at;
      std::uint8_t kinds = 0;
      bool is_hex = true;
      for (; stop < token.size() && (kind_of(token[stop]) & kAlnum) != 0; ++stop) {
        kinds |= kind_of(token[stop]);
        is_hex = is_hex && (kind_of(token[stop]) & (kDigit | kHexLetter)) != 0;
      }
      const bool is_mixed = (kinds & kDigit) != 0 && (kinds & (kSmall | kCapital)) != 0;
      const std::string_view part = token.substr(at, stop - at);
      if (is_uuid_at(token, at)) take(Identifier::kToken, WordKind::kToken, token.substr(at, kUuidBytes));
      if (part.size() >= kMinTokenBytes && (is_mixed || (is_hex && part.size() >= kMinHexBytes))) {
        take(Identifier::kToken, WordKind::kToken, part);
      }
      at = stop;
    }
  }
}

void ShapeFinder::take(Identifier identifier, WordKind kind, std::string_view text) {
  small_.assign(text);
  for (char& c : small_) {
    if ((kind_of(c) & kCapital) != 0) c = static_cast<char>(c | 0x20);
  }
  shapes_.push_back({identifier, hash_(kind, small_)});
}

}  // namespace anonlog
