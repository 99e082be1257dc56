// What the client hints of a browser say: Sec-CH-UA, Sec-CH-UA-Mobile and Sec-CH-UA-Platform
// (https://wicg.github.io/ua-client-hints/), which tell what a frozen user agent no longer does.
//
// Input:   the headers as logged, any bytes; empty where they were not sent.
// Output:  ids of agent_families.h, or nothing. Text of a header never comes out: brands are those of brands.txt.
// Errors:  make(): a line of brands.txt that names no published browser.
// Threads: immutable.
#ifndef ANONLOG_RULES_AGENT_CLIENT_HINTS_H_
#define ANONLOG_RULES_AGENT_CLIENT_HINTS_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "parsers/error.h"

namespace anonlog {

struct ClientHints {
  std::string_view brands;
  std::string_view mobile;
  std::string_view platform;

  [[nodiscard]] bool empty() const { return brands.empty() && mobile.empty() && platform.empty(); }
};

// `?1` or `?0`.
std::optional<bool> hinted_mobile(std::string_view header);

class ClientHintTable {
 public:
  struct Brand {
    std::string_view name;
    std::uint16_t browser;
    std::uint16_t mobile_browser;
  };
  struct Browser {
    const Brand* brand = nullptr;  // null: no browser that is listed is named
    std::string_view version;
  };

  // `lines` as those of brands.txt.
  static Result<ClientHintTable> make(std::span<const std::string_view> lines);

  [[nodiscard]] Browser browser(std::string_view brands) const;

  // An id of published_systems(); nothing for a platform that is not known.
  [[nodiscard]] static std::optional<std::uint16_t> system(std::string_view header);

 private:
  [[nodiscard]] const Brand* find(std::string_view name) const;

  std::vector<Brand> brands_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_AGENT_CLIENT_HINTS_H_
