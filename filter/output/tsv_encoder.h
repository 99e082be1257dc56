// TSV with a header line, as ClickHouse reads it (TabSeparatedWithNames) and PostgreSQL (COPY in text format, with
// HEADER): null is \N, and tab, newline, carriage return and backslash are \t, \n, \r and \\.
//
// Control bytes never reach an encoder, so that in practice only the backslash is escaped.
#ifndef ANONLOG_FILTER_OUTPUT_TSV_ENCODER_H_
#define ANONLOG_FILTER_OUTPUT_TSV_ENCODER_H_

#include <memory>
#include <span>

#include "filter/output/encoder.h"

namespace anonlog {

std::unique_ptr<Encoder> make_tsv_encoder(std::span<const Column> columns);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_OUTPUT_TSV_ENCODER_H_
