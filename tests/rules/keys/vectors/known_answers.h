// Known answers of the address ciphers, as the files beside this one hold them.
#ifndef ANONLOG_TESTS_RULES_KEYS_VECTORS_KNOWN_ANSWERS_H_
#define ANONLOG_TESTS_RULES_KEYS_VECTORS_KNOWN_ANSWERS_H_

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "rules/address.h"
#include "rules/keys/address_cipher.h"

namespace anonlog {

inline std::vector<std::uint8_t> bytes_of_hex(std::string_view hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
  }
  return bytes;
}

inline Address address_of_text(std::string_view text) {
  Address address;
  EXPECT_TRUE(Address::parse_as_written(text, &address)) << text;
  return address;
}

// The token that a known answer shows as an address, of the family that it is written in.
inline AddressToken token_of_text(std::string_view text) {
  const Address address = address_of_text(text);
  AddressToken token;
  const bool ipv4 = text.find(':') == std::string_view::npos;
  token.size = ipv4 ? 4 : 16;
  std::copy(address.bytes().begin() + (ipv4 ? 12 : 0), address.bytes().end(), token.bytes.begin());
  return token;
}

inline AddressToken token_of_hex(std::string_view hex) {
  const std::vector<std::uint8_t> bytes = bytes_of_hex(hex);
  AddressToken token;
  token.size = static_cast<std::uint8_t>(bytes.size());
  std::copy(bytes.begin(), bytes.end(), token.bytes.begin());
  return token;
}

inline bool operator==(const AddressToken& a, const AddressToken& b) {
  return a.size == b.size && std::equal(a.bytes.begin(), a.bytes.begin() + a.size, b.bytes.begin());
}

struct KnownAnswer {
  std::string variant;
  std::vector<std::uint8_t> key;
  std::string address;
  std::vector<std::uint8_t> tweak;  // empty: none
  std::string token;                // an address, or hex behind a tweak
};

inline std::vector<std::string> known_lines(const std::string& name) {
  std::ifstream file(std::string(ANONLOG_VECTORS) + "/" + name);
  std::vector<std::string> lines;
  for (std::string line; std::getline(file, line);) {
    if (!line.empty() && line.front() != '#') lines.push_back(line);
  }
  return lines;
}

inline std::vector<KnownAnswer> ipcrypt_answers() {
  std::vector<KnownAnswer> answers;
  for (const std::string& line : known_lines("ipcrypt.txt")) {
    KnownAnswer answer;
    std::string key;
    std::string tweak;
    std::istringstream(line) >> answer.variant >> key >> answer.address >> tweak >> answer.token;
    answer.key = bytes_of_hex(key);
    if (tweak != "-") answer.tweak = bytes_of_hex(tweak);
    answers.push_back(answer);
  }
  return answers;
}

inline std::vector<KnownAnswer> crypto_pan_answers() {
  std::vector<KnownAnswer> answers;
  std::string key;
  for (const std::string& line : known_lines("cryptopan.txt")) {
    KnownAnswer answer{"cryptopan", {}, {}, {}, {}};
    std::istringstream(line) >> answer.address >> answer.token;
    if (answer.address == "key") {
      key = answer.token;
      continue;
    }
    answer.key = bytes_of_hex(key);
    answers.push_back(answer);
  }
  return answers;
}

}  // namespace anonlog

#endif  // ANONLOG_TESTS_RULES_KEYS_VECTORS_KNOWN_ANSWERS_H_
