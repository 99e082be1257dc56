#include "filter/cli/audit_text.h"

#include <fmt/format.h>

#include "filter/cli/text_table.h"

namespace anonlog {
namespace {

std::string column_name(const FindingPlace& place) {
  return place.column ? std::string(column_info(*place.column).name) : "(no column)";
}

std::string places_text(const ClassFindings& findings) {
  std::string text;
  for (const FindingPlace& place : findings.places) {
    text += fmt::format("{}line {} {}", text.empty() ? "" : ", ", place.line, column_name(place));
  }
  return text + (findings.found > findings.places.size() ? ", ..." : "");
}

}  // namespace

std::string audit_as_text(const AuditReport& report) {
  std::string text =
      fmt::format("raw        {} records, {} lines that are no records\npublished  {} records, {}{}\n",
                  report.raw.records, report.raw.unread, report.published_records,
                  output_format_info(report.published_form).name,
                  report.lines_correspond ? ", line by line those of raw" : "");
  if (report.published_is_cut) text += "           cut: its last line has no end\n";
  TextTable table;
  table.add({"identifiers", "in raw", "found", "first in published"});
  for (const IdentifierInfo& info : kIdentifiers) {
    const ClassFindings& findings = report.classes[static_cast<std::size_t>(info.identifier)];
    table.add({std::string(info.name), fmt::format("{}", findings.looked_for),
               fmt::format("{}", findings.found), places_text(findings)});
  }
  text += table.text();
  text += report.found() == 0 ? "No identifier of the raw log was found. That is no proof that there is "
                                "none: words under 6 characters, and "
                                "those that stand in\npaths or hosts as well, were not compared.\n"
                              : "Identifiers of the raw log were found.\n";
  return text;
}

std::string audit_as_json(const AuditReport& report) {
  std::string text = fmt::format(
      R"({{"raw":{{"bytes":{},"lines":{},"records":{},"unread":{}}},"published":{{"records":{},"form":"{}","cut":{},)"
      R"("lines_correspond":{}}},"found":{},"classes":{{)",
      report.raw.bytes, report.raw.lines, report.raw.records, report.raw.unread, report.published_records,
      output_format_info(report.published_form).name, report.published_is_cut, report.lines_correspond,
      report.found());
  for (const IdentifierInfo& info : kIdentifiers) {
    const ClassFindings& findings = report.classes[static_cast<std::size_t>(info.identifier)];
    text += fmt::format(R"({}"{}":{{"looked_for":{},"found":{},"first":[)",
                        info.identifier == Identifier::kAddress ? "" : ",", info.name, findings.looked_for,
                        findings.found);
    for (const FindingPlace& place : findings.places) {
      text += fmt::format(R"({}{{"line":{},"column":{}}})", &place == findings.places.data() ? "" : ",",
                          place.line, place.column ? fmt::format("\"{}\"", column_name(place)) : "null");
    }
    text += "]}";
  }
  return text + "}}\n";
}

}  // namespace anonlog
