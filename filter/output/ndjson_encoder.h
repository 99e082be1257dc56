// NDJSON: an object per record and line, all columns in their order, null as null.
#ifndef ANONLOG_FILTER_OUTPUT_NDJSON_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_NDJSON_ENCODER_H_

#include <memory>
#include <span>

#include "filter/output/encoder.h"

namespace anonlog {

std::unique_ptr<Encoder> make_ndjson_encoder(std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_NDJSON_ENCODER_H_
