#include "parsers/formats.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "parsers/apache_config.h"
#include "parsers/apache_log_format.h"
#include "parsers/nginx_config.h"
#include "parsers/nginx_log_format.h"

namespace anonlog {
namespace {

// Apache's formats are written as the nginx strings that read the same lines: `ident` is what Apache's %l
// gives ("-" in nginx), and the escapes of both servers are decoded alike.
constexpr Format kFormats[] = {
    {"vhost_combined", "Apache's vhost_combined of Debian: combined behind host:port",
     R"($server_name:$server_port $remote_addr $ident $remote_user [$time_local] "$request" $status )"
     R"($body_bytes_sent "$http_referer" "$http_user_agent")",
     R"(www.example.org:443 203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 )"
     R"("https://example.com/" "Mozilla/5.0")"},
    {"main", "nginx main, of nginx's own packages: combined and X-Forwarded-For",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent" "$http_x_forwarded_for")",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0" "198.51.100.9")"},
    {"combined", "nginx and Apache combined, the default of most servers",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent )"
     R"("$http_referer" "$http_user_agent")",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326 "https://example.com/" )"
     R"("Mozilla/5.0")"},
    {"common", "Apache common, the NCSA common log format",
     R"($remote_addr $ident $remote_user [$time_local] "$request" $status $body_bytes_sent)",
     R"(203.0.113.7 - - [10/Oct/2025:13:55:36 +0000] "GET /a HTTP/1.1" 200 2326)"},
};

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
  for (const Format& row : kFormats) names += (names.empty() ? "" : ", ") + std::string(row.name);
  return names;
}

Result<FormatSource> name_or_string_source(const std::string& text) {
  if (const Format* format = find_format(text)) return format_source(*format);
  const auto source = [&text](FormatLanguage language) {
    return FormatSource{text, language, text, std::string(kOption)};
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
  return name_or_string_source(option).map(
      [](FormatSource&& source) { return std::vector<FormatSource>{std::move(source)}; });
}

}  // namespace

std::span<const Format> formats() { return kFormats; }

const Format* find_format(std::string_view name) {
  const auto* row = std::find_if(std::begin(kFormats), std::end(kFormats),
                                 [name](const Format& format) { return format.name == name; });
  return row == std::end(kFormats) ? nullptr : row;
}

FormatSource format_source(const Format& format) {
  return {std::string(format.name), FormatLanguage::kNginx, std::string(format.grammar),
          std::string(format.name)};
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
  auto* const compile =
      source.language == FormatLanguage::kNginx ? compile_nginx_log_format : compile_apache_log_format;
  return compile(source.place, source.text).map([](LineGrammar&& grammar) -> std::unique_ptr<Parser> {
    return std::make_unique<LineGrammar>(std::move(grammar));
  });
}

Result<std::unique_ptr<Parser>> make_parser(std::string_view name_or_string) {
  return name_or_string_source(std::string(name_or_string)).and_then([](const FormatSource& source) {
    return make_parser(source);
  });
}

}  // namespace anonlog
