// browser, browser_major, os, device, bot, bot_category: names of closed lists, never text of the user agent or of client
// hints. And the digest of site and user agent that goes into the visitor, cached with them.
#include <openssl/evp.h>

#include <cstring>
#include <optional>
#include <string>

#include "rules/agent/agent_families.h"
#include "rules/agent/byte_cache.h"
#include "rules/policy.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

StepMaker make_derive_agent, make_browser, make_browser_major, make_recent_major, make_os, make_device,
    make_bot, make_bot_category;

namespace {

constexpr std::size_t kCacheEntries = 4096;

struct FreeDigest {
  void operator()(EVP_MD* digest) const { EVP_MD_free(digest); }
  void operator()(EVP_MD_CTX* state) const { EVP_MD_CTX_free(state); }
};

class DeriveAgent final : public Step {
 public:
  // `fixed_site`: what keeps visitors of several sites apart when the published host does not.
  DeriveAgent(const Sources& sources, std::optional<std::string> fixed_site, const AgentRules& rules)
      : user_agent_(sources.slot(Source::kUserAgent)),
        brands_(sources.slot(Source::kBrands)),
        mobile_(sources.slot(Source::kMobile)),
        platform_(sources.slot(Source::kPlatform)),
        has_hints_(brands_ || mobile_ || platform_),
        fixed_site_(std::move(fixed_site)),
        rules_(rules),
        cache_(kCacheEntries) {}

  void run(const StepData& data) override {
    const std::size_t rows = data.records.rows();
    for (std::size_t row = 0; row < rows; ++row) {
      user_agents_[row] = value(data, user_agent_, row);
      keys_[row] = key(data, row);
      places_[row] = cache_.prefetch(keys_[row]);
    }
    for (std::size_t row = 0; row < rows; ++row) {
      const Known* cached = cache_.find(keys_[row], places_[row]);
      const Known known = cached != nullptr ? *cached : learn(data, row);
      data.identifying.agents[row] = known.agent;
      data.identifying.agent_digests[row] = known.digest;
    }
  }

 private:
  struct Known {
    Agent agent;
    Block digest;
  };

  static std::string_view value(const StepData& data, std::optional<std::size_t> slot, std::size_t row) {
    const RawBytes raw = slot ? data.records.column(*slot)[row] : RawBytes();
    return raw.absent() ? std::string_view() : raw.bytes();
  }

  [[nodiscard]] ClientHints hints(const StepData& data, std::size_t row) const {
    if (!has_hints_) return {};
    return {value(data, brands_, row), value(data, mobile_, row), value(data, platform_, row)};
  }

  [[nodiscard]] std::string_view site(const StepData& data, std::size_t row) const {
    return fixed_site_ ? std::string_view(*fixed_site_) : data.identifying.published_hosts[row].bytes();
  }

  // Tells apart what the digest and the rules tell apart: the user agent alone while the site is fixed and the format
  // has no hints.
  std::string_view key(const StepData& data, std::size_t row) {
    if (fixed_site_ && !has_hints_) return user_agents_[row];
    message_.clear();
    append(site(data, row));
    append(user_agents_[row]);
    const ClientHints hints = this->hints(data, row);
    if (!hints.empty()) {
      for (const std::string_view hint : {hints.brands, hints.mobile, hints.platform}) append(hint);
    }
    char* space = data.published.arena().allocate(message_.size());
    std::memcpy(space, message_.data(), message_.size());
    return {space, message_.size()};
  }

  Known learn(const StepData& data, std::size_t row) {
    const Known known = {
        user_agent_ ? rules_.classify(user_agents_[row], hints(data, row), rule_caches_.get()) : Agent{},
        digest(site(data, row), user_agents_[row])};
    if (Known* entry = cache_.insert(keys_[row])) *entry = known;
    return known;
  }

  // With its length before it, so that no two lists of parts give one message.
  void append(std::string_view part) {
    const auto size = static_cast<std::uint32_t>(part.size());
    for (int shift = 24; shift >= 0; shift -= 8) message_ += static_cast<char>(size >> shift);
    message_ += part;
  }

  Block digest(std::string_view site, std::string_view user_agent) {
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    message_.clear();
    append(site);
    append(user_agent);
    Block block{};
    if (EVP_DigestInit_ex(digest_state_.get(), sha256_.get(), nullptr) == 1 &&
        EVP_DigestUpdate(digest_state_.get(), message_.data(), message_.size()) == 1 &&
        EVP_DigestFinal_ex(digest_state_.get(), hash.data(), nullptr) == 1) {
      std::memcpy(block.data(), hash.data(), block.size());
    }
    return block;
  }

