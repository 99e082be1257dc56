// browser, browser_major, os: families of an allow-list, never text of the user agent. And the digest of site
// and user agent that goes into the visitor, cached with them.
#include <openssl/evp.h>

#include <cstring>
#include <optional>
#include <string>

#include "rules/agent/byte_cache.h"
#include "rules/language/language_tag.h"
#include "rules/policy.h"
#include "rules/source.h"
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
    const std::size_t rows = data.records.rows();
    for (std::size_t row = 0; row < rows; ++row) {
      const RawBytes raw = slot_ ? data.records.column(*slot_)[row] : RawBytes();
      user_agents_[row] = raw.absent() ? std::string_view() : raw.bytes();
      keys_[row] = key(site(data, row), user_agents_[row], data.published.arena());
      places_[row] = cache_.prefetch(keys_[row]);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      const Known* cached = cache_.find(keys_[row], places_[row]);
      const Known known = cached != nullptr ? *cached : learn(site(data, row), user_agents_[row], keys_[row]);
      data.identifying.agents[row] = known.agent;
      data.identifying.agent_languages[row] = known.language;
      data.identifying.agent_digests[row] = known.digest;
    }
  }

 private:
  struct Known {
    Agent agent;
    std::uint16_t language;  // that the user agent tells
    Block digest;
  };

  [[nodiscard]] std::string_view site(const StepData& data, std::size_t row) const {
    return fixed_site_ ? std::string_view(*fixed_site_) : data.identifying.published_hosts[row].bytes();
  }

  // Tells apart what the digest tells apart: the user agent alone while the site is fixed.
  std::string_view key(std::string_view site, std::string_view user_agent, TextArena& arena) {
    if (fixed_site_) return user_agent;
    const std::string_view text = message(site, user_agent);
    char* space = arena.allocate(text.size());
    std::memcpy(space, text.data(), text.size());
    return {space, text.size()};
  }

  Known learn(std::string_view site, std::string_view user_agent, std::string_view key) {
    const Known known = {user_agent.empty() ? Agent{} : rules_.classify(user_agent),
                         language_of_user_agent(user_agent), digest(site, user_agent)};
    if (Known* entry = cache_.insert(key)) *entry = known;
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
  // Of the present batch.
  IdentifyingBatch::Rows<std::string_view> user_agents_;
  IdentifyingBatch::Rows<std::string_view> keys_;
  IdentifyingBatch::Rows<ByteCache<Known>::Place> places_;
};

class Browser final : public Step {
 public:
  void run(const StepData& data) override {
    const auto ids = data.published.column(Column::kBrowser).make_ids(AgentRules::browsers());
    for (std::size_t row = 0; row < data.records.rows(); ++row)
      ids[row] = data.identifying.agents[row].browser;
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

}  // namespace

std::unique_ptr<Step> make_derive_agent(const StepParts& parts) {
  const bool host_is_published = parts.sources.slot(Source::kHost).has_value() &&
                                 parts.policy.columns[static_cast<std::size_t>(Column::kHost)].has_value();
  std::optional<std::string> fixed_site;
  if (!parts.policy.site.empty() || !host_is_published) fixed_site = parts.policy.site;
  return std::make_unique<DeriveAgent>(parts.sources.slot(Source::kUserAgent), std::move(fixed_site),
                                       parts.agent_rules);
}

std::unique_ptr<Step> make_browser(const StepParts& /*parts*/) { return std::make_unique<Browser>(); }
std::unique_ptr<Step> make_browser_major(const StepParts& /*parts*/) {
  return std::make_unique<BrowserMajor>();
}
std::unique_ptr<Step> make_os(const StepParts& /*parts*/) { return std::make_unique<OperatingSystem>(); }

}  // namespace anonlog
