// The one table of what others put around the lines of a log: syslog daemons, container runtimes, tools that print
// logs. For one line each tells what is within; nothing here has a state.
//
// Sources: RFC 3164 and RFC 5424, RFC 6587 (octet counting), the CRI logging format of Kubernetes, Docker's json-file
// driver, systemd's journal export as JSON.
#ifndef ANONLOG_PARSERS_WRAPPER_H_
#define ANONLOG_PARSERS_WRAPPER_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace anonlog {

// What is within one line. The views point into the line, or into the buffer that was given with it.
struct WrappedLine {
  std::string_view text;
  std::string_view program;  // that wrote it; empty: the wrapper does not say
  std::uint8_t stream = 0;   // below kStreams: pieces of a record are of one stream
  bool partial = false;      // a piece of a record that goes on in the next line of its stream
};

struct Wrapper {
  static constexpr std::size_t kStreams = 2;
  // What a buffer needs besides the bytes of the line.
  static constexpr std::size_t kBufferSlack = 16;

  // Whether `line`, which has no line end, is wrapped so; if not, `wrapped` is undefined. No text holds a newline: one
  // that was escaped in the line stays escaped, as servers write it.
  // Requires: a buffer of line.size() + kBufferSlack bytes that is no part of the line.
  using Read = bool (*)(std::string_view line, char* buffer, WrappedLine& wrapped);

  std::string_view name;
  std::string_view summary;
  Read read;
  bool joins = false;  // its lines may be pieces
  // Changes bytes in the midst of lines, or looks like what a log itself may hold: taken only when formats read more
  // of the lines without it. The others are taken when they read no fewer.
  bool needs_proof = false;
  std::string_view only_within = {};  // the wrapper directly around it; empty: any or none
};

// The most specific first: of several that fit a log, the earliest is taken.
std::span<const Wrapper> wrappers();

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_WRAPPER_H_
