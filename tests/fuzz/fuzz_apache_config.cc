// The files of an Apache configuration: whatever they hold, there are formats that compile or tell where they
// stand, or an error with a place within the files.
#include <cstddef>
#include <cstdint>

#include "parsers/apache_config.h"
#include "tests/fuzz/server_config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  anonlog::check_server_config({reinterpret_cast<const char*>(data), size}, anonlog::read_apache_config,
                               "says which LogFormat is in use");
  return 0;
}
