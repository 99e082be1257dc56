// An output that is one file or stream: parts behind each other, in what stands around them.
//
// Nothing is written before the first part or finish(): an input that is refused leaves nothing.
#ifndef ANONLOG_FILTER_FRAMED_OUTPUT_H_
#define ANONLOG_FILTER_FRAMED_OUTPUT_H_

#include <cstdint>
#include <memory>
#include <utility>

#include "filter/output/byte_buffer.h"
#include "filter/output/file_frame.h"
#include "filter/output/sink.h"
#include "filter/part_sink.h"
#include "filter/sealing/sealed_output.h"

namespace anonlog {

class FramedOutput final : public PartSink {
 public:
  // Without a sink everything is counted and nothing written. `sealed`, where records or rejected lines are sealed, takes
  // what is published instead of the sink; it is closed before finish().
  FramedOutput(std::unique_ptr<FileFrame> frame, Sink* sink, SealedOutput* sealed = nullptr)
      : frame_(std::move(frame)), sink_(sink), sealed_(sealed) {}

  [[nodiscard]] Status write(std::span<OutputPart> parts, const SealedPart& records,
                             const SealedPart& rejects) override;
  [[nodiscard]] Status end_input(const InputEnd& /*end*/) override { return {}; }
  [[nodiscard]] Status tick() override { return sealed_ == nullptr ? Status{} : sealed_->tick(); }
  [[nodiscard]] Status finish() override;
  [[nodiscard]] std::uint64_t bytes() const override { return bytes_; }

 private:
  // Into around_, if it was not yet.
  [[nodiscard]] Status begin();
  [[nodiscard]] Status write_around();
  [[nodiscard]] Status write(std::string_view bytes);

  std::unique_ptr<FileFrame> frame_;
  Sink* sink_;
  SealedOutput* sealed_;
  ByteBuffer around_;  // what is to be written before or behind parts; with sealing also they
  bool has_begun_ = false;
  std::uint64_t bytes_ = 0;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_FRAMED_OUTPUT_H_
