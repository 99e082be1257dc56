#include "filter/output/age/age_recipient.h"

#include <algorithm>
#include <string>

#include "filter/output/age/bech32.h"

namespace anonlog {
namespace {

// What is no recipient that we can seal to, by its beginning; the first row that fits.
struct KeyKind {
  std::string_view beginning;  // in lower case
  std::string_view refusal;    // empty: a recipient
};

constexpr KeyKind kKeyKinds[] = {
    {"age-secret-key-",  // the first: find_kind()
     "this is a private key (AGE-SECRET-KEY-...), which opens what is sealed: it must not be on this "
     "machine. Give the public key, age1..., which `age-keygen -y` prints; where the private one stood on "
     "a command line, take a new pair"},
    {"age-plugin-",
     "this is an identity of a plugin of age; only public keys of age-keygen, age1..., can be used"},
    {"age1pq1", "keys of the kind age1pq1... (post-quantum) cannot be used, only age1... of age-keygen"},
    {"age1tag", "keys of the kind age1tag... (hardware) cannot be used, only age1... of age-keygen"},
    {"ssh-", "SSH keys cannot be used, only age1... of age-keygen"},
    {"age1", ""},
};

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

// A private key is one wherever it stands: in the file of age-keygen a comment comes before it.
const KeyKind* find_kind(std::string_view text) {
  const std::string lower = lower_case(text);
  if (lower.find("secret-key-1") != std::string::npos) return std::begin(kKeyKinds);
  const auto* kind = std::ranges::find_if(
      kKeyKinds, [&lower](const KeyKind& row) { return lower.starts_with(row.beginning); });
  return kind == std::end(kKeyKinds) ? nullptr : kind;
}

}  // namespace

bool looks_like_age_key(std::string_view text) { return find_kind(text) != nullptr; }

Result<AgeRecipient> parse_age_recipient(std::string_view text) {
  const KeyKind* kind = find_kind(text);
  if (kind == nullptr) return fail(ErrorKind::kUsage, "this is no public key of age, which begins with age1");
  if (!kind->refusal.empty()) return fail(ErrorKind::kUsage, std::string(kind->refusal));
  const auto decoded = decode_bech32(text);
  const bool is_plugin = decoded && decoded->readable_part.starts_with("age1");
  if (is_plugin) {
    return fail(ErrorKind::kUsage, "keys of plugins of age cannot be used, only age1... of age-keygen");
  }
  if (!decoded || decoded->readable_part != "age" || decoded->bytes.size() != AgeRecipient::kKeyBytes) {
    return fail(
        ErrorKind::kUsage,
        "this is no public key of age: its checksum is wrong, so a character of it is wrong or missing");
  }
  AgeRecipient recipient;
  std::ranges::copy(decoded->bytes, recipient.key.begin());
  recipient.text = text;
  return recipient;
}

}  // namespace anonlog
