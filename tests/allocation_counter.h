// Counts what operator new is asked for. allocation_counter.cc replaces it in the programs that are linked with it.
#ifndef ANONLOG_TESTS_ALLOCATION_COUNTER_H_
#define ANONLOG_TESTS_ALLOCATION_COUNTER_H_

#include <atomic>
#include <cstddef>

namespace anonlog {

extern std::atomic<std::size_t> allocations;  // since the program began

}  // namespace anonlog

#endif  // ANONLOG_TESTS_ALLOCATION_COUNTER_H_
