#include "filter/cli/formats_command.h"

#include <fmt/format.h>

#include <string>

#include "filter/output/fd_sink.h"
#include "parsers/formats.h"

namespace anonlog {

Status run_formats(const Streams& streams) {
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
