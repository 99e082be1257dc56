#include "filter/agent_rules_file.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <system_error>
#include <vector>

#include "rules/agent/uap_core_file.h"

namespace anonlog {
namespace {

// Twenty times what uap-core has.
constexpr std::size_t kMaxBytes = std::size_t{4} << 20;

// No more than tells that it is too large.
Status read(const std::string& path, std::string& text) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::array<char, 65536> bytes;
  while (file.good() && text.size() <= kMaxBytes) {
    file.read(bytes.data(), bytes.size());
    text.append(bytes.data(), static_cast<std::size_t>(file.gcount()));
  }
  if (text.size() > kMaxBytes) {
    return fail(ErrorKind::kUsage,
                fmt::format("--ua-rules: {} is larger than {} MiB; is it uap-core's regexes.yaml?", path,
                            kMaxBytes >> 20U));
  }
  if (file.eof()) return {};
  return fail(ErrorKind::kNoInput, fmt::format("--ua-rules: cannot read {}: {}", path,
                                               std::generic_category().message(errno == 0 ? EIO : errno)));
}

std::vector<AgentRule> views(const std::vector<OwnedAgentRule>& rules) {
  std::vector<AgentRule> all;
  all.reserve(rules.size());
  for (const OwnedAgentRule& rule : rules) all.push_back(rule.view());
  return all;
}

}  // namespace

Result<std::unique_ptr<const AgentRules>> load_agent_rules(const std::string& path) {
  if (path.empty()) return AgentRules::make();
  std::string text;
  if (Status status = read(path, text); !status) return tl::unexpected<Error>(std::move(status).error());
  Result<UapCoreFile> file = parse_uap_core(text, path);
  Result<std::unique_ptr<const AgentRules>> rules;
  if (file) rules = AgentRules::make(views(file->browsers), views(file->systems));
  const Error* error = !file ? &file.error() : !rules ? &rules.error() : nullptr;
  if (error != nullptr) return fail(error->kind, fmt::format("--ua-rules: {}", error->message));
  return rules;
}

}  // namespace anonlog
