#include "filter/audit/address_finder.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>

namespace anonlog {
namespace {

using Bytes = FoundAddress::Bytes;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_all_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }
bool is_all_hex(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_hex); }

template <typename Number>
std::optional<Number> number_of(std::string_view digits, int base) {
  Number number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, base);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return number;
}

Bytes bytes_of_ipv4(std::uint32_t ipv4) {
  return {0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0,
          0xFF,
          0xFF,
          static_cast<std::uint8_t>(ipv4 >> 24U),
          static_cast<std::uint8_t>(ipv4 >> 16U),
          static_cast<std::uint8_t>(ipv4 >> 8U),
          static_cast<std::uint8_t>(ipv4)};
}

std::uint32_t four_bytes(const Bytes& bytes, std::size_t at) {
  return std::uint32_t{bytes[at]} << 24U | std::uint32_t{bytes[at + 1]} << 16U |
         std::uint32_t{bytes[at + 2]} << 8U | bytes[at + 3];
}

bool begins_with(const Bytes& bytes, std::initializer_list<int> prefix) {
  return std::equal(prefix.begin(), prefix.end(), bytes.begin());
}

// The IPv4 address within: RFC 4291, RFC 3056, RFC 6052 with the well-known prefix, RFC 4380.
Bytes canonical(const Bytes& bytes) {
  if (begins_with(bytes, {0x20, 0x02})) return bytes_of_ipv4(four_bytes(bytes, 2));
  if (begins_with(bytes, {0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0})) {
    return bytes_of_ipv4(four_bytes(bytes, 12));
  }
  if (begins_with(bytes, {0x20, 0x01, 0, 0})) return bytes_of_ipv4(~four_bytes(bytes, 12));
  return bytes;
}

bool is_own_mask(const FoundAddress& address) {
  if (address.is_ipv4()) return address.bytes[15] == 0;
  return std::all_of(address.bytes.begin() + 6, address.bytes.end(),
                     [](std::uint8_t byte) { return byte == 0; });
}

void take(const Bytes& bytes, bool is_number, std::vector<FoundAddress>& found) {
  const FoundAddress address{canonical(bytes), is_number};
  if (!is_own_mask(address)) found.push_back(address);
}

// What the number of a quad may mean: decimal whatever zeros it begins with, and octal or hexadecimal by its prefix.
struct Part {
  std::optional<std::uint32_t> decimal;
  std::optional<std::uint32_t> prefixed;
};

std::optional<std::uint32_t> byte_of(std::string_view digits, int base) {
  const auto number = number_of<std::uint32_t>(digits, base);
  return number && *number <= 255 ? number : std::nullopt;
}

Part part_of(std::string_view text) {
  Part part;
  constexpr std::size_t kMaxDigits = 4;
  if (text.size() > kMaxDigits || text.empty()) return part;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    part.prefixed = byte_of(text.substr(2), 16);
    return part;
  }
  part.decimal = byte_of(text, 10);
  part.prefixed = text.size() > 1 && text.front() == '0' ? byte_of(text, 8) : part.decimal;
  return part;
}

// "203" of "ip203", "7" of "7dsl".
std::string_view last_digits(std::string_view text) {
  std::size_t at = text.size();
  while (at != 0 && is_digit(text[at - 1])) --at;
  return text.substr(at);
}
std::string_view first_digits(std::string_view text) {
  std::size_t bytes = 0;
  while (bytes != text.size() && is_digit(text[bytes])) ++bytes;
  return text.substr(0, bytes);
}

// The four parts as an address; nothing when one of them is none.
template <typename Choose>
std::optional<std::uint32_t> quad_of(const std::array<Part, 4>& parts, Choose choose) {
  std::uint32_t ipv4 = 0;
  for (const Part& part : parts) {
    const std::optional<std::uint32_t> byte = choose(part);
    if (!byte) return std::nullopt;
    ipv4 = ipv4 << 8U | *byte;
  }
  return ipv4;
}

std::uint32_t reversed(std::uint32_t ipv4) {
  return ipv4 << 24U | (ipv4 & 0xFF00U) << 8U | (ipv4 >> 8U & 0xFF00U) | ipv4 >> 24U;
}

}  // namespace

std::string_view FoundAddress::text() const {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::uint32_t FoundAddress::ipv4() const { return four_bytes(bytes, 12); }

bool FoundAddress::is_ipv4() const { return begins_with(bytes, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}); }

void AddressFinder::find(std::string_view run, Reading reading, std::vector<FoundAddress>& found) {
  constexpr std::size_t kMinBytes = 3;  // "::1"
  if (run.size() < kMinBytes) return;
  if (reading == Reading::kRaw && run.find(':') == std::string_view::npos &&
      std::ranges::none_of(run, is_digit))
    return;
  split(run);
  find_quads(reading, found);
  find_colons(run, found);
  find_nibbles(reading, found);
  find_groups_of_eight(reading, found);
  find_dashes(run, reading, found);
  if (reading == Reading::kRaw) return;
  find_numbers(found);
  find_short_forms(run, found);
}

