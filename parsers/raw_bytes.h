// Bytes of a log line: they may identify a person and are never published as they are.
//
// A type of its own, not a string_view, so that no encoder, message or PublicText takes one by accident: the
// one way out is bytes(), which stands only in rules/steps, in what is sealed (filter/sealing) and in the commands that print
// personal data.
//
// Lifetime: a view into the chunk or the batch's arena; dies with the batch.
#ifndef ANONLOG_PARSERS_RAW_BYTES_H_
#define ANONLOG_PARSERS_RAW_BYTES_H_

#include <cstdint>
#include <string_view>

namespace anonlog {

class RawBytes {
 public:
  // Absent: the log says that there is no such value ("-"). An empty value is not absent.
  constexpr RawBytes() = default;
  constexpr explicit RawBytes(std::string_view bytes)
      : data_(bytes.data()), size_(static_cast<std::uint32_t>(bytes.size())) {}

  [[nodiscard]] constexpr bool absent() const { return data_ == nullptr; }
  [[nodiscard]] constexpr std::string_view bytes() const { return {data_, size_}; }

 private:
  const char* data_ = nullptr;
  std::uint32_t size_ = 0;  // a line is at most 4 GiB - 1 (--max-line)
};

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_RAW_BYTES_H_
