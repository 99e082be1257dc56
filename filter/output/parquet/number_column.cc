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
// So many are tried before a dictionary is given up: where every second number is new, PLAIN is made in half the time, and
// smaller behind zstd, to which the upper bytes of such numbers are nothing.
constexpr std::size_t kTrialEntries = 8'192;

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

void append_bits(std::span<const std::uint32_t> bits, ByteBuffer& body) {
  constexpr std::size_t kByteBits = 8;
  char* end = body.reserve(bits.size() / kByteBits + 1);
  for (; !bits.empty(); bits = bits.subspan(std::min(kByteBits, bits.size()))) {
    std::uint32_t byte = 0;
    for (std::size_t i = 0; i < std::min(kByteBits, bits.size()); ++i) byte |= bits[i] << i;
    *end++ = static_cast<char>(byte);
  }
  body.commit(end);
}

}  // namespace

NumberColumn::NumberColumn(ColumnType type)
    : type_(type),
      value_bytes_(value_bytes_of(type)),
      null_(type == ColumnType::kTimestampMicros ? std::bit_cast<std::uint64_t>(kNullTime) : kNullNumber),
      order_flip_(type == ColumnType::kTimestampMicros ? kSignBit : 0) {}

void NumberColumn::add(std::span<const std::uint64_t> numbers) {
  assert(type_ != ColumnType::kTimestampMicros && type_ != ColumnType::kString);
  add_values(numbers);
}

void NumberColumn::add_times(std::span<const std::int64_t> micros) {
  assert(type_ == ColumnType::kTimestampMicros);
  add_values({reinterpret_cast<const std::uint64_t*>(micros.data()), micros.size()});
}

void NumberColumn::add_nulls(std::size_t rows) {
  for (std::size_t row = codes_.size(); rows != 0;) {
    if (row % kMaxPageRows == 0) summaries_.emplace_back();
    const std::size_t piece = std::min(rows, kMaxPageRows - row % kMaxPageRows);
    summaries_.back().nulls += piece;
    row += piece;
    rows -= piece;
    codes_.resize(row, kNullCode);
  }
}

void NumberColumn::add_values(std::span<const std::uint64_t> values) {
  std::size_t row = codes_.size();
  for (auto left = values; !left.empty();) {
    if (row % kMaxPageRows == 0) summaries_.emplace_back();
    const auto piece = left.first(std::min(left.size(), kMaxPageRows - row % kMaxPageRows));
    note(piece, summaries_.back());
    row += piece.size();
    left = left.subspan(piece.size());
  }
  if (value_bytes_ == 0) {
    add_bits(values);
    return;
  }
  if (!is_dictionary_full_) values = values.subspan(add_to_dictionary(values));
  if (!values.empty()) add_plain(values);
}

void NumberColumn::note(std::span<const std::uint64_t> values, PageSummary& page) const {
  Range range = page.range;
  std::size_t nulls = 0;
  for (const std::uint64_t value : values) {
    const std::uint64_t key = value ^ order_flip_;
    const bool is_null = value == null_;
    nulls += is_null ? 1 : 0;
    range.min = std::min(range.min, is_null ? range.min : key);
    range.max = std::max(range.max, is_null ? range.max : key);
  }
  page.range = range;
  page.nulls += nulls;
}

void NumberColumn::add_bits(std::span<const std::uint64_t> bits) {
  const std::size_t row = codes_.size();
  codes_.resize(row + bits.size());
  for (std::size_t i = 0; i < bits.size(); ++i)
    codes_[row + i] = bits[i] == null_ ? kNullCode : static_cast<std::uint32_t>(bits[i]);
}

std::size_t NumberColumn::add_to_dictionary(std::span<const std::uint64_t> numbers) {
  std::size_t row = codes_.size();
  codes_.resize(row + numbers.size());
  std::uint32_t* const codes = codes_.data();
  for (const std::uint64_t number : numbers) {
    if (number == null_) {
      codes[row++] = kNullCode;
      continue;
    }
    const std::size_t entries = dictionary_.size();
    const std::uint32_t code = dictionary_.intern(number);
    codes[row++] = code;
    if (code != entries) continue;
    is_dictionary_full_ = entries == kMaxDictionaryEntries || (entries >= kTrialEntries && entries > row / 2);
    if (is_dictionary_full_) break;
  }
  const std::size_t added = row + numbers.size() - codes_.size();
  codes_.resize(row);
  return added;
}

