// Carries chunks from the reader through the workers to the output, in order.
//
// With one thread everything happens in the caller's, chunk by chunk. With more, the caller reads, `threads`
// workers process, and whichever of them finished the next chunk in order writes it: no thread only waits.
//
// Memory:  threads + 2 chunks with their output, whatever the size of the input.
// Errors:  the first of the output's; submit() returns it, and finish() at the latest.
// Threads: one caller; tick() in any thread.
#ifndef ANONLOG_FILTER_PIPELINE_H_
#define ANONLOG_FILTER_PIPELINE_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "filter/ordered_output.h"
#include "filter/work.h"
#include "filter/worker.h"

namespace anonlog {

class Pipeline {
 public:
  // `output` must outlive the pipeline. Requires: threads >= 1.
  Pipeline(const WorkerSettings& settings, unsigned threads, OrderedOutput& output);
  ~Pipeline();
  Pipeline(const Pipeline&) = delete;
  Pipeline& operator=(const Pipeline&) = delete;

  // An empty chunk to fill; waits until one is free.
  Work& acquire();

  // Takes back what acquire() gave, unused.
  void release(Work& work);

  // Hands over what acquire() gave.
  [[nodiscard]] Status submit(Work& work);

  // Gives the output a tick, unless it is writing, and after an error. In any thread.
  [[nodiscard]] Status tick();

  // Waits until everything submitted is written.
  [[nodiscard]] Status finish();

 private:
  void run_worker();
  void deliver_in_order(Work& work, std::unique_lock<std::mutex>& lock);
  void deliver_finished(std::unique_lock<std::mutex>& lock);
  void stop();

  WorkerSettings settings_;
  OrderedOutput& output_;
  std::vector<std::unique_ptr<Work>> works_;
  std::uint64_t next_sequence_ = 0;  // of the next submit()

  std::mutex mutex_;  // guards all below
  std::condition_variable changed_;
  std::vector<Work*> free_;
  std::deque<Work*> queued_;
  std::vector<Work*> finished_;     // by sequence modulo works_.size(); null: not there yet
  std::uint64_t next_written_ = 0;  // sequence
  bool writing_ = false;            // a worker is in output_
  bool stopping_ = false;
  Status status_;

  std::vector<std::thread> threads_;
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_PIPELINE_H_
