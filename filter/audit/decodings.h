// A text as it stands and as up to three rounds of percent-decoding leave it: "%2540" is "%40", and "@".
//
// Lifetime: a round's text dies with the next one.
// Threads:  one.
#ifndef ANONLOG_FILTER_AUDIT_DECODINGS_H_
#define ANONLOG_FILTER_AUDIT_DECODINGS_H_

#include <string>
#include <string_view>

#include "parsers/percent_code.h"

namespace anonlog {

class Decodings {
 public:
  static constexpr int kRounds = 3;

  // Calls `take` with each text that differs from the one before.
  template <typename Take>
  void each(std::string_view text, const Take& take) {
    take(text);
    std::string* into = &even_;
    for (int round = 0; round < kRounds && text.find('%') != std::string_view::npos; ++round) {
      into->resize(text.size());
      into->resize(decode_percent(text, into->data()));
      if (into->size() == text.size()) return;
      text = *into;
      into = into == &even_ ? &odd_ : &even_;
      take(text);
    }
  }

 private:
  std::string even_;
  std::string odd_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_AUDIT_DECODINGS_H_
