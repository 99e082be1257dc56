// Writes records as lines of a log, of a shape (log_shape.h): such as NCSA httpd's combined one
//
//     203.0.113.0 - - [23/Nov/2025:17:37:28 +0000] "GET /a HTTP/1.1" 200 512 "https://google.com/" "Mozilla/5.0 ..."
//
// How each piece is spelled says log_pieces.h.
#ifndef ANONLOG_FILTER_OUTPUT_LOG_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_LOG_ENCODER_H_

#include <memory>
#include <span>

#include "filter/output/encoder.h"
#include "filter/output/log_shape.h"

namespace anonlog {

// `columns`: what log_columns() gave for this shape.
std::unique_ptr<Encoder> make_log_encoder(const LogShape& shape, std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_LOG_ENCODER_H_
