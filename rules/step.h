// One loop over one column of a batch: raw fields or derived values in, a column of the published record (or
// of the identifying values that later steps read) out.
//
// A step is the only thing that can make PublicText out of bytes: what it passes on is what a policy named.
//
// Errors:  none. What cannot be read or computed is null.
// Memory:  caches of a fixed size; nothing is allocated per line.
// Threads: one set of steps per worker.
#ifndef ANONLOG_RULES_STEP_H_
#define ANONLOG_RULES_STEP_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "parsers/record_batch.h"
#include "rules/identifying_batch.h"
#include "rules/public_batch.h"
#include "rules/text_arena.h"

namespace anonlog {

struct Action;
class AgentRules;
struct AddressDatabase;
class DayKeys;
class RedactionCounts;
class Redactor;
class SlotTable;
class Sources;
class TimeZone;
struct Policy;

struct StepData {
  const RecordBatch& records;
  IdentifyingBatch& identifying;
  PublicBatch& published;
};

class Step {
 public:
  virtual ~Step() = default;
  virtual void run(const StepData& data) = 0;

 protected:
  // Text known to be printable ASCII without quote, backslash and comma: our own, or found to be so.
  static constexpr PublicText plain(std::string_view text) { return {text, true}; }

  // Bytes that came through a redactor; what is not fit for UTF-8 output is percent-encoded.
  static PublicText guarded(std::string_view bytes, TextArena& arena);

  // The path of a request's target, redacted; "{malformed}" when it is no URL, null when there was no request.
  static PublicText redacted_target(const RequestLine& request, Redactor& redactor, TextArena& arena);
};

// What a step is made of. All of it outlives the step.
struct StepParts {
  const Policy& policy;
  const SlotTable& slots;
  const Sources& sources;  // all that the action reads are there
  const AgentRules& agent_rules;
  const DayKeys& day_keys;
  const TimeZone& zone;  // of times that do not tell theirs
  const AddressDatabase& address_database;
  RedactionCounts& redactions;             // what steps redacted
  const Action* action;                    // null of a derivation
  std::array<std::int64_t, 2> parameters;  // of the action, in the order of its row
  std::string_view name;                   // of an action that takes one
};

// Of a derivation: null when the format has no field that the step could read.
using StepMaker = std::unique_ptr<Step>(const StepParts& parts);

}  // namespace anonlog

#endif  // ANONLOG_RULES_STEP_H_
