#include "filter/output/parquet/value_reader.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <type_traits>

#include "filter/output/parquet/hybrid_reader.h"
#include "filter/output/parquet/row_group_writer.h"
#include "parsers/utf8.h"

namespace anonlog::parquet {
namespace {

template <typename T>
constexpr T null_of() {
  if constexpr (std::is_same_v<T, std::uint64_t>) return RowGroupWriter::kNullNumber;
  if constexpr (std::is_same_v<T, std::int64_t>) return RowGroupWriter::kNullTime;
  if constexpr (std::is_same_v<T, std::string_view>) return T();
}

bool is_utf8(std::string_view text) {
  const char* const end = text.data() + text.size();
  for (const char* p = text.data(); p != end;) {
    const std::size_t bytes = utf8_character_bytes(p, end);
    if (bytes == 0) return false;
    p += bytes;
  }
  return true;
}

template <typename Held, typename T>
bool read_fixed(std::string_view& bytes, std::span<T> values, T max) {
  if (bytes.size() / sizeof(Held) < values.size()) return false;
  for (T& value : values) {
    Held held;
    std::memcpy(&held, bytes.data(), sizeof held);
    bytes.remove_prefix(sizeof held);
    value = static_cast<T>(held);
    if (value > max || value == null_of<T>()) return false;
  }
  return true;
}

bool read_bits(std::string_view& bytes, std::span<std::uint64_t> values) {
  const std::size_t size = (values.size() + 7) / 8;
  if (bytes.size() < size) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = static_cast<std::uint8_t>(bytes[i / 8]) >> (i % 8) & 1U;
  }
  bytes.remove_prefix(size);
  return true;
}

bool read_text(std::string_view& bytes, std::string_view& text) {
  std::uint32_t size = 0;
  if (bytes.size() < sizeof size) return false;
  std::memcpy(&size, bytes.data(), sizeof size);
  bytes.remove_prefix(sizeof size);
  if (bytes.size() < size) return false;
  text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return is_utf8(text);
}

}  // namespace

template <typename T>
bool ValueReader<T>::read_plain(std::string_view& bytes, std::span<T> values) {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    switch (type_) {
      case ColumnType::kBoolean:
        return read_bits(bytes, values);
      case ColumnType::kUint16:
        return read_fixed<std::uint32_t>(bytes, values, T{std::numeric_limits<std::uint16_t>::max()});
      case ColumnType::kUint32:
        return read_fixed<std::uint32_t>(bytes, values, T{std::numeric_limits<std::uint32_t>::max()});
      default:
        return read_fixed<std::uint64_t>(bytes, values, std::numeric_limits<T>::max());
    }
  } else if constexpr (std::is_same_v<T, std::int64_t>) {
    return read_fixed<std::int64_t>(bytes, values, std::numeric_limits<T>::max());
  } else {
    return std::ranges::all_of(values, [&bytes](T& value) { return read_text(bytes, value); });
  }
}

template <typename T>
bool ValueReader<T>::read_codes(std::string_view& bytes, std::span<T> values) {
  if (bytes.empty()) return values.empty();
  const unsigned bits = static_cast<std::uint8_t>(bytes.front());
  bytes.remove_prefix(1);
  codes_.resize(values.size());
  if (bits > kMaxHybridBits || !read_hybrid(bytes, bits, codes_)) return false;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (codes_[i] >= dictionary_.size()) return false;
    values[i] = dictionary_[codes_[i]];
  }
  return true;
}

template <typename T>
bool ValueReader<T>::read_rle(std::string_view& bytes, std::span<T> values) {
  if constexpr (std::is_same_v<T, std::uint64_t>) {
    std::uint32_t size = 0;
    if (type_ != ColumnType::kBoolean || bytes.size() < sizeof size) return false;
    std::memcpy(&size, bytes.data(), sizeof size);
    bytes.remove_prefix(sizeof size);
    codes_.resize(values.size());
    if (size != bytes.size() || !read_hybrid(bytes, 1, codes_)) return false;
    std::ranges::copy(codes_, values.begin());
    return true;
  } else {
    return false;
  }
}

template <typename T>
bool ValueReader<T>::read_dictionary(std::string_view bytes, std::size_t count) {
  dictionary_.resize(count);
  return read_plain(bytes, dictionary_) && bytes.empty();
}

template <typename T>
bool ValueReader<T>::read_page(ValueEncoding encoding, std::string_view bytes,
                               std::span<const std::uint32_t> levels) {
  values_.resize(static_cast<std::size_t>(std::ranges::count(levels, 1U)));
  bool is_read = false;
  switch (encoding) {
    case ValueEncoding::kPlain:
      is_read = read_plain(bytes, values_);
      break;
    case ValueEncoding::kDictionary:
      is_read = read_codes(bytes, values_);
      break;
    case ValueEncoding::kRle:
      is_read = read_rle(bytes, values_);
      break;
  }
  if (!is_read || !bytes.empty()) return false;
  rows_.resize(levels.size());
  auto value = values_.begin();
  for (std::size_t i = 0; i < levels.size(); ++i) rows_[i] = levels[i] != 0 ? *value++ : null_of<T>();
  return true;
}

template class ValueReader<std::uint64_t>;
template class ValueReader<std::int64_t>;
template class ValueReader<std::string_view>;

}  // namespace anonlog::parquet
