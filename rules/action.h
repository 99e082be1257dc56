// The one table of actions: how a column of the published record can be made.
//
// Adding an action is one file in rules/steps/ and one row in action.cc.
#ifndef ANONLOG_RULES_ACTION_H_
#define ANONLOG_RULES_ACTION_H_

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "rules/column.h"
#include "rules/source.h"
#include "rules/step.h"

namespace anonlog {

// What several columns need is derived once, before the columns are made, in this order.
enum class Derivation : std::uint8_t { kTime, kRequest, kAddress, kHost, kReferrer, kAgent, kObjection };
inline constexpr std::size_t kDerivationCount = 7;

// A set of derivations.
constexpr unsigned bit(Derivation derivation) { return 1U << static_cast<unsigned>(derivation); }

// What a policy may give to an action: a whole number of a range, true or false, or the name of something, at most one.
struct ActionParameter {
  enum class Type : std::uint8_t { kWholeNumber, kBoolean, kName };

  std::string_view name;
  std::int64_t default_value;  // a boolean is 0 or 1; a name is empty
  std::int64_t min;
  std::int64_t max;
  Type type = Type::kWholeNumber;
};

struct Action {
  static constexpr std::size_t kMaxParameters = 2;

  Column column;
  std::string_view name;
  std::string_view summary;
  std::array<ActionParameter, kMaxParameters> parameters;  // those without a name are not there
  unsigned needs;                                          // derivations
  // Sources: in a format that lacks one of `reads` the column is null; `also_reads` are those that its values
  // depend on where the format has them. Where nothing is in `reads`, any of `also_reads` will do.
  unsigned reads;
  unsigned also_reads;
  StepMaker* make;
  bool for_release = false;     // its values are of a closed set, and tell no two clients apart by themselves
  bool has_way_back = false;    // who holds the key can turn its values back: not without a key file
  bool keeps_prefixes = false;  // its values tell which addresses are neighbours
};

// Of the key of an action that needs one: no two share it. "client pfx".
std::string key_purpose(const Action& action);

std::span<const Action> actions();

// Null when the column has no action of this name.
const Action* find_action(Column column, std::string_view name);

// The maker of a derivation, and the derivations that it needs itself.
struct DerivationRow {
  Derivation derivation;
  unsigned needs;
  StepMaker* make;
};

std::span<const DerivationRow> derivations();

}  // namespace anonlog

#endif  // ANONLOG_RULES_ACTION_H_
