#include "parsers/near_name.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace anonlog {
namespace {

// All texts that one edit makes of `text`, over a small alphabet.
std::set<std::string> edits(const std::string& text, const std::string& alphabet) {
  std::set<std::string> made;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    for (const char c : alphabet) made.insert(text.substr(0, i) + c + text.substr(i));
    if (i == text.size()) continue;
    made.insert(text.substr(0, i) + text.substr(i + 1));
    for (const char c : alphabet) made.insert(text.substr(0, i) + c + text.substr(i + 1));
    if (i + 1 < text.size()) made.insert(text.substr(0, i) + text[i + 1] + text[i] + text.substr(i + 2));
  }
  made.erase(text);
  return made;
}

std::set<std::string> all_texts(std::size_t max_bytes, const std::string& alphabet) {
  std::set<std::string> texts = {""};
  for (std::size_t bytes = 0; bytes < max_bytes; ++bytes) {
    const std::set<std::string> shorter = texts;
    for (const std::string& text : shorter) {
      for (const char c : alphabet) texts.insert(text + c);
    }
  }
  return texts;
}

TEST(NearName, IsWhatOneEditMakes) {
  const auto texts = all_texts(5, "ab");
  for (const std::string& text : texts) {
    const auto near = edits(text, "ab");
    for (const std::string& other : texts) {
      EXPECT_EQ(is_one_edit_away(text, other), near.contains(other)) << text << " " << other;
    }
  }
}

TEST(NearName, FindsUsualMistakes) {
  EXPECT_TRUE(is_one_edit_away("remote_adr", "remote_addr"));
  EXPECT_TRUE(is_one_edit_away("reqeust", "request"));
  EXPECT_TRUE(is_one_edit_away("http_referrer", "http_referer"));
  EXPECT_FALSE(is_one_edit_away("host", "host"));
  EXPECT_FALSE(is_one_edit_away("http_x_real_ip", "http_x_forwarded_for"));
}

}  // namespace
}  // namespace anonlog
