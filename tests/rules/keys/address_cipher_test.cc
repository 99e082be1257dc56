#include "rules/keys/address_cipher.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "rules/keys/ciphers/crypto_pan.h"
#include "rules/keys/ciphers/ipcrypt_nd.h"
#include "rules/keys/ciphers/ipcrypt_ndx.h"
#include "tests/rules/keys/vectors/known_answers.h"

namespace anonlog {
namespace {

using Random = std::mt19937_64;

std::vector<std::uint8_t> random_key(Random& random, std::size_t bytes) {
  std::vector<std::uint8_t> key(bytes);
  for (auto& byte : key) byte = static_cast<std::uint8_t>(random());
  return key;
}

Address random_address(Random& random, bool ipv4) {
  std::array<std::uint8_t, Address::kBytes> bytes{};
  for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
  if (ipv4) {
    std::fill_n(bytes.begin(), 10, std::uint8_t{0});
    bytes[10] = bytes[11] = 0xFF;
  }
  return Address::from_bytes(bytes);
}

std::unique_ptr<AddressCipher> cipher_with(AddressCipherKind kind, ByteSpan key) {
  std::unique_ptr<AddressCipher> cipher = make_address_cipher(kind);
  EXPECT_TRUE(cipher->set_key(key));
  return cipher;
}

const AddressCipherInfo& info_of(std::string_view name) {
  return *std::ranges::find(kAddressCiphers, name, &AddressCipherInfo::name);
}

AddressToken encrypt_one(AddressCipher& cipher, const Address& address) {
  const Address in[1] = {address};
  AddressToken out[1];
  EXPECT_TRUE(cipher.encrypt(in, out));
  return out[0];
}

AddressToken encrypt_known(const KnownAnswer& known) {
  const Address address[1] = {address_of_text(known.address)};
  AddressToken token[1];
  if (known.variant == "nd") {
    IpcryptNd cipher;
    IpcryptNd::Tweak tweak[1];
    std::ranges::copy(known.tweak, tweak[0].begin());
    EXPECT_TRUE(cipher.set_key(known.key) && cipher.encrypt(address, tweak, token));
  } else if (known.variant == "ndx") {
    IpcryptNdx cipher;
    IpcryptNdx::Tweak tweak[1];
    std::ranges::copy(known.tweak, tweak[0].begin());
    EXPECT_TRUE(cipher.set_key(known.key) && cipher.encrypt(address, tweak, token));
  } else {
    token[0] = encrypt_one(*cipher_with(info_of(known.variant).kind, known.key), address[0]);
  }
  return token[0];
}

TEST(AddressCipher, AgreesWithTheDraftBothWays) {
  const std::vector<KnownAnswer> answers = ipcrypt_answers();
  ASSERT_EQ(answers.size(), 35U);
  for (const KnownAnswer& known : answers) {
    const AddressToken wanted = known.tweak.empty() ? token_of_text(known.token) : token_of_hex(known.token);
    EXPECT_EQ(encrypt_known(known), wanted) << known.variant << ' ' << known.address;
    Address back;
    const auto cipher = cipher_with(info_of(known.variant).kind, known.key);
    ASSERT_TRUE(cipher->decrypt(wanted, &back));
    EXPECT_EQ(back.bytes(), address_of_text(known.address).bytes()) << known.variant << ' ' << known.address;
  }
}

// A bit at a time, of an address as it is written: one answer is that of a mapped IPv4 address taken for IPv6, which is no
// canonical address.
std::string crypto_pan_of_ipv6(const KnownAnswer& known) {
  CryptoPanFlips flips;
  EXPECT_TRUE(flips.set_key(known.key));
  const AddressBits bits = AddressBits::load(address_of_text(known.address).bytes().data());
  AddressBits token = bits;
  for (unsigned i = 0; i < bits.size; ++i) {
    Block block[1] = {flips.input(bits, i)};
    std::uint8_t flip[1];
    EXPECT_TRUE(flips.run(block, flip));
    if (flip[0] != 0) token.flip(i);
  }
  Block bytes;
  token.store(bytes.data());
  std::array<char, Address::kMaxText> text{};
  return {text.data(), Address::from_bytes(bytes).write(text.data())};
}

TEST(AddressCipher, AgreesWithAllPublishedAnswersOfCryptoPan) {
  const std::vector<KnownAnswer> answers = crypto_pan_answers();
  ASSERT_EQ(answers.size(), 142U);
  for (const KnownAnswer& known : answers) {
    const Address address = address_of_text(known.address);
    if (known.address.find(':') != std::string::npos) {
      EXPECT_EQ(crypto_pan_of_ipv6(known), known.token);
      if (address.is_ipv4()) continue;
    }
    const auto cipher = cipher_with(AddressCipherKind::kCryptoPan, known.key);
    const AddressToken wanted = token_of_text(known.token);
    EXPECT_EQ(encrypt_one(*cipher, address), wanted) << known.address;
    Address back;
    ASSERT_TRUE(cipher->decrypt(wanted, &back));
    EXPECT_EQ(back.bytes(), address.bytes()) << known.address;
  }
}

TEST(AddressCipher, GivesBackEveryAddressOfAColumnOfAnySize) {
  Random random(1);
  for (const AddressCipherInfo& info : kAddressCiphers) {
    const auto cipher = cipher_with(info.kind, random_key(random, info.key_bytes));
    for (std::size_t rows : {0U, 1U, 2U, 7U, 8U, 9U, 63U, 300U}) {
      std::vector<Address> addresses;
      for (std::size_t i = 0; i < rows; ++i) addresses.push_back(random_address(random, random() % 3 != 0));
      std::vector<AddressToken> tokens(rows);
      ASSERT_TRUE(cipher->encrypt(addresses, tokens));
      for (std::size_t i = 0; i < rows; ++i) {
        Address back;
        ASSERT_TRUE(cipher->decrypt(tokens[i], &back)) << info.name;
        ASSERT_EQ(back.bytes(), addresses[i].bytes()) << info.name;
      }
    }
  }
}

TEST(AddressCipher, OnlyRandomTweaksMakeTokensOfOneAddressDiffer) {
  Random random(2);
  for (const AddressCipherInfo& info : kAddressCiphers) {
    const auto cipher = cipher_with(info.kind, random_key(random, info.key_bytes));
    const std::vector<Address> addresses(64, random_address(random, true));
    std::vector<AddressToken> tokens(addresses.size());
    ASSERT_TRUE(cipher->encrypt(addresses, tokens));
    std::set<std::string> seen;
    for (const AddressToken& token : tokens)
      seen.emplace(token.bytes.begin(), token.bytes.begin() + token.size);
    const bool is_random = info.kind == AddressCipherKind::kNd || info.kind == AddressCipherKind::kNdx;
    EXPECT_EQ(seen.size(), is_random ? addresses.size() : 1U) << info.name;
  }
}

unsigned shared_bits(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const unsigned differing = static_cast<unsigned>(a[i] ^ b[i]);
    if (differing != 0)
      return static_cast<unsigned>(8 * i) + 8U - static_cast<unsigned>(std::bit_width(differing));
  }
  return static_cast<unsigned>(8 * a.size());
}

// Another address that shares the first `bits` of it, and no more.
Address neighbour(const Address& address, unsigned first_bit, unsigned bits, Random& random) {
  std::array<std::uint8_t, Address::kBytes> bytes = address.bytes();
  for (unsigned i = first_bit + bits; i < 128; ++i) {
    if (i == first_bit + bits || random() % 2 == 0)
      bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] ^ 0x80U >> i % 8);
  }
  return Address::from_bytes(bytes);
}

