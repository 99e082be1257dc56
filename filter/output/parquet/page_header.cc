#include "filter/output/parquet/page_header.h"

#include "filter/output/parquet/thrift_reader.h"

namespace anonlog::parquet {
namespace {

using Field = ThriftReader::Field;

struct Fields {
  std::int64_t type = -1;
  std::int64_t uncompressed = -1;
  std::int64_t compressed = -1;
  std::optional<std::int64_t> crc;
  std::int64_t header_type = -1;  // of which type a header was there
  std::int64_t values = -1;
  std::int64_t encoding = -1;
  std::int64_t level_encoding = -1;
};

// Numbers of the format.
constexpr std::int64_t kDataPage = 0;
constexpr std::int64_t kDictionaryPage = 2;
constexpr std::int64_t kPlain = 0;
constexpr std::int64_t kPlainDictionary = 2;
constexpr std::int64_t kRle = 3;
constexpr std::int64_t kRleDictionary = 8;

void read_kind(ThriftReader& thrift, Field field, std::int64_t type, Fields& fields) {
  fields.header_type = type;
  thrift.read_struct(field, [&](Field part) {
    if (part.id == 1) {
      fields.values = thrift.integer(part);
    } else if (part.id == 2) {
      fields.encoding = thrift.integer(part);
    } else if (part.id == 3 && type == kDataPage) {
      fields.level_encoding = thrift.integer(part);
    } else {
      thrift.skip(part);
    }
  });
}

Fields read_fields(ThriftReader& thrift) {
  Fields fields;
  thrift.read_struct([&](Field field) {
    switch (field.id) {
      case 1:
        fields.type = thrift.integer(field);
        return;
      case 2:
        fields.uncompressed = thrift.integer(field);
        return;
      case 3:
        fields.compressed = thrift.integer(field);
        return;
      case 4:
        fields.crc = thrift.integer(field);
        return;
      case 5:
        return read_kind(thrift, field, kDataPage, fields);
      case 7:
        return read_kind(thrift, field, kDictionaryPage, fields);
      default:
        return thrift.skip(field);
    }
  });
  return fields;
}

std::optional<ValueEncoding> value_encoding(std::int64_t encoding, bool is_dictionary) {
  // A dictionary's own values are PLAIN, which old writers call PLAIN_DICTIONARY there.
  if (is_dictionary && encoding != kPlain && encoding != kPlainDictionary) return std::nullopt;
  switch (encoding) {
    case kPlain:
      return ValueEncoding::kPlain;
    case kPlainDictionary:
    case kRleDictionary:
      return is_dictionary ? ValueEncoding::kPlain : ValueEncoding::kDictionary;
    case kRle:
      return ValueEncoding::kRle;
    default:
      return std::nullopt;
  }
}

}  // namespace

PageHeaderOutcome read_page_header(std::string_view bytes) {
  const auto refused = [](std::string_view why) {
    return PageHeaderOutcome{.header = std::nullopt, .why_not = why, .is_cut = false};
  };
  ThriftReader thrift(bytes);
  const Fields fields = read_fields(thrift);
  if (thrift.failed()) {
    return {.header = std::nullopt, .why_not = "its header is damaged", .is_cut = thrift.is_cut()};
  }
  if (fields.type != kDataPage && fields.type != kDictionaryPage) {
    return refused("it is of another kind than anonlog writes");
  }
  if (fields.header_type != fields.type || fields.uncompressed < 0 || fields.compressed < 0 ||
      fields.values < 0) {
    return refused("its header is damaged");
  }
  if (!fields.crc) return refused("it has no checksum, which anonlog always writes");
  const bool is_dictionary = fields.type == kDictionaryPage;
  const auto encoding = value_encoding(fields.encoding, is_dictionary);
  if (!encoding || (!is_dictionary && fields.level_encoding != kRle)) {
    return refused("it is encoded in another way than anonlog does");
  }
  PageHeader header{.is_dictionary = is_dictionary,
                    .bytes = thrift.offset(),
                    .compressed_bytes = static_cast<std::size_t>(fields.compressed),
                    .uncompressed_bytes = static_cast<std::size_t>(fields.uncompressed),
                    .crc = static_cast<std::uint32_t>(*fields.crc),
                    .values = static_cast<std::size_t>(fields.values),
                    .encoding = *encoding};
  return {.header = header, .why_not = {}, .is_cut = false};
}

}  // namespace anonlog::parquet
