#include "filter/output/file_frames.h"

#include <utility>

#include "filter/output/parquet/file_writer.h"
#include "filter/output/parquet_encoder.h"

namespace anonlog {
namespace {

class TextFrame final : public FileFrame {
 public:
  TextFrame(std::string header, const CompressionSpec& compression)
      : header_(std::move(header)),
        compresses_(compression.kind != Compression::kNone),
        compressor_(compression) {}

  Status begin(ByteBuffer& out) override { return append(header_, out); }

  void add(OutputPart& part) override { is_empty_ &= part.bytes.empty(); }

  // No bytes at all would be no file of its kind.
  Status finish(ByteBuffer& out) override {
    return compresses_ && is_empty_ ? compressor_.compress("", out) : Status{};
  }

  [[nodiscard]] std::size_t held_bytes() const override { return 0; }

 private:
  Status append(std::string_view text, ByteBuffer& out) {
    if (text.empty()) return {};
    is_empty_ = false;
    if (compresses_) return compressor_.compress(text, out);
    out.append(text);
    return {};
  }

  std::string header_;
  bool compresses_;
  bool is_empty_ = true;
  Compressor compressor_;
};

class ParquetFrame final : public FileFrame {
 public:
  ParquetFrame(std::span<const Column> columns, std::function<std::string()> meta)
      : meta_(std::move(meta)), writer_(parquet_schema(columns), std::string(kParquetCreatedBy)) {}

  Status begin(ByteBuffer& out) override {
    writer_.begin(out);
    return {};
  }

  void add(OutputPart& part) override {
    if (!part.row_group) return;
    writer_.add(*std::exchange(part.row_group, std::nullopt));
  }

  Status finish(ByteBuffer& out) override {
    writer_.finish({{std::string(kMadeKey), meta_()}}, out);
    return {};
  }

  [[nodiscard]] std::size_t held_bytes() const override { return writer_.held_bytes(); }

 private:
  std::function<std::string()> meta_;
  parquet::FileWriter writer_;
};

}  // namespace

std::unique_ptr<FileFrame> make_text_frame(std::string header, const CompressionSpec& compression) {
  return std::make_unique<TextFrame>(std::move(header), compression);
}

std::unique_ptr<FileFrame> make_parquet_frame(std::span<const Column> columns,
                                              std::function<std::string()> meta) {
  return std::make_unique<ParquetFrame>(columns, std::move(meta));
}

}  // namespace anonlog
