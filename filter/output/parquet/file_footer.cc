#include "filter/output/parquet/file_footer.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "filter/output/parquet/schema_reader.h"
#include "filter/output/parquet/thrift_reader.h"

namespace anonlog::parquet {
namespace {

using Field = ThriftReader::Field;
using Type = ThriftReader::Type;

class FooterReader {
 public:
  FooterReader(std::string_view bytes, std::uint64_t pages_end) : thrift_(bytes), pages_end_(pages_end) {}

  Result<FileFooter> read() {
    std::int64_t rows = -1;
    thrift_.read_struct([&](Field field) {
      switch (field.id) {
        case 2:
          if (!read_schema(thrift_, field, footer_.schema) && !thrift_.failed()) refuse(kOtherSchema);
          return;
        case 3:
          rows = thrift_.integer(field);
          return;
        case 4:
          return thrift_.read_list(field, Type::kStruct, [this] { read_group(); });
        case 5:
          return thrift_.read_list(field, Type::kStruct, [this] { read_key_value(); });
        case 6:
          footer_.created_by = thrift_.text(field);
          return;
        case 8:
          return refuse("it is encrypted");
        default:
          return thrift_.skip(field);
      }
    });
    if (!thrift_.failed() && (rows < 0 || static_cast<std::uint64_t>(rows) != footer_.rows)) {
      refuse("the footer's number of rows is not that of its row groups");
    }
    if (!thrift_.failed() && footer_.schema.empty()) refuse("the footer has no schema");
    if (!thrift_.failed()) return std::move(footer_);
    if (why_.empty()) why_ = fmt::format("the footer is damaged behind {} of its bytes", thrift_.offset());
    return fail(ErrorKind::kBadInput, why_);
  }

 private:
  static constexpr std::string_view kOtherSchema =
      "its columns are not as anonlog writes them (flat, optional, without other types)";

  // The first reason is the one that is told.
  void refuse(std::string_view why) {
    if (why_.empty() && !thrift_.failed()) why_ = why;
    thrift_.fail();
  }

  void read_key_value() {
    std::pair<std::string, std::string> pair;
    thrift_.read_struct([&](Field field) {
      switch (field.id) {
        case 1:
          pair.first = thrift_.text(field);
          return;
        case 2:
          pair.second = thrift_.text(field);
          return;
        default:
          return thrift_.skip(field);
      }
    });
    footer_.key_values.push_back(std::move(pair));
  }

  void read_group() {
    FileFooter::Group group;
    std::int64_t rows = -1;
    std::int64_t values = -1;
    thrift_.read_struct([&](Field field) {
      switch (field.id) {
        case 1:
          return thrift_.read_list(field, Type::kStruct,
                                   [&] { group.chunks.push_back(read_chunk(group.chunks.size(), values)); });
        case 3:
          rows = thrift_.integer(field);
          return;
        default:
          return thrift_.skip(field);
      }
    });
    if (thrift_.failed()) return;
    if (group.chunks.size() != footer_.schema.size()) return refuse("a row group has other columns");
    constexpr std::int64_t kMaxRows = std::numeric_limits<std::int32_t>::max();
    if (rows < 0 || rows > kMaxRows || rows != values) return refuse("a row group has no such rows");
    group.rows = static_cast<std::uint64_t>(rows);
    footer_.rows += group.rows;
    footer_.groups.push_back(std::move(group));
  }

  FileFooter::Chunk read_chunk(std::size_t column, std::int64_t& values) {
    ChunkFields fields;
    thrift_.read_struct([&](Field field) {
      switch (field.id) {
        case 1:
          return refuse("its columns are in other files");
        case 3:
          return thrift_.read_struct(field, [&](Field part) { read_chunk_field(part, fields); });
        case 8:
        case 9:
          return refuse("it is encrypted");
        default:
          return thrift_.skip(field);
      }
    });
    if (thrift_.failed()) return {};
    if (column >= footer_.schema.size() ||
        fields.physical != static_cast<std::int64_t>(physical_type_of(footer_.schema[column].type))) {
      refuse("a row group has other columns");
    } else if (column != 0 && fields.values != values) {
      refuse("the columns of a row group are not equally long");
    }
    values = fields.values;
    return made_of(fields);
  }

  struct ChunkFields {
    std::int64_t physical = -1;
    std::int64_t codec = -1;
    std::int64_t values = -1;
    std::int64_t bytes = -1;
    std::int64_t data_offset = -1;
    std::int64_t dictionary_offset = 0;  // 0: none
  };

  void read_chunk_field(Field field, ChunkFields& fields) {
    switch (field.id) {
      case 1:
        fields.physical = thrift_.integer(field);
        return;
      case 4:
        fields.codec = thrift_.integer(field);
        return;
      case 5:
        fields.values = thrift_.integer(field);
        return;
      case 7:
        fields.bytes = thrift_.integer(field);
        return;
      case 9:
        fields.data_offset = thrift_.integer(field);
        return;
      case 11:
        fields.dictionary_offset = thrift_.integer(field);
        return;
      default:
        return thrift_.skip(field);
    }
  }

  FileFooter::Chunk made_of(const ChunkFields& fields) {
    const bool is_known = fields.codec == static_cast<std::int64_t>(PageCodec::kNone) ||
                          fields.codec == static_cast<std::int64_t>(PageCodec::kZstd);
    if (!is_known) refuse("its pages are compressed in another way than with zstd");
    if (fields.bytes == 0) return {};  // of a row group without rows, wherever it says that it begins
    const std::int64_t begin = fields.dictionary_offset > 0
                                   ? std::min(fields.dictionary_offset, fields.data_offset)
                                   : fields.data_offset;
    const auto offset = static_cast<std::uint64_t>(begin);
    const auto bytes = static_cast<std::uint64_t>(fields.bytes);
    if (begin < 0 || fields.bytes < 0 || offset < last_end_ || offset > pages_end_ ||
        bytes > pages_end_ - offset) {
      refuse("the footer tells of pages where none can be");
    }
    if (thrift_.failed()) return {};
    last_end_ = offset + bytes;
    return {.offset = offset, .bytes = bytes, .codec = static_cast<PageCodec>(fields.codec)};
  }

  ThriftReader thrift_;
  std::uint64_t pages_end_;
  std::uint64_t last_end_ = 4;  // of the chunks before; first is the magic
  FileFooter footer_;
  std::string why_;
};

}  // namespace

Result<FileFooter> read_file_footer(std::string_view bytes, std::uint64_t pages_end) {
  return FooterReader(bytes, pages_end).read();
}

}  // namespace anonlog::parquet