void AddressFinder::split(std::string_view run) {
  groups_.clear();
  has_name_ = false;
  bool has_dot = false;
  bool has_letter = false;
  std::size_t begin = 0;
  for (std::size_t i = 0; i <= run.size(); ++i) {
    if (i != run.size() && (is_digit(run[i]) || is_letter(run[i]))) {
      has_letter = has_letter || (is_letter(run[i]) && !is_hex(run[i]) && run[i] != 'x' && run[i] != 'X');
      continue;
    }
    groups_.push_back({run.substr(begin, i - begin), i == run.size() ? '\0' : run[i]});
    has_dot = has_dot || (i != run.size() && run[i] == '.');
    begin = i + 1;
  }
  has_name_ = has_dot && has_letter;
}

void AddressFinder::find_quads(Reading reading, std::vector<FoundAddress>& found) const {
  for (std::size_t i = 0; i + 4 <= groups_.size(); ++i) {
    const char joint = groups_[i].after;
    if (joint == ':' || groups_[i + 1].after != joint || groups_[i + 2].after != joint) continue;
    const std::string_view first = groups_[i].text;
    const std::string_view last = groups_[i + 3].text;
    // A name may begin or end where the address does: ip203-0-113-7, 7dsl.
    const bool is_prefixed = first.starts_with("0x") || first.starts_with("0X");
    const bool is_suffixed = last.starts_with("0x") || last.starts_with("0X");
    const std::array<Part, 4> parts = {part_of(is_prefixed ? first : last_digits(first)),
                                       part_of(groups_[i + 1].text), part_of(groups_[i + 2].text),
                                       part_of(is_suffixed ? last : first_digits(last))};
    const auto decimal = quad_of(parts, [](const Part& part) { return part.decimal; });
    if (reading == Reading::kRaw) {
      // Versions and dates have more numbers, or no name beside them.
      const bool is_alone =
          (i == 0 || groups_[i - 1].after != '.' || !is_all_digits(groups_[i - 1].text)) &&
          (i + 4 == groups_.size() || groups_[i + 3].after != '.' || !is_all_digits(groups_[i + 4].text));
      const bool is_dotted = joint == '.' && is_alone && is_all_digits(first) && is_all_digits(last);
      if (decimal && (is_dotted || (joint == '-' && has_name_))) take(bytes_of_ipv4(*decimal), false, found);
      continue;
    }
    for (const auto& ipv4 :
         {decimal, quad_of(parts, [](const Part& part) { return part.prefixed; }),
          quad_of(parts, [](const Part& part) { return part.decimal ? part.decimal : part.prefixed; })}) {
      if (!ipv4) continue;
      take(bytes_of_ipv4(*ipv4), false, found);
      take(bytes_of_ipv4(reversed(*ipv4)), false, found);
    }
  }
}

void AddressFinder::find_numbers(std::vector<FoundAddress>& found) const {
  constexpr std::uint32_t kLeast = std::uint32_t{1} << 24U;  // 1.0.0.0
  const auto take_number = [&found](std::optional<std::uint32_t> number) {
    if (number && *number >= kLeast) take(bytes_of_ipv4(*number), true, found);
  };
  for (const Group& group : groups_) {
    const std::string_view text = group.text;
    if (text.size() < 8) continue;
    if (text.starts_with("0x") || text.starts_with("0X")) {
      take_number(number_of<std::uint32_t>(text.substr(2), 16));
      continue;
    }
    if (!is_all_hex(text)) continue;
    if (text.size() == 8) take_number(number_of<std::uint32_t>(text, 16));
    if (text.size() == 32) {
      Bytes bytes{};
      for (std::size_t i = 0; i < bytes.size(); ++i) {
        bytes[i] = number_of<std::uint8_t>(text.substr(2 * i, 2), 16).value_or(0);  // all are hex digits
      }
      take(bytes, false, found);
    }
    if (!is_all_digits(text) || text.size() > 12) continue;
    if (text.front() != '0') take_number(number_of<std::uint32_t>(text, 10));
    if (text.front() == '0') take_number(number_of<std::uint32_t>(text, 8));
    if (text.size() != 12) continue;
    std::array<Part, 4> parts;
    for (std::size_t i = 0; i < 4; ++i) parts[i].decimal = byte_of(text.substr(3 * i, 3), 10);
    take_number(quad_of(parts, [](const Part& part) { return part.decimal; }));
  }
}

