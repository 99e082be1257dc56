// Marks the words of PUBLISHED that a line of RAW has: as identifiers, or as what is published by right.
//
// By right are the words of a path up to its parameters, the site's host and the domains that it belongs to, the registrable
// domain of a referrer, and the values of utm_source, utm_medium and utm_campaign. Words that are both are no identifiers: a user who is called like a page cannot be told from it.
// An address, e-mail address or token is an identifier wherever it stands; but an address that is the server's own name.
//
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_RAW_WORDS_H_
#define ANONLOG_FILTER_AUDIT_RAW_WORDS_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "filter/audit/decodings.h"
#include "filter/audit/raw_log.h"
#include "filter/audit/shape_finder.h"
#include "filter/audit/word_cutter.h"
#include "filter/audit/word_table.h"
#include "parsers/field.h"

namespace anonlog {

class RawWords {
 public:
  // The table outlives this.
  RawWords(const WordHash& hash, WordTable& table)
      : hash_(hash), table_(table), cutter_(hash), shapes_(hash) {}

  void take(const RawLine& line);

  // The addresses of the last line.
  [[nodiscard]] const std::vector<FoundAddress>& addresses() const { return addresses_; }

  // How many identifiers there were, of each class; one counts each time.
  [[nodiscard]] const std::array<std::uint64_t, kIdentifierCount>& counts() const { return counts_; }

 private:
  static constexpr std::size_t kMaxKnownHosts = 65'536;

  void take_shapes(std::string_view line);
  void take_field(const Slot& slot, std::string_view value);
  void take_other(std::string_view key, std::string_view value);
  void take_clients(std::string_view list);
  void take_cookies(std::string_view header);
  void take_request(std::string_view request);
  void take_target(std::string_view target);
  void take_path(std::string_view path);
  void take_segment(std::string_view segment);
  void take_query(std::string_view query);
  void take_query_value(std::string_view value);
  void take_referrer(std::string_view referrer);
  void take_user_agent(std::string_view user_agent);
  // The host of a URL's authority; marks what names a user in it.
  std::string_view without_user(std::string_view authority);
  // A host of others; whether it is no more than what is published of it.
  bool take_site(std::string_view host);
  void take_host(std::string_view host);
  void take_message(std::string_view message);

  // The text as one word, an identifier.
  void mark(Identifier identifier, std::string_view text);
  // Every word of the text.
  void mark_words(Identifier identifier, std::string_view text);
  void mark_public(std::string_view text);
  void mark_hash(Identifier identifier, std::uint64_t hash) {
    ++counts_[static_cast<std::size_t>(identifier)];
    table_.mark(hash, identifier);
  }

  WordHash hash_;
  WordTable& table_;
  WordCutter cutter_;
  ShapeFinder shapes_;
  Decodings segment_decodings_;
  std::vector<FoundAddress> addresses_;
  std::vector<std::uint64_t> words_;
  std::string unescaped_;  // the present line
  std::string kept_;       // the present path without parameters
  std::string segment_;    // decoded
  std::string value_;      // decoded, of a query; or a host in small letters
  std::unordered_map<std::uint64_t, std::size_t>
      domain_bytes_;  // of the registrable domains of hosts, by their hash
  std::array<std::uint64_t, kIdentifierCount> counts_{};
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_RAW_WORDS_H_
