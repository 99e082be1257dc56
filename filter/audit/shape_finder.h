// Finds what identifies by its shape alone, wherever it stands in a text: addresses, e-mail addresses, tokens.
//
//     e-mail   LOCAL@DOMAIN, whose last label is of letters and no ending of a file's name (logo@2x.png)
//     token    20 letters and digits in a row, some of each; 20 of [A-Za-z0-9_-] in which a capital or a digit follows a small
//              letter three times; 32 hexadecimal digits; a UUID. A JWT is three of these.
//
// Also in what three rounds of percent-decoding leave.
//
// Output:   a shape for each place; the same may come twice.
// Memory:   copies of the text while it is decoded.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_SHAPE_FINDER_H_
#define ANONLOG_FILTER_AUDIT_SHAPE_FINDER_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/address_finder.h"
#include "filter/audit/decodings.h"
#include "filter/audit/identifier.h"
#include "filter/audit/word_hash.h"

namespace anonlog {

struct Shape {
  Identifier identifier;
  std::uint64_t hash;
};

class ShapeFinder {
 public:
  using Reading = AddressFinder::Reading;

  explicit ShapeFinder(const WordHash& hash) : hash_(hash) {}

  // `text` anew. What was found before is forgotten.
  void find(std::string_view text, Reading reading);

  // E-mail addresses, tokens, and addresses that are nothing else.
  [[nodiscard]] const std::vector<Shape>& shapes() const { return shapes_; }
  // All addresses.
  [[nodiscard]] const std::vector<FoundAddress>& addresses() const { return addresses_; }

 private:
  void find_once(std::string_view text, Reading reading);
  void take_run(std::string_view run, Reading reading);
  void take_emails(std::string_view run);
  void take_email(std::string_view local, std::string_view domain);
  void take_tokens(std::string_view run);
  void take(Identifier identifier, WordKind kind, std::string_view text);

  WordHash hash_;
  Decodings decodings_;
  AddressFinder address_finder_;
  std::vector<Shape> shapes_;
  std::vector<FoundAddress> addresses_;
  std::string small_;  // a shape in small letters
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_SHAPE_FINDER_H_
