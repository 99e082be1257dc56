#include "filter/reading.h"

#include <algorithm>

#include "parsers/formats.h"

namespace anonlog {

Result<const Reading*> ReadingSet::get(std::string_view format) {
  const auto known = std::find_if(readings_.begin(), readings_.end(),
                                  [format](const Reading& reading) { return reading.format == format; });
  if (known != readings_.end()) return &*known;
  Result<std::unique_ptr<Parser>> parser = make_parser(format);
  if (!parser) return tl::unexpected<Error>(std::move(parser).error());
  Plan plan(policy_, (*parser)->slots(), agent_rules_, day_keys_);
  readings_.push_back({std::string(format), *std::move(parser), std::move(plan)});
  return &readings_.back();
}

}  // namespace anonlog
