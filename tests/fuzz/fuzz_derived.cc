// Any bytes as a language header, a user agent, a referrer, a country database, a cookie header and a token.
//
// Oracles: an answer is one of the closed lists or null; a language tag with more junk entries behind it stays what it
// was; a database that is read answers for every address, and for special ones with nothing, and read line by line it
// gives the same; a cookie is part of its header, also where others stand before it; a token that is read is written back as
// it was, but for addresses that have several spellings, and then its text is one that stays.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "rules/country/country_list.h"
#include "rules/country/country_text.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/token_text.h"
#include "rules/language/language_tag.h"
#include "rules/referrer/referrer_sites.h"
#include "rules/site_classifier.h"
#include "rules/steps/cookie_value.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

void check_languages(std::string_view text) {
  const PreferredLanguage preferred = preferred_language(text);
  require(preferred.id == PublicColumn::kNullId || (preferred.is_told && preferred.id < languages().size()),
          "a language is of the list");
  const PreferredLanguage first = preferred_language("de," + std::string(text));
  require(first.is_told && languages()[first.id] == "de", "the first preferred one stays");
  const std::uint16_t of_agent = language_of_user_agent(text);
  require(of_agent == PublicColumn::kNullId || of_agent < languages().size(),
          "a language of a user agent is of the list");
}

void check_referrer(std::string_view text) {
  SiteClassifier sites({});
  const Site site = sites.classify(text);
  if (site.kind != Site::Kind::kDomain)
    require(site.referrer_kind == ReferrerKind::kOther, "only a domain has a kind");
  require(static_cast<std::size_t>(site.referrer_kind) < referrer_kinds().size(), "a kind is of the list");
  const std::string_view host = ReferrerSites::known().app_host(text);
  require(host.empty() || text.find("-app://") != std::string_view::npos, "only apps stand for sites");
}

void check_country(std::string_view text) {
  CountryText whole("db");
  const bool is_read = whole.add_lines(text).has_value();
  CountryText by_line("db");
  bool is_read_by_line = true;
  for (std::string_view rest = text; !rest.empty() && is_read_by_line;) {
    const std::size_t bytes = std::min(rest.find('\n'), rest.size() - 1) + 1;
    is_read_by_line = by_line.add_lines(rest.substr(0, bytes)).has_value();
    rest.remove_prefix(bytes);
  }
  require(is_read == is_read_by_line, "pieces make no difference to errors");
  if (!is_read) return;
  const auto ranges = whole.finish();
  const auto same = by_line.finish();
  require(ranges.has_value() == same.has_value(), "pieces make no difference to emptiness");
  if (!ranges) return;
  for (const char* const probe : {"1.0.0.0", "5.6.7.8", "10.0.0.1", "127.0.0.1", "255.255.255.255",
                                  "2001:200::1", "2001:db8::1", "2a10::", "ffff::1", "::"}) {
    Address address;
    require(Address::parse_as_written(probe, &address), "an address");
    const std::uint32_t found = ranges->find(address);
    require(found == AddressRanges::kNone || found < countries().size(), "a country is of the list");
    require(found == same->find(address), "pieces make no difference to countries");
    if (std::string_view(probe) == "10.0.0.1" || std::string_view(probe) == "2001:db8::1") {
      require(found == AddressRanges::kNone, "special addresses have none");
    }
  }
}

void check_cookie(std::string_view text) {
  const std::string_view value = cookie_value(text, "sid");
  require(value.empty() || text.find("sid=" + std::string(value)) != std::string_view::npos,
          "a value stands behind its name");
  require(cookie_value("a=b; xsid=c; " + std::string(text), "sid") == value,
          "cookies before it make no difference");
  require(value.find(';') == std::string_view::npos, "a value ends where its cookie ends");
}

std::string token_text(const AddressToken& token, bool as_address) {
  std::string text(kMaxAddressTokenText, ' ');
  text.resize(as_address ? write_address_token(token, text.data())
                         : write_hex(std::span(token.bytes).first(token.size), text.data()));
  return text;
}

void check_token(std::string_view text) {
  AddressToken token;
  if (!read_address_token(text, &token)) return;
  const bool is_hex = text.find_first_of(".:") == std::string_view::npos;
  const std::string written = token_text(token, !is_hex);
  require(!is_hex || written == text, "hex digits are written back");
  AddressToken again;
  require(read_address_token(written, &again), "what was written is read");
  require(again.size == token.size || written.find(':') == std::string::npos, "of the same family");
  require(token_text(again, !is_hex) == written, "the text stays");
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  anonlog::check_languages(text);
  anonlog::check_referrer(text);
  anonlog::check_country(text);
  anonlog::check_cookie(text);
  anonlog::check_token(text);
  return 0;
}
