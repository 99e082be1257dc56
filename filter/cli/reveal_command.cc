#include "filter/cli/reveal_command.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>

#include "filter/audit/published_file.h"
#include "filter/input/chunk_reader.h"
#include "filter/input/open_input.h"
#include "filter/key_store.h"
#include "filter/meta_file.h"
#include "filter/output/fd_sink.h"
#include "filter/policy_file.h"
#include "filter/reveal/address_revealer.h"
#include "filter/reveal/reveal_log.h"
#include "filter/reveal/token_source.h"
#include "filter/run_meta.h"
#include "filter/utc_clock.h"
#include "parsers/civil_time.h"
#include "parsers/day_text.h"
#include "parsers/line_cursor.h"

namespace anonlog {
namespace {

constexpr std::size_t kMaxTokens = std::size_t{1} << 22;
constexpr std::size_t kMaxReasonBytes = 1000;

// "24/Nov/2026:17:00:00 +0000"
std::optional<std::int64_t> read_clf_day(std::string_view text) {
  std::int64_t seconds = 0;
  if (text.size() < 11 || text[2] != '/' || text[6] != '/') return std::nullopt;
  const auto month = static_cast<int>(month_number(text.data() + 3));
  if (!midnight(digits(text.data() + 7, 4), month, digits(text.data(), 2), &seconds)) return std::nullopt;
  return seconds / kSecondsPerDay;
}

// "1763919448.123"
std::optional<std::int64_t> read_epoch_day(std::string_view text) {
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  const bool is_read = error == std::errc() && end != text.data() + text.size() && *end == '.';
  return is_read ? std::optional(seconds / kSecondsPerDay) : std::nullopt;
}

// Of a time as any form has it.
std::optional<std::int64_t> read_day_of(std::string_view time) {
  if (time.find('/') != std::string_view::npos) return read_clf_day(time);
  return time.find('T') == std::string_view::npos ? read_epoch_day(time) : read_day(time.substr(0, 10));
}

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kAround = " \t\r\"";
  const std::size_t begin = std::min(text.find_first_not_of(kAround), text.size());
  return text.substr(begin, text.find_last_not_of(kAround) + 1 - begin);
}

class Reveal {
 public:
  Reveal(const Options& options, const Streams& streams) : options_(options), streams_(streams) {}

  Status run() {
    Status status = prepare();
    if (status) status = is_of_file() ? read_published(options_.inputs.front()) : read_tokens();
    if (!status) return status;
    const Result<RevealLog> log = RevealLog::open(log_path_);
    if (!log) return Status(tl::unexpect, log.error());
    if (status = log->append(entry(), system_seconds()); !status) return status;
    if (::isatty(streams_.err) != 0) tell(streams_.err, "this prints personal data");
    status = FdSink(streams_.out, "stdout").write(text_);
    return status ? judge() : status;
  }

 private:
  [[nodiscard]] bool is_of_file() const { return !options_.inputs.empty() && options_.inputs.front() != "-"; }

  Status prepare() {
    if (Status status = check_reason(); !status) return status;
    if (Status status = choose_log(); !status) return status;
    if (!options_.date.empty()) {
      date_ = read_day(options_.date);
      if (!date_) {
        return fail(ErrorKind::kUsage,
                    fmt::format("--date: \"{}\" is no day; it takes one as 2026-11-24", options_.date));
      }
    }
    if (!options_.policy.empty()) {
      const Result<Policy> policy = load_policy(options_.policy);
      if (!policy) return Status(tl::unexpect, policy.error());
      source_ = source_of(*policy);
    }
    Result<std::unique_ptr<KeyStore>> store = KeyStore::open(options_.key, KeyStore::Access::kLook);
    if (!store) return Status(tl::unexpect, std::move(store).error());
    for (const std::string& warning : (*store)->warnings()) tell(streams_.err, warning);
    key_id_ = (*store)->summary().id;
    (*store)->give(*keys_);
    return {};
  }

  [[nodiscard]] Status check_reason() const {
    // Letters of all scripts; bytes of 0xC2 and below begin what is blank or no letter.
    const bool says_something = std::ranges::any_of(options_.reason, [](char c) {
      return std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) > 0xC2;
    });
    if (!says_something) {
      return fail(ErrorKind::kUsage, "--reason: say why; it is written to the reveal log");
    }
    if (options_.reason.size() <= kMaxReasonBytes) return {};
    return fail(ErrorKind::kUsage, fmt::format("--reason: has more than {} bytes", kMaxReasonBytes));
  }

  // A key that is no file has no folder for it.
  Status choose_log() {
    log_path_ = options_.reveal_log;
    if (!log_path_.empty()) return {};
    if (options_.key.starts_with("fd:") || options_.key.starts_with("credential:")) {
      return fail(ErrorKind::kUsage, "--reveal-log: with a key that is no file, say where it is");
    }
    log_path_ = options_.key + ".reveal-log";
    return {};
  }

