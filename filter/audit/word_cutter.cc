#include "filter/audit/word_cutter.h"

#include <algorithm>
#include <array>

namespace anonlog {
namespace {

// Of a byte: 0, it is part of a word; else how many levels of pieces end at it.
constexpr std::array<std::uint8_t, 256> make_strengths() {
  std::array<std::uint8_t, 256> strengths{};
  strengths.fill(1);
  for (std::size_t c = '0'; c <= '9'; ++c) strengths[c] = 0;
  for (std::size_t c = 'a'; c <= 'z'; ++c) strengths[c] = strengths[c - 'a' + 'A'] = 0;
  for (std::size_t c = 0x80; c <= 0xFF; ++c) strengths[c] = 0;
  for (std::size_t c = 0; c <= 0x20; ++c) strengths[c] = 2;
  for (const char c : {',', ':', '+', '"', '\'', '(', ')', '[', ']', '{', '}', '<', '>', '|', '\\', '\x7F'}) {
    strengths[static_cast<unsigned char>(c)] = 2;
  }
  for (const char c : {'/', '?', '&', '=', ';', '#'}) strengths[static_cast<unsigned char>(c)] = 3;
  return strengths;
}
constexpr std::array<std::uint8_t, 256> kStrengths = make_strengths();

char small(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// The bytes of a placeholder at the beginning of `text`, which begins with '{'; 0: there is none.
std::size_t placeholder_bytes(std::string_view text) {
  constexpr std::size_t kMaxBytes = 24;
  std::size_t at = 1;
  while (at < text.size() && at < kMaxBytes && ((text[at] >= 'a' && text[at] <= 'z') || text[at] == '_'))
    ++at;
  return at > 1 && at < text.size() && text[at] == '}' ? at + 1 : 0;
}

std::string_view without_scheme(std::string_view normal) {
  for (const std::string_view scheme : {std::string_view("https "), std::string_view("http ")}) {
    if (normal.starts_with(scheme)) return normal.substr(scheme.size());
  }
  return normal;
}

}  // namespace

void WordCutter::cut(std::string_view text, std::vector<std::uint64_t>& words) {
  decodings_.each(text, [&](std::string_view decoded) { cut_once(decoded, false, words); });
}

void WordCutter::take_whole(std::string_view text, std::vector<std::uint64_t>& words) {
  decodings_.each(text, [&](std::string_view decoded) { cut_once(decoded, true, words); });
}

void WordCutter::cut_once(std::string_view text, bool only_whole, std::vector<std::uint64_t>& words) {
  if (text.size() < kMinWordBytes) return;
  normal_.clear();
  std::fill_n(begins_, kLevels, 0);
  std::size_t pending = 0;  // levels that end before the next byte of a word
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t strength = kStrengths[static_cast<unsigned char>(text[i])];
    if (strength == 0) {
      if (pending != 0 && !normal_.empty()) {
        end_pieces(pending, only_whole, words);
        normal_ += ' ';
        std::fill_n(begins_, pending, normal_.size());
      }
      pending = 0;
      normal_ += small(text[i]);
      continue;
    }
    pending = std::max(pending, strength);
    const std::size_t placeholder = text[i] == '{' ? placeholder_bytes(text.substr(i)) : 0;
    if (placeholder == 0) continue;
    pending = kLevels;
    i += placeholder - 1;
  }
  end_pieces(kLevels, only_whole, words);
}

// Takes what is pieces up to here. A piece that is also one of the level below is taken once.
void WordCutter::end_pieces(std::size_t levels, bool only_whole, std::vector<std::uint64_t>& words) {
  for (std::size_t level = only_whole ? kLevels - 1 : 0; level < levels; ++level) {
    std::string_view piece = std::string_view(normal_).substr(begins_[level]);
    const std::size_t logged_bytes = piece.size();
    if (level == kLevels - 1) piece = without_scheme(piece);
    const bool is_taken = !only_whole && level != 0 && begins_[level] == begins_[level - 1];
    if (is_taken && piece.size() == logged_bytes) continue;
    if (piece.size() >= kMinWordBytes) words.push_back(hash_(WordKind::kWord, piece));
  }
}

}  // namespace anonlog