  // Slots of the format.
  std::optional<std::size_t> user_agent_;
  std::optional<std::size_t> brands_;
  std::optional<std::size_t> mobile_;
  std::optional<std::size_t> platform_;
  bool has_hints_;
  std::optional<std::string> fixed_site_;
  const AgentRules& rules_;
  ByteCache<Known> cache_;
  std::unique_ptr<AgentRules::Caches> rule_caches_ = std::make_unique<AgentRules::Caches>();
  std::string message_;
  // Fetched once: to look up the algorithm takes longer than to run it.
  std::unique_ptr<EVP_MD, FreeDigest> sha256_{EVP_MD_fetch(nullptr, "SHA256", nullptr)};
  std::unique_ptr<EVP_MD_CTX, FreeDigest> digest_state_{EVP_MD_CTX_new()};
  // Of the present batch.
  IdentifyingBatch::Rows<std::string_view> user_agents_;
  IdentifyingBatch::Rows<std::string_view> keys_;
  IdentifyingBatch::Rows<ByteCache<Known>::Place> places_;
};

// One member of the agent, an id of a closed list; null where it is Agent::kNone.
template <Column kColumn, std::uint16_t Agent::* kMember>
class AgentId final : public Step {
 public:
  explicit AgentId(Vocabulary names) : names_(names) {}

  void run(const StepData& data) override {
    const auto ids = data.published.column(kColumn).make_ids(names_);
    for (std::size_t row = 0; row < data.records.rows(); ++row)
      ids[row] = data.identifying.agents[row].*kMember;
  }

 private:
  Vocabulary names_;
};
static_assert(Agent::kNone == PublicColumn::kNullId);

class BrowserMajor final : public Step {
 public:
  // `recent`: which are published; null for all.
  explicit BrowserMajor(const RecentMajors* recent) : recent_(recent) {}

  void run(const StepData& data) override {
    const auto numbers = data.published.column(Column::kBrowserMajor).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      const Agent& agent = data.identifying.agents[row];
      const std::uint16_t major =
          recent_ == nullptr ? agent.browser_major : recent_->published(agent.browser, agent.browser_major);
      numbers[row] = major == Agent::kNone ? PublicColumn::kNullNumber : major;
    }
  }

 private:
  const RecentMajors* recent_;
};

class Bot final : public Step {
 public:
  void run(const StepData& data) override {
    const auto flags = data.published.column(Column::kBot).make_numbers();
    for (std::size_t row = 0; row < data.records.rows(); ++row) {
      flags[row] = data.identifying.agents[row].is_bot() ? 1 : 0;
    }
  }
};

}  // namespace

std::unique_ptr<Step> make_derive_agent(const StepParts& parts) {
  const bool host_is_published = parts.sources.slot(Source::kHost).has_value() &&
                                 parts.policy.columns[static_cast<std::size_t>(Column::kHost)].has_value();
  std::optional<std::string> fixed_site;
  if (!parts.policy.site.empty() || !host_is_published) fixed_site = parts.policy.site;
  return std::make_unique<DeriveAgent>(parts.sources, std::move(fixed_site), parts.agent_rules);
}

std::unique_ptr<Step> make_browser(const StepParts& /*parts*/) {
  return std::make_unique<AgentId<Column::kBrowser, &Agent::browser>>(published_browsers());
}
std::unique_ptr<Step> make_browser_major(const StepParts& /*parts*/) {
  return std::make_unique<BrowserMajor>(nullptr);
}
std::unique_ptr<Step> make_recent_major(const StepParts& parts) {
  return std::make_unique<BrowserMajor>(&parts.agent_rules.recent_majors());
}
std::unique_ptr<Step> make_os(const StepParts& /*parts*/) {
  return std::make_unique<AgentId<Column::kOs, &Agent::os>>(published_systems());
}
std::unique_ptr<Step> make_device(const StepParts& /*parts*/) {
  return std::make_unique<AgentId<Column::kDevice, &Agent::device>>(published_devices());
}
std::unique_ptr<Step> make_bot(const StepParts& /*parts*/) { return std::make_unique<Bot>(); }
std::unique_ptr<Step> make_bot_category(const StepParts& /*parts*/) {
  return std::make_unique<AgentId<Column::kBotCategory, &Agent::bot_category>>(published_bot_categories());
}

}  // namespace anonlog
