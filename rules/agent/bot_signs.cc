#include "rules/agent/bot_signs.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

namespace anonlog {
namespace {

constexpr std::string_view kException = "! ";

std::string joined(std::span<const std::string_view> lines, bool exceptions) {
  std::string text;
  for (std::string_view line : lines) {
    if (line.starts_with(kException) != exceptions) continue;
    if (exceptions) line.remove_prefix(kException.size());
    if (!text.empty()) text += '|';
    text += line;
  }
  return text;
}

std::unique_ptr<const RE2> compile(const std::string& pattern) {
  RE2::Options options(RE2::Latin1);
  options.set_log_errors(false);  // a message of RE2 could quote a log line
  options.set_case_sensitive(false);
  options.set_never_capture(true);
  return std::make_unique<const RE2>(pattern, options);
}

}  // namespace

Result<BotSigns> BotSigns::make(std::span<const std::string_view> lines) {
  const std::string signs = joined(lines, false);
  const std::string exceptions = joined(lines, true);
  BotSigns made;
  made.signs_ = compile(signs);
  made.either_ = compile(exceptions.empty() ? signs : exceptions + '|' + signs);
  if (!exceptions.empty()) made.exceptions_ = compile(exceptions);
  for (const RE2* regex : {made.signs_.get(), made.either_.get(), made.exceptions_.get()}) {
    if (regex == nullptr || regex->ok()) continue;
    return fail(ErrorKind::kUsage,
                fmt::format("a sign of bots is no regular expression: {}", regex->error()));
  }
  return made;
}

bool BotSigns::match(std::string_view text) const {
  const re2::StringPiece piece(text.data(), text.size());
  // Nearly all that are no bots end here, after one pass.
  if (!RE2::PartialMatch(piece, *signs_)) return false;
  if (exceptions_ == nullptr) return true;
  re2::StringPiece found;
  for (std::size_t at = 0; at <= text.size();) {
    if (!either_->Match(piece, at, text.size(), RE2::UNANCHORED, &found, 1)) return false;
    at = static_cast<std::size_t>(found.begin() - piece.begin());
    if (!exceptions_->Match(piece, at, text.size(), RE2::ANCHOR_START, &found, 1)) return true;
    at += std::max<std::size_t>(1, found.size());
  }
  return false;
}

}  // namespace anonlog
