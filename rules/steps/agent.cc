// browser, browser_major, os: families of an allow-list, never text of the user agent. And the digest of site and user
// agent that goes into the visitor, cached with them.
#include <openssl/evp.h>

#include <cstring>
#include <optional>
#include <string>

#include "rules/agent/byte_cache.h"
#include "rules/policy.h"
#include "rules/slot_table.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_agent, make_browser, make_browser_major, make_os;

namespace {

constexpr std::size_t kCacheEntries = 4096;

class DeriveAgent final : public Step {
 public:
  // `fixed_site`: what keeps visitors of several sites apart when the published host does not.
  DeriveAgent(std::optional<std::size_t> slot, std::optional<std::string> fixed_site, const AgentRules& rules)
      : slot_(slot), fixed_site_(std::move(fixed_site)), rules_(rules), cache_(kCacheEntries) {}

  void run(const StepData& data) override {
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const RawBytes raw = slot_ ? data.records.column(*slot_)[row] : RawBytes();
      const std::string_view user_agent = raw.absent() ? std::string_view() : raw.bytes();
      const Known known = find(data.identifying.published_hosts[row], user_agent);
      data.identifying.agents[row] = known.agent;
      data.identifying.agent_digests[row] = known.digest;
    }
  }

 private:
  struct Known {
    Agent agent;
    Block digest;
  };

  // The key of the cache tells apart what the digest tells apart: the user agent alone while the site is fixed.
  Known find(const PublicText& host, std::string_view user_agent) {
    const std::string_view site = fixed_site_ ? std::string_view(*fixed_site_) : host.bytes();
    std::string_view key = user_agent;
    if (!fixed_site_) key = message(site, user_agent);
    if (const Known* known = cache_.find(key)) return *known;
    const Known known = {user_agent.empty() ? Agent{} : rules_.classify(user_agent), digest(site, user_agent)};
    if (Known* entry = cache_.insert(fixed_site_ ? user_agent : message(site, user_agent))) *entry = known;
    return known;
  }

  // Both with their length before them, so that no two pairs give one message.
  std::string_view message(std::string_view site, std::string_view user_agent) {
    message_.clear();
    for (const std::string_view part : {site, user_agent}) {
      const auto size = static_cast<std::uint32_t>(part.size());
      for (int shift = 24; shift >= 0; shift -= 8) message_ += static_cast<char>(size >> shift);
      message_ += part;
    }
    return message_;
  }

  Block digest(std::string_view site, std::string_view user_agent) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    const std::string_view text = message(site, user_agent);
    Block block{};
    if (EVP_Digest(text.data(), text.size(), hash.data(), nullptr, EVP_sha256(), nullptr) == 1) {
      std::memcpy(block.data(), hash.data(), block.size());
    }
    return block;
  }

  std::optional<std::size_t> slot_;
  std::optional<std::string> fixed_site_;
  const AgentRules& rules_;
  ByteCache<Known> cache_;
  std::string message_;
};

class Browser final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kBrowser).make_ids(AgentRules::browsers());
    for (std::size_t row = 0; row < data.records.rows(); ++row) ids[row] = data.identifying.agents[row].browser;
  }
};

class BrowserMajor final : public Step {
 public:
  void run(const StepData& data) override {
    const auto numbers = data.published.column(Column::kBrowserMajor).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const std::uint16_t major = data.identifying.agents[row].browser_major;
      numbers[row] = major == Agent::kNone ? PublicColumn::kNullNumber : major;
    }
  }
};

class OperatingSystem final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kOs).make_ids(AgentRules::systems());
    for (std::size_t row = 0; row < data.records.rows(); ++row) ids[row] = data.identifying.agents[row].os;
  }
};

template <typename ColumnStep>
std::unique_ptr<Step> make_when_logged(const StepParts& parts) {
  return parts.slots.find(Field::kUserAgent) ? std::make_unique<ColumnStep>() : nullptr;
}

}  // namespace

std::unique_ptr<Step> make_derive_agent(const StepParts& parts) {
  const bool host_is_published = parts.slots.find({Field::kServerName, Field::kHost}).has_value() &&
                                 parts.policy.columns[static_cast<std::size_t>(Column::kHost)].has_value();
  std::optional<std::string> fixed_site;
  if (!parts.policy.site.empty() || !host_is_published) fixed_site = parts.policy.site;
  return std::make_unique<DeriveAgent>(parts.slots.find(Field::kUserAgent), std::move(fixed_site),
                                       parts.agent_rules);
}

std::unique_ptr<Step> make_browser(const StepParts& parts) { return make_when_logged<Browser>(parts); }
std::unique_ptr<Step> make_browser_major(const StepParts& parts) { return make_when_logged<BrowserMajor>(parts); }
std::unique_ptr<Step> make_os(const StepParts& parts) { return make_when_logged<OperatingSystem>(parts); }

}  // namespace anonlog
