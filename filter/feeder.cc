#include "filter/feeder.h"

#include "filter/format_choice.h"

namespace anonlog {
Status Feeder::feed(ByteSource& source, const std::string& name) {
  ChunkReader reader(source, settings_.limits);
  reader.set_timing(kDecisionIdleMs, settings_.flush_interval_ms);
  const Status status = feed_chunks(reader, name);
  bytes_in_ += reader.bytes_read();
  // Also behind an error: the whole lines before it are judged and written.
  Work& end = pipeline_.acquire();
  end.chunk.clear();
  end.reading = nullptr;
  end.input = name;
  end.ends_input = true;
  Status ended = pipeline_.submit(end);
  return status ? ended : status;
}

Status Feeder::feed_chunks(ChunkReader& reader, const std::string& name) {
  const Reading* reading = nullptr;
  for (bool decided = false;;) {
    Work& work = pipeline_.acquire();
    work.ends_input = false;
    work.input = name;
    const Result<bool> more = reader.next(work.chunk);
    if (!more || !*more) {
      pipeline_.release(work);
      return more ? Status{} : Status(tl::unexpect, more.error());
    }
    if (!decided) {
      const Result<FormatChoice> choice = choose_format(settings_.formats, work.chunk.bytes(), name);
      const auto chosen =
          choice.and_then([this](const FormatChoice& c) { return readings_.get(c.formats, c.final); });
      if (!chosen) return Status(tl::unexpect, chosen.error());
      reading = *chosen;
      decided = choice->final;
      if (decided) reader.set_timing(settings_.idle_ms, settings_.flush_interval_ms);
    }
    work.reading = reading;
    const bool idle = work.chunk.idle;
    Status status = pipeline_.submit(work);
    // Before waiting for a source that paused: an error of the output must not wait for the next line.
    if (status && idle) status = pipeline_.finish();
    if (!status) return status;
  }
}

}  // namespace anonlog