  Status read_tokens() {
    if (!date_) return fail(ErrorKind::kUsage, "--date: a token does not tell its day");
    if (!source_) return fail(ErrorKind::kUsage, "--policy: a token does not tell what made it");
    if (Status status = check_source(true); !status) return status;
    Result<std::unique_ptr<ByteSource>> source = open_input("-", streams_.in);
    if (!source) return Status(tl::unexpect, std::move(source).error());
    ChunkReader reader(**source, ChunkLimits{});
    for (Chunk chunk;;) {
      const Result<bool> more = reader.next(chunk);
      if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
      LineCursor lines(chunk.bytes());
      for (std::string_view line; lines.next(line);) {
        const std::string_view token = trimmed(line);
        if (token.empty() || token == "null" || token == "\\N") continue;
        if (Status status = ask(*source_->actions.front(), date_, token); !status) return status;
      }
    }
  }

  Status read_published(const std::string& path) {
    Result<std::unique_ptr<PublishedFile>> file = PublishedFile::open_once(path);
    if (!file) return Status(tl::unexpect, std::move(file).error());
    const bool is_given = source_.has_value();
    if (auto meta = MetaFile::beside(path)) {
      if (Status status = take(*std::move(meta), is_given, path); !status) return status;
    }
    for (std::string meta_line;;) {
      const Result<bool> more = (*file)->next();
      if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
      if ((*file)->meta_line() != meta_line) {
        meta_line = (*file)->meta_line();
        auto meta = MetaFile::parse(meta_line);
        Status status = meta ? take(*std::move(meta), is_given, path) : Status{};
        if (!status) return status;
      }
      if (!source_) {
        return fail(ErrorKind::kUsage,
                    fmt::format("--policy: there is no {}{} of this very file that says what "
                                "made its columns",
                                path, kMetaEnding));
      }
      if (records_++ == 0) {
        if (Status status = check_source(false); !status) return status;
      }
      if (Status status = ask_record(**file); !status) return status;
    }
  }

  // What an output says of itself, and a policy that was given must not gainsay: other addresses would come out.
  Status take(MetaFile meta, bool is_given, const std::string& path) {
    if (meta.key_id.empty()) {
      return fail(ErrorKind::kBadInput,
                  fmt::format("{}: was made with a random key, which died with its run", path));
    }
    TokenSource made = source_of(meta);
    if (is_given && !asked_of(*source_).agrees_with(made)) {
      return fail(ErrorKind::kBadInput,
                  fmt::format("{}: was made with another site or other actions than {} has: its addresses "
                              "would be wrong ones. Without --policy what it says of itself counts",
                              path, source_->title));
    }
    if (!is_given) source_ = std::move(made);
    meta_ = std::move(meta);
    return {};
  }

  // `is_one`: there must be no doubt which column is meant.
  Status check_source(bool is_one) {
    std::vector<const Action*>& actions = source_->actions;
    std::string names;
    for (const Action* action : actions) {
      names += fmt::format("{}{}", names.empty() ? "" : ", ", column_info(action->column).name);
    }
    if (actions.empty()) {
      return fail(ErrorKind::kUsage,
                  fmt::format("{} makes no column that can be turned back; name yours with --policy",
                              source_->title));
    }
    if (!options_.reveal_column.empty() &&
        std::ranges::none_of(actions, [this](const Action* action) { return is_asked(*action); })) {
      return fail(ErrorKind::kUsage,
                  fmt::format("--column: \"{}\" is none that {} makes and that can be turned back: {}",
                              options_.reveal_column, source_->title, names));
    }
    std::erase_if(actions, [this](const Action* action) { return !is_asked(*action); });
    if (actions.size() == 1 || !is_one) return {};
    return fail(ErrorKind::kUsage, fmt::format("--column: say of which column the tokens are: {}", names));
  }

  [[nodiscard]] TokenSource asked_of(TokenSource source) const {
    std::erase_if(source.actions, [this](const Action* action) { return !is_asked(*action); });
    return source;
  }

  [[nodiscard]] bool is_asked(const Action& action) const {
    return options_.reveal_column.empty() || options_.reveal_column == column_info(action.column).name;
  }

  Status ask_record(const PublishedFile& file) {
    std::optional<std::int64_t> day = date_;
    for (const PublishedFile::Cell& cell : file.cells()) {
      if (cell.column != Column::kTime) continue;
      day = read_day_of(cell.text);
      if (date_ && day != date_) return {};
    }
    for (const PublishedFile::Cell& cell : file.cells()) {
      const Action* const action = source_->action_of(cell.column, file.form());
      if (action == nullptr || !is_asked(*action) || cell.text.empty()) continue;
      // Of a list each.
      for (std::string_view rest = cell.text; !rest.empty();) {
        const std::size_t end = std::min(rest.find(", "), rest.size());
        const std::string_view token = rest.substr(0, end);
        rest.remove_prefix(std::min(end + 2, rest.size()));
        if (token == "unknown" || (output_format_info(file.form()).is_log && token == "0.0.0.0")) continue;
        if (!asked_before_.emplace(day, action->column, token).second) continue;
        if (Status status = ask(*action, day, token); !status) return status;
      }
    }
    return {};
  }

