#include "filter/output/random_suffix.h"

#include <random>
#include <string_view>

namespace anonlog {

std::string random_suffix() {
  constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789";
  std::random_device random;
  std::string suffix;
  for (int i = 0; i < 6; ++i) suffix += kAlphabet[random() % kAlphabet.size()];
  return suffix;
}

}  // namespace anonlog
