// The values of one line that are no field, by key, as the members of a JSON object.
//
// Output:  keys in the order in which they came first. A key that came several times has an array of its values, so that
//          no key is there twice.
// Memory:  what one line holds.
// Threads: one.
#ifndef ANONLOG_FILTER_CLI_OTHER_VALUES_H_
#define ANONLOG_FILTER_CLI_OTHER_VALUES_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace anonlog {

class OtherValues {
 public:
  void clear();
  void add(std::string_view key, std::string_view value);
  [[nodiscard]] bool empty() const { return members_.empty(); }

  // Appends "key":"value","key":["value","value"].
  void append_members(std::string& out) const;

 private:
  struct Member {
    std::string key;
    std::vector<std::string> values;
  };

  std::vector<Member> members_;
  std::map<std::string, std::size_t, std::less<>> places_;  // of the keys in members_
};

}  // namespace anonlog

#endif  // ANONLOG_FILTER_CLI_OTHER_VALUES_H_
