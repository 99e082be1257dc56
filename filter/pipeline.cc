#include "filter/pipeline.h"

#include <cassert>
#include <utility>

namespace anonlog {

Pipeline::Pipeline(const WorkerSettings& settings, unsigned threads, OrderedOutput& output)
    : settings_(settings), output_(output) {
  assert(threads >= 1);
  const std::size_t works = threads + 2;
  for (std::size_t i = 0; i < works; ++i) {
    works_.push_back(std::make_unique<Work>());
    free_.push_back(works_.back().get());
  }
  finished_.resize(works);
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this]() { run_worker(); });
}

Pipeline::~Pipeline() { stop(); }

Work& Pipeline::acquire() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this]() { return !free_.empty(); });
  Work* work = free_.back();
  free_.pop_back();
  return *work;
}

void Pipeline::release(Work& work) {
  const std::lock_guard lock(mutex_);
  free_.push_back(&work);
}

Status Pipeline::submit(Work& work) {
  work.sequence = next_sequence_++;
  const std::lock_guard lock(mutex_);
  queued_.push_back(&work);
  changed_.notify_all();
  return status_;
}

Status Pipeline::finish() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this]() { return next_written_ == next_sequence_; });
  return status_;
}

void Pipeline::run_worker() {
  Worker worker(settings_);
  std::unique_lock lock(mutex_);
  for (;;) {
    changed_.wait(lock, [this]() { return stopping_ || !queued_.empty(); });
    if (stopping_) return;
    Work* work = queued_.front();
    queued_.pop_front();
    const bool useful = status_.has_value();
    lock.unlock();
    if (useful) worker.process(*work);
    lock.lock();
    deliver_in_order(*work, lock);
  }
}

void Pipeline::deliver_in_order(Work& work, std::unique_lock<std::mutex>& lock) {
  finished_[work.sequence % finished_.size()] = &work;
  if (writing_) return;  // who writes now takes this one too
  writing_ = true;
  deliver_finished(lock);
  writing_ = false;
}

// Requires: writing_, which keeps all others out of the output.
void Pipeline::deliver_finished(std::unique_lock<std::mutex>& lock) {
  while (Work* next = std::exchange(finished_[next_written_ % finished_.size()], nullptr)) {
    if (status_) {
      lock.unlock();
      Status status = output_.deliver(*next);
      lock.lock();
      if (!status) status_ = std::move(status);
    }
    ++next_written_;
    free_.push_back(next);
    changed_.notify_all();
  }
}

Status Pipeline::tick() {
  std::unique_lock lock(mutex_);
  if (writing_ || !status_) return status_;
  writing_ = true;
  lock.unlock();
  Status status = output_.tick();
  lock.lock();
  if (!status) status_ = std::move(status);
  deliver_finished(lock);  // what came meanwhile was left to this thread
  writing_ = false;
  return status_;
}

void Pipeline::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
  }
  for (std::thread& thread : threads_) thread.join();
}

}  // namespace anonlog
