#include "tests/filter/output/age/age_reader.h"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <zlib.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

namespace anonlog {
namespace {

constexpr std::size_t kVectors = 67;

std::string inflate_all(const std::string& bytes) {
  std::string text(std::size_t{64} << 20, '\0');
  uLongf size = text.size();
  EXPECT_EQ(uncompress(reinterpret_cast<Bytef*>(text.data()), &size,
                       reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()),
            Z_OK);
  text.resize(size);
  return text;
}

std::string sha256_hex(const std::string& text) {
  std::array<unsigned char, 32> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  std::string hex;
  for (const unsigned char byte : digest) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

std::string outcome_name(AgeOpened::Outcome outcome) {
  switch (outcome) {
    case AgeOpened::Outcome::kSuccess:
      return "success";
    case AgeOpened::Outcome::kHeaderFailure:
      return "header failure";
    case AgeOpened::Outcome::kNoMatch:
      return "no match";
    case AgeOpened::Outcome::kHmacFailure:
      return "HMAC failure";
    case AgeOpened::Outcome::kPayloadFailure:
      break;
  }
  return "payload failure";
}

TEST(AgeReader, PassesTheTestVectors) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(ANONLOG_AGE_TESTKIT)) {
    const std::string name = entry.path().filename();
    if (name.starts_with('.') || name == "README.md") continue;
    ++files;
    std::ifstream stream(entry.path(), std::ios::binary);
    std::map<std::string, std::string> header;
    std::vector<AgePrivateKey> identities;
    for (std::string line; std::getline(stream, line) && !line.empty();) {
      const std::size_t colon = line.find(": ");
      if (line.starts_with("identity: ")) identities.push_back(parse_age_identity(line.substr(colon + 2)));
      header[line.substr(0, colon)] = line.substr(colon + 2);
    }
    std::string file{std::istreambuf_iterator<char>(stream), {}};
    if (header.contains("compressed")) file = inflate_all(file);
    const AgeOpened opened = open_age(file, identities);
    EXPECT_EQ(outcome_name(opened.outcome), header["expect"]) << name;
    if (header.contains("payload")) {
      EXPECT_EQ(sha256_hex(opened.text), header["payload"]) << name;
    }
  }
  EXPECT_EQ(files, kVectors);
}

}  // namespace
}  // namespace anonlog
