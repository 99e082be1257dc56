#include "filter/output/json_text.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "filter/cli/json_string.h"

namespace anonlog {
namespace {

std::string written(const std::string& text) {
  std::string out(json_text_room_bytes(text.size()), '#');
  char* const end = write_json_text(text, out.data());
  EXPECT_LE(static_cast<std::size_t>(end - out.data()), out.size());
  return "\"" + out.substr(0, static_cast<std::size_t>(end - out.data())) + "\"";
}

// That one goes byte by byte.
std::string as_parse_spells_it(const std::string& text) {
  std::string out;
  append_json_string(text, out);
  return out;
}

TEST(JsonText, IsSpelledAsParseSpellsIt) {
  std::mt19937 random(3);
  const std::string pieces[] = {"a",
                                "/",
                                "\"",
                                "\\",
                                "\n",
                                "\x7f",
                                "\x1f",
                                "ä",
                                "€",
                                "\xF0\x9F\x98\x80",
                                "\xc3",
                                "\xed\xa0\x80",
                                std::string(1, '\0'),
                                "\xff",
                                " ",
                                "abcdefghijklmnop"};
  for (int i = 0; i < 200'000; ++i) {
    std::string text;
    // Mostly plain, so that whole blocks of it come before and behind what is not.
    for (std::size_t n = random() % 40; n != 0; --n) text += random() % 4 == 0 ? pieces[random() % 16] : "x";
    ASSERT_EQ(written(text), as_parse_spells_it(text));
  }
}

TEST(JsonText, EveryByteAtEveryPlace) {
  for (int byte = 0; byte < 256; ++byte) {
    for (std::size_t size = 1; size < 40; ++size) {
      for (std::size_t at = 0; at < size; ++at) {
        std::string text(size, 'y');
        text[at] = static_cast<char>(byte);
        ASSERT_EQ(written(text), as_parse_spells_it(text)) << byte << " " << size << " " << at;
      }
    }
  }
}

}  // namespace
}  // namespace anonlog
