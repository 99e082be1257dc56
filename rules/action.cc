#include "rules/action.h"

#include <algorithm>

namespace anonlog {

// Each is defined in the file of rules/steps/ that is named after what it reads.
StepMaker make_derive_address, make_derive_agent, make_derive_host, make_derive_request, make_derive_time;
StepMaker make_browser, make_browser_major, make_bytes, make_duration, make_host, make_method, make_network,
    make_os, make_path, make_protocol, make_referrer, make_status, make_time, make_visitor;

namespace {

constexpr Action kActions[] = {
    {Column::kTime, "keep", "as logged, in UTC", {}, bit(Derivation::kTime), make_time},
    {Column::kHost,
     "site",
     "own hosts whole, of others the registrable domain",
     {},
     bit(Derivation::kHost),
     make_host},
    {Column::kMethod,
     "registered",
     "a registered method, else OTHER",
     {},
     bit(Derivation::kRequest),
     make_method},
    {Column::kPath,
     "redact",
     "without query; segments that may identify are {redacted}",
     {},
     bit(Derivation::kRequest),
     make_path},
    {Column::kProtocol,
     "registered",
     "a version of HTTP, else null",
     {},
     bit(Derivation::kRequest),
     make_protocol},
    {Column::kStatus, "keep", "100 to 599, else null", {}, 0, make_status},
    {Column::kBytes, "keep", "as logged", {}, 0, make_bytes},
    {Column::kDurationUs, "keep", "as logged, in microseconds", {}, 0, make_duration},
    {Column::kReferrer,
     "site",
     "the registrable domain; (internal) for own hosts",
     {},
     bit(Derivation::kHost),
     make_referrer},
    {Column::kBrowser,
     "family",
     "a family of the allow-list, else Other",
     {},
     bit(Derivation::kAgent),
     make_browser},
    {Column::kBrowserMajor,
     "major",
     "the major version, at most four digits",
     {},
     bit(Derivation::kAgent),
     make_browser_major},
    {Column::kOs, "family", "a family of the allow-list, else Other", {}, bit(Derivation::kAgent), make_os},
    {Column::kNetwork,
     "truncate",
     "the network of the client's address",
     {{{"ipv4", 24, 0, 24}, {"ipv6", 32, 0, 48}}},
     bit(Derivation::kAddress),
     make_network},
    {Column::kVisitor,
     "day_key",
     "16 hex digits under a key that changes every UTC day",
     {},
     bit(Derivation::kTime) | bit(Derivation::kAddress) | bit(Derivation::kAgent),
     make_visitor},
};

constexpr DerivationRow kDerivations[] = {
    {Derivation::kTime, 0, make_derive_time},
    {Derivation::kRequest, 0, make_derive_request},
    {Derivation::kAddress, 0, make_derive_address},
    {Derivation::kHost, 0, make_derive_host},
    {Derivation::kAgent, bit(Derivation::kHost), make_derive_agent},
};
static_assert(std::size(kDerivations) == kDerivationCount);

}  // namespace

std::span<const Action> actions() { return kActions; }

const Action* find_action(Column column, std::string_view name) {
  const auto* row = std::find_if(std::begin(kActions), std::end(kActions), [&](const Action& action) {
    return action.column == column && action.name == name;
  });
  return row == std::end(kActions) ? nullptr : row;
}

std::span<const DerivationRow> derivations() { return kDerivations; }

}  // namespace anonlog
