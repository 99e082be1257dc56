#include "filter/audit/audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>
#include <memory>
#include <numeric>
#include <utility>

#include "filter/audit/cell_words.h"
#include "filter/audit/published_file.h"
#include "filter/audit/raw_words.h"
#include "filter/audit/word_table.h"
#include "filter/input/open_input.h"
#include "filter/own_output.h"

namespace anonlog {
namespace {

// The statuses of records in their order.
class StatusSequence {
 public:
  // What is none, is null in PUBLISHED; a combined line has 100 for that.
  void add(std::string_view text) {
    unsigned status = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), status);
    if (error != std::errc() || end != text.data() + text.size() || status <= 100 || status > 599) status = 0;
    state_ = (state_ ^ status) * 0x9E3779B97F4A7C15U;
    state_ ^= state_ >> 29U;
  }
  bool operator==(const StatusSequence&) const = default;

 private:
  std::uint64_t state_ = 1;
};

// A number of PUBLISHED that may be an address.
struct NumberPlace {
  std::uint32_t record = 0;  // from 0
  std::uint32_t ipv4 = 0;

  auto operator<=>(const NumberPlace&) const = default;
};

class Audit {
 public:
  Audit(const AuditSettings& settings, int stdin_fd)
      : settings_(settings), stdin_fd_(stdin_fd), hash_(settings.key), raw_words_(hash_, table_) {}

  Result<AuditReport> run() {
    Status status = check_inputs(settings_.raw);
    if (status) status = refuse_own_files(settings_.raw);
    if (status) status = read_published();
    if (status) status = read_raw();
    if (!status) return tl::unexpected<Error>(std::move(status).error());
    const bool has_numbers = report_.lines_correspond && !number_findings_.empty();
    if (table_.has_findings() || has_numbers) status = find_places();
    if (!status) return tl::unexpected<Error>(std::move(status).error());
    return std::move(report_);
  }

 private:
  static constexpr std::size_t kMaxNumbers = std::size_t{1} << 24;  // 128 MiB

  Status read_published() {
    Result<std::unique_ptr<PublishedFile>> file = PublishedFile::open(settings_.published);
    if (!file) return Status(tl::unexpect, std::move(file).error());
    CellWords words(hash_);
    for (;;) {
      const Result<bool> more = (*file)->next();
      if (!more) return Status(tl::unexpect, more.error());
      if (!*more) break;
      std::string_view status_text;
      for (const PublishedFile::Cell& cell : (*file)->cells()) {
        words.read(cell);
        if (!add(words, (*file)->records() - 1)) {
          return fail(ErrorKind::kBadInput,
                      fmt::format("{}: it has more than {} million different words; audit it in parts",
                                  settings_.published, WordTable::kMaxSlots / 4 * 3 / 1'000'000));
        }
        if (cell.column != Column::kStatus) continue;
        status_text = cell.text;
        has_status_ = true;
      }
      published_statuses_.add(status_text);
    }
    report_.published_records = (*file)->records();
    report_.published_form = (*file)->form();
    report_.published_is_cut = (*file)->is_cut();
    return {};
  }

  bool add(const CellWords& words, std::uint64_t record) {
    for (const std::uint64_t hash : words.hashes()) {
      if (!table_.add(hash)) return false;
    }
    for (const std::uint64_t hash : words.number_hashes()) {
      if (!table_.add(hash)) return false;
    }
    for (const std::uint32_t ipv4 : words.numbers()) {
      knows_numbers_ = numbers_.size() < kMaxNumbers && record <= std::numeric_limits<std::uint32_t>::max();
      if (!knows_numbers_) break;
      numbers_.push_back({static_cast<std::uint32_t>(record), ipv4});
    }
    return true;
  }

