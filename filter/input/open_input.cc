#include "filter/input/open_input.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "filter/input/decompress.h"
#include "filter/input/fd_source.h"

namespace anonlog {

std::string input_name(const std::string& input) { return input == "-" ? "stdin" : input; }

Result<std::unique_ptr<ByteSource>> open_input(const std::string& input, int stdin_fd,
                                               const StopRequest* stop) {
  const std::string name = input_name(input);
  if (input == "-") return decompressed(std::make_unique<FdSource>(stdin_fd, name, stop), name);
  Result<std::unique_ptr<FdSource>> file = FdSource::open(input, stop);
  if (!file) return tl::unexpected<Error>(std::move(file).error());
  return decompressed(*std::move(file), name);
}

Status check_inputs(const std::vector<std::string>& inputs) {
  for (const std::string& input : inputs) {
    if (input == "-") continue;
    if (Status status = FdSource::check(input); !status) return status;
  }
  return {};
}

std::optional<std::uint64_t> total_bytes(const std::vector<std::string>& inputs, int stdin_fd) {
  std::uint64_t total = 0;
  for (const std::string& input : inputs) {
    const bool is_stdin = input == "-";
    struct stat status{};
    if ((is_stdin ? ::fstat(stdin_fd, &status) : ::stat(input.c_str(), &status)) != 0) return std::nullopt;
    if (!S_ISREG(status.st_mode)) return std::nullopt;
    // What the shell opened may have been read in part: `{ read -r first; anonlog; } < FILE`.
    const off_t begin = is_stdin ? std::max<off_t>(0, ::lseek(stdin_fd, 0, SEEK_CUR)) : 0;
    total += static_cast<std::uint64_t>(std::max<off_t>(0, status.st_size - begin));
  }
  return total;
}

}  // namespace anonlog
