#include "tests/filter/output/parquet/reference_reader.h"

#include <zlib.h>
#include <zstd.h>

#include <stdexcept>

namespace anonlog::parquet {
namespace {

void require(bool condition, const char* what) {
  if (!condition) throw std::runtime_error(what);
}

std::string_view take(std::string_view& rest, std::size_t bytes) {
  require(bytes <= rest.size(), "it ends too early");
  const std::string_view taken = rest.substr(0, bytes);
  rest.remove_prefix(bytes);
  return taken;
}

unsigned take_byte(std::string_view& rest) { return static_cast<unsigned char>(take(rest, 1)[0]); }

std::uint64_t take_little_endian(std::string_view& rest, std::size_t bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < bytes; ++i) number |= std::uint64_t{take_byte(rest)} << (8 * i);
  return number;
}

std::uint64_t take_varint(std::string_view& rest) {
  std::uint64_t number = 0;
  for (unsigned shift = 0; shift < 64; shift += 7) {
    const unsigned byte = take_byte(rest);
    number |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80U) return number;
  }
  throw std::runtime_error("a varint is too long");
}

std::int64_t take_zigzag(std::string_view& rest) {
  const std::uint64_t number = take_varint(rest);
  return static_cast<std::int64_t>(number >> 1U) ^ -static_cast<std::int64_t>(number & 1U);
}

ThriftValue take_value(int type, bool in_list, std::string_view& rest) {
  ThriftValue value;
  value.type = type;
  if (type == 1 || type == 2) {
    value.number = in_list ? (take_byte(rest) == 1 ? 1 : 0) : (type == 1 ? 1 : 0);
  } else if (type == 3) {
    value.number = static_cast<signed char>(take_byte(rest));
  } else if (type >= 4 && type <= 6) {
    value.number = take_zigzag(rest);
  } else if (type == 8) {
    value.bytes = take(rest, take_varint(rest));
  } else if (type == 9) {
    const unsigned head = take_byte(rest);
    const std::uint64_t size = head >> 4U == 15 ? take_varint(rest) : head >> 4U;
    for (std::uint64_t i = 0; i < size; ++i) {
      value.list.push_back(take_value(static_cast<int>(head & 15U), true, rest));
    }
  } else {
    require(type == 12, "a type that is not used here");
    value = read_thrift(rest);
  }
  return value;
}

std::string decompress(std::string_view frame, std::size_t size) {
  require(frame.size() > 4 && (static_cast<unsigned char>(frame[4]) & 4U) != 0, "the frame has no checksum");
  std::string bytes(size, '\0');
  const std::size_t got = ZSTD_decompress(bytes.data(), size, frame.data(), frame.size());
  require(ZSTD_isError(got) == 0 && got == size, "zstd");
  return bytes;
}

std::vector<std::string> take_plain(std::string_view& rest, std::int64_t type, std::size_t count) {
  std::vector<std::string> values;
  for (std::size_t i = 0; i < count; ++i) {
    if (type == 0) {
      if (i % 8 == 0) require(!rest.empty(), "booleans end too early");
      values.emplace_back(1, static_cast<char>(static_cast<unsigned char>(rest[0]) >> (i % 8) & 1));
      if (i % 8 == 7 || i + 1 == count) rest.remove_prefix(1);
    } else {
      values.emplace_back(take(rest, type == 1 ? 4 : type == 2 ? 8 : take_little_endian(rest, 4)));
    }
  }
  return values;
}

class ChunkReader {
 public:
  ChunkReader(std::string_view file, const ThriftValue& chunk) : file_(file), data_(chunk.at(3)) {}

  std::vector<ReferencePage> read() {
    const std::int64_t first_page = data_.at(9).number;
    std::int64_t at = data_.has(11) ? data_.at(11).number : first_page;
    const std::int64_t end = at + data_.at(7).number;
    std::size_t rows = 0;
    while (at < end) {
      require((at < first_page) == (data_.has(11) && pages_.empty() && dictionary_.empty()),
              "data_page_offset");
      at += read_page(at);
      if (!pages_.empty()) rows = 0;
    }
    for (const ReferencePage& page : pages_) rows += page.values.size();
    require(at == end && static_cast<std::int64_t>(rows) == data_.at(5).number, "rows or bytes of the chunk");
    require(uncompressed_bytes_ == data_.at(6).number, "uncompressed bytes of the chunk");
    return pages_;
  }