  Status read_raw() {
    RawLog log(settings_.reading);
    StatusSequence statuses;
    auto next_number = numbers_.begin();
    std::uint64_t record = 0;
    const auto take = [&](const RawLine& line) {
      raw_words_.take(line);
      if (line.batch == nullptr) return;
      statuses.add(status_of(line));
      for (; next_number != numbers_.end() && next_number->record <= record; ++next_number) {
        if (next_number->record == record) compare(*next_number);
      }
      ++record;
    };
    for (const std::string& input : settings_.raw) {
      Result<std::unique_ptr<ByteSource>> source = open_input(input, stdin_fd_);
      if (!source) return Status(tl::unexpect, std::move(source).error());
      if (Status status = log.read(**source, input_name(input), take); !status) return status;
    }
    std::ranges::sort(number_findings_);
    report_.raw = log.counts();
    if (report_.raw.too_long != 0) {
      return fail(ErrorKind::kBadInput,
                  fmt::format("{} of the raw lines are longer than {} bytes and were not looked at; cut them",
                              report_.raw.too_long, RawLog::kMaxLineBytes));
    }
    report_.lines_correspond = knows_numbers_ && has_status_ && record == report_.published_records &&
                               statuses == published_statuses_;
    std::uint64_t identifiers = 0;
    for (std::size_t i = 0; i < kIdentifierCount; ++i) {
      identifiers += report_.classes[i].looked_for = raw_words_.counts()[i];
    }
    const std::uint64_t other = raw_words_.counts()[static_cast<std::size_t>(Identifier::kOther)];
    // Whoever confuses the two must not be told that all is well.
    if (report_.raw.records != 0 && identifiers == other) {
      return fail(ErrorKind::kBadInput,
                  "there is no identifier to look for in the raw log. Is it the raw one? It comes first: "
                  "`anonlog audit RAW "
                  "PUBLISHED`");
    }
    return {};
  }

  void compare(const NumberPlace& number) {
    const bool is_here = std::ranges::any_of(raw_words_.addresses(), [&](const FoundAddress& address) {
      return address.is_ipv4() && address.ipv4() == number.ipv4;
    });
    if (is_here) number_findings_.push_back(number);
  }

  static std::string_view status_of(const RawLine& line) {
    const std::span<const Slot> slots = line.parser->slots();
    const auto slot = std::ranges::find(slots, Field::kStatus, &Slot::field);
    if (slot == slots.end()) return {};
    const RawBytes value = line.batch->column(static_cast<std::size_t>(slot - slots.begin()))[0];
    return value.absent() ? std::string_view() : value.bytes();
  }

  Status find_places() {
    Result<std::unique_ptr<PublishedFile>> file = PublishedFile::open(settings_.published);
    if (!file) return Status(tl::unexpect, std::move(file).error());
    CellWords words(hash_);
    for (;;) {
      const Result<bool> more = (*file)->next();
      if (!more || !*more) return more ? Status{} : Status(tl::unexpect, more.error());
      for (const PublishedFile::Cell& cell : (*file)->cells()) {
        words.read(cell);
        const FindingPlace place{(*file)->line(), cell.column};
        for (const std::uint64_t hash : words.hashes()) report_if_found(hash, place);
        if (!report_.lines_correspond) {
          for (const std::uint64_t hash : words.number_hashes()) report_if_found(hash, place);
          continue;
        }
        for (const std::uint32_t ipv4 : words.numbers()) {
          const NumberPlace number{static_cast<std::uint32_t>((*file)->records() - 1), ipv4};
          if (std::ranges::binary_search(number_findings_, number)) report(Identifier::kAddress, place);
        }
      }
    }
  }

  void report_if_found(std::uint64_t hash, const FindingPlace& place) {
    if (const auto identifier = table_.finding(hash)) report(*identifier, place);
  }

  void report(Identifier identifier, const FindingPlace& place) {
    ClassFindings& findings = report_.classes[static_cast<std::size_t>(identifier)];
    ++findings.found;
    if (findings.places.size() < ClassFindings::kMaxPlaces) findings.places.push_back(place);
  }

  const AuditSettings& settings_;
  int stdin_fd_;
  WordHash hash_;
  WordTable table_;
  RawWords raw_words_;
  StatusSequence published_statuses_;
  bool has_status_ = false;                   // PUBLISHED has them
  std::vector<NumberPlace> numbers_;          // of PUBLISHED, in its order
  bool knows_numbers_ = true;                 // all of them are there
  std::vector<NumberPlace> number_findings_;  // that are addresses of their own line; sorted
  AuditReport report_;
};

}  // namespace

std::uint64_t AuditReport::found() const {
  return std::accumulate(
      classes.begin(), classes.end(), std::uint64_t{0},
      [](std::uint64_t sum, const ClassFindings& findings) { return sum + findings.found; });
}

Result<AuditReport> run_audit(const AuditSettings& settings, int stdin_fd) {
  return Audit(settings, stdin_fd).run();
}

}  // namespace anonlog
