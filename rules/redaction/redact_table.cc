#include "rules/redaction/redact_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "rules/redaction/byte_kinds.h"
#include "rules/redaction/pattern_options.h"

namespace anonlog {
namespace {

bool is_name(std::string_view text) {
  return !text.empty() && is_of(text.front(), kSmall) &&
         std::ranges::all_of(text, [](char c) { return is_of(c, kSmall | kDigit) || c == '_'; });
}

class RedactTableReader {
 public:
  RedactTableReader(const TomlSource& source, RedactionPolicy& policy) : source_(source), policy_(policy) {}

  Status read(const toml::table& table) {
    for (const auto& [key, node] : table) {
      Status status;
      if (key == "classes") {
        status = read_classes(node);
      } else if (key == "templates") {
        policy_.templates.clear();
        status = each_text(
            node, "templates takes a list of paths: [\"/user/*/order/*\"]",
            [this](const toml::node& item, const std::string& text) { return read_template(item, text); });
      } else if (key == "query") {
        policy_.query.clear();
        status = each_text(
            node, "query takes a list of keys: [\"page\", \"lang\"]",
            [this](const toml::node& item, const std::string& text) { return read_query_key(item, text); });
      } else {
        status = source_.at(
            key.source().begin,
            fmt::format("unknown key \"{}\"; [redact] has classes, templates and query", key.str()));
      }
      if (!status) return status;
    }
    return {};
  }

  Status read_paths(const toml::node& node) {
    policy_.paths.clear();
    return each_text(
        node, "paths takes a list of first segments: [\"/docs\", \"/blog\"]",
        [this](const toml::node& item, const std::string& text) { return read_path(item, text); });
  }

 private:
  template <typename ReadText>
  Status each_text(const toml::node& node, std::string_view what_it_takes, ReadText read) {
    const toml::array* list = node.as_array();
    if (list == nullptr) return source_.at(node, what_it_takes);
    for (const toml::node& item : *list) {
      const auto* text = item.as_string();
      if (text == nullptr) return source_.at(item, what_it_takes);
      if (Status status = read(item, text->get()); !status) return status;
    }
    return {};
  }

  Status read_classes(const toml::node& node) {
    const toml::table* table = node.as_table();
    if (table == nullptr) {
      return source_.at(node, "classes is a table of RE2 patterns: { order_id = 'ORD-[0-9]{6}' }");
    }
    policy_.classes.clear();
    // In the order of the policy: toml++ sorts them by name.
    std::vector<std::pair<const toml::key*, const toml::node*>> rows;
    for (const auto& [key, value] : *table) rows.emplace_back(&key, &value);
    std::ranges::sort(rows, [](const auto& a, const auto& b) {
      const toml::source_position& first = a.first->source().begin;
      const toml::source_position& second = b.first->source().begin;
      return std::pair(first.line, first.column) < std::pair(second.line, second.column);
    });
    for (const auto& [key, value] : rows) {
      if (Status status = read_class(*key, *value); !status) return status;
    }
    return {};
  }

  Status read_class(const toml::key& key, const toml::node& node) {
    const std::string name(key.str());
    if (!is_name(name)) {
      return source_.at(key.source().begin, "a class has a name of small letters, digits and '_': order_id");
    }
    if (std::ranges::find(kBuiltinClassTexts, name, &ClassText::name) != std::end(kBuiltinClassTexts)) {
      return source_.at(key.source().begin, fmt::format("{} is a class that is there already", name));
    }
    const auto* pattern = node.as_string();
    if (pattern == nullptr) return source_.at(node, "a class takes an RE2 pattern in quotes");
    const re2::RE2 compiled(pattern->get(), pattern_options());
    if (!compiled.ok()) {
      // RE2 tells the part that it does not like, and not where it stands: the last one is nearly always it.
      const std::string& part = compiled.error_arg();
      const std::size_t at = part.empty() ? std::string::npos : pattern->get().rfind(part);
      return source_.inside(node, at == std::string::npos ? 0 : at,
                            fmt::format("this is no RE2 pattern: {}", compiled.error()));
    }
    if (matches("", compiled)) {
      return source_.at(node, "this pattern matches an empty text, and so everything would be redacted");
    }
    policy_.classes.push_back({name, pattern->get(), fmt::format("{{{}}}", name)});
    return {};
  }

  Status read_template(const toml::node& item, const std::string& text) {
    if (!text.starts_with('/')) return source_.inside(item, 0, "a template begins with '/'");
    PathTemplate path_template;
    for (std::size_t begin = 1; begin <= text.size();) {
      const std::size_t end = std::min(text.find('/', begin), text.size());
      const std::string_view segment = std::string_view(text).substr(begin, end - begin);
      if (segment.empty()) {
        return source_.inside(item, std::min(begin, text.size() - 1), "a template has no empty segments");
      }
      const auto read = read_segment(segment);
      if (!read) {
        return source_.inside(
            item, begin,
            "a segment of a template is a name, or a place: * or {name}, alone between its slashes");
      }
      path_template.push_back(*read);
      begin = end + 1;
    }
    if (std::ranges::none_of(path_template, &TemplateSegment::is_place)) {
      return source_.at(item, "this template has no place: * or {name}");
    }
    policy_.templates.push_back(std::move(path_template));
    return {};
  }

  static std::optional<TemplateSegment> read_segment(std::string_view segment) {
    if (segment == "*") return TemplateSegment{"{*}", true};
    const bool braces = segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
    if (braces && is_name(segment.substr(1, segment.size() - 2))) {
      return TemplateSegment{std::string(segment), true};
    }
    if (segment.find_first_of("*{}?#%;") != std::string_view::npos || segment == "." || segment == "..")
      return std::nullopt;
    std::string name(segment);
    std::ranges::transform(name, name.begin(), small_letter);
    return TemplateSegment{std::move(name), false};
  }

  Status read_query_key(const toml::node& item, const std::string& text) {
    const auto fits = [](char c) { return is_of(c, kAlphanumeric | kSafe) || c == '[' || c == ']'; };
    if (text.empty() || !std::ranges::all_of(text, fits)) {
      return source_.at(item, "a key of a query is a name as \"page\", of letters, digits and any of ._-~[]");
    }
    policy_.query.push_back(text);
    return {};
  }

  Status read_path(const toml::node& item, const std::string& text) {
    std::string path = text;
    if (path.size() > 1 && path.ends_with('/')) path.pop_back();
    const auto fits = [](char c) { return is_of(c, kAlphanumeric | kSafe) && c != '/'; };
    if (!path.starts_with('/') || !std::all_of(path.begin() + 1, path.end(), fits)) {
      return source_.at(
          item, "a path is a first segment as \"/docs\", or \"/\", of letters, digits and any of ._-~");
    }
    policy_.paths.push_back(std::move(path));
    return {};
  }

  const TomlSource& source_;
  RedactionPolicy& policy_;
};

}  // namespace

Status read_redact_table(const TomlSource& source, const toml::node& node, RedactionPolicy& policy) {
  const toml::table* table = node.as_table();
  if (table == nullptr) return source.at(node, "redact is a table: [redact]");
  return RedactTableReader(source, policy).read(*table);
}

Status read_listed_paths(const TomlSource& source, const toml::node& node, RedactionPolicy& policy) {
  return RedactTableReader(source, policy).read_paths(node);
}

}  // namespace anonlog
