#include "filter/policy_file.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <string>
#include <system_error>

#include "filter/config_text.h"

namespace anonlog {
namespace {

// toml++ goes one call deeper for each part of a key.
constexpr std::size_t kMaxLineBytes = std::size_t{16} << 10;
constexpr std::size_t kMaxBytes = std::size_t{1} << 20;

std::size_t longest_line(std::string_view text) {
  std::size_t longest = 0;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    longest = std::max(longest, end - begin);
    begin = end + 1;
  }
  return longest;
}

// No more than tells that it is too large. False: it cannot be read. (Iterators over the stream's buffer would throw on a folder.)
bool read_file(const std::string& path, std::string* text) {
  std::ifstream file(path, std::ios::binary);
  std::array<char, 4096> bytes{};
  while (file.good() && text->size() <= kMaxBytes) {
    file.read(bytes.data(), bytes.size());
    text->append(bytes.data(), static_cast<std::size_t>(file.gcount()));
  }
  return file.eof() || text->size() > kMaxBytes;
}

// The policy with what tells which one it was.
Result<Policy> read_known(std::string_view name_or_path, std::string_view text) {
  std::array<unsigned char, 32> hash{};
  std::size_t size = hash.size();
  if (EVP_Q_digest(nullptr, "SHA256", nullptr, text.data(), text.size(), hash.data(), &size) != 1) {
    return fail(ErrorKind::kInternal, "the crypto library cannot make a SHA-256");
  }
  Result<Policy> policy = read_policy(name_or_path, text);
  if (!policy) return policy;
  policy->name = name_or_path.substr(name_or_path.rfind('/') + 1);  // npos + 1 is 0
  policy->text_sha256 = fmt::format("{:02x}", fmt::join(hash, ""));
  return policy;
}

}  // namespace

Result<Policy> load_policy(const std::string& name_or_path) {
  if (const Preset* preset = find_preset(name_or_path)) return read_known(preset->name, preset->text);
  std::string text;
  if (!read_file(name_or_path, &text)) {
    const std::string why = std::generic_category().message(errno);
    return fail(ErrorKind::kPolicy, fmt::format("{} is neither a preset ({}) nor a file that can be read: {}",
                                                name_or_path, preset_names(), why));
  }
  if (text.size() > kMaxBytes || longest_line(text) > kMaxLineBytes) {
    return fail(ErrorKind::kPolicy,
                fmt::format("{}: is too large for a policy, which has at most {} KiB and {} KiB in a line",
                            name_or_path, kMaxBytes >> 10, kMaxLineBytes >> 10));
  }
  if (Status status = check_config_text(name_or_path, text, "policy"); !status) {
    return fail(ErrorKind::kPolicy, std::move(status).error().message);
  }
  return read_known(name_or_path, text);
}

}  // namespace anonlog
