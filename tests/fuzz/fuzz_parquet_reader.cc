// Any bytes as a Parquet file: they are read to the end or refused, and whoever looks at a page sees what the footer promised.
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <utility>

#include "filter/file_descriptor.h"
#include "filter/output/parquet/file_reader.h"
#include "tests/fuzz/require.h"

namespace {

using anonlog::parquet::ColumnReader;
using anonlog::parquet::FileReader;

// Whether the column could be read; its rows are counted then.
bool read(const FileReader& file, std::size_t group, std::size_t column) {
  ColumnReader pages = file.read(group, column);
  std::uint64_t rows = 0;
  for (;;) {
    const anonlog::Result<bool> more = pages.next();
    if (!more) return false;
    if (!*more) break;
    rows += pages.rows();
    anonlog::require(pages.numbers().size() + pages.times().size() + pages.texts().size() == pages.rows(),
                     "a page has one value for each row");
  }
  anonlog::require(rows == file.rows_of(group), "a column has the rows of its group");
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::FileDescriptor memory(::memfd_create("fuzz_parquet_reader", MFD_CLOEXEC));
  anonlog::require(::write(memory.get(), data, size) == static_cast<ssize_t>(size),
                   "memory can be written to");
  const anonlog::Result<FileReader> file = FileReader::open(std::move(memory), "fuzzed");
  if (!file) return 0;
  bool is_whole = true;
  for (std::size_t group = 0; group < file->row_groups(); ++group) {
    for (std::size_t column = 0; column < file->schema().size(); ++column) {
      is_whole = read(*file, group, column) && is_whole;
    }
  }
  anonlog::require(file->check().has_value() == is_whole, "check() finds what reading finds");
  return 0;
}
