#include "filter/cli/formats_command.h"

#include <fmt/format.h>

#include <string>
#include <string_view>

#include "filter/cli/text_table.h"
#include "filter/output/fd_sink.h"
#include "parsers/field.h"
#include "parsers/formats.h"

namespace anonlog {

namespace {

std::string_view identity_name(IdentityClass identity) {
  switch (identity) {
    case IdentityClass::kNone:
      return "none";
    case IdentityClass::kQuasi:
      return "quasi";
    case IdentityClass::kDirect:
      break;
  }
  return "direct";
}

std::string fields_text() {
  TextTable table;
  table.add({"FIELD", "IDENTIFIES", "WHAT IT IS"});
  for (const FieldInfo& field : kFields) {
    table.add(
        {std::string(field.name), std::string(identity_name(field.identity)), std::string(field.summary)});
  }
  return table.text() +
         "\nIDENTIFIES: a person directly, together with other fields (quasi), or not (none).\n"
         "What a format logs beside these fields is `other`, by the key that the format gives it.\n";
}

}  // namespace

Status run_formats(const Streams& streams, bool list_fields) {
  if (list_fields) return FdSink(streams.out, "stdout").write(fields_text());
  std::string text;
  for (const Format& format : formats()) {
    text += fmt::format("{}\n    {}\n    ", format.name, format.summary);
    for (const char c : format.sample) text += c == '\n' ? "\n    " : std::string(1, c);
    text += "\n\n";
  }
  text +=
      "Any other: give --format\n"
      "    an nginx log_format string, as '$remote_addr [$time_local] \"$request\" $status'\n"
      "    an Apache LogFormat string, as '%h %t \"%r\" %>s'\n"
      "    nginx:FILE or apache:FILE, to take it from the server's own configuration,\n"
      "        as nginx:/etc/nginx/nginx.conf, or nginx:/etc/nginx/nginx.conf#main for one log_format\n";
  return FdSink(streams.out, "stdout").write(text);
}

}  // namespace anonlog
