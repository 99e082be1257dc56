#include "rules/redaction/path_templates.h"

#include <algorithm>

#include "rules/redaction/byte_kinds.h"

namespace anonlog {

void PathTemplates::add_segment(std::string_view text) {
  if (segment_count_ == segments_.size()) segments_.emplace_back();
  Segment& segment = segments_[segment_count_++];
  segment.number = places_.size();
  segment.text.assign(text);
  std::ranges::transform(segment.text, segment.text.begin(), small_letter);
}

void PathTemplates::take_segment(std::string_view text) {
  text = text.substr(0, text.find(';'));
  if (text == "..") {
    if (segment_count_ > 0) --segment_count_;
  } else if (!text.empty() && text != ".") {
    add_segment(text);
  }
}

void PathTemplates::take_segments(std::string_view path) {
  segment_count_ = 0;
  places_.clear();
  for (std::size_t begin = 0; begin <= path.size();) {
    const std::size_t end = std::min(path.find('/', begin), path.size());
    decoding_.decode(path.substr(begin, end - begin));
    std::string_view text = decoding_.rounds().back().bytes;
    // Servers split at an encoded slash as well. What it holds then has one place.
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t slash = std::min(text.find('/', at), text.size());
      take_segment(text.substr(at, slash - at));
      at = slash + 1;
    }
    places_.emplace_back();
    begin = end + 1;
  }
}

bool PathTemplates::covers(const PathTemplate& path_template) const {
  if (path_template.size() > segment_count_) return false;
  return std::equal(path_template.begin(), path_template.end(), segments_.begin(),
                    [](const TemplateSegment& of_template, const Segment& of_path) {
                      return of_template.is_place || of_template.text == of_path.text;
                    });
}

void PathTemplates::match(std::string_view path) {
  take_segments(path);
  const auto covering = std::ranges::find_if(
      templates_, [this](const PathTemplate& path_template) { return covers(path_template); });
  if (covering == templates_.end()) return;
  for (std::size_t i = 0; i < covering->size(); ++i) {
    if ((*covering)[i].is_place) places_[segments_[i].number] = (*covering)[i].text;
  }
}

}  // namespace anonlog
