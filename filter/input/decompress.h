// Reads compressed input as what it holds, and any other input as it is.
//
// What an input is, its first bytes say and never its name: rotated logs are renamed at will, and compressed
// bytes taken for text would go through the parsers.
//
// gzip, zstd, bzip2 and xz are read. An input that is empty, or ends within the magic bytes of a format, is plain.
#ifndef ANONLOG_FILTER_INPUT_DECOMPRESS_H_
#define ANONLOG_FILTER_INPUT_DECOMPRESS_H_

#include <memory>
#include <string>

#include "filter/input/byte_source.h"

namespace anonlog {

// Waits for as many bytes of `raw` as tell the formats apart: one byte of a usual log. Plain bytes then go
// through with no buffer between. `name` is what messages call the input.
//
// Errors:  those of `raw` come out unchanged, here and from the result's read(), after what could be decoded
//          before them. kBadInput from read(): damaged data, with the offset as FrameDecoder counts it, after every
//          byte that could be decoded.
// Memory:  that of the decoders (gzip_decoder.h and so on), whatever the input expands to.
Result<std::unique_ptr<ByteSource>> decompressed(std::unique_ptr<ByteSource> raw, std::string name);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_INPUT_DECOMPRESS_H_
