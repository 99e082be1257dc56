#include "parsers/apache_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <span>
#include <utility>

#include "parsers/apache_lexer.h"

namespace anonlog {
namespace {

constexpr std::string_view kCommonLogFormat = R"(%h %l %u %t "%r" %>s %b)";

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// Names of directives and nicknames have no case.
bool is_same_name(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower(x) == lower(y); });
}

// `text` as the compiler takes it: what begins with a quote would be a string in quotes.
std::string compilable(std::string_view text) {
  if (!text.starts_with('"')) return std::string(text);
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class ApacheConfig {
 public:
  ApacheConfig(const std::string& path, const ConfigReader& read)
      : path_(path), server_root_(folder_of(path)), files_(read) {
    for (const char* nickname : {"CLF", ""}) {
      definitions_.push_back(
          {kMainServer,
           nickname,
           {"CLF", FormatLanguage::kApache, std::string(kCommonLogFormat), "Apache's CLF"}});
    }
  }

  Status read() {
    return files_.open(path_, [this](const ConfigFile& file) { return read_file(file); });
  }

  [[nodiscard]] Result<std::vector<FormatSource>> used() const {
    std::vector<FormatSource> used;
    for (const Use& use : uses_) {
      Result<FormatSource> format = resolve(use);
      if (!format) return tl::unexpected(std::move(format).error());
      add(used, *std::move(format));
    }
    if (!used.empty()) return used;
    return fail(
        ErrorKind::kUsage,
        fmt::format("{}: no CustomLog, GlobalLog or TransferLog says which LogFormat is in use. Name one, as "
                    "apache:FILE#NICKNAME; there are {}",
                    path_, nicknames()));
  }

  [[nodiscard]] Result<std::vector<FormatSource>> named(std::string_view nickname) const {
    std::vector<FormatSource> found;
    for (std::size_t server = kMainServer; server <= servers_; ++server) {
      if (const Definition* definition = find(server, nickname)) add(found, definition->format);
    }
    if (!found.empty()) return found;
    return fail(ErrorKind::kUsage,
                fmt::format("{}: no LogFormat is called {}; there are {}", path_, nickname, nicknames()));
  }

 private:
  static constexpr std::size_t kMainServer = 0;

  struct Definition {
    std::size_t server;
    std::string nickname;  // empty: what a TransferLog writes
    FormatSource format;   // without a nickname the format's text is its name
  };
  struct Use {
    std::size_t server;
    std::string format;  // a nickname, or the text itself
    ConfigPlace place;
  };
  struct DirectiveRow {
    std::string_view name;
    Status (ApacheConfig::*take)(const ConfigFile& file, const std::vector<ConfigWord>& words);
    std::size_t min_words;  // with the name
    std::size_t max_words;
    std::string_view takes;
  };
  static std::span<const DirectiveRow> directives();
  Status read_file(const ConfigFile& file) {
    ApacheLexer lexer(file.text);
    HttpdDirective directive;
    while (lexer.next(directive)) {
      const std::string& name = directive.words.front().text;
      if (is_same_name(name, "<VirtualHost")) server_ = ++servers_;
      if (is_same_name(name, "</VirtualHost>")) server_ = kMainServer;
      for (const DirectiveRow& row : directives()) {
        if (!is_same_name(row.name, name)) continue;
        if (Status status = take(row, file, directive); !status) return status;
        break;
      }
    }
    return {};
  }

  Status take(const DirectiveRow& row, const ConfigFile& file, HttpdDirective& directive) {
    if (directive.open_quote) {
      return config_error({&file, *directive.open_quote}, "this string is never closed");
    }
    const std::size_t words = directive.words.size();
    if (words < row.min_words || words > row.max_words) {
      return config_error({&file, directive.words.front().offset},
                          fmt::format("{} takes {}", row.name, row.takes));
    }
    for (std::size_t i = 1; i < words; ++i) directive.words[i].text = expanded(directive.words[i].text);
    return (this->*row.take)(file, directive.words);
  }

  // With what Define gave for each ${NAME}; one that is unknown stays, as in Apache.
  [[nodiscard]] std::string expanded(std::string_view text) const {
    constexpr std::size_t kMaxBytes = std::size_t{64} << 10;  // values may hold each other
    std::string out;
    for (;;) {
      if (out.size() > kMaxBytes) return out.substr(0, kMaxBytes);
      const std::size_t begin = std::min(text.find("${"), text.size());
      const std::size_t end = text.find('}', begin);
      out += text.substr(0, begin);
      if (end == std::string_view::npos) return out.append(text.substr(begin));
      const auto defined = defines_.find(std::string(text.substr(begin + 2, end - begin - 2)));
      out += defined == defines_.end() ? text.substr(begin, end + 1 - begin) : defined->second;
      text.remove_prefix(end + 1);
    }
  }

  Status take_include(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    const ConfigPlace place{&file, words[1].offset};
    if (words[1].text.find("${") != std::string::npos) {
      return config_error(place, fmt::format("no Define says what is meant in {}", words[1].text));
    }
    const bool optional = is_same_name(words[0].text, "IncludeOptional");
    return files_.include(in_folder(server_root_, words[1].text), place, optional,
                          [this](const ConfigFile& included) { return read_file(included); });
  }

  Status take_server_root(const ConfigFile& /*file*/, const std::vector<ConfigWord>& words) {
    server_root_ = in_folder(folder_of(path_), words[1].text);
    if (!server_root_.ends_with('/')) server_root_ += '/';
    return {};
  }

  Status take_define(const ConfigFile& /*file*/, const std::vector<ConfigWord>& words) {
    defines_[words[1].text] = words.size() == 3 ? words[2].text : std::string();
    return {};
  }

  Status take_undefine(const ConfigFile& /*file*/, const std::vector<ConfigWord>& words) {
    defines_.erase(words[1].text);
    return {};
  }

  Status take_log_format(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    const ConfigPlace place{&file, words[0].offset};
    const std::string nickname = words.size() == 3 ? words[2].text : std::string();
    const std::string name = nickname.empty() ? words[1].text : nickname;
    const std::string title = nickname.empty() ? "LogFormat" : "LogFormat " + nickname;
    definitions_.push_back({server_,
                            nickname,
                            {name, FormatLanguage::kApache, compilable(words[1].text),
                             fmt::format("{}: {}", file_and_line(place), title)}});
    return {};
  }

  Status take_custom_log(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    uses_.push_back({server_, words[2].text, {&file, words[2].offset}});
    return {};
  }

  Status take_transfer_log(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    uses_.push_back({server_, std::string(), {&file, words[0].offset}});
    return {};
  }

  // The last definition of a server, without those of the main server.
  [[nodiscard]] const Definition* find(std::size_t server, std::string_view nickname) const {
    const auto row = std::find_if(definitions_.rbegin(), definitions_.rend(), [&](const Definition& d) {
      return d.server == server && is_same_name(d.nickname, nickname);
    });
    return row == definitions_.rend() ? nullptr : &*row;
  }

  [[nodiscard]] const Definition* find_for(std::size_t server, std::string_view nickname) const {
    const Definition* definition = find(server, nickname);
    return definition == nullptr ? find(kMainServer, nickname) : definition;
  }

  [[nodiscard]] Result<FormatSource> resolve(const Use& use) const {
    const Definition* definition = find_for(use.server, use.format);
    if (definition != nullptr && use.format.empty()) {  // LogFormat alone takes a nickname, too
      const Definition* meant = find_for(use.server, definition->format.name);
      if (meant != nullptr) definition = meant;
    }
    if (definition != nullptr) return definition->format;
    if (use.format.find('%') == std::string::npos) {
      return config_error(use.place, fmt::format("no LogFormat is called {}, and as a format it has no "
                                                 "%directive; there are {}",
                                                 use.format, nicknames()));
    }
    return FormatSource{use.format, FormatLanguage::kApache, compilable(use.format),
                        fmt::format("{}: CustomLog", file_and_line(use.place))};
  }

  static void add(std::vector<FormatSource>& formats, FormatSource format) {
    const bool known = std::any_of(formats.begin(), formats.end(), [&format](const FormatSource& other) {
      return other.is_same_format(format);
    });
    if (!known) formats.push_back(std::move(format));
  }

  [[nodiscard]] std::string nicknames() const {
    std::vector<std::string_view> names;
    for (const Definition& definition : definitions_) {
      const auto is_it = [&definition](std::string_view name) {
        return is_same_name(name, definition.nickname);
      };
      if (definition.nickname.empty() || std::any_of(names.begin(), names.end(), is_it)) continue;
      names.push_back(definition.nickname);
    }
    return fmt::format("{}", fmt::join(names, ", "));
  }
  std::string path_;  // of the main file
  std::string server_root_;
  ConfigFiles files_;
  std::map<std::string, std::string> defines_;
  std::size_t servers_ = kMainServer;  // virtual hosts so far
  std::size_t server_ = kMainServer;   // what directives belong to now
  std::vector<Definition> definitions_;
  std::vector<Use> uses_;
};

std::span<const ApacheConfig::DirectiveRow> ApacheConfig::directives() {
  static constexpr DirectiveRow kDirectives[] = {
      {"Include", &ApacheConfig::take_include, 2, 2, "one path"},
      {"IncludeOptional", &ApacheConfig::take_include, 2, 2, "one path"},
      {"ServerRoot", &ApacheConfig::take_server_root, 2, 2, "one path"},
      {"Define", &ApacheConfig::take_define, 2, 3, "a name, and perhaps a value"},
      {"UnDefine", &ApacheConfig::take_undefine, 2, 2, "a name"},
      {"LogFormat", &ApacheConfig::take_log_format, 2, 3, "a format in quotes, and perhaps a nickname"},
      {"CustomLog", &ApacheConfig::take_custom_log, 3, 4,
       "a file or pipe, a nickname or format, and perhaps a condition"},
      {"GlobalLog", &ApacheConfig::take_custom_log, 3, 4,
       "a file or pipe, a nickname or format, and perhaps a condition"},
      {"TransferLog", &ApacheConfig::take_transfer_log, 2, 2, "a file or pipe"},
  };
  return kDirectives;
}

}  // namespace

Result<std::vector<FormatSource>> read_apache_config(const std::string& path, std::string_view nickname,
                                                     const ConfigReader& read) {
  ApacheConfig config(path, read);
  if (Status status = config.read(); !status) return tl::unexpected(std::move(status).error());
  return nickname.empty() ? config.used() : config.named(nickname);
}

}  // namespace anonlog
