#include "filter/input/open_input.h"

#include <utility>

#include "filter/input/decompress.h"
#include "filter/input/fd_source.h"

namespace anonlog {

std::string input_name(const std::string& input) { return input == "-" ? "stdin" : input; }

Result<std::unique_ptr<ByteSource>> open_input(const std::string& input, int stdin_fd) {
  const std::string name = input_name(input);
  if (input == "-") return decompressed(std::make_unique<FdSource>(stdin_fd, name), name);
  Result<std::unique_ptr<FdSource>> file = FdSource::open(input);
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

}  // namespace anonlog
