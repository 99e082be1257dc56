#include "filter/output/parquet/number_column.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>
#include <utility>

namespace anonlog::parquet {
namespace {

constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63U;
constexpr std::size_t kMaxDictionaryEntries = 65'536;

std::size_t value_bytes_of(ColumnType type) {
  switch (physical_type(type)) {
    case PhysicalType::kBoolean:
    case PhysicalType::kByteArray:
      return 0;
    case PhysicalType::kInt32:
      return sizeof(std::int32_t);
    case PhysicalType::kInt64:
      break;
  }
  return sizeof(std::int64_t);
}

}  // namespace

NumberColumn::NumberColumn(ColumnType type)
    : type_(type),
      value_bytes_(value_bytes_of(type)),
      null_(type == ColumnType::kTimestampMicros ? std::bit_cast<std::uint64_t>(kNullTime) : kNullNumber),
      order_flip_(type == ColumnType::kTimestampMicros ? kSignBit : 0) {}

void NumberColumn::add(std::span<const std::uint64_t> numbers) {
  assert(type_ != ColumnType::kTimestampMicros && type_ != ColumnType::kString);
  numbers_.insert(numbers_.end(), numbers.begin(), numbers.end());
}

void NumberColumn::add_times(std::span<const std::int64_t> micros) {
  assert(type_ == ColumnType::kTimestampMicros);
  const std::size_t size = numbers_.size();
  numbers_.resize(size + micros.size());
  if (!micros.empty()) std::memcpy(numbers_.data() + size, micros.data(), micros.size_bytes());
}

void NumberColumn::add_nulls(std::size_t rows) { numbers_.resize(numbers_.size() + rows, null_); }

Result<ColumnChunk> NumberColumn::finish(PageWriter& pages, std::size_t begin, ByteBuffer& out) {
  ColumnChunk chunk;
  chunk.values = numbers_.size();
  const bool has_dictionary = make_dictionary();
  if (has_dictionary) {
    if (const Status status = write_dictionary(pages, begin, chunk, out); !status)
      return tl::unexpected(status.error());
  } else {
    codes_.resize(numbers_.size());
    for (std::size_t i = 0; i < numbers_.size(); ++i) codes_[i] = numbers_[i] == null_ ? kNullCode : 0;
  }
  for (std::size_t first = 0; first < numbers_.size(); first += kMaxPageRows) {
    const std::size_t rows = std::min(kMaxPageRows, numbers_.size() - first);
    const Status status = finish_page(first, rows, has_dictionary, pages, begin, chunk, out);
    if (!status) return tl::unexpected(status.error());
  }
  chunk.bounds = bounds_of(range_of(numbers_));
  numbers_.clear();
  return chunk;
}

// A dictionary pays where its numbers and the codes are smaller than the numbers of all rows.
bool NumberColumn::make_dictionary() {
  if (value_bytes_ == 0) return false;
  const auto present = static_cast<std::size_t>(std::count_if(
      numbers_.begin(), numbers_.end(), [this](std::uint64_t number) { return number != null_; }));
  if (present == 0) return false;
  const std::size_t most = std::min(kMaxDictionaryEntries, present / 2 + 1);
  if (!dictionary_.encode(numbers_, null_, most, codes_)) return false;
  const std::size_t entries = dictionary_.numbers().size();
  return entries * value_bytes_ + present * code_width(entries) / 8 < present * value_bytes_;
}

Status NumberColumn::write_dictionary(PageWriter& pages, std::size_t begin, ColumnChunk& chunk,
                                      ByteBuffer& out) {
  dictionary_bytes_.clear();
  append_plain(dictionary_.numbers(), dictionary_bytes_);
  return pages.write_dictionary(dictionary_bytes_.bytes(), dictionary_.numbers().size(), begin, chunk, out);
}

Status NumberColumn::finish_page(std::size_t first, std::size_t rows, bool has_dictionary, PageWriter& pages,
                                 std::size_t begin, ColumnChunk& chunk, ByteBuffer& out) {
  const std::span numbers = std::span<const std::uint64_t>(numbers_).subspan(first, rows);
  DataPage page;
  page.first_row = first;
  page.nulls = code_page_.begin(std::span<const std::uint32_t>(codes_).subspan(first, rows), pages);
  page.all_null = page.nulls == rows;
  page.bounds = bounds_of(range_of(numbers));
  if (has_dictionary) {
    append_codes(code_page_.present(), code_width(dictionary_.numbers().size()), pages.body());
  } else {
    append_plain(numbers, pages.body());
    ++chunk.plain_pages;
  }
  const Encoding encoding = has_dictionary ? Encoding::kRleDictionary : Encoding::kPlain;
  const Status status = pages.write_data(encoding, rows, begin, page, chunk, out);
  chunk.nulls += page.nulls;
  chunk.pages.push_back(std::move(page));
  return status;
}

NumberColumn::Range NumberColumn::range_of(std::span<const std::uint64_t> numbers) const {
  Range range;
  for (const std::uint64_t number : numbers) {
    const std::uint64_t key = number ^ order_flip_;
    const bool is_null = number == null_;
    range.min = std::min(range.min, is_null ? range.min : key);
    range.max = std::max(range.max, is_null ? range.max : key);
  }
  return range;
}

Bounds NumberColumn::bounds_of(const Range& range) const {
  if (range.min > range.max) return {};
  const auto text_of = [this](std::uint64_t key) {
    const std::uint64_t number = key ^ order_flip_;
    return std::string(reinterpret_cast<const char*>(&number), std::max<std::size_t>(value_bytes_, 1));
  };
  return {.min = text_of(range.min), .max = text_of(range.max), .min_is_exact = true, .max_is_exact = true};
}

void NumberColumn::append_plain(std::span<const std::uint64_t> numbers, ByteBuffer& body) const {
  constexpr unsigned kByteBits = 8;
  char* end = body.reserve(numbers.size() * std::max<std::size_t>(value_bytes_, 1) + sizeof(std::uint64_t));
  if (value_bytes_ != 0) {
    for (const std::uint64_t number : numbers) {
      if (number == null_) continue;
      std::memcpy(end, &number, value_bytes_);
      end += value_bytes_;
    }
  } else {
    unsigned bits = 0;
    unsigned byte = 0;
    for (const std::uint64_t number : numbers) {
      if (number == null_) continue;
      byte |= static_cast<unsigned>(number) << bits;
      if (++bits == kByteBits) {
        *end++ = static_cast<char>(byte);
        bits = byte = 0;
      }
    }
    if (bits != 0) *end++ = static_cast<char>(byte);
  }
  body.commit(end);
}

}  // namespace anonlog::parquet
