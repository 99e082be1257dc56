// The text of a policy while it is read: turns places of toml++ into errors that show them.
//
// Lifetime: name and text outlive the source.
#ifndef ANONLOG_RULES_TOML_SOURCE_H_
#define ANONLOG_RULES_TOML_SOURCE_H_

#include <toml++/toml.h>

#include <string_view>

#include "parsers/error.h"

namespace anonlog {

class TomlSource {
 public:
  TomlSource(std::string_view name, std::string_view text) : name_(name), text_(text) {}

  [[nodiscard]] std::string_view text() const { return text_; }

  // A kPolicy error at a place of the text.
  [[nodiscard]] tl::unexpected<Error> at(const toml::source_position& position,
                                         std::string_view message) const;
  [[nodiscard]] tl::unexpected<Error> at(const toml::node& node, std::string_view message) const {
    return at(node.source().begin, message);
  }
  // The same at byte `offset` of a text in quotes; at its first quote when it stands on several lines.
  [[nodiscard]] tl::unexpected<Error> inside(const toml::node& node, std::size_t offset,
                                             std::string_view message) const;

 private:
  std::string_view name_;
  std::string_view text_;
};

}  // namespace anonlog

#endif  // ANONLOG_RULES_TOML_SOURCE_H_
