#include "filter/run_keys.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "filter/diagnostics.h"
#include "parsers/civil_time.h"

namespace anonlog {

Result<std::unique_ptr<RunKeys>> RunKeys::open(const std::string& place, KeyStore::Access access, int err_fd,
                                               const UtcClock& clock) {
  std::unique_ptr<RunKeys> keys(new RunKeys(err_fd, clock));  // the constructor is private
  if (place.empty()) {
    Result<std::unique_ptr<const DayKeys>> random = DayKeys::random();
    if (!random) return tl::unexpected<Error>(std::move(random).error());
    keys->random_keys_ = *std::move(random);
    return keys;
  }
  Result<std::unique_ptr<KeyStore>> store = KeyStore::open(place, access, clock);
  if (!store) return tl::unexpected<Error>(std::move(store).error());
  keys->store_ = *std::move(store);
  keys->keeper_keys_ = DayKeys::none();
  keys->give_and_warn();
  return keys;
}

RunKeys::~RunKeys() {
  if (!thread_.joinable()) return;
  static_cast<void>(::eventfd_write(stop_.get(), 1));
  thread_.join();
}

void RunKeys::keep_up_to_date() {
  if (store_ == nullptr) return;
  stop_ = FileDescriptor(::eventfd(0, EFD_CLOEXEC));
  thread_ = std::thread([this]() { run(); });
}

void RunKeys::run() {
  for (;;) {
    const std::int64_t to_midnight = kSecondsPerDay - clock_() % kSecondsPerDay;
    pollfd stop{stop_.get(), POLLIN, 0};
    const int ready = ::poll(&stop, 1, static_cast<int>(std::min(kTurnSeconds, to_midnight)) * 1000);
    if (ready > 0) return;
    turn();
  }
}

void RunKeys::turn() {
  const std::lock_guard lock(mutex_);
  if (!store_->is_due()) return;
  const Status status = store_->refresh();
  give_and_warn();
  if (!status) tell_once(status.error().message);
}

void RunKeys::give_and_warn() {
  store_->give(*keeper_keys_);
  for (const std::string& warning : store_->warnings()) tell_once(warning);
}

void RunKeys::tell_once(const std::string& message) {
  if (message == told_) return;
  told_ = message;
  tell(err_fd_, message);
}

std::optional<KeySummary> RunKeys::summary() {
  if (store_ == nullptr) return {};
  const std::lock_guard lock(mutex_);
  if (!store_->has_key()) return {};
  return store_->summary();
}

Status check_key_use(const std::string& place, const Policy& policy, std::span<const Column> columns) {
  const bool uses = std::ranges::any_of(columns, [&policy](Column column) {
    return column_info(column).is_pseudonym && policy.columns[static_cast<std::size_t>(column)];
  });
  if (place.empty() || uses) return {};
  return fail(
      ErrorKind::kUsage,
      "--key: no column that is written is made with a key (visitor and other pseudonyms are); leave it out, "
      "or take another policy");
}

Status check_way_back(const std::string& place, const Policy& policy, std::span<const Column> columns) {
  if (!place.empty()) return {};
  for (const Column column : columns) {
    const auto& rule = policy.columns[static_cast<std::size_t>(column)];
    if (!rule || !rule->action->has_way_back) continue;
    const std::string_view name = column_info(column).name;
    return fail(
        ErrorKind::kUsage,
        fmt::format("the policy makes {} with {}, which only a key that is kept turns back; give one with "
                    "--key (`anonlog key new` makes it), or write {} = \"cmac\"",
                    name, rule->action->name, name));
  }
  return {};
}

}  // namespace anonlog
