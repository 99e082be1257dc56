// Any bytes as the values of a page, behind the checksum that a whole file would need: they are refused, or are one value a row.
// The first byte is the type, the second the encoding, the third the rows (those whose number a multiple of the fourth are
// null), the fifth the bytes of the dictionary, with which the rest begins.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "filter/output/parquet/value_reader.h"
#include "tests/fuzz/require.h"

namespace {

using anonlog::parquet::ColumnType;
using anonlog::parquet::ValueEncoding;
using anonlog::parquet::ValueReader;

struct Case {
  ColumnType type;
  ValueEncoding encoding;
  std::vector<std::uint32_t> levels;
  std::size_t dictionary_entries;
  std::string_view dictionary;
  std::string_view page;
};

template <typename T>
void read(const Case& fuzzed) {
  ValueReader<T> values(fuzzed.type);
  if (fuzzed.encoding == ValueEncoding::kDictionary &&
      !values.read_dictionary(fuzzed.dictionary, fuzzed.dictionary_entries)) {
    return;
  }
  // Twice: nothing of a page may be left for the next.
  for (int i = 0; i < 2; ++i) {
    if (!values.read_page(fuzzed.encoding, fuzzed.page, fuzzed.levels)) return;
    anonlog::require(values.rows().size() == fuzzed.levels.size(), "a page has one value for each row");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::size_t kHead = 5;
  if (size < kHead) return 0;
  const std::string_view rest(reinterpret_cast<const char*>(data) + kHead, size - kHead);
  Case fuzzed{.type = static_cast<ColumnType>(data[0] % 6U),
              .encoding = static_cast<ValueEncoding>(data[1] % 3U),
              .levels = {},
              .dictionary_entries = data[4] / 8U,
              .dictionary = rest.substr(0, std::min<std::size_t>(data[4], rest.size())),
              .page = {}};
  fuzzed.page = rest.substr(fuzzed.dictionary.size());
  for (std::size_t row = 0; row < data[2]; ++row) {
    fuzzed.levels.push_back(data[3] != 0 && row % data[3] == 0 ? 0 : 1);
  }
  if (fuzzed.type == ColumnType::kString) {
    read<std::string_view>(fuzzed);
  } else if (fuzzed.type == ColumnType::kTimestampMicros) {
    read<std::int64_t>(fuzzed);
  } else {
    read<std::uint64_t>(fuzzed);
  }
  return 0;
}
