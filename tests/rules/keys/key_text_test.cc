#include "rules/keys/key_text.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>

#include <array>
#include <string>

#include "tests/rules/keys/ratchet_reference.h"

namespace anonlog {
namespace {

constexpr std::int64_t kDay = 20'779;  // 2026-11-22

std::string text_of(const Ratchet& ratchet) { return std::string(KeyText(ratchet).text()); }

std::string hex_of(std::span<const std::uint8_t> bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 0xFU];
  }
  return hex;
}

// With the check that belongs to it.
std::string checked(const std::string& lines) {
  std::array<std::uint8_t, 32> digest{};
  EVP_Digest(lines.data(), lines.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
  return lines + "check " + hex_of(digest) + "\n";
}

const std::string kChain(64, 'a');
const std::string kLines =
    "anonlog-key-v1\nid 0123456789abcdef\nkeep_days 3\nday 2026-11-22\nchain " + kChain + "\n";

void expect_refused(const std::string& text, std::string_view why) {
  const Result<Ratchet> ratchet = read_key_text("k", text);
  ASSERT_FALSE(ratchet) << text;
  EXPECT_EQ(ratchet.error().kind, ErrorKind::kPolicy);
  EXPECT_TRUE(ratchet.error().message.starts_with("k: ")) << ratchet.error().message;
  EXPECT_NE(ratchet.error().message.find(why), std::string::npos) << ratchet.error().message;
  EXPECT_EQ(ratchet.error().message.find(kChain.substr(0, 8)), std::string::npos) << "a byte of the key";
}

TEST(KeyText, IsAsDocumented) {
  ReferenceChain chain{};
  chain.fill(0xAA);
  EXPECT_EQ(text_of(make_ratchet(3, {{kDay, chain}})), checked(kLines));
  EXPECT_EQ(text_of(make_ratchet(3, {{kDay, chain}, {kDay + 3, {1}}})),
            checked(kLines + "day 2026-11-25\nchain 01" + std::string(62, '0') + "\n"));
}

TEST(KeyText, WhatIsWrittenIsRead) {
  for (const unsigned keep_days : {1U, 3U, 9U, 10U, 366U}) {
    Ratchet ratchet = Ratchet::random(keep_days, kDay).value();
    for (std::size_t chains = 1;; ++chains) {
      const std::string text = text_of(ratchet);
      const Result<Ratchet> read = read_key_text("k", text);
      ASSERT_TRUE(read) << read.error().message;
      EXPECT_EQ(read->id(), ratchet.id());
      EXPECT_EQ(read->keep_days(), keep_days);
      EXPECT_EQ(chains_of(*read, kDay + 20), chains_of(ratchet, kDay + 20));
      EXPECT_EQ(text_of(*read), text);
      if (chains == Ratchet::kMaxChains) break;
      ASSERT_TRUE(ratchet.rekey(kDay + static_cast<std::int64_t>(chains)));
    }
  }
}

TEST(KeyText, TornAtAnyByteItIsRefused) {
  const std::string text = checked(kLines + "day 2026-11-25\nchain " + kChain + "\n");
  for (std::size_t size = 0; size < text.size(); ++size) {
    const Result<Ratchet> read = read_key_text("k", std::string_view(text).substr(0, size));
    ASSERT_FALSE(read) << size;
    EXPECT_EQ(read.error().kind, ErrorKind::kPolicy);
    EXPECT_FALSE(read_key_text("k", text.substr(0, size) + std::string(text.size() - size, '\0'))) << size;
    EXPECT_TRUE(was_key_text(std::string_view(text).substr(0, size))) << "it can be destroyed";
  }
}

TEST(KeyText, AnyFlippedBitIsFound) {
  const std::string text = checked(kLines);
  for (std::size_t bit = 0; bit < text.size() * 8; ++bit) {
    std::string flipped = text;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    EXPECT_FALSE(read_key_text("k", flipped)) << bit;
  }
}

TEST(KeyText, NothingMayBeAdded) {
  const std::string text = checked(kLines);
  for (const std::string& more :
       {std::string("\n"), std::string(" "), std::string("x"), std::string(1, '\0')}) {
    EXPECT_FALSE(read_key_text("k", text + more));
    EXPECT_FALSE(read_key_text("k", more + text));
  }
  EXPECT_FALSE(read_key_text("k", text + text));
  EXPECT_FALSE(read_key_text("k", text + std::string(5000, '\0')));
}

TEST(KeyText, SaysWhatIsWrong) {
  expect_refused("", "empty");
  expect_refused(std::string(204, '\0'), "destroyed");
  expect_refused("203.0.113.7 - - [" + kChain, "no key file");
  expect_refused("anonlog-key-v2\n" + kChain, "version");
  expect_refused(kLines, "damaged");
  expect_refused(checked("anonlog-key-v1\n"), "line 2 of the key file: `id` must stand here");
}

// Whoever edits a file can make its check right as well.
TEST(KeyText, WithARightCheckTheLinesMustMakeSenseStill) {
  const auto with = [](std::string from, const std::string& to) {
    std::string lines = kLines;
    lines.replace(lines.find(from), from.size(), to);
    return checked(lines);
  };
  ASSERT_TRUE(read_key_text("k", checked(kLines)));
  for (const char* id :
       {"id 0123456789abcde", "id 0123456789ABCDEF", "id  123456789abcdef", "id", "Id 0123456789abcdef"}) {
    expect_refused(with("id 0123456789abcdef", id), "line 2 ");
  }
  for (const char* days : {"0", "367", "03", "-1", "3 ", "", "1000", "3x"}) {
    expect_refused(with("keep_days 3", std::string("keep_days ") + days), "line 3 ");
  }
  for (const char* day :
       {"2026-02-30", "2026-13-01", "1969-12-31", "26-11-22", "2026-11-2", "2026/11/22", "2026-11-22 "}) {
    expect_refused(with("2026-11-22", day), "line 4 ");
  }
  expect_refused(with(kChain, kChain.substr(1)), "line 5 ");
  expect_refused(with(kChain, kChain + "a"), "line 5 ");
  expect_refused(with(kChain, kChain.substr(1) + "g"), "line 5 ");
  expect_refused(checked(kLines + "day 2026-11-22\nchain " + kChain + "\n"),
                 "line 6 of the key file: days must ascend");
  expect_refused(checked(kLines + "\n"), "line 6 ");
  expect_refused(checked(kLines + "day 2026-11-23\n"), "line 7 ");
  std::string many = kLines;
  for (int day = 1; day <= 8; ++day)
    many += "day 2026-12-0" + std::to_string(day) + "\nchain " + kChain + "\n";
  EXPECT_FALSE(read_key_text("k", checked(many)));
}

TEST(KeyText, OnlyWhatWasAKeyFileLooksLikeOne) {
  for (const char* text : {"", "a", "anonlog-key-v1", "anonlog-key-v9\n", "anonlog-k"})
    EXPECT_TRUE(was_key_text(text)) << text;
  for (const char* text : {"203.0.113.7 - - [", "anonlog\n", "# anonlog-key-v1", "b"})
    EXPECT_FALSE(was_key_text(text)) << text;
}

}  // namespace
}  // namespace anonlog
