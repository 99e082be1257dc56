// Errors of set-up and I/O. Outcomes of single log lines are small enums (record_batch.h), never an Error.
//
// An Error's message says what, where and what to do. It never holds bytes of a log, only line numbers
// and byte offsets; text that the user wrote (a format string, a policy) may be quoted.
#ifndef ANONLOG_PARSERS_ERROR_H_
#define ANONLOG_PARSERS_ERROR_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

// The library's class is not [[nodiscard]]. Declared so before its definition it is, for every function that
// returns a Result or Status, without a word at each of them.
namespace tl {
template <typename T, typename E>
class [[nodiscard]] expected;  // NOLINT(readability-identifier-naming): the library's name
}  // namespace tl

#include <tl/expected.hpp>

namespace anonlog {

// What kind of thing went wrong; the program maps it to an exit code (filter/exit_code.h).
enum class ErrorKind : std::uint8_t {
  kUsage,         // a wrong flag or value
  kBadInput,      // corrupt or truncated input, unknown format, too many rejects
  kTruncated,     // an input that ends too early, sound up to there
  kNoInput,       // an input that cannot be opened
  kInternal,      // a broken invariant
  kCannotCreate,  // an output that cannot be created
  kIo,            // a failed read or write
  kLocked,        // another process is changing it
  kPermission,    // wrong owner or mode, or a step that needs --force
  kPolicy,        // a policy or key file that does not make sense
  kStopped,       // asked to stop, before the end of the input
  kFinding,       // nothing went wrong: what was looked for was found
};

struct [[nodiscard]] Error {
  ErrorKind kind;
  std::string message;
};

template <typename T>
using Result = tl::expected<T, Error>;
using Status = tl::expected<void, Error>;

inline tl::unexpected<Error> fail(ErrorKind kind, std::string message) {
  return tl::unexpected<Error>(Error{kind, std::move(message)});
}

// "NAME:LINE:COLUMN: MESSAGE", the line of `text` at `byte_offset`, and a caret below it. Columns count
// from 1. Only for text that the user wrote himself (a format string, a policy), never for a log.
std::string locate(std::string_view name, std::string_view text, std::size_t byte_offset,
                   std::string_view message);

}  // namespace anonlog

#endif  // ANONLOG_PARSERS_ERROR_H_
