#include "rules/agent/rule_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>

namespace anonlog {
namespace {

// Shorter atoms make automata larger, longer ones leave many rules without any (measured: 4 costs 3 to 18
// times the run time).
constexpr int kMinAtomBytes = 3;

// Bounds the automaton of each rule. A quarter of it, 2 MiB, doubles the time of a user agent for 6 MB saved:
// the longest rules then rebuild their automata over and over.
constexpr std::int64_t kMaxRegexBytes = std::int64_t{8} << 20;

constexpr int kMaxGroups = 9;

RE2::Options regex_options() {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);  // a message of RE2 could quote a log line
  options.set_max_mem(kMaxRegexBytes);
  return options;
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// `$3` at `at`?
bool is_group_at(std::string_view text, std::size_t at) {
  return text[at] == '$' && at + 1 < text.size() && text[at + 1] != '0' && is_digit(text[at + 1]);
}

int highest_group(std::string_view text) {
  int highest = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_group_at(text, at)) highest = std::max(highest, text[at + 1] - '0');
  }
  return highest;
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlanks = " \t";
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

// Fills a template. Only one that mixes text and groups is copied, to `scratch`.
std::string_view expand(std::string_view text, std::span<const re2::StringPiece> groups,
                        std::string& scratch) {
  const auto group = [groups](char digit) {
    const re2::StringPiece& piece = groups[static_cast<std::size_t>(digit - '0')];
    return std::string_view(piece.data(), piece.size());  // a group that took no part is empty
  };
  if (text.find('$') == std::string_view::npos) return trimmed(text);
  if (text.size() == 2 && is_group_at(text, 0)) return trimmed(group(text[1]));
  scratch.clear();
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (is_group_at(text, at)) {
      scratch += group(text[++at]);
    } else {
      scratch += text[at];
    }
  }
  return trimmed(scratch);
}

// What the groups of a match depend on: the rule, the text of the match, and at its ends what `^`, `$` and `\b` ask for.
struct GroupKey {
  static constexpr std::uint16_t kNoGroup = 0xFFFF;
  static constexpr std::size_t kHeadBytes = 4;
  static constexpr std::size_t kMaxBytes = RuleList::kMaxTextBytes + kHeadBytes;

  static std::string_view write(std::size_t rule, std::string_view text, std::size_t begin, std::size_t end,
                                std::array<char, kMaxBytes>& space) {
    space[0] = static_cast<char>(rule);
    space[1] = static_cast<char>(rule >> 8);
    space[2] = begin == 0 ? 'e' : side(text[begin - 1]);
    space[3] = end == text.size() ? 'e' : side(text[end]);
    std::copy(text.begin() + static_cast<std::ptrdiff_t>(begin),
              text.begin() + static_cast<std::ptrdiff_t>(end), space.begin() + kHeadBytes);
    return {space.data(), kHeadBytes + end - begin};
  }

 private:
  static char side(char c) {
    const bool is_word = is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
    return is_word ? 'w' : c == '\n' ? 'n' : 'o';
  }
};

std::string_view origin(const AgentRule& rule) {
  return rule.origin.empty() ? std::string_view("user agent rules") : rule.origin;
}

}  // namespace

RuleList::RuleList() : filter_(kMinAtomBytes) {}

Result<RuleList> RuleList::make(std::span<const AgentRule> rules) {
  RuleList list;
  for (const AgentRule& rule : rules) {
    if (auto status = list.add(rule); !status) return tl::unexpected<Error>(status.error());
  }
  if (!rules.empty()) list.filter_.Compile(&list.atoms_);
  return list;
}

