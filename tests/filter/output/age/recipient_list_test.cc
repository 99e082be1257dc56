#include "filter/output/age/recipient_list.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <string>

#include "filter/output/age/bech32.h"

namespace anonlog {
namespace {

// Of the test vectors of BIP 173, and two keys of `age-keygen`.
constexpr const char* kPrivate = "AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0";

std::string message(const Result<std::vector<AgeRecipient>>& result) {
  return result ? "" : result.error().message;
}

class RecipientList : public testing::Test {
 protected:
  std::string write(const std::string& text) const {
    std::ofstream(path_) << text;
    return path_;
  }
  void TearDown() override { std::filesystem::remove(path_); }

  const std::string path_ = testing::TempDir() + "recipients-" + std::to_string(::getpid());
  const std::string one_ = "age1kr9xhzsepuu0me66lwtc3j9dganryn4sfjjqkf67pwhs5tudmupswtp37s";
  const std::string two_ = "age19qe2qrtlzp5pmgdrmd6nqtvxdtj2yzspfv636h4jz09rw2j94cnq7l0leh";
};

TEST(Bech32, DecodesValidTextsOnly) {
  for (const char* text :
       {"A12UEL5L", "a12uel5l", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw",
        "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w",
        "11qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqc8247j"}) {
    EXPECT_TRUE(decode_bech32(text)) << text;
  }
  for (const char* text : {"", "1", "pzry9x0s0muk", "1pzry9x0s0muk", "x1b4n0q5v", "li1dgmt3", "A1G7SGD8",
                           "10a06t8", "1qzzfhee", "a12UEL5L", "a12uel5m", "de1lg7wt\xff"}) {
    EXPECT_FALSE(decode_bech32(text)) << text;
  }
}

TEST_F(RecipientList, KeysAndFilesOfKeysAreTaken) {
  const std::string path = write("# the team\r\n\n  " + one_ + "\r\n# more\n" + two_);
  const auto from_file = read_recipients(std::array{path});
  ASSERT_TRUE(from_file) << message(from_file);
  ASSERT_EQ(from_file->size(), 2U);
  EXPECT_EQ((*from_file)[0].text, one_);
  EXPECT_EQ((*from_file)[1].text, two_);
  const auto typed = read_recipients(std::array{two_, one_, two_});
  ASSERT_EQ(typed.value().size(), 2U);
  EXPECT_EQ(typed.value()[0].key, (*from_file)[1].key);
}

TEST_F(RecipientList, APrivateKeyIsRefusedAndNotTold) {
  std::string lower = kPrivate;
  for (char& c : lower) c = static_cast<char>(std::tolower(c));
  for (const std::string& named :
       {std::string(kPrivate), lower, write("# created: now\n" + std::string(kPrivate) + "\n")}) {
    const auto refused = read_recipients(std::array{named});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().kind, ErrorKind::kUsage);
    EXPECT_NE(message(refused).find("private key"), std::string::npos);
    EXPECT_EQ(message(refused).find("EGTZVFF"), std::string::npos) << message(refused);
    EXPECT_EQ(message(refused).find("egtzvff"), std::string::npos) << message(refused);
  }
}

TEST_F(RecipientList, WhatCannotBeSealedToIsToldByItsKind) {
  const std::pair<std::string, std::string> cases[] = {
      {"age1pq1vqqqq", "post-quantum"},
      {"age1tag1qqqq", "hardware"},
      {"ssh-ed25519 AAAA", "SSH"},
      {"age1yubikey1qqqq", "checksum"},
      {one_.substr(0, one_.size() - 1), "checksum"},
      {one_ + "q", "checksum"},
      {"/nowhere/at/all", "no file"},
      {"/", "no file"},
      {"/dev/null", "no public key"},
  };
  for (const auto& [named, why] : cases) {
    EXPECT_NE(message(read_recipients(std::array{named})).find(why), std::string::npos)
        << named << ": " << message(read_recipients(std::array{named}));
  }
}

TEST_F(RecipientList, AnErrorOfAFileSaysTheLineAndNothingOfIt) {
  const auto refused = read_recipients(std::array{write(one_ + "\nsecretword\n")});
  EXPECT_NE(message(refused).find(path_ + ":2:"), std::string::npos);
  EXPECT_EQ(message(refused).find("secretword"), std::string::npos);
}

}  // namespace
}  // namespace anonlog
