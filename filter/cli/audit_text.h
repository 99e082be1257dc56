// What `anonlog audit` says: as text, and as one JSON object. Counts and places, never a value.
//
// As JSON:
//     raw           bytes lines records unread (lines that are no records)
//     published     records form lines_correspond
//     found         in all classes together
//     classes       per class: looked_for, found, first (at most ten: line, column; null for a column that anonlog has not)
#ifndef ANONLOG_FILTER_CLI_AUDIT_TEXT_H_
#define ANONLOG_FILTER_CLI_AUDIT_TEXT_H_

#include <string>

#include "filter/audit/audit.h"

namespace anonlog {

std::string audit_as_text(const AuditReport& report);
std::string audit_as_json(const AuditReport& report);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_AUDIT_TEXT_H_
