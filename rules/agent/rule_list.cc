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

}  // namespace

RuleList::RuleList() : filter_(kMinAtomBytes) {}

Result<RuleList> RuleList::make(std::span<const AgentRule> rules) {
  RuleList list;
  for (const AgentRule& rule : rules) {
    if (auto status = list.add(rule); !status) return tl::unexpected<Error>(status.error());
  }
  if (auto status = list.compile(); !status) return tl::unexpected<Error>(status.error());
  return list;
}

Status RuleList::add(const AgentRule& rule) {
  const int family_group = highest_group(rule.family);
  int major_group = highest_group(rule.major);
  RE2::Options options = regex_options();
  options.set_never_capture(family_group == 0 && major_group == 0);
  int id = -1;
  if (filter_.Add(re2::StringPiece(rule.pattern.data(), rule.pattern.size()), options, &id) != RE2::NoError) {
    return fail(ErrorKind::kUsage,
                fmt::format("not a valid regex in the user agent rules: {}", rule.pattern));
  }
  const int groups = filter_.GetRE2(id).NumberOfCapturingGroups();
  if (family_group > groups) {
    return fail(ErrorKind::kUsage, fmt::format("a user agent rule takes its family from group {} of {}: {}",
                                               family_group, groups, rule.pattern));
  }
  // The implicit `$2` of a browser that has no version.
  const bool has_major = major_group <= groups;
  if (!has_major) major_group = 0;
  templates_.push_back({std::string(rule.family), std::string(has_major ? rule.major : std::string_view()),
                        std::max(family_group, major_group)});
  return {};
}

Status RuleList::compile() {
  if (templates_.empty()) return {};
  std::vector<std::string> atoms;
  filter_.Compile(&atoms);
  if (atoms.empty()) return {};
  RE2::Options options(RE2::Latin1);
  options.set_literal(true);
  options.set_log_errors(false);
  atoms_.emplace(options, RE2::UNANCHORED);
  for (const std::string& atom : atoms) {
    if (atoms_->Add(atom, nullptr) < 0) return fail(ErrorKind::kInternal, "cannot add a user agent atom");
  }
  if (!atoms_->Compile()) return fail(ErrorKind::kInternal, "cannot compile the user agent atoms");
  return {};
}

int RuleList::first_rule(std::string_view text) const {
  // FilteredRE2 gives atoms in lower case: ASCII only, as RE2 does it for Latin-1.
  std::array<char, kMaxTextBytes> lower;
  std::transform(text.begin(), text.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const re2::StringPiece piece(text.data(), text.size());
  std::vector<int> found;
  if (atoms_) {
    RE2::Set::ErrorInfo error{};
    if (!atoms_->Match(re2::StringPiece(lower.data(), text.size()), &found, &error) &&
        error.kind != RE2::Set::kNoError) {
      return filter_.SlowFirstMatch(piece);  // out of memory for the automaton: right, only slow
    }
  }
  return filter_.FirstMatch(piece, found);
}

bool RuleList::first_match(std::string_view text, RuleMatch& match) const {
  assert(text.size() <= kMaxTextBytes);
  if (templates_.empty()) return false;
  const int rule = first_rule(text);
  if (rule < 0) return false;
  const Templates& templates = templates_[static_cast<std::size_t>(rule)];
  std::array<re2::StringPiece, kMaxGroups + 1> groups;
  if (templates.groups_used > 0) {
    filter_.GetRE2(rule).Match(re2::StringPiece(text.data(), text.size()), 0, text.size(), RE2::UNANCHORED,
                               groups.data(), templates.groups_used + 1);
  }
  match.family = expand(templates.family, groups, match.expanded_family_);
  match.major = expand(templates.major, groups, match.expanded_major_);
  return true;
}

}  // namespace anonlog
