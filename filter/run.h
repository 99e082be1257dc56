// The whole program behind main(): arguments and streams in, exit code out. Tests call it as main() does.
#ifndef ANONLOG_FILTER_RUN_H_
#define ANONLOG_FILTER_RUN_H_

#include "filter/diagnostics.h"

namespace anonlog {

int run(int argc, const char* const* argv, const Streams& streams);

}  // namespace anonlog

#endif  // ANONLOG_FILTER_RUN_H_
