#include "rules/agent/client_hints.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "rules/agent/agent_families.h"

namespace anonlog {
namespace {

constexpr std::string_view kBlanks = " \t";
constexpr std::string_view kChromium = "Chromium";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kBlanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kBlanks) + 1 - begin);
}

// Cuts off what stands before the next `mark`, and the mark.
std::string_view take(std::string_view& text, char mark) {
  const std::size_t end = text.find(mark);
  const std::string_view part = text.substr(0, end);
  text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  return part;
}

std::optional<std::uint16_t> id_of(std::span<const std::string_view> names, std::string_view name) {
  const auto found = std::ranges::find(names, name);
  if (found == names.end()) return std::nullopt;
  return static_cast<std::uint16_t>(found - names.begin());
}

// A string of RFC 8941 at the beginning of `text`, which is cut off; what it holds, as written.
std::optional<std::string_view> take_string(std::string_view& text) {
  if (!text.starts_with('"')) return std::nullopt;
  for (std::size_t at = 1; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      const std::string_view inside = text.substr(1, at - 1);
      text.remove_prefix(at + 1);
      return inside;
    }
  }
  return std::nullopt;
}

// The brand that is no brand, "Not A;Brand" with changing marks: there so that no one reads the list as closed
// (https://wicg.github.io/ua-client-hints/#grease).
bool is_grease(std::string_view brand) {
  constexpr std::string_view kLetters = "notabrand";
  std::size_t at = 0;
  for (const char c : brand) {
    const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower < 'a' || lower > 'z') continue;
    if (at == kLetters.size() || lower != kLetters[at++]) return false;
  }
  return at == kLetters.size();
}

struct Platform {
  std::string_view name;
  std::string_view system;
};
// "Unknown" is one of its names, and says nothing.
constexpr Platform kPlatforms[] = {
    {"Windows", "Windows"},
    {"macOS", "Mac OS X"},
    {"Mac OS X", "Mac OS X"},
    {"Android", "Android"},
    {"iOS", "iOS"},
    {"Linux", "Linux"},
    {"Chrome OS", "Chrome OS"},
    {"ChromeOS", "Chrome OS"},
    {"Chromium OS", "Chrome OS"},
    {"Fuchsia", "Fuchsia"},
    {"Tizen", "Tizen"},
};

}  // namespace

std::optional<bool> hinted_mobile(std::string_view header) {
  header = trimmed(header);
  if (header == "?1") return true;
  if (header == "?0") return false;
  return std::nullopt;
}

Result<ClientHintTable> ClientHintTable::make(std::span<const std::string_view> lines) {
  ClientHintTable table;
  for (const std::string_view line : lines) {
    std::string_view rest = line;
    const std::string_view name = trimmed(take(rest, '|'));
    const std::string_view browser = trimmed(take(rest, '|'));
    const std::string_view mobile = trimmed(rest);
    const auto id = id_of(published_browsers(), browser);
    const auto mobile_id = mobile.empty() ? id : id_of(published_browsers(), mobile);
    if (name.empty() || !id || !mobile_id) {
      return fail(ErrorKind::kInternal, fmt::format("no brand and published browser: {}", line));
    }
    table.brands_.push_back({name, *id, *mobile_id});
  }
  return table;
}

const ClientHintTable::Brand* ClientHintTable::find(std::string_view name) const {
  const auto found = std::ranges::find(brands_, name, &Brand::name);
  return found == brands_.end() ? nullptr : &*found;
}

// sf-list of brands, each with a parameter `v`.
ClientHintTable::Browser ClientHintTable::browser(std::string_view brands) const {
  Browser chromium;
  bool has_unlisted = false;
  for (std::string_view rest = trimmed(brands); !rest.empty();) {
    const auto name = take_string(rest);
    if (!name) return {};
    std::string_view version;
    if (rest.starts_with(";v=")) {
      rest.remove_prefix(3);
      version = take_string(rest).value_or(std::string_view());
    }
    const Browser named = {find(*name), version.substr(0, version.find('.'))};
    if (*name == kChromium) {
      chromium = named;
    } else if (named.brand != nullptr) {
      return named;
    } else if (!is_grease(*name)) {
      has_unlisted = true;
    }
    rest = trimmed(rest);
    if (rest.starts_with(',')) rest.remove_prefix(1);
    rest = trimmed(rest);
  }
  return has_unlisted ? Browser() : chromium;
}

std::optional<std::uint16_t> ClientHintTable::system(std::string_view header) {
  std::string_view rest = trimmed(header);
  const std::string_view name = rest.starts_with('"') ? take_string(rest).value_or(std::string_view()) : rest;
  const auto* known = std::ranges::find(kPlatforms, name, &Platform::name);
  return known == std::end(kPlatforms) ? std::nullopt : id_of(published_systems(), known->system);
}

}  // namespace anonlog
