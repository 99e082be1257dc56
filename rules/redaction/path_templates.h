// Path templates of a policy: "/user/*/order/{id}" says where in paths texts stand that identify.
//
// A template covers a path whose first segments are its own; the segments behind are not its concern. Segments are
// compared decoded, and small and capital letters are alike, since servers may see them alike; empty segments, "." and ".."
// count as servers count them. A place takes any segment: "*" becomes "{*}", "{id}" becomes "{id}". Of several templates
// the first that covers a path is taken.
//
// Threads: one per worker.
#ifndef ANONLOG_RULES_REDACTION_PATH_TEMPLATES_H_
#define ANONLOG_RULES_REDACTION_PATH_TEMPLATES_H_

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/redaction/redaction_policy.h"
#include "rules/redaction/text_decoding.h"

namespace anonlog {

class PathTemplates {
 public:
  // They outlive this.
  explicit PathTemplates(std::span<const PathTemplate> templates) : templates_(templates) {}

  [[nodiscard]] bool empty() const { return templates_.empty(); }

  // Prepares place() for the segments of a path.
  void match(std::string_view path);

  // What stands for the segment of this number, counted from 0 with empty ones; empty: it is in no place.
  [[nodiscard]] std::string_view place(std::size_t segment) const {
    return segment < places_.size() ? places_[segment] : std::string_view();
  }

 private:
  // A segment that counts.
  struct Segment {
    std::size_t number = 0;
    std::string text;  // decoded, in small letters
  };

  void add_segment(std::string_view text);
  void take_segment(std::string_view text);
  void take_segments(std::string_view path);
  [[nodiscard]] bool covers(const PathTemplate& path_template) const;

  std::span<const PathTemplate> templates_;
  TextDecoding decoding_;
  std::vector<Segment> segments_;  // the first segment_count_ count; their texts keep their memory
  std::size_t segment_count_ = 0;
  std::vector<std::string_view> places_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_REDACTION_PATH_TEMPLATES_H_
