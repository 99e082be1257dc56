#include "rules/agent/agent_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <utility>

#include "rules/agent/agent_families.h"
#include "rules/agent/agent_lines.h"
#include "rules/agent/agent_table.h"

namespace anonlog {
namespace {

constexpr std::string_view kOther = "Other";
constexpr std::size_t kMaxMajorDigits = 4;
constexpr std::size_t kMaxFoundWords = AtomScanner::kMaxAtoms / 64;

// What a browser's engine says of itself.
constexpr std::string_view kEngines[] = {"Mozilla/", "AppleWebKit", "Gecko", "KHTML", "Presto", "Opera"};

std::uint16_t published_major(std::string_view text) {
  if (text.empty() || text.size() > kMaxMajorDigits) return Agent::kNone;
  std::uint16_t major = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), major);
  return error == std::errc() && end == text.data() + text.size() ? major : Agent::kNone;
}

std::string_view head(std::string_view user_agent) { return user_agent.substr(0, RuleList::kMaxTextBytes); }

bool names_engine(std::string_view text) {
  return std::ranges::any_of(
      kEngines, [text](std::string_view engine) { return text.find(engine) != std::string_view::npos; });
}

constexpr std::uint16_t id(Device device) { return static_cast<std::uint16_t>(device); }
constexpr std::uint16_t id(BotCategory category) { return static_cast<std::uint16_t>(category); }

std::uint16_t id_of(std::span<const std::string_view> names, std::string_view name) {
  return static_cast<std::uint16_t>(std::ranges::find(names, name) - names.begin());
}

// Lines of a class and a pattern, as rules. `patterns` keeps what they point into.
Result<RuleList> make_classes(std::span<const std::string_view> lines,
                              std::span<const std::string_view> classes) {
  std::vector<std::string> patterns;
  patterns.reserve(lines.size());
  std::vector<AgentRule> rules;
  for (const std::string_view line : lines) {
    const std::size_t end = line.find(' ');
    const std::string_view name = line.substr(0, end);
    const std::size_t begin = line.find_first_not_of(' ', std::min(end, line.size()));
    if (begin == std::string_view::npos || std::ranges::find(classes, name) == classes.end()) {
      return fail(ErrorKind::kInternal, fmt::format("no class and pattern: {}", line));
    }
    patterns.push_back(fmt::format("(?i){}", line.substr(begin)));
    rules.push_back({patterns.back(), name, {}});
  }
  return RuleList::make(rules);
}

}  // namespace

Result<std::unique_ptr<const AgentRules>> AgentRules::make() {
  return make(builtin_browser_rules(), builtin_system_rules());
}

Result<std::unique_ptr<const AgentRules>> AgentRules::make(std::span<const AgentRule> browser_rules,
                                                           std::span<const AgentRule> system_rules) {
  const AgentLines& lines = agent_lines();
  auto browsers = RuleList::make(browser_rules);
  if (!browsers) return tl::unexpected<Error>(browsers.error());
  auto systems = RuleList::make(system_rules);
  if (!systems) return tl::unexpected<Error>(systems.error());
  auto devices = make_classes(lines.devices, published_devices());
  if (!devices) return tl::unexpected<Error>(devices.error());
  auto categories = make_classes(lines.bot_categories, published_bot_categories());
  if (!categories) return tl::unexpected<Error>(categories.error());
  auto bot_signs = BotSigns::make(lines.bot_signs);
  if (!bot_signs) return tl::unexpected<Error>(bot_signs.error());
  auto hints = ClientHintTable::make(lines.brands);
  if (!hints) return tl::unexpected<Error>(hints.error());
  auto recent_majors = RecentMajors::make(lines.majors);
  if (!recent_majors) return tl::unexpected<Error>(recent_majors.error());
  std::size_t atoms = 0;
  std::size_t atom_bytes = 0;
  for (const RuleList* list : {&*browsers, &*systems, &*devices, &*categories}) {
    atoms += list->atoms().size();
    for (const std::string& atom : list->atoms()) atom_bytes += atom.size();
  }
  if (atoms > AtomScanner::kMaxAtoms || atom_bytes > AtomScanner::kMaxBytes) {
    return fail(
        ErrorKind::kUsage,
        fmt::format("too many user agent rules: they have {} words of {} bytes, and at most {} of {} can be",
                    atoms, atom_bytes, AtomScanner::kMaxAtoms, AtomScanner::kMaxBytes));
  }
  std::unique_ptr<const AgentRules> rules(
      new AgentRules({*std::move(browsers), *std::move(systems), *std::move(devices), *std::move(categories)},
                     *std::move(bot_signs), *std::move(hints), *std::move(recent_majors)));
  return rules;
}

