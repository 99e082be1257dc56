#include "filter/cli/other_values.h"

#include "filter/cli/json_string.h"

namespace anonlog {

void OtherValues::clear() {
  members_.clear();
  places_.clear();
}

void OtherValues::add(std::string_view key, std::string_view value) {
  const auto known = places_.find(key);
  if (known != places_.end()) {
    members_[known->second].values.emplace_back(value);
    return;
  }
  places_.emplace(key, members_.size());
  members_.push_back({std::string(key), {std::string(value)}});
}

void OtherValues::append_members(std::string& out) const {
  for (const Member& member : members_) {
    if (&member != members_.data()) out += ',';
    append_json_string(member.key, out);
    out += ':';
    if (member.values.size() == 1) {
      append_json_string(member.values.front(), out);
      continue;
    }
    for (const std::string& value : member.values) {
      out += &value == member.values.data() ? '[' : ',';
      append_json_string(value, out);
    }
    out += ']';
  }
}

}  // namespace anonlog
