#include "filter/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parsers/formats.h"
#include "parsers/w3c_header.h"
#include "rules/source.h"

namespace anonlog {
namespace {

bool are_same(const std::vector<FormatSource>& a, const std::vector<FormatSource>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const FormatSource& x, const FormatSource& y) { return x.is_same_format(y); });
}

}  // namespace

std::string Reading::title() const {
  std::string names;
  for (const FormatSource& source : sources) {
    const std::string name = "`" + source.name + "`";
    if (names.find(name) == std::string::npos) names += (names.empty() ? "" : ", ") + name;
  }
  const bool waits = std::ranges::any_of(sources, waits_for_layout);
  const bool has_keys = std::ranges::any_of(
      sources, [](const FormatSource& source) { return names_its_values(source.language); });
  return (sources.size() == 1 ? "the format " : "any of the formats ") + names +
         (has_keys ? " (nor is a line with a key twice)" : "") +
         (waits ? " (no #Fields line says its columns: say them with --fields)" : "");
}

Result<FormatSet> make_format_set(const std::vector<FormatSource>& formats) {
  std::vector<std::unique_ptr<const Parser>> parsers;
  std::vector<bool> skipped;
  for (const FormatSource& format : formats) {
    skipped.push_back(format.skipped);
    Result<std::unique_ptr<Parser>> parser = make_parser(format);
    if (!parser) return tl::unexpected(std::move(parser).error());
    parsers.push_back(*std::move(parser));
  }
  return FormatSet(std::move(parsers), std::move(skipped));
}

Result<const Reading*> ReadingSet::get(const std::vector<FormatSource>& formats, bool has_records) {
  Result<const Reading*> reading = compile(formats);
  if (!reading || !has_records) return reading;
  for (std::size_t i = 0; i < formats.size(); ++i) {
    const Status fits = require_client(policy_.client, (*reading)->formats[i].slots(), formats[i].name);
    if (!fits) return tl::unexpected<Error>(fits.error());
  }
  return reading;
}

Result<const Reading*> ReadingSet::compile(const std::vector<FormatSource>& formats) {
  const auto known = std::find_if(readings_.begin(), readings_.end(), [&formats](const Reading& reading) {
    return are_same(reading.sources, formats);
  });
  if (known != readings_.end()) return &*known;
  if (readings_.size() == kMaxReadings) {
    return fail(ErrorKind::kBadInput,
                fmt::format("the inputs have more than {} different formats; give fewer of them to one run",
                            kMaxReadings));
  }
  Result<FormatSet> set = make_format_set(with_json_keys(formats, policy_.json));
  if (!set) return tl::unexpected(std::move(set).error());
  std::deque<Plan> plans;
  for (std::size_t i = 0; i < set->size(); ++i) {
    plans.emplace_back(policy_, (*set)[i].slots(), agent_rules_, day_keys_, wanted_, zone_,
                       address_database_);
  }
  readings_.push_back({formats, *std::move(set), std::move(plans)});
  return &readings_.back();
}

}  // namespace anonlog
