#include "parsers/json_scanner.h"

namespace anonlog {
namespace {

// The first quote or bracket: [ and { differ in one bit, as ] and } do.
const char* quote_or_bracket(const char* p, const char* end) {
#if defined(__SSE2__)
  const __m128i quote = _mm_set1_epi8('"');
  const __m128i bit = _mm_set1_epi8(0x20);
  const __m128i opening = _mm_set1_epi8('{');
  const __m128i closing = _mm_set1_epi8('}');
  p = scan_blocks<false>(p, end, [=](__m128i block) {
    const __m128i brace = _mm_or_si128(block, bit);
    return _mm_or_si128(_mm_cmpeq_epi8(block, quote),
                        _mm_or_si128(_mm_cmpeq_epi8(brace, opening), _mm_cmpeq_epi8(brace, closing)));
  });
#endif
  while (p != end && *p != '"' && *p != '{' && *p != '}' && *p != '[' && *p != ']') ++p;
  return p;
}

}  // namespace

bool JsonScanner::skip() {
  const unsigned outside = depth_ - 1;
  while (depth_ != outside) {
    p_ = quote_or_bracket(p_, end_);
    if (p_ == end_) return false;
    if (*p_ == '"') {
      if (string().kind == Kind::kBad) return false;
    } else if (*p_ == '{' || *p_ == '[') {
      if (!enter(*p_ == '[')) return false;
    } else if (!leave(*p_ == ']')) {
      return false;
    }
  }
  return true;
}

}  // namespace anonlog
