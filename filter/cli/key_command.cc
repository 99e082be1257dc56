#include "filter/cli/key_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "filter/cli/json_string.h"
#include "filter/key_file.h"
#include "filter/key_store.h"
#include "filter/output/fd_sink.h"
#include "parsers/day_text.h"
#include "rules/keys/day_keys.h"
#include "rules/keys/key_text.h"
#include "rules/keys/ratchet.h"

namespace anonlog {
namespace {

Status print(const Streams& streams, std::string_view text) {
  return FdSink(streams.out, "stdout").write(text);
}

std::string days_text(std::int64_t first, std::int64_t last) {
  return first == last ? day_text(first) : fmt::format("{} to {}", day_text(first), day_text(last));
}

struct Fingerprint {
  std::int64_t day;
  std::string text;  // 8 hex digits
};

// Of every day up to `last_day`.
Result<std::vector<Fingerprint>> fingerprints(const Ratchet& ratchet, std::int64_t last_day) {
  std::vector<Fingerprint> all;
  bool derived = true;
  const bool stepped = ratchet.for_each_day(last_day, [&](std::int64_t day, Ratchet::ChainBytes chain) {
    std::array<std::uint8_t, 4> bytes{};
    derived = derive_key(chain, {"fingerprint", ""}, day, bytes) && derived;
    all.push_back({day, fmt::format("{:02x}{:02x}{:02x}{:02x}", bytes[0], bytes[1], bytes[2], bytes[3])});
  });
  if (stepped && derived) return all;
  return fail(ErrorKind::kInternal, "no fingerprints could be made: the crypto library failed");
}

std::string info_as_text(const std::string& name, const Ratchet& ratchet, std::int64_t today,
                         const std::vector<Fingerprint>& all) {
  std::string text = fmt::format("{:<12}{}\n{:<12}{}\n{:<12}{}\n", "key", name, "id", ratchet.id(),
                                 "keep days", ratchet.keep_days());
  text += fmt::format("{:<12}from {} on; today (UTC) is {}\n", "holds", day_text(ratchet.first_day()),
                      day_text(today));
  if (const std::int64_t overdue = ratchet.due_day(today) - ratchet.first_day(); overdue > 0) {
    text += fmt::format("{:<12}{} more than it should hold; `anonlog key advance` destroys the keys of {}\n",
                        "overdue", fmt::format("{} day{}", overdue, overdue == 1 ? "" : "s"),
                        days_text(ratchet.first_day(), ratchet.due_day(today) - 1));
  }
  text += "fingerprints, by day\n";
  for (const Fingerprint& fingerprint : all) {
    const bool is_new = std::ranges::any_of(ratchet.chains(), [&](const auto& chain) {
      return chain->day == fingerprint.day && chain != ratchet.chains().front();
    });
    text += fmt::format("  {}  {}{}\n", day_text(fingerprint.day), fingerprint.text,
                        is_new ? "  (another key from here on)" : "");
  }
  return text;
}

std::string info_as_json(const std::string& name, const Ratchet& ratchet, std::int64_t today,
                         const std::vector<Fingerprint>& all) {
  std::string text = "{\"key\":";
  append_json_string(name, text);
  text +=
      fmt::format(",\"id\":\"{}\",\"keep_days\":{},\"first_day\":\"{}\",\"today\":\"{}\",\"overdue_days\":{}",
                  ratchet.id(), ratchet.keep_days(), day_text(ratchet.first_day()), day_text(today),
                  std::max<std::int64_t>(0, ratchet.due_day(today) - ratchet.first_day()));
  text += ",\"fingerprints\":{";
  std::string_view separator;
  for (const Fingerprint& fingerprint : all) {
    text += fmt::format("{}\"{}\":\"{}\"", separator, day_text(fingerprint.day), fingerprint.text);
    separator = ",";
  }
  return text + "}}\n";
}

Status make_key(const Options& options, const Streams& streams, std::int64_t today) {
  Result<Ratchet> ratchet = Ratchet::random(options.keep_days, today);
  if (!ratchet) return Status(tl::unexpect, std::move(ratchet).error());
  if (Status status = KeyFile(options.key).create(*ratchet); !status) return status;
  return print(streams,
               fmt::format("{}: key {}, with keys of {} on. Who has a copy has them too: keep it out of "
                           "backups, and give it to other machines as it is now, never an older one\n",
                           options.key, ratchet->id(), day_text(ratchet->first_day())));
}

Status show_key(const Options& options, const Streams& streams, const UtcClock& clock) {
  const auto store = KeyStore::open(options.key, KeyStore::Access::kLook, clock);
  if (!store) return Status(tl::unexpect, store.error());
  const Ratchet& ratchet = (*store)->ratchet();
  const std::int64_t today = day_of(clock);
  const auto all = fingerprints(ratchet, ratchet.last_day(today));
  if (!all) return Status(tl::unexpect, all.error());
  return print(streams, (options.json ? info_as_json : info_as_text)(options.key, ratchet, today, *all));
}

// Quiet where nobody looks on: a timer runs it every day.
Status advance_key(const Options& options, const Streams& streams, std::int64_t today) {
  std::int64_t first_day = 0;
  const Result<Ratchet> ratchet = KeyFile(options.key).update([&](Ratchet& before) {
    first_day = before.first_day();
    return advance_by_clock(before, options.key, today, options.force);
  });
  if (!ratchet) return Status(tl::unexpect, ratchet.error());
  if (::isatty(streams.err) == 0) return {};
  if (ratchet->first_day() != first_day) {
    tell(streams.err,
         fmt::format("{}: the keys of {} are destroyed; those from {} on are kept", options.key,
                     days_text(first_day, ratchet->first_day() - 1), day_text(ratchet->first_day())));
  } else {
    tell(streams.err, fmt::format("{}: no key is due to be destroyed; those from {} on are kept", options.key,
                                  day_text(first_day)));
  }
  return {};
}

// From tomorrow on, so that no day's visitors are counted twice, and other machines can be given the file before.
Status change_key(const Options& options, const Streams& streams, std::int64_t today) {
  const std::int64_t day = today + 1;
  const Result<Ratchet> ratchet = KeyFile(options.key).update([&](Ratchet& before) -> Result<bool> {
    const Result<bool> advanced = advance_by_clock(before, options.key, today, false);
    if (!advanced) return advanced;
    if (before.first_day() >= day || before.chains().back()->day > day) {
      return fail(
          ErrorKind::kPermission,
          fmt::format("{}: the clock is before the days of the key (today is {}, its days begin at {}): "
                      "nothing was done",
                      options.key, day_text(today), day_text(before.chains().back()->day)));
    }
    if (Status status = before.rekey(day); !status) return tl::unexpected<Error>(std::move(status).error());
    return true;
  });
  if (!ratchet) return Status(tl::unexpect, ratchet.error());
  return print(streams,
               fmt::format("{}: from {} (UTC) on there is another key, {}. Until then give this file to all "
                           "machines that share it: those without it go on with the old key, and their "
                           "pseudonyms will be others. Running processes on this machine take it by "
                           "themselves\n",
                           options.key, day_text(day), ratchet->id()));
}

Status destroy_key(const Options& options, const Streams& streams) {
  if (Status status = KeyFile(options.key).destroy(); !status) return status;
  return print(
      streams,
      fmt::format("{}: overwritten and removed. That does not reach copies on other machines, backups "
                  "and snapshots, nor blocks that an SSD or a copy-on-write file system still "
                  "keeps; running processes forget the key within a minute, unless they took it "
                  "from fd: or credential:\n",
                  options.key));
}

}  // namespace

Status run_key(const Options& options, const Streams& streams, const UtcClock& clock) {
  const std::int64_t today = day_of(clock);
  switch (options.command) {
    case Options::Command::kKeyNew:
      return make_key(options, streams, today);
    case Options::Command::kKeyAdvance:
      return advance_key(options, streams, today);
    case Options::Command::kKeyRekey:
      return change_key(options, streams, today);
    case Options::Command::kKeyDestroy:
      return destroy_key(options, streams);
    default:
      return show_key(options, streams, clock);
  }
}

}  // namespace anonlog
