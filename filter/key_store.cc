#include "filter/key_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <system_error>
#include <utility>

#include "filter/file_descriptor.h"
#include "filter/key_folder.h"
#include "parsers/day_text.h"
#include "rules/keys/key_text.h"

namespace anonlog {
namespace {

constexpr std::string_view kFdPrefix = "fd:";
constexpr std::string_view kCredentialPrefix = "credential:";

Result<int> read_fd_number(std::string_view text) {
  int fd = -1;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), fd);
  if (error == std::errc() && end == text.data() + text.size() && fd > 2) return fd;
  return fail(ErrorKind::kUsage,
              fmt::format("--key: fd: takes the number of an open file above 2, as fd:3; a "
                          "file of that name is ./fd:{}",
                          text));
}

Result<Ratchet> read_from_fd(int number, const std::string& name) {
  const FileDescriptor fd(number);
  struct stat status{};
  if (::fstat(number, &status) != 0) {
    return fail(ErrorKind::kNoInput, fmt::format("{}: is not open", name));
  }
  // Without a name (a pipe, memfd_create) nobody else can open it.
  if (S_ISREG(status.st_mode) && status.st_nlink != 0) {
    if (Status checked = check_key_mode(name, status); !checked)
      return tl::unexpected<Error>(checked.error());
  }
  return read_key(number, name);
}

// systemd owns the folder, and lets the service's user read it.
Result<Ratchet> read_credential(std::string_view credential, const std::string& name) {
  if (credential.empty() || credential.find('/') != std::string_view::npos || credential == "." ||
      credential == "..") {
    return fail(ErrorKind::kUsage, "--key: credential: takes a name, as LoadCredential= of the unit has it");
  }
  const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
  if (folder == nullptr || *folder == '\0') {
    return fail(ErrorKind::kNoInput,
                fmt::format("{}: there is no $CREDENTIALS_DIRECTORY; systemd sets it for "
                            "a service with LoadCredential=",
                            name));
  }
  const std::string path = fmt::format("{}/{}", folder, credential);
  const FileDescriptor fd(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK));
  struct stat status{};
  if (fd.get() < 0 || ::fstat(fd.get(), &status) != 0) {
    return fail(ErrorKind::kNoInput, fmt::format("{}: {} cannot be opened: {}", name, path,
                                                 std::generic_category().message(errno)));
  }
  if (!S_ISREG(status.st_mode) || (status.st_mode & S_IRWXO) != 0) {
    return fail(ErrorKind::kPermission,
                fmt::format("{}: {} is open to others, or no regular file", name, path));
  }
  return read_key(fd.get(), name);
}

std::string days(std::int64_t count) { return fmt::format("{} day{}", count, count == 1 ? "" : "s"); }

}  // namespace

Result<bool> advance_by_clock(Ratchet& ratchet, std::string_view name, std::int64_t today, bool force) {
  const std::int64_t due = ratchet.due_day(today);
  const std::int64_t jump = due - ratchet.first_day();
  if (jump <= 0) return false;
  if (jump > KeyStore::kMaxJumpDays && !force) {
    return fail(
        ErrorKind::kPermission,
        fmt::format("{}: by the clock (today is {}) the keys of {} are due to be destroyed, from {} on. Over "
                    "{} days may mean a wrong clock, and keys do not come back: nothing was done. If the "
                    "clock is right, run: anonlog key advance --force {}",
                    name, day_text(today), days(jump), day_text(ratchet.first_day()), KeyStore::kMaxJumpDays,
                    name));
  }
  if (!ratchet.advance(due)) {
    return fail(ErrorKind::kInternal, fmt::format("{}: cannot be advanced: the crypto library failed", name));
  }
  return true;
}

Result<std::unique_ptr<KeyStore>> KeyStore::open(const std::string& place, Access access,
                                                 const UtcClock& clock) {
  std::unique_ptr<KeyStore> store(new KeyStore(place, access, clock));  // the constructor is private
  if (Status status = store->read(place); !status) return tl::unexpected<Error>(std::move(status).error());
  if (Status status = store->advance(day_of(clock)); !status)
    return tl::unexpected<Error>(std::move(status).error());
  return store;
}

