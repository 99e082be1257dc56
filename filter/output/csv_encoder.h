// CSV (RFC 4180) with a header line. Lines end with "\n": every reader takes it, and most command line tools
// would keep the "\r" of the RFC as part of the last value. Null is an empty value, an empty text is "".
#ifndef ANONLOG_FILTER_OUTPUT_CSV_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_CSV_ENCODER_H_

#include <memory>
#include <span>

#include "filter/output/encoder.h"

namespace anonlog {

std::unique_ptr<Encoder> make_csv_encoder(std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_CSV_ENCODER_H_