AgentRules::AgentRules(Lists lists, BotSigns bot_signs, ClientHintTable hints, RecentMajors recent_majors)
    : lists_(std::move(lists)),
      scanner_({}),
      bot_signs_(std::move(bot_signs)),
      hints_(std::move(hints)),
      recent_majors_(std::move(recent_majors)),
      browser_ids_(index(browsers())),
      system_ids_(index(systems())) {
  std::unordered_map<std::string_view, std::size_t> known;
  for (std::size_t list = 0; list < kListCount; ++list) {
    const std::vector<std::string>& own = lists_[list].atoms();
    for (std::size_t i = 0; i < own.size(); ++i) {
      const auto [atom, is_new] = known.emplace(own[i], atoms_.size());
      if (is_new) atoms_.push_back(own[i]);
      atom_ids_[list].resize(atoms_.size(), -1);
      atom_ids_[list][atom->second] = static_cast<int>(i);
    }
  }
  scanner_ = AtomScanner(atoms_);
}

AgentRules::ListCandidates AgentRules::find_candidates(std::span<const std::uint64_t> found) const {
  ListCandidates candidates;
  for (std::size_t list = 0; list < kListCount; ++list) {
    std::vector<int> own;
    for (std::size_t atom = 0; atom < atom_ids_[list].size(); ++atom) {
      const bool is_found = (found[atom / 64] >> (atom % 64) & 1U) != 0;
      if (is_found && atom_ids_[list][atom] >= 0) own.push_back(atom_ids_[list][atom]);
    }
    for (const int rule : lists_[list].candidates(own)) {
      candidates[list].push_back(static_cast<std::uint16_t>(rule));
    }
  }
  return candidates;
}

AgentRules::CandidateSpans AgentRules::candidates(std::string_view text, Caches* caches,
                                                  ListCandidates& uncached) const {
  std::array<std::uint64_t, kMaxFoundWords> found{};
  scanner_.scan(text, found.data());
  const std::string_view key(reinterpret_cast<const char*>(found.data()),
                             scanner_.found_words() * sizeof(std::uint64_t));
  const Candidates* known = caches == nullptr ? nullptr : caches->candidates.find(key);
  CandidateSpans spans;
  if (known == nullptr) {
    uncached = find_candidates(found);
    std::size_t total = 0;
    for (std::size_t list = 0; list < kListCount; ++list) {
      spans[list] = uncached[list];
      total += uncached[list].size();
    }
    if (caches == nullptr || total > Candidates::kMaxRules) return spans;
    Candidates* entry = caches->candidates.insert(key);
    if (entry == nullptr) return spans;
    std::uint16_t end = 0;
    for (std::size_t list = 0; list < kListCount; ++list) {
      for (const std::uint16_t rule : uncached[list]) entry->rules[end++] = rule;
      entry->ends[list] = end;
    }
    return spans;
  }
  std::uint16_t begin = 0;
  for (std::size_t list = 0; list < kListCount; ++list) {
    spans[list] = std::span(known->rules).subspan(begin, known->ends[list] - begin);
    begin = known->ends[list];
  }
  return spans;
}

Agent AgentRules::classify(std::string_view user_agent, const ClientHints& hints, Caches* caches) const {
  Agent agent;
  const std::string_view text = head(user_agent);
  if (text.empty()) {
    agent.device = id(Device::kBot);
    agent.bot_category = id(BotCategory::kOther);
  } else {
    agent = classify_text(text, caches);
  }
  if (!hints.empty()) apply(hints, text, agent);
  return agent;
}

