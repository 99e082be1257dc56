// What a policy makes of a format, in words and tables that someone can judge who reads no code: each field of the
// log, whether it identifies, what becomes of it; and records before and after.
//
// What a field holds is masked: digits as d, letters as x, anything else as ? (but for .:/-,+[] and spaces between
// them), and from kMaxShownBytes on only its length.
#ifndef ANONLOG_FILTER_CLI_EXPLAIN_TEXT_H_
#define ANONLOG_FILTER_CLI_EXPLAIN_TEXT_H_

#include <cstddef>
#include <span>
#include <string>

#include "parsers/field.h"
#include "parsers/record_batch.h"
#include "rules/policy.h"
#include "rules/public_batch.h"
#include "rules/redaction/redaction_counts.h"

namespace anonlog {

inline constexpr std::size_t kMaxShownBytes = 40;

// The tables of fields, of columns, and of columns that stay null, with the warnings of the policy.
std::string explain_format(const Policy& policy, std::span<const Slot> slots);

// The shape of a value: never the value.
std::string mask(RawBytes value);

// The fields of a row, masked, or as they are: that is personal data.
std::string fields_text(std::span<const Slot> slots, const RecordBatch& records, std::size_t row,
                        bool show_raw);

// The columns of a published row, without those that are null.
std::string record_text(const Policy& policy, const PublicBatch& published, std::size_t row);

// Per column, which classes were redacted in it and how often, in the first `records` of a log; empty when none was.
std::string redactions_text(const RedactionPolicy& policy, const RedactionCounts& redactions,
                            std::size_t records);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_EXPLAIN_TEXT_H_
