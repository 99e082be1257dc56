#include "rules/keys/ciphers/tweakable_aes.h"

#include <openssl/crypto.h>

#include <bit>
#include <cassert>
#include <cstring>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace anonlog {
namespace {

// Eight bytes of a state, the first lowest; each an element of GF(2^8) modulo x^8 + x^4 + x^3 + x + 1 (FIPS 197).
using Bytes = std::uint64_t;
using State = std::array<Bytes, 2>;

constexpr Bytes kOnes = 0x0101010101010101U;

constexpr Bytes each(unsigned byte) { return kOnes * byte; }

Bytes little_endian(Bytes bytes) {
  if constexpr (std::endian::native == std::endian::little) return bytes;
  return __builtin_bswap64(bytes);
}

State load(const Block& block) {
  State state;
  std::memcpy(state.data(), block.data(), sizeof(state));
  return {little_endian(state[0]), little_endian(state[1])};
}

Block store(const State& state) {
  const State stored = {little_endian(state[0]), little_endian(state[1])};
  Block block;
  std::memcpy(block.data(), stored.data(), sizeof(stored));
  return block;
}

// 0xFF for bytes that are 1, 0 for those that are 0.
constexpr Bytes spread(Bytes zeros_and_ones) { return (zeros_and_ones << 8U) - zeros_and_ones; }

constexpr Bytes times_x(Bytes a) { return (a & each(0x7F)) << 1U ^ (spread(a >> 7U & kOnes) & each(0x1B)); }

constexpr Bytes multiply(Bytes a, Bytes b) {
  Bytes product = 0;
  for (unsigned bit = 0; bit < 8; ++bit) {
    product ^= a & spread(b >> bit & kOnes);
    a = times_x(a);
  }
  return product;
}

// a^254: 1/a, and 0 of 0.
constexpr Bytes inverse(Bytes a) {
  const Bytes a2 = multiply(a, a);
  const Bytes a3 = multiply(a2, a);
  const Bytes a6 = multiply(a3, a3);
  const Bytes a12 = multiply(a6, a6);
  const Bytes a15 = multiply(a12, a3);
  Bytes a240 = a15;
  for (int i = 0; i < 4; ++i) a240 = multiply(a240, a240);
  return multiply(multiply(a240, a12), a2);
}

// Each byte by itself, to the left.
constexpr Bytes rotate_bits(Bytes a, unsigned bits) {
  return (a & each(0xFFU >> bits)) << bits | (a >> (8 - bits) & each((1U << bits) - 1));
}

constexpr Bytes substitute(Bytes a) {
  const Bytes b = inverse(a);
  return b ^ rotate_bits(b, 1) ^ rotate_bits(b, 2) ^ rotate_bits(b, 3) ^ rotate_bits(b, 4) ^ each(0x63);
}

constexpr Bytes substitute_back(Bytes a) {
  return inverse(rotate_bits(a, 1) ^ rotate_bits(a, 3) ^ rotate_bits(a, 6) ^ each(0x05));
}

static_assert(substitute(0x53) << 56U == Bytes{0xED} << 56U);  // the example of FIPS 197, section 5.1.1
static_assert(substitute_back(substitute(0x0123456789ABCDEFU)) == 0x0123456789ABCDEFU);

// Row r of the state, byte r of each column, moves by r columns: `step` 1 to the left, 3 back.
State shift_rows(const State& state, std::size_t step) {
  const Block block = store(state);
  Block shifted;
  for (std::size_t i = 0; i < shifted.size(); ++i) shifted[i] = block[(i + 4 * step * (i % 4)) % 16];
  return load(shifted);
}

// In each column of four bytes, row r takes the place of row r - rows.
constexpr Bytes rotate_rows(Bytes a, unsigned rows) {
  const Bytes low = each(0xFF) >> 32U >> (8 * rows);
  const Bytes stays = low | low << 32U;
  return (a >> (8 * rows) & stays) | (a << (32 - 8 * rows) & ~stays);
}

constexpr Bytes mix(Bytes a) {
  const Bytes next = rotate_rows(a, 1);
  return times_x(a ^ next) ^ next ^ rotate_rows(a, 2) ^ rotate_rows(a, 3);
}

constexpr Bytes mix_back(Bytes a) { return mix(a ^ times_x(times_x(a ^ rotate_rows(a, 2)))); }

static_assert(mix(0x455313DBU) == 0xBCA14D8EU);  // a known column: db 13 53 45 becomes 8e 4d a1 bc
static_assert(mix_back(mix(0x0123456789ABCDEFU)) == 0x0123456789ABCDEFU);

template <typename Change>
State each_word(const State& state, Change change) {
  return {change(state[0]), change(state[1])};
}

State add(const State& a, const State& b) { return {a[0] ^ b[0], a[1] ^ b[1]}; }

// Each two bytes of the tweak at the top of a column.
Block padded(const TweakableAes::Tweak& tweak) {
  Block block{};
  for (std::size_t i = 0; i < tweak.size(); ++i) block[i / 2 * 4 + i % 2] = tweak[i];
  return block;
}

#if defined(__x86_64__)
__attribute__((target("sse2,aes"))) void encrypt_by_instructions(std::span<const Block> keys,
                                                                 std::span<const Block> in,
                                                                 std::span<const TweakableAes::Tweak> tweaks,
                                                                 std::span<Block> out) {
  const auto load_block = [](const Block& block) __attribute__((target("sse2,aes"))) {
    return _mm_loadu_si128(reinterpret_cast<const __m128i*>(block.data()));
  };
  for (std::size_t i = 0; i < in.size(); ++i) {
    const __m128i words = _mm_loadl_epi64(reinterpret_cast<const __m128i*>(tweaks[i].data()));
    const __m128i tweak = _mm_unpacklo_epi16(words, _mm_setzero_si128());
    __m128i state = _mm_xor_si128(load_block(in[i]), _mm_xor_si128(load_block(keys[0]), tweak));
    for (std::size_t round = 1; round + 1 < keys.size(); ++round) {
      state = _mm_aesenc_si128(state, _mm_xor_si128(load_block(keys[round]), tweak));
    }
    state = _mm_aesenclast_si128(state, _mm_xor_si128(load_block(keys.back()), tweak));
    _mm_storeu_si128(reinterpret_cast<__m128i*>(out[i].data()), state);
  }
}
#endif

}  // namespace