 private:
  std::int64_t read_page(std::int64_t at) {
    std::string_view rest = file_.substr(static_cast<std::size_t>(at));
    const std::size_t before = rest.size();
    const ThriftValue header = read_thrift(rest);
    const std::size_t header_bytes = before - rest.size();
    const std::string_view frame = take(rest, static_cast<std::size_t>(header.at(3).number));
    const auto crc = static_cast<std::uint32_t>(header.at(4).number);
    require(crc == crc32_z(0, reinterpret_cast<const Bytef*>(frame.data()), frame.size()), "CRC");
    const std::string body = decompress(frame, static_cast<std::size_t>(header.at(2).number));
    uncompressed_bytes_ += static_cast<std::int64_t>(header_bytes + body.size());
    if (header.at(1).number == 2) {
      std::string_view values = body;
      dictionary_ =
          take_plain(values, data_.at(1).number, static_cast<std::size_t>(header.at(7).at(1).number));
      require(values.empty(), "bytes behind the dictionary");
    } else {
      read_data(header.at(5), body);
      pages_.back().offset = at;
      pages_.back().bytes = static_cast<std::int64_t>(before - rest.size());
    }
    return static_cast<std::int64_t>(before - rest.size());
  }

  void read_data(const ThriftValue& header, std::string_view body) {
    const auto rows = static_cast<std::size_t>(header.at(1).number);
    std::string_view level_bytes = take(body, take_little_endian(body, 4));
    const std::vector<std::uint32_t> levels = read_rle(level_bytes, 1, rows);
    require(level_bytes.empty(), "bytes behind the levels");
    std::size_t present = 0;
    for (const std::uint32_t level : levels) present += level;
    ReferencePage& page = pages_.emplace_back();
    page.encoding = header.at(2).number;
    std::vector<std::string> values;
    if (page.encoding == 8) {
      const unsigned width = take_byte(body);
      for (const std::uint32_t code : read_rle(body, width, present)) values.push_back(dictionary_.at(code));
    } else {
      require(page.encoding == 0, "encoding");
      values = take_plain(body, data_.at(1).number, present);
    }
    require(body.empty(), "bytes behind the values");
    std::size_t next = 0;
    for (const std::uint32_t level : levels) {
      page.values.push_back(level == 0 ? ReferenceValue() : ReferenceValue(values.at(next++)));
    }
  }

  std::string_view file_;
  const ThriftValue& data_;  // ColumnMetaData
  std::vector<std::string> dictionary_;
  std::vector<ReferencePage> pages_;
  std::int64_t uncompressed_bytes_ = 0;
};

}  // namespace

ThriftValue read_thrift(std::string_view& rest) {
  ThriftValue value;
  value.type = 12;
  int field = 0;
  while (const unsigned head = take_byte(rest)) {
    field = head >> 4U == 0 ? static_cast<int>(take_zigzag(rest)) : field + static_cast<int>(head >> 4U);
    value.fields[field] = take_value(static_cast<int>(head & 15U), false, rest);
  }
  return value;
}

std::vector<std::uint32_t> read_rle(std::string_view& rest, unsigned width, std::size_t count) {
  std::vector<std::uint32_t> values;
  while (values.size() < count) {
    const std::uint64_t header = take_varint(rest);
    if ((header & 1U) == 0) {
      const auto value = static_cast<std::uint32_t>(take_little_endian(rest, (width + 7) / 8));
      require(header >> 1U != 0 && header >> 1U <= count - values.size(), "length of a run");
      values.insert(values.end(), header >> 1U, value);
    } else {
      const std::string_view packed = take(rest, (header >> 1U) * width);
      require((header >> 1U) * 8 < count - values.size() + 8, "length of a packed run");
      for (std::size_t i = 0; i < (header >> 1U) * 8 && values.size() < count; ++i) {
        std::uint64_t value = 0;
        for (std::size_t bit = 0; bit < width; ++bit) {
          const std::size_t place = i * width + bit;
          const auto byte = static_cast<unsigned char>(packed[place / 8]);
          value |= std::uint64_t{byte >> (place % 8) & 1U} << bit;
        }
        values.push_back(static_cast<std::uint32_t>(value));
      }
    }
  }
  return values;
}

std::vector<ReferenceValue> ReferenceFile::column(std::size_t index) const {
  std::vector<ReferenceValue> values;
  for (const auto& row_group : pages) {
    for (const ReferencePage& page : row_group.at(index)) {
      values.insert(values.end(), page.values.begin(), page.values.end());
    }
  }
  return values;
}

ReferenceFile read_reference_file(std::string_view file) {
  require(file.size() >= 12 && file.starts_with("PAR1") && file.ends_with("PAR1"), "magic");
  std::string_view length = file.substr(file.size() - 8);
  const std::size_t footer_bytes = take_little_endian(length, 4);
  std::string_view footer = file.substr(file.size() - 8 - footer_bytes, footer_bytes);
  ReferenceFile read{.footer = read_thrift(footer), .pages = {}};
  require(footer.empty(), "bytes behind the footer");
  for (const ThriftValue& row_group : read.footer.at(4).list) {
    auto& columns = read.pages.emplace_back();
    for (const ThriftValue& chunk : row_group.at(1).list) columns.push_back(ChunkReader(file, chunk).read());
  }
  return read;
}

}  // namespace anonlog::parquet
