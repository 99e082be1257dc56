// What `anonlog audit` compares, on any text: what is an identifier of a raw text is found in a cell that is a copy of it, and
// none of it where the text is not.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "filter/audit/cell_words.h"
#include "filter/audit/shape_finder.h"
#include "filter/audit/word_cutter.h"
#include "tests/fuzz/require.h"

namespace anonlog {
namespace {

bool holds(const std::vector<std::uint64_t>& hashes, std::uint64_t hash) {
  return std::ranges::binary_search(hashes, hash);
}

void check(std::string_view text) {
  const WordHash hash(7);
  ShapeFinder raw(hash);
  raw.find(text, ShapeFinder::Reading::kRaw);
  std::vector<std::uint64_t> whole;
  WordCutter(hash).take_whole(text, whole);
  CellWords cell(hash);
  cell.read({std::nullopt, text});
  for (const Shape& shape : raw.shapes())
    require(holds(cell.hashes(), shape.hash), "a shape is found in a copy");
  // A placeholder of anonlog's cuts a text; a raw one that holds such a word is no word of a cell.
  if (text.find('{') == std::string_view::npos && text.find("%7") == std::string_view::npos) {
    for (const std::uint64_t word : whole) require(holds(cell.hashes(), word), "a word is found in a copy");
  }
  // Also as the part of a path or query.
  const std::string within = "/a/" + std::string(text) + "/b";
  CellWords around(hash);
  around.read({Column::kPath, within});
  if (text.find_first_of("@:.-_+%0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == 0) {
    for (const Shape& shape : raw.shapes())
      require(holds(around.hashes(), shape.hash), "a shape is found within a path");
  }
}

}  // namespace
}  // namespace anonlog

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check({reinterpret_cast<const char*>(data), size});
  return 0;
}