  Status ask(const Action& action, std::optional<std::int64_t> day, std::string_view token) {
    if (++asked_ > kMaxTokens) {
      return fail(ErrorKind::kBadInput,
                  fmt::format("there are more than {} tokens; ask in parts", kMaxTokens));
    }
    columns_.emplace(column_info(action.column).name);
    std::optional<std::string> address;
    if (day) {
      days_.insert(*day);
      if (Status status = check_key(*day); !status) return status;
      if (!revealer_ || revealer_->site() != source_->site) revealer_.emplace(*keys_, source_->site);
      address = revealer_->reveal(action, *day, token);
      const DayKeys::Days held = keys_->days();
      if (!address) ++(*day < held.first || *day > held.last ? without_key_ : no_tokens_);
    } else {
      ++without_day_;
    }
    // What is no token is not printed: it may be anything.
    const bool is_token = AddressRevealer::is_token(token);
    text_ += fmt::format("{}\t{}\t{}\t{}\n", day ? day_text(*day) : "", column_info(action.column).name,
                         is_token ? token : "", address.value_or(""));
    return {};
  }

  // Under another key any token is some address of someone else.
  Status check_key(std::int64_t day) {
    if (!meta_) {
      if (!std::exchange(warned_, true)) {
        tell(streams_.err,
             "nothing tells with which key and site these were made: with others than now, the addresses are "
             "those of someone else");
      }
      return {};
    }
    if (checked_days_.contains({meta_->key_id, day})) return {};
    checked_days_.emplace(meta_->key_id, day);
    const DayKeys::Days held = keys_->days();
    if (day < held.first || day > held.last) return {};
    const auto made_with = meta_->fingerprints.find(day_text(day));
    if (made_with != meta_->fingerprints.end()) {
      if (made_with->second == key_fingerprint(*keys_, day)) return {};
      return fail(ErrorKind::kBadInput,
                  fmt::format("{} was made with another key of {}: its addresses would be wrong ones",
                              options_.inputs.front(), day_text(day)));
    }
    if (meta_->key_id != key_id_) {
      tell(streams_.err,
           fmt::format("the output was made with the key {}, and this is {}: where it was not made from "
                       "that by `anonlog key rekey`, the addresses of {} are wrong ones",
                       meta_->key_id, key_id_, day_text(day)));
    }
    return {};
  }

  [[nodiscard]] RevealEntry entry() const {
    RevealEntry entry{.reason = options_.reason,
                      .key_id = key_id_,
                      .columns = {columns_.begin(), columns_.end()},
                      .days = {},
                      .asked = asked_,
                      .answered = asked_ - unanswered()};
    for (const std::int64_t day : days_) entry.days.push_back(day_text(day));
    return entry;
  }

  [[nodiscard]] std::uint64_t unanswered() const { return without_key_ + without_day_ + no_tokens_; }

  [[nodiscard]] Status judge() const {
    if (unanswered() == 0) return {};
    std::string why;
    const auto add = [&why](std::uint64_t count, std::string_view text) {
      if (count != 0) why += fmt::format("{}{} {}", why.empty() ? "" : ", ", count, text);
    };
    const DayKeys::Days held = keys_->days();
    const std::string days = held.last < held.first
                                 ? "of a day whose key is not there"
                                 : fmt::format("of a day whose key is not there (those of {} to {} are)",
                                               day_text(held.first), day_text(held.last));
    add(without_key_, days);
    add(without_day_, "of a record that has no time");
    add(no_tokens_, "that are no token of their column");
    return fail(ErrorKind::kBadInput,
                fmt::format("{} of {} tokens have no answer: {}", unanswered(), asked_, why));
  }

  const Options& options_;
  const Streams& streams_;
  std::string log_path_;
  std::string key_id_;
  std::unique_ptr<DayKeys> keys_ = DayKeys::none();
  std::optional<std::int64_t> date_;   // that --date says
  std::optional<TokenSource> source_;  // of what is read now
  std::optional<MetaFile> meta_;       // the same
  std::optional<AddressRevealer> revealer_;
  std::uint64_t records_ = 0;
  std::set<std::tuple<std::optional<std::int64_t>, Column, std::string>> asked_before_;
  std::set<std::pair<std::string, std::int64_t>> checked_days_;  // by key
  bool warned_ = false;
  std::set<std::string> columns_;
  std::set<std::int64_t> days_;
  std::uint64_t asked_ = 0;
  std::uint64_t without_key_ = 0;
  std::uint64_t without_day_ = 0;
  std::uint64_t no_tokens_ = 0;
  std::string text_;  // the answers
};

}  // namespace

Status run_reveal(const Options& options, const Streams& streams) { return Reveal(options, streams).run(); }

}  // namespace anonlog