// 203.28935 and 203.0.28935, as inet_aton(3) reads them.
void AddressFinder::find_short_forms(std::string_view run, std::vector<FoundAddress>& found) const {
  const std::size_t count = groups_.size();
  if (count != 2 && count != 3) return;
  if (run.size() < 6 || run.size() > 32 ||
      !std::ranges::all_of(run, [](char c) { return is_hex(c) || c == '.' || c == 'x' || c == 'X'; }))
    return;
  const std::string_view last = groups_.back().text;
  if (is_all_digits(last) && last.size() < 3) return;  // a version
  in_addr address{};
  if (::inet_aton(std::string(run).c_str(), &address) == 0) return;
  const std::uint32_t ipv4 = ntohl(address.s_addr);
  if (ipv4 >> 24U == 0 || (ipv4 & 0xFFFFU) < 256) return;  // 1.2.255 is a version as well
  take(bytes_of_ipv4(ipv4), true, found);
}

void AddressFinder::take_ipv6(std::string_view text, std::vector<FoundAddress>& found) {
  text_ = text;
  Bytes bytes{};
  if (::inet_pton(AF_INET6, text_.c_str(), bytes.data()) == 1) take(bytes, false, found);
}

// The longest parts of the run that can be IPv6 with colons.
void AddressFinder::find_colons(std::string_view run, std::vector<FoundAddress>& found) {
  const auto belongs = [](char c) { return is_hex(c) || c == ':' || c == '.'; };
  for (std::size_t begin = 0; begin < run.size();) {
    if (!belongs(run[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < run.size() && belongs(run[end])) ++end;
    std::string_view text = run.substr(begin, end - begin);
    begin = end;
    while (text.ends_with('.') || (text.ends_with(':') && !text.ends_with("::"))) text.remove_suffix(1);
    while (text.starts_with('.') || (text.starts_with(':') && !text.starts_with("::"))) text.remove_prefix(1);
    const auto colons = std::ranges::count(text, ':');
    const bool is_short = text.find("::") != std::string_view::npos;
    if (colons < 2 || (!is_short && colons < 6)) continue;
    take_ipv6(text, found);
    // A port behind it, or a label in front.
    if (colons == 8) take_ipv6(text.substr(0, text.rfind(':')), found);
    if (colons == 8) take_ipv6(text.substr(text.find(':') + 1), found);
  }
}

// 2001-db8--7, as in host names.
void AddressFinder::find_dashes(std::string_view run, Reading reading, std::vector<FoundAddress>& found) {
  if (reading == Reading::kRaw && !has_name_) return;
  if (run.find("--") == std::string_view::npos) return;
  for (std::size_t begin = 0; begin < run.size();) {
    std::size_t end = begin;
    while (end < run.size() && (is_hex(run[end]) || run[end] == '-')) ++end;
    const std::string_view text = run.substr(begin, end - begin);
    begin = end + 1;
    if (text.size() < kMinDashedBytes || text.find("--") == std::string_view::npos) continue;
    std::string colons(text);
    std::ranges::replace(colons, '-', ':');
    while (colons.starts_with(':') && !colons.starts_with("::")) colons.erase(0, 1);
    take_ipv6(colons, found);
  }
}

// Eight groups in a row that are joined alike.
void AddressFinder::find_groups_of_eight(Reading reading, std::vector<FoundAddress>& found) {
  if (reading == Reading::kRaw && !has_name_) return;
  std::string text;
  for (std::size_t i = 0; i + 8 <= groups_.size(); ++i) {
    const char joint = groups_[i].after;
    if (joint == ':') continue;
    text.clear();
    for (std::size_t j = i; j < i + 8; ++j) {
      const Group& group = groups_[j];
      if (group.text.size() > 4 || !is_all_hex(group.text) || (j != i + 7 && group.after != joint)) break;
      text += text.empty() ? "" : ":";
      text += group.text;
    }
    if (std::ranges::count(text, ':') == 7) take_ipv6(text, found);
  }
}

// 32 single hexadecimal digits in a row; in ip6.arpa they stand backwards.
void AddressFinder::find_nibbles(Reading reading, std::vector<FoundAddress>& found) const {
  constexpr std::size_t kNibbles = 32;
  for (std::size_t i = 0; i + kNibbles <= groups_.size(); ++i) {
    std::size_t count = 0;
    while (count < kNibbles && groups_[i + count].text.size() == 1 &&
           is_hex(groups_[i + count].text.front())) {
      ++count;
    }
    if (count < kNibbles) {
      i += count;
      continue;
    }
    Bytes forwards{};
    Bytes backwards{};
    for (std::size_t n = 0; n < kNibbles; ++n) {
      const unsigned nibble = number_of<std::uint8_t>(groups_[i + n].text, 16).value_or(0);  // is_hex()
      const std::size_t back = kNibbles - 1 - n;
      forwards[n / 2] = static_cast<std::uint8_t>(forwards[n / 2] | nibble << (n % 2 == 0 ? 4U : 0U));
      backwards[back / 2] =
          static_cast<std::uint8_t>(backwards[back / 2] | nibble << (back % 2 == 0 ? 4U : 0U));
    }
    take(backwards, false, found);
    if (reading == Reading::kPublished) take(forwards, false, found);
  }
}

}  // namespace anonlog
