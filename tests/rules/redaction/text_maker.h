// Makes texts that come close to what the redactor looks for.
#ifndef ANONLOG_TESTS_RULES_REDACTION_TEXT_MAKER_H_
#define ANONLOG_TESTS_RULES_REDACTION_TEXT_MAKER_H_

#include <array>
#include <cstddef>
#include <random>
#include <string>
#include <string_view>

namespace anonlog {

class TextMaker {
 public:
  explicit TextMaker(unsigned seed) : random_(seed) {}

  std::string next() {
    switch (below(4)) {
      case 0:
        return from_alphabet();
      case 1:
        return from_pieces();
      case 2:
        return mutated(from_pieces());
      default:
        return mutated(kPaths[below(kPaths.size())]);
    }
  }

 private:
  static constexpr std::array<std::string_view, 16> kAlphabets = {
      "0123456789.-",
      "0123456789abcdef.-",
      "0123456789abcdefABCDEF:",
      "abcXYZ019_-",
      "aB3",
      "ab12@%\\/?#;=&.-:_",
      "a@.b2xpng",
      "a1:/@b",
      "%2540a",
      "+1 234-(5)",
      "0123456789 -",
      "S()a",
      "\xC0\xC1\x80\xAE\xE0\x81\xEF\xBC\xA0\xC2 a1.",
      "0.-/a",
      "abcdefghijklmnopqrstuvwxyz0_-",
      "\x80\xC3\xFF 0a.:\x01~+,",
  };
  static constexpr std::array kPieces = {"203.0.113.7",
                                         "10-1-2-3",
                                         "2001:db8::1",
                                         "::",
                                         "-",
                                         "--",
                                         ".",
                                         "/",
                                         "255",
                                         "256",
                                         "0",
                                         "2001-db8-0-0-",
                                         "2001-db8",
                                         "dead",
                                         "f00",
                                         "a1B2c3",
                                         "release",
                                         "123e4567-e89b-12d3-a456-",
                                         "426614174000",
                                         ";",
                                         "abcdefabcdefabcd",
                                         "12:34",
                                         "_",
                                         "0123456789",
                                         "alice",
                                         "@",
                                         "example.org",
                                         "2x.png",
                                         ".js",
                                         ".min",
                                         "18.2.0",
                                         "next",
                                         "%40",
                                         "%2540",
                                         "%252540",
                                         "%2525252540",
                                         "%25",
                                         "%2e",
                                         "%2F",
                                         "%3b",
                                         "%3A",
                                         "\\x40",
                                         "%u0040",
                                         "%C1%80",
                                         "\xE0\x81\x80",
                                         "%EF%BC%A0",
                                         "\xEF\xBC\x8E",
                                         "%20",
                                         "+",
                                         "+49",
                                         "170",
                                         "1234567",
                                         "4111",
                                         "1111",
                                         "4111111111111111",
                                         "378282246310005",
                                         "DE89",
                                         "37040044",
                                         "0532013000",
                                         "NL91ABNA0417164300",
                                         "GB29NWBK60161331926819",
                                         "eyJhbGciOiJub25lIn0",
                                         "eyJhbGciOiJIUzI1NiJ9.",
                                         "AKIAABCDEFGHIJKLMNOP",
                                         "glpat-",
                                         "aaaa-bbbb_cccc_ddddd",
                                         "xoxb-",
                                         "sk_live_",
                                         "hf_",
                                         "abcdefghijklmnop",
                                         "(S(",
                                         "abc",
                                         "))",
                                         "//",
                                         ":",
                                         "pw@",
                                         "2025-11-23",
                                         "-10-30",
                                         "-00",
                                         "0x",
                                         "1763900000000",
                                         "3f2a9c1b",
                                         "http",
                                         " "};
  static constexpr std::array kPaths = {
      "/assets/js/app.3f2a9c1b.js",
      "/blog/2025-11-23/how-to-bake-bread-in-2025-at-home?utm_source=x",
      "/wp-content/plugins/contact-form-7/includes/css/styles.css",
      "/js/jquery-3.6.0.min.js",
      "/d/123e4567-e89b-12d3-a456-426614174000/view",
      "/t/eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9/x",
      "/h/ec2-203-0-113-7.compute.example.net",
      "/images/logo@2x.png",
      "/npm/react@18.2.0-beta.min.js",
      "/u/alice%2540example.org/x",
      "/caf%C3%A9/%D0%BC%D0%B8%D1%80",
      "/pay/4111-1111-1111-1111",
      "/iban/DE89%203704%200044%200532%200130%2000",
      "/call/+49-170-1234567",
      "/backup-2025-11-23-10-30-00.tar.gz",
      "/(S(lit3py55t21z5v55vlm25s55))/x",
      "/go/https%3A%2F%2Falice%3Apw%40example.org%2F",
      "/n/1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa",
  };

  std::size_t below(std::size_t count) { return random_() % count; }

  std::string from_alphabet() {
    const std::string_view alphabet = kAlphabets[below(kAlphabets.size())];
    std::string text(below(below(8) == 0 ? 200 : 50), ' ');
    for (char& c : text) c = alphabet[below(alphabet.size())];
    return text;
  }

  std::string from_pieces() {
    std::string text;
    for (std::size_t i = below(12); i > 0; --i) text += kPieces[below(kPieces.size())];
    return text;
  }

  std::string mutated(std::string_view of) {
    std::string text(of);
    for (std::size_t i = below(4); i > 0 && !text.empty(); --i) {
      const std::size_t at = below(text.size());
      const std::string_view alphabet = kAlphabets[below(kAlphabets.size())];
      const char byte = alphabet[below(alphabet.size())];
      switch (below(3)) {
        case 0:
          text[at] = byte;
          break;
        case 1:
          text.insert(at, 1, byte);
          break;
        default:
          text.erase(at, 1);
          break;
      }
    }
    return text;
  }

  std::minstd_rand random_;
};

}  // namespace anonlog

#endif  // ANONLOG_TESTS_RULES_REDACTION_TEXT_MAKER_H_
