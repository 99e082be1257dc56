// Addresses and texts become pseudonyms: AddressCipher, AddressMac, TextMac; in batches as a step has them.
#include <benchmark/benchmark.h>

#include <random>
#include <vector>

#include "rules/keys/address_cipher.h"
#include "rules/keys/address_mac.h"
#include "rules/keys/ciphers/tweakable_aes.h"
#include "rules/keys/hex_text.h"
#include "rules/keys/text_mac.h"
#include "rules/keys/token_text.h"

namespace anonlog {
namespace {

constexpr std::size_t kRows = 256;  // of a batch

std::vector<Address> addresses(bool ipv4) {
  std::mt19937_64 random(1);
  std::vector<Address> made;
  for (std::size_t i = 0; i < kRows; ++i) {
    std::array<std::uint8_t, Address::kBytes> bytes{};
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random());
    if (ipv4) {
      std::fill_n(bytes.begin(), 10, std::uint8_t{0});
      bytes[10] = bytes[11] = 0xFF;
    }
    made.push_back(Address::from_bytes(bytes));
  }
  return made;
}

std::vector<std::uint8_t> key_of(std::size_t bytes) {
  std::vector<std::uint8_t> key(bytes);
  for (std::size_t i = 0; i < bytes; ++i) key[i] = static_cast<std::uint8_t>(i);
  return key;
}

void per_row(benchmark::State& state) {
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kRows));
}

// Of a batch, to tokens; to their text as well where `hex_bytes` of each are written.
void make_tokens(benchmark::State& state, AddressCipher& cipher, std::size_t key_bytes, bool ipv4,
                 std::size_t hex_bytes) {
  const std::vector<Address> in = addresses(ipv4);
  std::vector<AddressToken> out(in.size());
  std::vector<char> text(in.size() * kMaxAddressTokenText);
  if (!cipher.set_key(key_of(key_bytes))) state.SkipWithError("no key");
  for (auto _ : state) {
    benchmark::DoNotOptimize(cipher.encrypt(in, out));
    char* p = text.data();
    for (std::size_t i = 0; i < out.size() && hex_bytes != 0; ++i) {
      p += write_hex(std::span(out[i].bytes).first(hex_bytes), p);
    }
    benchmark::ClobberMemory();
  }
  per_row(state);
}

void cmac(benchmark::State& state, std::size_t hex_bytes) {
  AddressMac mac;
  make_tokens(state, mac, AddressMac::kKeyBytes, true, hex_bytes);
}
BENCHMARK_CAPTURE(cmac, tokens, 0);
BENCHMARK_CAPTURE(cmac, text, 8);

void encrypt(benchmark::State& state, AddressCipherKind kind, bool ipv4) {
  const auto cipher = make_address_cipher(kind);
  make_tokens(state, *cipher, kAddressCiphers[static_cast<std::size_t>(kind)].key_bytes, ipv4, 0);
}
BENCHMARK_CAPTURE(encrypt, deterministic, AddressCipherKind::kDeterministic, true);
BENCHMARK_CAPTURE(encrypt, nd, AddressCipherKind::kNd, true);
BENCHMARK_CAPTURE(encrypt, ndx, AddressCipherKind::kNdx, true);
BENCHMARK_CAPTURE(encrypt, pfx_ipv4, AddressCipherKind::kPfx, true);
BENCHMARK_CAPTURE(encrypt, pfx_ipv6, AddressCipherKind::kPfx, false);
BENCHMARK_CAPTURE(encrypt, cryptopan_ipv4, AddressCipherKind::kCryptoPan, true);
BENCHMARK_CAPTURE(encrypt, cryptopan_ipv6, AddressCipherKind::kCryptoPan, false);

void tweakable_aes(benchmark::State& state, bool portable) {
  TweakableAes cipher;
  cipher.set_key(key_of(TweakableAes::kKeyBytes));
  std::vector<Block> blocks(kRows);
  const std::vector<TweakableAes::Tweak> tweaks(kRows);
  for (auto _ : state) {
    if (portable) {
      cipher.encrypt_portably(blocks, tweaks, blocks);
    } else {
      cipher.encrypt(blocks, tweaks, blocks);
    }
    benchmark::ClobberMemory();
  }
  per_row(state);
}
BENCHMARK_CAPTURE(tweakable_aes, instructions, false);
BENCHMARK_CAPTURE(tweakable_aes, portable, true);

void token_of_text(benchmark::State& state) {
  TextMac mac;
  std::array<std::uint8_t, kSha256Bytes> tag{};
  if (!mac.set_key(key_of(TextMac::kKeyBytes))) state.SkipWithError("no key");
  for (auto _ : state) benchmark::DoNotOptimize(mac.tag("alice@example.org", tag));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(token_of_text);

}  // namespace
}  // namespace anonlog
