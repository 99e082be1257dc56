#include "filter/time_zone_file.h"

#include <fmt/format.h>
#include <strings.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "parsers/near_name.h"

namespace anonlog {
namespace {

namespace fs = std::filesystem;

// Where the database is, for cctz as for the C library.
fs::path database_folder() {
  const char* const folder = std::getenv("TZDIR");
  return folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
}

// No path: what a name may look like by https://data.iana.org/time-zones/theory.html#naming.
bool is_name(std::string_view text) {
  constexpr std::string_view kBytes = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-_/";
  return !text.empty() && text.front() != '/' && text.find_first_not_of(kBytes) == std::string_view::npos;
}

std::vector<std::string> all_names(const fs::path& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (auto entry = fs::recursive_directory_iterator(folder, error);
       !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const std::string name = entry->path().lexically_relative(folder).string();
    if (name == "posix" || name == "right") {  // the same names once more
      entry.disable_recursion_pending();
    } else if (is_name(name) && entry->is_regular_file(error)) {
      names.push_back(name);
    }
  }
  std::ranges::sort(names);
  return names;
}

bool is_same_but_for_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

// ". Did you mean Europe/Berlin?", or nothing: a name in other case, without its continent, or mistyped.
std::string suggestion(const fs::path& folder, std::string_view name) {
  const std::string_view city = name.substr(name.rfind('/') + 1);
  const std::vector<std::string> names = all_names(folder);
  const auto find = [&names](auto is_meant) {
    const auto found = std::ranges::find_if(names, is_meant);
    return found == names.end() ? std::string() : fmt::format(". Did you mean {}?", *found);
  };
  std::string text = find([&](std::string_view known) { return is_same_but_for_case(known, name); });
  if (text.empty()) text = find([&](std::string_view known) { return is_one_edit_away(known, name); });
  if (text.empty() && !city.empty()) {
    text = find([&](std::string_view known) {
      return is_same_but_for_case(known.substr(known.rfind('/') + 1), city);
    });
  }
  return text;
}

}  // namespace

std::string zoneless_note(std::uint64_t records) {
  return fmt::format(
      "the times of {} records do not tell their zone and were read as UTC; --timezone says in which zone "
      "the log was "
      "written",
      records);
}

Result<TimeZone> load_time_zone(const std::optional<std::string>& name) {
  if (!name) return TimeZone();
  if (is_name(*name)) {
    if (const auto zone = TimeZone::load(*name)) return *zone;
  }
  const fs::path folder = database_folder();
  std::error_code error;
  if (!fs::is_directory(folder, error)) {
    return fail(ErrorKind::kNoInput,
                fmt::format("--timezone: there is no time zone database in {}; it is Debian's package tzdata",
                            folder.string()));
  }
  return fail(ErrorKind::kUsage, fmt::format("--timezone: \"{}\" is no time zone of {}; it takes a name as "
                                             "Europe/Berlin or UTC{}",
                                             *name, folder.string(), suggestion(folder, *name)));
}

}  // namespace anonlog
