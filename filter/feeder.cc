#include "filter/feeder.h"

#include <fmt/format.h>

#include <algorithm>

#include "filter/format_choice.h"

namespace anonlog {
namespace {

std::uint64_t count_lines(std::string_view text) {
  return static_cast<std::uint64_t>(std::ranges::count(text, '\n'));
}

}  // namespace

Status Feeder::feed(ByteSource& source, const std::string& name, InputIdentity* identity) {
  std::optional<IdentifiedSource> identified;
  if (identity != nullptr) {
    if (Status status = identity->begin(); !status) return status;
    identified.emplace(source, *identity);
  }
  ByteSource& read = identified ? *identified : source;
  RecordReader reader(read, settings_.limits, settings_.formats, name, settings_.json);
  reader.set_timing(kDecisionIdleMs, settings_.first_max_age_ms);
  early_end_.reset();
  const Status status = feed_chunks(read, reader, name);
  bytes_in_ += reader.bytes_read();
  bytes_read_ += source.bytes_consumed();
  // Of a first input that gave nothing to write not even a header is written.
  if (!status && !has_submitted_) return status;
  Result<std::string> known = identified ? identity->finish() : Result<std::string>();
  if (!known) return Status(tl::unexpect, std::move(known).error());
  // Also behind an error: the whole lines before it are judged and written.
  Status ended = end_input(name, *std::move(known));
  return status ? ended : status;
}

Status Feeder::feed_nothing(const std::string& name) { return end_input(name, ""); }

Status Feeder::end_input(const std::string& name, std::string identity) {
  Work& end = pipeline_.acquire();
  end.chunk.clear();
  end.origins.clear();
  end.runs.clear();
  end.input = name;
  end.ends_input = true;
  end.identity = std::move(identity);
  has_submitted_ = true;
  return pipeline_.submit(end);
}

Status Feeder::feed_chunks(ByteSource& source, RecordReader& reader, const std::string& name) {
  StreamLayouts layouts(settings_.fields);
  lines_before_ = 0;
  bool only_others = false;
  for (bool decided = false;;) {
    Work& work = pipeline_.acquire();
    work.ends_input = false;
    work.input = name;
    const Result<bool> more = reader.next(work.chunk, work.origins);
    if (!more || !*more) {
      pipeline_.release(work);
      if (more && only_others) {
        return fail(ErrorKind::kBadInput,
                    fmt::format("{}: no format reads any of its lines. {}", name, kFormatAdvice));
      }
      return more ? Status{} : end_of(more.error());
    }
    progress_.show(bytes_read_ + source.bytes_consumed(), bytes_in_ + reader.bytes_read());
    if (!decided) {
      const auto choice = reader.choice(layouts.directives());
      if (!choice) return Status(tl::unexpect, choice.error());
      layouts.set_formats(choice->formats, choice->final);
      decided = choice->final;
      only_others = choice->only_others || (only_others && !decided);
      const Status status = refuse_ports_as_clients(choice->formats, work.chunk.bytes(), name);
      if (!status) return status;
      if (decided) reader.set_timing(settings_.idle_ms, settings_.max_age_ms);
    }
    reader.keep_open_record(work.chunk);
    const bool idle = work.chunk.idle;
    Status status = make_runs(layouts, work);
    if (!status) return status;
    has_submitted_ = true;
    status = pipeline_.submit(work);
    // Before waiting for a source that paused: an error of the output must not wait for the next line.
    if (status && idle) status = pipeline_.finish();
    if (!status) return status;
  }
}

// Lines in a row that are read alike, each with its reading. One that has no record need not have the fields that the
// policy wants.
Status Feeder::make_runs(StreamLayouts& layouts, Work& work) {
  work.runs.clear();
  const std::string_view chunk = work.chunk.bytes();
  if (Status status = layouts.cut(chunk, work.origins, layout_runs_); !status) {
    return at(work, layouts.failed_at(), status.error());
  }
  std::size_t offset = 0;
  for (const LayoutRun& run : layout_runs_) {
    const bool has_records = has_record(chunk.substr(offset, run.bytes));
    const Result<const Reading*> reading = readings_.get(*run.formats, has_records);
    if (!reading) {
      if (reading.error().kind == ErrorKind::kBadInput) return at(work, offset, reading.error());
      return Status(tl::unexpect, reading.error());
    }
    work.runs.push_back({run.bytes, *reading, run.day});
    offset += run.bytes;
  }
  if (layouts.reads_directives()) lines_before_ += count_lines(chunk) + work.chunk.too_long_lines;
  return {};
}

// An error at the line that begins at `offset` of the chunk.
tl::unexpected<Error> Feeder::at(const Work& work, std::size_t offset, const Error& error) const {
  const std::uint64_t line = count_lines(work.chunk.bytes().substr(0, offset)) + 1;
  const LinePlace place = work.origins.empty()
                              ? LinePlace{.line = lines_before_ + line, .offset = work.chunk.offset + offset}
                              : work.origins.place_of(line, offset);
  return fail(error.kind,
              fmt::format("{}: line {}, byte {}: {}", work.input, place.line, place.offset, error.message));
}

// After an error of the source.
Status Feeder::end_of(const Error& error) {
  const bool is_allowed =
      error.kind == ErrorKind::kStopped || (error.kind == ErrorKind::kTruncated && settings_.allow_truncated);
  if (!is_allowed) return Status(tl::unexpect, error);
  early_end_ = error;
  return {};
}

}  // namespace anonlog