Agent AgentRules::classify_text(std::string_view text, Caches* caches) const {
  ListCandidates uncached;
  const CandidateSpans candidates = this->candidates(text, caches, uncached);
  Agent agent{kOtherFamily, Agent::kNone, kOtherFamily, id(Device::kOther), Agent::kNone};
  RuleMatch match;
  const auto first_match = [&](List list, RuleList::GroupCache* groups = nullptr) {
    return lists_[list].first_match(text, candidates[list], match, groups);
  };
  if (first_match(kBrowsers, caches == nullptr ? nullptr : &caches->browser_groups)) {
    const auto known = browser_ids_.find(match.family);
    if (known != browser_ids_.end()) agent.browser = known->second;
    if (agent.browser != kOtherFamily) agent.browser_major = published_major(match.major);
  }
  if (first_match(kSystems, caches == nullptr ? nullptr : &caches->system_groups)) {
    const auto known = system_ids_.find(match.family);
    if (known != system_ids_.end()) agent.os = known->second;
  }
  const bool is_bot = is_bot_family(agent.browser) || bot_signs_.match(text);
  if (is_bot) {
    agent.device = id(Device::kBot);
    agent.bot_category = id(BotCategory::kOther);
    if (first_match(kCategories)) agent.bot_category = id_of(published_bot_categories(), match.family);
  } else if (first_match(kDevices)) {
    agent.device = id_of(published_devices(), match.family);
  }
  if (agent.browser == kOtherFamily && is_bot) agent.browser = kOtherBot;
  if (agent.browser == kOtherFamily && !names_engine(text)) agent.browser = kOtherApp;
  return agent;
}

void AgentRules::apply(const ClientHints& hints, std::string_view text, Agent& agent) const {
  const ClientHintTable::Browser named = hints_.browser(hints.brands);
  if (text.empty() && named.brand != nullptr)
    agent = {kOtherFamily, Agent::kNone, kOtherFamily, id(Device::kOther)};
  if (agent.is_bot()) return;
  const auto system = ClientHintTable::system(hints.platform);
  if (system) agent.os = *system;
  const auto mobile = hinted_mobile(hints.mobile);
  const auto device = static_cast<Device>(agent.device);
  if (mobile == true && (device == Device::kDesktop || device == Device::kOther))
    agent.device = id(Device::kMobile);
  if (mobile == false && (device == Device::kMobile || device == Device::kOther)) {
    const bool is_android = published_systems()[agent.os] == "Android";
    agent.device = id(is_android ? Device::kTablet : Device::kDesktop);
  }
  if (named.brand == nullptr) return;
  const bool is_mobile = mobile ? *mobile : text.find("Mobile") != std::string_view::npos;
  agent.browser = is_mobile ? named.brand->mobile_browser : named.brand->browser;
  agent.browser_major = published_major(named.version);
  if (published_browsers()[agent.browser] != "HeadlessChrome") return;
  agent.device = id(Device::kBot);
  agent.bot_category = id(BotCategory::kMonitor);
}

RawAgent AgentRules::classify_raw(std::string_view user_agent) const {
  const std::string_view text = head(user_agent);
  ListCandidates uncached;
  const CandidateSpans candidates = this->candidates(text, nullptr, uncached);
  RawAgent raw{std::string(kOther), {}, std::string(kOther)};
  RuleMatch match;
  if (lists_[kBrowsers].first_match(text, candidates[kBrowsers], match)) {
    raw.browser = match.family, raw.browser_major = match.major;
  }
  if (lists_[kSystems].first_match(text, candidates[kSystems], match)) raw.os = match.family;
  return raw;
}

std::span<const std::string_view> AgentRules::browsers() { return published_browsers(); }
std::span<const std::string_view> AgentRules::systems() { return published_systems(); }

AgentRules::Ids AgentRules::index(std::span<const std::string_view> names) {
  Ids ids;
  ids.reserve(names.size());
  for (const std::string_view name : names) ids.emplace(name, static_cast<std::uint16_t>(ids.size()));
  return ids;
}

}  // namespace anonlog
