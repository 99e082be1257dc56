#include "rules/messages/message_templates.h"

#include <algorithm>

#include "rules/messages/message_table.h"

namespace anonlog {
namespace {

// `text` without what stands behind the last `marker`, and without that; `text` itself when it has none.
std::string_view before_last(std::string_view text, std::string_view marker) {
  return text.substr(0, std::min(text.rfind(marker), text.size()));
}

}  // namespace

MessageTemplates::MessageTemplates(Vocabulary messages)
    : unknown_(static_cast<std::uint16_t>(messages.size() - 1)) {
  for (std::uint16_t id = 0; id < unknown_; ++id) {
    std::string_view left = messages[id];
    Template made;
    made.id = id;
    for (;;) {
      const std::size_t hole = left.find('{');
      made.parts.push_back(left.substr(0, hole));
      if (hole == std::string_view::npos) break;
      left.remove_prefix(std::min(left.find('}', hole) + 1, left.size()));
    }
    made.ends_in_hole = made.parts.size() > 1 && made.parts.back().empty();
    if (made.ends_in_hole) made.parts.pop_back();
    // One that begins with a hole may begin with any byte.
    const std::string_view first = made.parts.front();
    for (std::size_t byte = 0; byte < by_first_byte_.size(); ++byte) {
      if (first.empty() || static_cast<unsigned char>(first.front()) == byte)
        by_first_byte_[byte].push_back(made);
    }
  }
}

bool MessageTemplates::Template::reads(std::string_view text) const {
  if (!text.starts_with(parts.front())) return false;
  text.remove_prefix(parts.front().size());
  if (parts.size() == 1) return ends_in_hole || text.empty();
  const std::size_t searched = parts.size() - (ends_in_hole ? 0 : 1);
  for (std::size_t i = 1; i < searched; ++i) {
    const std::size_t at = text.find(parts[i]);
    if (at == std::string_view::npos) return false;
    text.remove_prefix(at + parts[i].size());
  }
  return ends_in_hole || text.ends_with(parts.back());
}

std::uint16_t MessageTemplates::exact_id_of(std::string_view text) const {
  if (text.empty()) return unknown_;
  const auto& rows = by_first_byte_[static_cast<unsigned char>(text.front())];
  const auto row = std::ranges::find_if(rows, [text](const Template& one) { return one.reads(text); });
  return row == rows.end() ? unknown_ : row->id;
}

std::uint16_t MessageTemplates::id_of(std::string_view text) const {
  std::uint16_t id = exact_id_of(text);
  if (id != unknown_) return id;
  const std::string_view without_context = before_last(text, " while ");
  if (without_context.size() != text.size()) id = exact_id_of(without_context);
  if (id != unknown_ || !without_context.ends_with(')')) return id;
  return exact_id_of(before_last(without_context, " ("));
}

const MessageTemplates& MessageTemplates::all() {
  static const MessageTemplates templates(error_messages());
  return templates;
}

}  // namespace anonlog
