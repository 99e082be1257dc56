#include "parsers/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parsers/apache_config.h"
#include "parsers/apache_log_format.h"
#include "parsers/error_log.h"
#include "parsers/field_format.h"
#include "parsers/json_lines.h"
#include "parsers/ltsv.h"
#include "parsers/nginx_config.h"
#include "parsers/nginx_log_format.h"
#include "parsers/w3c_extended.h"
#include "parsers/w3c_header.h"

namespace anonlog {
namespace {

// What stands before a position in text that was typed.
constexpr std::string_view kOption = "--format";

// The servers whose configuration can be read.
struct Server {
  std::string_view prefix;
  Result<std::vector<FormatSource>> (*read)(const std::string& path, std::string_view name,
                                            const ConfigReader& read);
};
constexpr Server kServers[] = {{"nginx:", read_nginx_config}, {"apache:", read_apache_config}};

// FILE[#NAME]
Result<std::vector<FormatSource>> read_server_config(const Server& server, std::string_view file_and_name,
                                                     const ConfigReader& read) {
  const std::size_t hash = file_and_name.rfind('#');
  const std::string path(file_and_name.substr(0, hash));
  const std::string_view name =
      hash == std::string_view::npos ? std::string_view() : file_and_name.substr(hash + 1);
  if (path.empty() || (hash != std::string_view::npos && name.empty())) {
    return fail(ErrorKind::kUsage,
                fmt::format("{}: it is {}FILE or {}FILE#NAME", kOption, server.prefix, server.prefix));
  }
  return server.read(path, name, read);
}

std::string known_names() {
  std::string names;
  for (const Format& row : formats()) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

Result<std::vector<FormatSource>> name_or_string_sources(const std::string& text) {
  if (const Format* format = find_format(text)) return format_sources(*format);
  const auto source = [&text](FormatLanguage language) {
    return std::vector{FormatSource{text, language, text, std::string(kOption)}};
  };
  if (is_apache_log_format(text)) return source(FormatLanguage::kApache);
  if (text.find('$') != std::string::npos) return source(FormatLanguage::kNginx);
  return fail(
      ErrorKind::kUsage,
      locate(kOption, text, 0,
             fmt::format("neither the name of a format ({}), nor the string of one: an nginx log_format, "
                         "which has $variables, or an Apache LogFormat, which has %directives; nor "
                         "nginx:FILE or apache:FILE",
                         known_names())));
}

Result<std::vector<FormatSource>> option_sources(const std::string& option, const ConfigReader& read) {
  for (const Server& server : kServers) {
    if (!option.starts_with(server.prefix)) continue;
    return read_server_config(server, std::string_view(option).substr(server.prefix.size()), read);
  }
  return name_or_string_sources(option);
}

// How the text of each language is compiled.
struct Language {
  FormatLanguage language;
  Result<std::unique_ptr<Parser>> (*compile)(const FormatSource& source);
};

template <auto Compile>
Result<std::unique_ptr<Parser>> compile_grammar(const FormatSource& source) {
  return Compile(source.place, source.text).map([](LineGrammar&& grammar) -> std::unique_ptr<Parser> {
    return std::make_unique<LineGrammar>(std::move(grammar));
  });
}

template <W3cDialect dialect>
Result<std::unique_ptr<Parser>> compile_w3c(const FormatSource& source) {
  return W3cExtended::compile(source.place, source.text, dialect)
      .map([](W3cExtended&& parser) -> std::unique_ptr<Parser> {
        return std::make_unique<W3cExtended>(std::move(parser));
      });
}

template <typename KeyedParser>
Result<std::unique_ptr<Parser>> compile_keys(const FormatSource& source) {
  return KeyMap::compile(source.place, source.text).map([](KeyMap&& map) -> std::unique_ptr<Parser> {
    return std::make_unique<KeyedParser>(std::move(map));
  });
}

constexpr Language kLanguages[] = {
    {FormatLanguage::kNginx, compile_grammar<compile_nginx_log_format>},
    {FormatLanguage::kApache, compile_grammar<compile_apache_log_format>},
    {FormatLanguage::kW3c, compile_w3c<W3cDialect::kGeneric>},
    {FormatLanguage::kW3cIis, compile_w3c<W3cDialect::kIis>},
    {FormatLanguage::kW3cCloudFront, compile_w3c<W3cDialect::kCloudFront>},
    {FormatLanguage::kJson, compile_keys<JsonLines>},
    {FormatLanguage::kLtsv, compile_keys<Ltsv>},
    {FormatLanguage::kErrorLog, compile_error_log},
    {FormatLanguage::kFieldText, compile_grammar<compile_field_format>},
};

}  // namespace

const Format* find_format(std::string_view name) {
  const auto rows = formats();
  const auto row = std::ranges::find_if(rows, [name](const Format& format) { return format.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

std::vector<FormatSource> format_sources(const Format& format) {
  std::vector<FormatSource> sources;
  for (const FormatVariant& variant : format.variants) {
    if (variant.text.empty()) break;
    sources.push_back(
        {std::string(format.name), variant.language, std::string(variant.text), std::string(format.name)});
  }
  return sources;
}

std::vector<FormatSource> format_sources(const Format& format, std::string_view head) {
  std::vector<FormatSource> sources = format_sources(format);
  return takes_layout(sources.front()) ? w3c_layouts_of(head, std::move(sources)) : sources;
}

Result<std::vector<FormatSource>> find_format_sources(std::span<const std::string> options,
                                                      const ConfigReader& read) {
  std::vector<FormatSource> sources;
  for (const std::string& option : options) {
    if (option == "auto") {
      if (options.size() == 1) return sources;
      return fail(ErrorKind::kUsage, "--format: auto is no format beside others");
    }
    Result<std::vector<FormatSource>> found = option_sources(option, read);
    if (!found) return found;
    for (FormatSource& source : *found) {
      const auto is_it = [&source](const FormatSource& known) { return known.is_same_format(source); };
      if (std::none_of(sources.begin(), sources.end(), is_it)) sources.push_back(std::move(source));
    }
  }
  return sources;
}

Result<std::unique_ptr<Parser>> make_parser(const FormatSource& source) {
  const auto* row = std::ranges::find(kLanguages, source.language, &Language::language);
  return row->compile(source);
}

Result<std::unique_ptr<Parser>> make_parser(std::string_view name_or_string) {
  return name_or_string_sources(std::string(name_or_string))
      .and_then([](const std::vector<FormatSource>& sources) { return make_parser(sources.front()); });
}

}  // namespace anonlog