Status KeyStore::read(const std::string& place) {
  Result<Ratchet> ratchet = [&]() -> Result<Ratchet> {
    if (place.starts_with(kFdPrefix)) {
      const Result<int> fd = read_fd_number(std::string_view(place).substr(kFdPrefix.size()));
      if (!fd) return tl::unexpected<Error>(fd.error());
      return read_from_fd(*fd, place);
    }
    if (place.starts_with(kCredentialPrefix)) {
      return read_credential(std::string_view(place).substr(kCredentialPrefix.size()), place);
    }
    file_.emplace(place);
    file_state_ = file_->state();
    return file_->read();
  }();
  if (!ratchet) return Status(tl::unexpect, std::move(ratchet).error());
  ratchet_.emplace(*std::move(ratchet));
  return {};
}

bool KeyStore::is_due() const { return day_of(clock_) != day_ || (file_ && file_->state() != file_state_); }

Status KeyStore::refresh() {
  const std::int64_t today = day_of(clock_);
  if (file_) {
    const std::string state = file_->state();
    if (state.empty()) {
      ratchet_.reset();
      file_state_ = state;
      day_ = today;
      warnings_ = {fmt::format("{}: the key file was removed: there are no pseudonyms any more", name_)};
      return {};
    }
    Result<Ratchet> ratchet = file_->read();
    if (!ratchet) {
      // What is in memory ages all the same.
      if (ratchet_ && ratchet_->due_day(today) - ratchet_->first_day() <= kMaxJumpDays) {
        static_cast<void>(ratchet_->advance(ratchet_->due_day(today)));
      }
      return Status(tl::unexpect, std::move(ratchet).error());
    }
    file_state_ = state;
    ratchet_.emplace(*std::move(ratchet));
  }
  return advance(today);
}

Status KeyStore::advance(std::int64_t today) {
  warnings_.clear();
  if (access_ == Access::kLook) return {};
  const std::int64_t overdue = ratchet_->due_day(today) - ratchet_->first_day();
  if (today < ratchet_->first_day()) {
    warnings_.push_back(
        fmt::format("{}: the clock is before the key's days (today is {}, the oldest day is {}): the key "
                    "stays as it is",
                    name_, day_text(today), day_text(ratchet_->first_day())));
  }
  const bool writes = file_ && file_->is_writable();
  if (overdue > kMaxJumpDays && writes) {
    return Status(tl::unexpect, advance_by_clock(*ratchet_, name_, today, false).error());
  }
  if (overdue > 0 && writes && access_ == Access::kAdvance) {
    if (Status status = advance_file(today); !status) return status;
  } else if (overdue > 0) {
    if (!ratchet_->advance(ratchet_->due_day(today))) {
      return fail(ErrorKind::kInternal,
                  fmt::format("{}: cannot be advanced: the crypto library failed", name_));
    }
    if (!writes)
      warnings_.push_back(fmt::format(
          "{}: holds keys of {} more than it should, and cannot be written from here; where it comes "
          "from, run `anonlog key advance`",
          name_, days(overdue)));
  }
  day_ = today;
  return {};
}

Status KeyStore::advance_file(std::int64_t today) {
  Result<Ratchet> advanced =
      file_->update([&](Ratchet& ratchet) { return advance_by_clock(ratchet, name_, today, false); });
  if (!advanced) {
    static_cast<void>(ratchet_->advance(ratchet_->due_day(today)));
    return Status(tl::unexpect, std::move(advanced).error());
  }
  file_state_ = file_->state();
  ratchet_.emplace(*std::move(advanced));
  return {};
}

void KeyStore::give(DayKeys& keys) const {
  const std::int64_t today = day_of(clock_);
  if (!ratchet_) {
    keys.drop();
  } else if (access_ == Access::kLook || ratchet_->due_day(today) - ratchet_->first_day() <= kMaxJumpDays) {
    static_cast<void>(keys.hold(*ratchet_, ratchet_->last_day(today)));
  }
}

KeySummary KeyStore::summary() const {
  return {ratchet_->id(), ratchet_->first_day(), ratchet_->last_day(day_of(clock_))};
}

}  // namespace anonlog