TEST(AddressCipher, PairsThatShareSomeBitsShareExactlyThoseInTheirTokens) {
  Random random(3);
  for (const AddressCipherInfo& info : kAddressCiphers) {
    if (!info.keeps_prefixes) continue;
    for (int round = 0; round < 20; ++round) {
      const auto cipher = cipher_with(info.kind, random_key(random, info.key_bytes));
      for (const bool ipv4 : {true, false}) {
        const unsigned first_bit = ipv4 ? 96 : 0;
        for (unsigned bits = 0; bits <= 128 - first_bit; ++bits) {
          const Address one = random_address(random, ipv4);
          const AddressToken a = encrypt_one(*cipher, one);
          const AddressToken b = encrypt_one(*cipher, neighbour(one, first_bit, bits, random));
          ASSERT_EQ(a.size, ipv4 ? 4 : 16);
          ASSERT_EQ(b.size, a.size);
          ASSERT_EQ(shared_bits(std::span(a.bytes).first(a.size), std::span(b.bytes).first(b.size)), bits)
              << info.name;
        }
      }
    }
  }
}

TEST(AddressCipher, AKeyOfEqualHalvesIsRefusedWhereTheAlgorithmNeedsTwo) {
  const std::vector<std::uint8_t> key(32, 7);
  EXPECT_FALSE(make_address_cipher(AddressCipherKind::kNdx)->set_key(key));
  EXPECT_FALSE(make_address_cipher(AddressCipherKind::kPfx)->set_key(key));
  EXPECT_TRUE(make_address_cipher(AddressCipherKind::kCryptoPan)->set_key(key));
}

TEST(AddressCipher, ATokenOfAnotherSizeIsNone) {
  Random random(4);
  for (const AddressCipherInfo& info : kAddressCiphers) {
    const auto cipher = cipher_with(info.kind, random_key(random, info.key_bytes));
    std::set<unsigned> sizes;
    for (const bool ipv4 : {true, false})
      sizes.insert(encrypt_one(*cipher, random_address(random, ipv4)).size);
    for (unsigned size = 0; size <= AddressToken::kMaxBytes; ++size) {
      AddressToken token;
      token.size = static_cast<std::uint8_t>(size);
      Address address;
      EXPECT_EQ(cipher->decrypt(token, &address), sizes.contains(size)) << info.name << ' ' << size;
    }
  }
}

}  // namespace
}  // namespace anonlog
