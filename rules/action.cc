#include "rules/action.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/keys/address_cipher.h"

namespace anonlog {

// Each is defined in the file of rules/steps/ that is named after what it reads.
StepMaker make_derive_address, make_derive_agent, make_derive_host, make_derive_objection,
    make_derive_request, make_derive_time;
StepMaker make_bot, make_bot_category, make_browser, make_browser_major, make_bytes, make_device,
    make_duration, make_host, make_listed_path, make_method, make_network, make_os, make_path,
    make_recent_major, make_protocol, make_referrer, make_status, make_time, make_visitor;
StepMaker make_target, make_redacted_target, make_referrer_url, make_redacted_referrer_url, make_user_agent,
    make_redacted_user_agent;
StepMaker make_asn, make_country, make_utm_source, make_utm_medium, make_utm_campaign;
StepMaker make_derive_referrer, make_language, make_referrer_kind, make_well_known_referrer;
StepMaker make_level, make_message, make_module;
StepMaker make_address_pseudonym, make_token;
StepMaker make_coarse_bytes, make_coarse_duration, make_day, make_flagged, make_hour;
StepMaker make_record;

namespace {

// Beside the user agent.
constexpr unsigned kHints = bit(Source::kBrands) | bit(Source::kMobile) | bit(Source::kPlatform);

// Said in so many words, since `false` publishes what a client sent.
constexpr ActionParameter kRedact = {"redact", 1, 0, 1, ActionParameter::Type::kBoolean};

constexpr ActionParameter kAsAddress = {"as_address", 0, 0, 1, ActionParameter::Type::kBoolean};

// Campaigns are named by words; a long number in one can be a person's.
constexpr ActionParameter kNumbers = {"numbers", 1, 0, 1, ActionParameter::Type::kBoolean};

constexpr std::string_view kDeterministicHolds = "ipcrypt-deterministic, which the day's key turns back";
constexpr std::string_view kNdHolds = "ipcrypt-nd, another one every time, which the day's key turns back";
constexpr std::string_view kNdxHolds = "ipcrypt-ndx, another one every time, which the day's key turns back";
constexpr std::string_view kPfxHolds = "ipcrypt-pfx, which keeps prefixes and the day's key turns back";
constexpr std::string_view kCryptoPanHolds = "Crypto-PAn, which keeps prefixes and the day's key turns back";

constexpr unsigned kSignals = bit(Source::kGlobalPrivacy) | bit(Source::kDoNotTrack);

// Address or token under the key of the line's day.
constexpr Action pseudonym(Column column, std::string_view name, std::string_view summary, Source source,
                           StepMaker* make) {
  unsigned needs = bit(Derivation::kTime) | bit(Derivation::kObjection);
  if (source == Source::kClient) needs |= bit(Derivation::kAddress);
  return {column, name, summary, {}, needs, bit(Source::kTime) | bit(source), kSignals, make};
}

constexpr Action one_way(Column column, Source source) {
  Action action =
      pseudonym(column, "cmac", "the same for an address during a UTC day: 16 hex digits, or an address",
                source, make_address_pseudonym);
  action.parameters[0] = kAsAddress;
  return action;
}

constexpr Action reversible(Column column, Source source, AddressCipherKind kind, std::string_view summary) {
  const AddressCipherInfo& cipher = kAddressCiphers[static_cast<std::size_t>(kind)];
  Action action = pseudonym(column, cipher.name, summary, source, make_address_pseudonym);
  if (!cipher.has_tweak) action.parameters[0] = kAsAddress;
  action.has_way_back = true;
  action.keeps_prefixes = cipher.keeps_prefixes;
  return action;
}

constexpr Action token(Column column, Source source) {
  Action action =
      pseudonym(column, "token", "16 hex digits, the same for a text during a UTC day", source, make_token);
  if (column == Column::kCookie) action.parameters[0] = {"name", 0, 0, 0, ActionParameter::Type::kName};
  return action;
}

constexpr Action kActions[] = {
    {Column::kTime,
     "keep",
     "as logged, in UTC",
     {},
     bit(Derivation::kTime),
     bit(Source::kTime),
     0,
     make_time},
    {Column::kTime, "hour", "the hour, in UTC", {}, bit(Derivation::kTime), bit(Source::kTime), 0, make_hour},
    {Column::kTime,
     "day",
     "the day, in UTC",
     {},
     bit(Derivation::kTime),
     bit(Source::kTime),
     0,
     make_day,
     true},
    {Column::kHost,
     "domain",
     "the registrable domain, of own hosts too",
     {},
     bit(Derivation::kHost),
     bit(Source::kHost),
     0,
     make_host},
    {Column::kHost,
     "site",
     "own hosts whole, of others the registrable domain",
     {},
     bit(Derivation::kHost),
     bit(Source::kHost),
     0,
     make_host},
    {Column::kMethod,
     "registered",
     "a registered method, else OTHER",
     {},
     bit(Derivation::kRequest),
     bit(Source::kMethod),
     0,
     make_method,
     true},
    {Column::kPath,
     "redact",
     "without query; segments that may identify become their class",
     {{{"numbers", 0, 0, 1, ActionParameter::Type::kBoolean},
       {"not_found", 0, 0, 1, ActionParameter::Type::kBoolean}}},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     0,
     make_path},
    {Column::kPath,
     "listed",
     "the first segment when the policy's `paths` list it, else {other}",
     {},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     0,
     make_listed_path,
     true},
    {Column::kProtocol,
     "registered",
     "a version of HTTP, else null",
     {},
     bit(Derivation::kRequest),
     bit(Source::kProtocol),
     0,
     make_protocol,
     true},
    {Column::kStatus, "keep", "100 to 599, else null", {}, 0, bit(Source::kStatus), 0, make_status, true},
    {Column::kBytes, "keep", "as logged", {}, 0, bit(Source::kBytes), 0, make_bytes},
    {Column::kBytes,
     "two_bits",
     "two significant bits, the others 0",
     {},
     0,
     bit(Source::kBytes),
     0,
     make_coarse_bytes},
    {Column::kDurationUs,
     "two_bits",
     "in microseconds, two significant bits",
     {},
     0,
     bit(Source::kDuration),
     0,
     make_coarse_duration},
    {Column::kDurationUs,
     "keep",
     "as logged, in microseconds",
     {},
     0,
     bit(Source::kDuration),
     0,
     make_duration},
    {Column::kReferrer,
     "site",
     "the registrable domain; (internal) for own hosts",
     {},
     bit(Derivation::kReferrer),
     bit(Source::kReferrer),
     bit(Source::kHost),
     make_referrer},
    {Column::kReferrer,
     "well_known",
     "the registrable domain of known sites, else (other)",
     {},
     bit(Derivation::kReferrer),
     bit(Source::kReferrer),
     bit(Source::kHost),
     make_well_known_referrer},
    {Column::kReferrerKind,
     "kind",
     "direct internal search social email ai ads other",
     {},
     bit(Derivation::kReferrer),
     bit(Source::kReferrer),
     bit(Source::kHost),
     make_referrer_kind,
     true},
    {Column::kBrowser,
     "family",
     "a family of the allow-list, else Other, Other app or Other bot",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     kHints,
     make_browser,
     true},
    {Column::kBrowserMajor,
     "major",
     "the major version, at most four digits",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     kHints,
     make_browser_major},
    {Column::kBrowserMajor,
     "recent",
     "the major version where it is recent by a dated table, 0 where it is older, else null",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     kHints,
     make_recent_major},
    {Column::kOs,
     "family",
     "a family of the allow-list, else Other",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     kHints,
     make_os,
     true},
    {Column::kDevice,
     "class",
     "desktop, mobile, tablet, tv, console, bot or other",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     kHints,
     make_device,
     true},
    {Column::kBot,
     "flag",
     "true for crawlers, tools and requests without user agent",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     bit(Source::kBrands),
     make_bot,
     true},
    {Column::kBotCategory,
     "category",
     "of bots: search, ai, seo, monitor, feed, preview, library or other",
     {},
     bit(Derivation::kAgent),
     bit(Source::kUserAgent),
     bit(Source::kBrands),
     make_bot_category,
     true},
    {Column::kLanguage,
     "preferred",
     "a code of ISO 639-1, else null",
     {},
     bit(Derivation::kAgent),
     0,
     bit(Source::kAcceptLanguage) | bit(Source::kUserAgent),
     make_language},
    {Column::kCountry,
     "lookup",
     "of the client's address, by a country database",
     {},
     bit(Derivation::kAddress),
     bit(Source::kClient),
     0,
     make_country,
     true},
    {Column::kUtmSource,
     "redact",
     "of the query's key utm_source; what may identify becomes its class",
     {{kNumbers}},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     bit(Source::kQuery),
     make_utm_source},
    {Column::kUtmMedium,
     "redact",
     "of the query's key utm_medium; what may identify becomes its class",
     {{kNumbers}},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     bit(Source::kQuery),
     make_utm_medium},
    {Column::kUtmCampaign,
     "redact",
     "of the query's key utm_campaign; what may identify becomes its class",
     {{kNumbers}},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     bit(Source::kQuery),
     make_utm_campaign},
    {Column::kAsn,
     "lookup",
     "the autonomous system of the client's address, by a database that has it",
     {},
     bit(Derivation::kAddress),
     bit(Source::kClient),
     0,
     make_asn},
    {Column::kNetwork,
     "truncate",
     "the network of the client's address",
     {{{"ipv4", 24, 0, 24}, {"ipv6", 32, 0, 48}}},
     bit(Derivation::kAddress),
     bit(Source::kClient),
     0,
     make_network},
    {Column::kVisitor,
     "day_key",
     "16 hex digits under a key that changes every UTC day",
     {{{"ipv4", 32, 8, 32}, {"ipv6", 128, 16, 128}}},  // how much of the address goes in
     bit(Derivation::kTime) | bit(Derivation::kAddress) | bit(Derivation::kAgent) |
         bit(Derivation::kObjection),
     bit(Source::kTime) | bit(Source::kClient),
     bit(Source::kUserAgent) | bit(Source::kHost) | bit(Source::kGlobalPrivacy) | bit(Source::kDoNotTrack),
     make_visitor},
    {Column::kFlagged,
     "rows",
     "whether the table [flag] means the record",
     {},
     bit(Derivation::kRequest) | bit(Derivation::kAddress) | bit(Derivation::kAgent),
     0,
     bit(Source::kClient) | bit(Source::kMethod) | bit(Source::kStatus) | bit(Source::kUserAgent),
     make_flagged},
    {Column::kTarget,
     "redact",
     "as column path: without query, segments that may identify become their class",
     {},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     0,
     make_redacted_target},
    {Column::kTarget,
     "keep",
     "as logged when redact = false, else as the action redact",
     {kRedact},
     bit(Derivation::kRequest),
     bit(Source::kTarget),
     bit(Source::kQuery),
     make_target},
    {Column::kReferrerUrl,
     "redact",
     "without query, user and port; of hosts that are not yours the registrable domain",
     {},
     0,
     bit(Source::kReferrer),
     0,
     make_redacted_referrer_url},
    {Column::kReferrerUrl,
     "keep",
     "as logged when redact = false, else as the action redact",
     {kRedact},
     0,
     bit(Source::kReferrer),
     0,
     make_referrer_url},
    {Column::kUserAgent,
     "redact",
     "words that may identify become their class",
     {},
     0,
     bit(Source::kUserAgent),
     0,
     make_redacted_user_agent},
    {Column::kUserAgent,
     "keep",
     "as logged when redact = false, else as the action redact",
     {kRedact},
     0,
     bit(Source::kUserAgent),
     0,
     make_user_agent},
    {Column::kLevel,
     "known",
     "a level of nginx or Apache, else null",
     {},
     0,
     bit(Source::kLevel),
     0,
     make_level},
    {Column::kModule,
     "known",
     "a module of a fixed list, else null",
     {},
     0,
     bit(Source::kModule),
     0,
     make_module},
    {Column::kMessage,
     "template",
     "one of a fixed list, what varies as {...}; else {message}",
     {},
     0,
     bit(Source::kMessage),
     0,
     make_message},
    one_way(Column::kClient, Source::kClient),
    reversible(Column::kClient, Source::kClient, AddressCipherKind::kDeterministic, kDeterministicHolds),
    reversible(Column::kClient, Source::kClient, AddressCipherKind::kNd, kNdHolds),
    reversible(Column::kClient, Source::kClient, AddressCipherKind::kNdx, kNdxHolds),
    reversible(Column::kClient, Source::kClient, AddressCipherKind::kPfx, kPfxHolds),
    reversible(Column::kClient, Source::kClient, AddressCipherKind::kCryptoPan, kCryptoPanHolds),
    one_way(Column::kPeer, Source::kPeer),
    reversible(Column::kPeer, Source::kPeer, AddressCipherKind::kDeterministic, kDeterministicHolds),
    reversible(Column::kPeer, Source::kPeer, AddressCipherKind::kNd, kNdHolds),
    reversible(Column::kPeer, Source::kPeer, AddressCipherKind::kNdx, kNdxHolds),
    reversible(Column::kPeer, Source::kPeer, AddressCipherKind::kPfx, kPfxHolds),
    reversible(Column::kPeer, Source::kPeer, AddressCipherKind::kCryptoPan, kCryptoPanHolds),
    one_way(Column::kForwardedFor, Source::kForwardedFor),
    reversible(Column::kForwardedFor, Source::kForwardedFor, AddressCipherKind::kDeterministic,
               kDeterministicHolds),
    reversible(Column::kForwardedFor, Source::kForwardedFor, AddressCipherKind::kNd, kNdHolds),
    reversible(Column::kForwardedFor, Source::kForwardedFor, AddressCipherKind::kNdx, kNdxHolds),
    reversible(Column::kForwardedFor, Source::kForwardedFor, AddressCipherKind::kPfx, kPfxHolds),
    reversible(Column::kForwardedFor, Source::kForwardedFor, AddressCipherKind::kCryptoPan, kCryptoPanHolds),
    token(Column::kUser, Source::kUser),
    token(Column::kCookie, Source::kCookie),
    token(Column::kRequestId, Source::kRequestId),
    // Not for policies to name: it is there when records are sealed.
    {Column::kRecord, "id", "random for the run, then counted", {}, 0, 0, 0, make_record},
};

constexpr DerivationRow kDerivations[] = {
    {Derivation::kTime, 0, make_derive_time},
    {Derivation::kRequest, 0, make_derive_request},
    {Derivation::kAddress, 0, make_derive_address},
    {Derivation::kHost, 0, make_derive_host},
    {Derivation::kReferrer, bit(Derivation::kHost), make_derive_referrer},
    {Derivation::kAgent, bit(Derivation::kHost), make_derive_agent},
    {Derivation::kObjection, 0, make_derive_objection},
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

std::string key_purpose(const Action& action) {
  return fmt::format("{} {}", column_info(action.column).name, action.name);
}

std::span<const DerivationRow> derivations() { return kDerivations; }

}  // namespace anonlog
