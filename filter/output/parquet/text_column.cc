#include "filter/output/parquet/text_column.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <optional>
#include <utility>

#include "filter/output/parquet/text_bounds.h"

namespace anonlog::parquet {
namespace {

constexpr std::size_t kMaxDictionaryBytes = std::size_t{4} << 20;
constexpr std::size_t kMaxPageBytes = std::size_t{1} << 20;
constexpr std::size_t kPiece = 64;             // texts that are hashed before the first is looked up
constexpr std::size_t kTrialEntries = 16'384;  // so many are tried before a dictionary is given up

}  // namespace

void TextColumn::add(std::span<const std::string_view> texts) {
  std::array<std::uint64_t, kPiece> hashes;
  std::size_t row = codes_.size();
  codes_.resize(row + texts.size());
  for (std::size_t begin = 0; begin < texts.size(); begin += kPiece) {
    const auto piece = texts.subspan(begin, std::min(kPiece, texts.size() - begin));
    if (!is_dictionary_full_) texts_.hash(piece, hashes);
    for (std::size_t i = 0; i < piece.size(); ++i, ++row) {
      if (piece[i].data() == nullptr) {
        codes_[row] = kNullCode;
        has_nulls_ = true;
      } else {
        codes_[row] = code_of(piece[i], hashes[i], row);
      }
    }
  }
}

void TextColumn::add_ids(std::span<const std::uint16_t> ids, std::span<const std::string_view> texts) {
  IdCodes& known = id_codes_of(texts);
  std::size_t row = codes_.size();
  codes_.resize(row + ids.size(), kNullCode);
  for (std::size_t i = 0; i < ids.size(); ++i, ++row) {
    const std::uint16_t id = ids[i];
    if (id >= texts.size()) {
      has_nulls_ = true;
      continue;
    }
    std::uint32_t code = known.codes[id];
    if (code == kNotSeen) {
      std::uint64_t hash = 0;
      texts_.hash(texts.subspan(id, 1), {&hash, 1});
      code = code_of(texts[id], hash, row);
      if (!is_dictionary_full_) known.codes[id] = code;
    }
    codes_[row] = code;
  }
}

TextColumn::IdCodes& TextColumn::id_codes_of(std::span<const std::string_view> texts) {
  for (IdCodes& known : id_codes_) {
    if (known.texts.data() == texts.data() && known.texts.size() == texts.size()) return known;
  }
  id_codes_.push_back({.texts = texts, .codes = std::vector<std::uint32_t>(texts.size(), kNotSeen)});
  return id_codes_.back();
}

// Of a text that is not null.
std::uint32_t TextColumn::code_of(std::string_view text, std::uint64_t hash, std::size_t row) {
  if (is_dictionary_full_) return texts_.append(text);
  const std::size_t entries = texts_.size();
  const std::uint32_t code = texts_.intern(text, hash);
  if (code == entries) give_up_where_large(row);
  return code;
}

// The dictionary has just got the text of this row.
void TextColumn::give_up_where_large(std::size_t row) {
  const std::size_t entries = texts_.size() - 1;
  const bool is_large = texts_.plain_of_first(entries + 1).size() > kMaxDictionaryBytes;
  if (!is_large && (entries < kTrialEntries || entries <= row / 4 * 3)) return;
  is_dictionary_full_ = true;
  dictionary_rows_ = row;
  dictionary_entries_ = entries;
  for (IdCodes& known : id_codes_) std::fill(known.codes.begin(), known.codes.end(), kNotSeen);
}

Result<ColumnChunk> TextColumn::finish(PageWriter& pages, std::size_t begin, ByteBuffer& out) {
  ColumnChunk chunk;
  chunk.values = codes_.size();
  if (!is_dictionary_full_) {
    dictionary_rows_ = codes_.size();
    dictionary_entries_ = texts_.size();
  }
  if (!dictionary_pays()) dictionary_rows_ = 0;
  if (dictionary_rows_ != 0) {
    const std::string_view values = texts_.plain_of_first(dictionary_entries_);
    const Status status = pages.write_dictionary(values, dictionary_entries_, begin, chunk, out);
    if (!status) return tl::unexpected(status.error());
  }
  last_page_.assign(texts_.size(), 0);
  std::optional<std::pair<std::uint32_t, std::uint32_t>> bounds;
  for (std::size_t first = 0; first < codes_.size();) {
    const bool is_plain = first >= dictionary_rows_;
    const std::size_t rows = page_rows(first, is_plain);
    const Status status = finish_page(first, rows, is_plain, pages, begin, chunk, out);
    if (!status) return tl::unexpected(status.error());
    if (!chunk.pages.back().all_null) {
      if (!bounds) bounds.emplace(page_min_, page_max_);
      if (texts_.text(page_min_) < texts_.text(bounds->first)) bounds->first = page_min_;
      if (texts_.text(page_max_) > texts_.text(bounds->second)) bounds->second = page_max_;
    }
    first += rows;
  }
  if (bounds) chunk.bounds = text_bounds(texts_.text(bounds->first), texts_.text(bounds->second));
  codes_.clear();
  texts_.clear();
  is_dictionary_full_ = false;
  has_nulls_ = false;
  for (IdCodes& known : id_codes_) std::fill(known.codes.begin(), known.codes.end(), kNotSeen);
  return chunk;
}

std::size_t TextColumn::nulls_of(std::span<const std::uint32_t> codes) const {
  return has_nulls_ ? static_cast<std::size_t>(std::count(codes.begin(), codes.end(), kNullCode)) : 0;
}

// Compares bytes before zstd.
bool TextColumn::dictionary_pays() const {
  const std::size_t entries = dictionary_entries_;
  if (entries == 0) return false;
  const std::span rows = std::span<const std::uint32_t>(codes_).first(dictionary_rows_);
  const std::size_t nulls = nulls_of(rows);
  const std::size_t present = rows.size() - nulls;
  const std::size_t bytes = texts_.plain_of_first(entries).size() + present * code_width(entries) / 8;
  // No text is shorter than its length in PLAIN: most often that is enough to know.
  if (bytes < present * TextDictionary::kLengthBytes) return true;
  std::size_t plain_bytes = 0;
  for (std::size_t row = 0; row < dictionary_rows_ && plain_bytes <= bytes; ++row) {
    if (codes_[row] != kNullCode) plain_bytes += texts_.plain(codes_[row]).size();
  }
  return bytes < plain_bytes;
}

std::size_t TextColumn::page_rows(std::size_t first, bool is_plain) const {
  const std::size_t end = is_plain ? codes_.size() : dictionary_rows_;
  const std::size_t most = std::min(kMaxPageRows, end - first);
  if (!is_plain) return most;
  std::size_t rows = 0;
  for (std::size_t bytes = 0; rows < most && bytes < kMaxPageBytes; ++rows) {
    if (codes_[first + rows] != kNullCode) bytes += texts_.plain(codes_[first + rows]).size();
  }
  return rows;
}

Status TextColumn::finish_page(std::size_t first, std::size_t rows, bool is_plain, PageWriter& pages,
                               std::size_t begin, ColumnChunk& chunk, ByteBuffer& out) {
  DataPage page;
  page.first_row = first;
  const std::span codes = std::span<const std::uint32_t>(codes_).subspan(first, rows);
  page.nulls = nulls_of(codes);
  code_page_.begin(codes, page.nulls, pages);
  page.all_null = page.nulls == rows;
  const std::span<const std::uint32_t> present = code_page_.present();
  if (!page.all_null) {
    note_bounds(present, static_cast<std::uint32_t>(chunk.pages.size() + 1));
    page.bounds = text_bounds(texts_.text(page_min_), texts_.text(page_max_));
  }
  if (is_plain) {
    for (const std::uint32_t code : present) pages.body().append(texts_.plain(code));
    ++chunk.plain_pages;
  } else {
    append_codes(present, code_width(dictionary_entries_), pages.body());
  }
  const Encoding encoding = is_plain ? Encoding::kPlain : Encoding::kRleDictionary;
  const Status status = pages.write_data(encoding, rows, begin, page, chunk, out);
  chunk.nulls += page.nulls;
  chunk.pages.push_back(std::move(page));
  return status;
}

// Each text that the page holds is compared once, however many rows hold it.
void TextColumn::note_bounds(std::span<const std::uint32_t> present, std::uint32_t page) {
  page_min_ = page_max_ = present.front();
  std::uint64_t min_prefix = texts_.prefix(page_min_);
  std::uint64_t max_prefix = min_prefix;
  for (const std::uint32_t code : present) {
    if (last_page_[code] == page) continue;
    last_page_[code] = page;
    const std::uint64_t prefix = texts_.prefix(code);
    if (prefix <= min_prefix && texts_.text(code) < texts_.text(page_min_)) {
      page_min_ = code;
      min_prefix = prefix;
    }
    if (prefix >= max_prefix && texts_.text(code) > texts_.text(page_max_)) {
      page_max_ = code;
      max_prefix = prefix;
    }
  }
}

}  // namespace anonlog::parquet