Status RuleList::add(const AgentRule& rule) {
  const int family_group = highest_group(rule.family);
  int major_group = highest_group(rule.major);
  RE2::Options options = regex_options();
  options.set_never_capture(family_group == 0 && major_group == 0);
  int id = -1;
  if (filter_.Add(re2::StringPiece(rule.pattern.data(), rule.pattern.size()), options, &id) != RE2::NoError) {
    const RE2 regex(re2::StringPiece(rule.pattern.data(), rule.pattern.size()), options);
    return fail(ErrorKind::kUsage,
                fmt::format("{}: not a regular expression of RE2: {}", origin(rule), regex.error()));
  }
  const int groups = filter_.GetRE2(id).NumberOfCapturingGroups();
  if (family_group > groups) {
    return fail(ErrorKind::kUsage, fmt::format("{}: the family is group {} of {}: {}", origin(rule),
                                               family_group, groups, rule.pattern));
  }
  // The implicit `$2` of a browser that has no version.
  const bool has_major = major_group <= groups;
  if (!has_major) major_group = 0;
  templates_.push_back({std::string(rule.family), std::string(has_major ? rule.major : std::string_view()),
                        std::max(family_group, major_group)});
  return {};
}

std::vector<int> RuleList::candidates(const std::vector<int>& found_atoms) const {
  std::vector<int> rules;
  if (!templates_.empty()) filter_.AllPotentials(found_atoms, &rules);
  return rules;
}

bool RuleList::first_match(std::string_view text, std::span<const std::uint16_t> candidates, RuleMatch& match,
                           GroupCache* cache) const {
  assert(text.size() <= kMaxTextBytes);
  for (const std::uint16_t rule : candidates) {
    if (matches(rule, text, match, cache)) return true;
  }
  return false;
}

bool RuleList::matches(std::size_t rule, std::string_view text, RuleMatch& match, GroupCache* cache) const {
  const Templates& templates = templates_[rule];
  std::array<re2::StringPiece, kMaxGroups + 1> groups;
  const RE2& regex = filter_.GetRE2(static_cast<int>(rule));
  const re2::StringPiece piece(text.data(), text.size());
  const bool has_groups = templates.groups_used != 0;
  if (!regex.Match(piece, 0, text.size(), RE2::UNANCHORED, groups.data(), has_groups ? 1 : 0)) return false;
  if (has_groups) {
    const auto used = static_cast<std::size_t>(templates.groups_used);
    find_groups(rule, text, std::span(groups).first(used + 1), used <= Groups::kMaxGroups ? cache : nullptr);
  }
  match.family = expand(templates.family, groups, match.expanded_family_);
  match.major = expand(templates.major, groups, match.expanded_major_);
  return true;
}

// `groups[0]` is the match.
void RuleList::find_groups(std::size_t rule, std::string_view text, std::span<re2::StringPiece> groups,
                           GroupCache* cache) const {
  const auto begin = static_cast<std::size_t>(groups[0].data() - text.data());
  const std::size_t end = begin + groups[0].size();
  std::array<char, GroupKey::kMaxBytes> space;
  const std::string_view key =
      cache == nullptr ? std::string_view() : GroupKey::write(rule, text, begin, end, space);
  if (!key.empty()) {
    if (const Groups* known = cache->find(key)) {
      for (std::size_t i = 1; i < groups.size(); ++i) {
        const std::uint16_t from = known->bounds[2 * i - 2];
        if (from == GroupKey::kNoGroup) continue;
        groups[i] = groups[0].substr(from, known->bounds[2 * i - 1] - from);
      }
      return;
    }
  }
  const re2::StringPiece match = groups[0];
  filter_.GetRE2(static_cast<int>(rule))
      .Match({text.data(), text.size()}, 0, text.size(), RE2::UNANCHORED, groups.data(),
             static_cast<int>(groups.size()));
  Groups* entry = key.empty() ? nullptr : cache->insert(key);
  if (entry == nullptr) return;
  for (std::size_t i = 1; i < groups.size(); ++i) {
    const bool took_part = groups[i].data() != nullptr;
    const auto from =
        static_cast<std::uint16_t>(took_part ? groups[i].data() - match.data() : GroupKey::kNoGroup);
    entry->bounds[2 * i - 2] = from;
    entry->bounds[2 * i - 1] = static_cast<std::uint16_t>(from + groups[i].size());
  }
}

}  // namespace anonlog
