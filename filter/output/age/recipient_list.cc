#include "filter/output/age/recipient_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string_view>
#include <system_error>

#include "filter/output/age/age_header.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxFileBytes = std::size_t{1} << 20;
constexpr std::size_t kMaxRecipients = 100;  // each costs a line of every file

void add(AgeRecipient recipient, std::vector<AgeRecipient>& recipients) {
  const bool is_known = std::ranges::any_of(
      recipients, [&recipient](const AgeRecipient& known) { return known.key == recipient.key; });
  if (!is_known) recipients.push_back(std::move(recipient));
}

// What cannot be opened is not shown: it may be a key that was meant otherwise.
Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> bytes{};
  while (file.good() && text.size() <= kMaxFileBytes) {
    file.read(bytes.data(), bytes.size());
    text.append(bytes.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (text.size() > kMaxFileBytes) {
    return fail(ErrorKind::kUsage,
                fmt::format("--recipient: {} is too large for a list of public keys", path));
  }
  if (file.eof()) return text;
  return fail(
      ErrorKind::kNoInput,
      fmt::format("--recipient: one of them is no public key (age1...), and no file that can be read: {}",
                  std::generic_category().message(errno)));
}

std::string_view trimmed(std::string_view line) {
  const std::size_t first = line.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

Status add_file(const std::string& path, std::vector<AgeRecipient>& recipients) {
  const Result<std::string> text = read_file(path);
  if (!text) return Status(tl::unexpect, text.error());
  std::size_t number = 0;
  const std::size_t before = recipients.size();
  for (std::size_t begin = 0; begin < text->size();) {
    const std::size_t end = std::min(text->find('\n', begin), text->size());
    const std::string_view line = trimmed(std::string_view(*text).substr(begin, end - begin));
    begin = end + 1;
    ++number;
    if (line.empty() || line.starts_with('#')) continue;
    Result<AgeRecipient> recipient = parse_age_recipient(line);
    if (!recipient) {
      return fail(recipient.error().kind,
                  fmt::format("--recipient: {}:{}: {}", path, number, recipient.error().message));
    }
    add(*std::move(recipient), recipients);
  }
  if (recipients.size() != before) return {};
  return fail(ErrorKind::kUsage,
              fmt::format("--recipient: {} holds no public key that is not named already", path));
}

}  // namespace

Result<std::vector<AgeRecipient>> read_recipients(std::span<const std::string> named) {
  std::vector<AgeRecipient> recipients;
  for (const std::string& name : named) {
    if (!looks_like_age_key(name)) {
      if (Status status = add_file(name, recipients); !status) return tl::unexpected<Error>(status.error());
      continue;
    }
    Result<AgeRecipient> recipient = parse_age_recipient(name);
    if (!recipient) return fail(recipient.error().kind, "--recipient: " + recipient.error().message);
    add(*std::move(recipient), recipients);
  }
  if (recipients.size() > kMaxRecipients) {
    return fail(ErrorKind::kUsage,
                fmt::format("--recipient: these are more than {} public keys", kMaxRecipients));
  }
  // A key to which nothing can be sealed must not come up with the first record.
  const std::array<std::uint8_t, kAgeFileKeyBytes> nothing{};
  if (!recipients.empty()) {
    if (const Result<std::string> header = make_age_header(nothing, recipients); !header) {
      return fail(header.error().kind, "--recipient: " + header.error().message);
    }
  }
  return recipients;
}

}  // namespace anonlog
