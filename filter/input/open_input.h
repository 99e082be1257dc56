// Opens what the user named as an input: a file, or "-" for stdin; decompressed.
//
// Errors:  kNoInput for what cannot be opened; those of decompressed().
#ifndef ANONLOG_FILTER_INPUT_OPEN_INPUT_H_
#define ANONLOG_FILTER_INPUT_OPEN_INPUT_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "filter/input/byte_source.h"
#include "filter/input/stop_request.h"
#include "parsers/error.h"

namespace anonlog {

// What messages call an input.
std::string input_name(const std::string& input);

// Waits for the first bytes (decompress.h). `stdin_fd` stays the caller's to close; `stop` must outlive the source, null:
// none.
Result<std::unique_ptr<ByteSource>> open_input(const std::string& input, int stdin_fd,
                                               const StopRequest* stop = nullptr);

// Whether all inputs can be opened, asked before the first of them is read.
Status check_inputs(const std::vector<std::string>& inputs);

// Bytes of all inputs, compressed or not; nothing when one of them may pause (byte_source.h).
std::optional<std::uint64_t> total_bytes(const std::vector<std::string>& inputs, int stdin_fd);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_OPEN_INPUT_H_
