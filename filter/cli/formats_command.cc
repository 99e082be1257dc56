#include "filter/cli/formats_command.h"

#include <fmt/format.h>

#include <string>

#include "filter/output/fd_sink.h"
#include "parsers/formats.h"

namespace anonlog {

Status run_formats(const Streams& streams) {
  std::string text;
  for (const Format& format : formats()) {
    text += fmt::format("{}\n    {}\n    {}\n\n", format.name, format.summary, format.sample);
  }
  text +=
      "Any other: give --format an nginx log_format string, as '$remote_addr [$time_local] \"$request\" "
      "$status',\n"
      "or an Apache LogFormat string, as '%h %t \"%r\" %>s %D'\n";
  return FdSink(streams.out, "stdout").write(text);
}

}  // namespace anonlog
