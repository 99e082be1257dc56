#include "filter/dataset/text_merge.h"

#include <algorithm>
#include <memory>
#include <vector>

#include "filter/input/open_input.h"
#include "filter/output/byte_buffer.h"
#include "filter/output/column_list.h"
#include "filter/output/output_name.h"

namespace anonlog {
namespace {

// A line of column names is shorter.
constexpr std::size_t kMaxHeaderBytes = std::size_t{64} << 10;

// Reads on until `bytes` are there or the source ends.
Status fill(ByteSource& source, std::vector<char>& bytes, std::size_t& size) {
  while (size != bytes.size()) {
    const Result<std::size_t> count = source.read(std::span(bytes).subspan(size));
    if (!count) return Status(tl::unexpect, count.error());
    if (*count == 0) return {};
    size += *count;
  }
  return {};
}

// Frames of whole lines.
class Frames {
 public:
  Frames(const CompressionSpec& compression, Sink& out)
      : spec_(compression), compressor_(compression), out_(out) {}

  [[nodiscard]] Status add(std::string_view lines) {
    if (lines.empty()) return {};
    is_empty_ = false;
    if (spec_.kind == Compression::kNone) return out_.write(lines);
    return compress(lines);
  }

  // A compressed file holds a frame even when nothing is in it.
  [[nodiscard]] Status finish() {
    return is_empty_ && spec_.kind != Compression::kNone ? compress("") : Status{};
  }

 private:
  [[nodiscard]] Status compress(std::string_view lines) {
    frame_.clear();
    Status status = compressor_.compress(lines, frame_);
    return status ? out_.write(frame_.bytes()) : status;
  }

  CompressionSpec spec_;
  Compressor compressor_;
  Sink& out_;
  ByteBuffer frame_;
  bool is_empty_ = true;
};

// All lines of a part but the first `skipped_bytes`.
Status add_lines(const std::string& path, std::size_t skipped_bytes, std::vector<char>& piece,
                 Frames& frames) {
  Result<std::unique_ptr<ByteSource>> source = open_input(path, -1);
  if (!source) return Status(tl::unexpect, std::move(source).error());
  for (std::size_t kept = 0;;) {
    std::size_t size = kept;
    if (Status status = fill(**source, piece, size); !status) return status;
    std::string_view lines(piece.data(), size);
    const bool is_end = size != piece.size();
    // A line that is not whole waits for the rest of it; one that fills the piece is cut.
    if (!is_end && lines.rfind('\n') != std::string_view::npos)
      lines = lines.substr(0, lines.rfind('\n') + 1);
    if (Status status = frames.add(lines.substr(std::min(skipped_bytes, lines.size()))); !status || is_end)
      return status;
    skipped_bytes = 0;
    kept = size - lines.size();
    std::copy_n(piece.data() + lines.size(), kept, piece.data());
  }
}

}  // namespace

Result<std::string> header_of(const std::string& path) {
  const OutputName name = read_output_name(path);
  if (!name.format || !output_format_info(*name.format).has_header) return std::string();
  Result<std::unique_ptr<ByteSource>> source = open_input(path, -1);
  if (!source) return tl::unexpected<Error>(std::move(source).error());
  std::vector<char> begin(kMaxHeaderBytes);
  std::size_t size = 0;
  if (Status status = fill(**source, begin, size); !status) return tl::unexpected<Error>(status.error());
  const std::string_view text(begin.data(), size);
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::string();
  const char separator = name.format == OutputFormat::kCsv ? ',' : '\t';
  // Of a column alone it must be time, by which a dataset is cut.
  const bool is_header = text.substr(0, end) == "time" || names_columns(text.substr(0, end), separator);
  return is_header ? std::string(text.substr(0, end + 1)) : std::string();
}

Status merge_text(std::span<const std::string> paths, const CompressionSpec& compression, Sink& out) {
  const Result<std::string> header = header_of(paths.front());
  if (!header) return Status(tl::unexpect, header.error());
  Frames frames(compression, out);
  std::vector<char> piece(kPieceBytes);
  for (const std::string& path : paths) {
    const std::size_t skipped_bytes = &path == &paths.front() ? 0 : header->size();
    if (Status status = add_lines(path, skipped_bytes, piece, frames); !status) return status;
  }
  return frames.finish();
}

}  // namespace anonlog