// Also nulls have a place then, which no code tells.
void NumberColumn::add_plain(std::span<const std::uint64_t> numbers) {
  const std::size_t row = codes_.size();
  const auto first = static_cast<std::uint32_t>(dictionary_.size());
  codes_.resize(row + numbers.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    codes_[row + i] = numbers[i] == null_ ? kNullCode : first + static_cast<std::uint32_t>(i);
  }
  dictionary_.append(numbers);
}

Result<ColumnChunk> NumberColumn::finish(PageWriter& pages, std::size_t begin, ByteBuffer& out) {
  ColumnChunk chunk;
  chunk.values = codes_.size();
  Range range;
  for (const PageSummary& page : summaries_) {
    chunk.nulls += page.nulls;
    range.min = std::min(range.min, page.range.min);
    range.max = std::max(range.max, page.range.max);
  }
  chunk.bounds = bounds_of(range);
  const bool has_dictionary = dictionary_pays(codes_.size() - chunk.nulls);
  if (has_dictionary) {
    if (const Status status = write_dictionary(pages, begin, chunk, out); !status)
      return tl::unexpected(status.error());
  }
  for (std::size_t i = 0; i < summaries_.size(); ++i) {
    const Status status = finish_page(i, has_dictionary, pages, begin, chunk, out);
    if (!status) return tl::unexpected(status.error());
  }
  clear();
  return chunk;
}

void NumberColumn::clear() {
  codes_.clear();
  summaries_.clear();
  dictionary_.clear();
  is_dictionary_full_ = false;
}

// It does where its numbers and the codes are smaller than the numbers of all rows.
bool NumberColumn::dictionary_pays(std::size_t present) const {
  const std::size_t entries = dictionary_.size();
  if (entries == 0 || is_dictionary_full_ || entries > present / 2 + 1) return false;
  return entries * value_bytes_ + present * code_width(entries) / 8 < present * value_bytes_;
}

Status NumberColumn::write_dictionary(PageWriter& pages, std::size_t begin, ColumnChunk& chunk,
                                      ByteBuffer& out) {
  dictionary_bytes_.clear();
  char* end = dictionary_bytes_.reserve(dictionary_.size() * value_bytes_);
  for (const std::uint64_t number : dictionary_.numbers()) {
    std::memcpy(end, &number, value_bytes_);
    end += value_bytes_;
  }
  dictionary_bytes_.commit(end);
  return pages.write_dictionary(dictionary_bytes_.bytes(), dictionary_.size(), begin, chunk, out);
}

Status NumberColumn::finish_page(std::size_t index, bool has_dictionary, PageWriter& pages, std::size_t begin,
                                 ColumnChunk& chunk, ByteBuffer& out) {
  const PageSummary& summary = summaries_[index];
  const std::size_t first = index * kMaxPageRows;
  const std::size_t rows = std::min(kMaxPageRows, codes_.size() - first);
  DataPage page;
  page.first_row = first;
  page.nulls = summary.nulls;
  page.all_null = page.nulls == rows;
  page.bounds = bounds_of(summary.range);
  code_page_.begin(std::span<const std::uint32_t>(codes_).subspan(first, rows), summary.nulls, pages);
  if (has_dictionary) {
    append_codes(code_page_.present(), code_width(dictionary_.size()), pages.body());
  } else {
    append_plain(code_page_.present(), pages.body());
    ++chunk.plain_pages;
  }
  const Encoding encoding = has_dictionary ? Encoding::kRleDictionary : Encoding::kPlain;
  const Status status = pages.write_data(encoding, rows, begin, page, chunk, out);
  chunk.pages.push_back(std::move(page));
  return status;
}

Bounds NumberColumn::bounds_of(const Range& range) const {
  if (range.min > range.max) return {};
  const auto text_of = [this](std::uint64_t key) {
    const std::uint64_t number = key ^ order_flip_;
    return std::string(reinterpret_cast<const char*>(&number), std::max<std::size_t>(value_bytes_, 1));
  };
  return {.min = text_of(range.min), .max = text_of(range.max), .min_is_exact = true, .max_is_exact = true};
}

void NumberColumn::append_plain(std::span<const std::uint32_t> codes, ByteBuffer& body) const {
  if (value_bytes_ == 0) {
    append_bits(codes, body);
    return;
  }
  const std::span<const std::uint64_t> numbers = dictionary_.numbers();
  char* end = body.reserve(codes.size() * value_bytes_);
  for (const std::uint32_t code : codes) {
    std::memcpy(end, &numbers[code], value_bytes_);
    end += value_bytes_;
  }
  body.commit(end);
}

}  // namespace anonlog::parquet