TweakableAes::~TweakableAes() { OPENSSL_cleanse(round_keys_.data(), sizeof(round_keys_)); }

bool TweakableAes::has_instructions() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("aes") != 0;
#else
  return false;
#endif
}

// FIPS 197, section 5.2.
void TweakableAes::set_key(ByteSpan key) {
  assert(key.size() == kKeyBytes);
  std::memcpy(round_keys_[0].data(), key.data(), key.size());
  Bytes constant = 1;
  for (std::size_t round = 1; round <= kRounds; ++round) {
    const Block& last = round_keys_[round - 1];
    Block& next = round_keys_[round];
    const Bytes word =
        Bytes{last[13]} | Bytes{last[14]} << 8U | Bytes{last[15]} << 16U | Bytes{last[12]} << 24U;
    const Bytes changed = substitute(word) ^ constant;
    for (std::size_t i = 0; i < 4; ++i)
      next[i] = static_cast<std::uint8_t>(last[i] ^ (changed >> (8 * i) & 0xFFU));
    for (std::size_t i = 4; i < next.size(); ++i) next[i] = static_cast<std::uint8_t>(last[i] ^ next[i - 4]);
    constant = times_x(constant);
  }
}

void TweakableAes::encrypt(std::span<const Block> in, std::span<const Tweak> tweaks,
                           std::span<Block> out) const {
  assert(in.size() == tweaks.size() && in.size() == out.size());
#if defined(__x86_64__)
  if (has_instructions()) return encrypt_by_instructions(round_keys_, in, tweaks, out);
#endif
  encrypt_portably(in, tweaks, out);
}

void TweakableAes::encrypt_portably(std::span<const Block> in, std::span<const Tweak> tweaks,
                                    std::span<Block> out) const {
  for (std::size_t i = 0; i < in.size(); ++i) {
    const State tweak = load(padded(tweaks[i]));
    State state = add(load(in[i]), add(load(round_keys_[0]), tweak));
    for (std::size_t round = 1; round <= kRounds; ++round) {
      state = shift_rows(each_word(state, substitute), 1);
      if (round != kRounds) state = each_word(state, mix);
      state = add(state, add(load(round_keys_[round]), tweak));
    }
    out[i] = store(state);
  }
}

Block TweakableAes::decrypt(const Block& block, const Tweak& tweak) const {
  const State tweak_state = load(padded(tweak));
  State state = load(block);
  for (std::size_t round = kRounds; round >= 1; --round) {
    state = add(state, add(load(round_keys_[round]), tweak_state));
    if (round != kRounds) state = each_word(state, mix_back);
    state = each_word(shift_rows(state, 3), substitute_back);
  }
  return store(add(state, add(load(round_keys_[0]), tweak_state)));
}

}  // namespace anonlog
