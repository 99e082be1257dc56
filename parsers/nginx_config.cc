#include "parsers/nginx_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <utility>

#include "parsers/nginx_lexer.h"

namespace anonlog {
namespace {

// Blocks in which access_log and log_format are those of web logs.
constexpr std::string_view kLogBlocks[] = {"http", "server", "location", "if", "limit_except"};

constexpr std::string_view kEscapes[] = {"default", "json", "none"};

// The format that nginx has without a log_format.
constexpr std::string_view kCombined =
    R"($remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent )"
    R"("$http_referer" "$http_user_agent")";

template <typename Range>
bool holds(const Range& range, std::string_view name) {
  return std::find(std::begin(range), std::end(range), name) != std::end(range);
}

// `text` as a string of a log_format directive.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) {
    constexpr std::string_view kFrom = "'\\\t\r\n";
    constexpr std::string_view kTo = "'\\trn";
    const std::size_t escape = kFrom.find(c);
    if (escape != std::string_view::npos) out += '\\';
    out += escape == std::string_view::npos ? c : kTo[escape];
  }
  return out + "'";
}

class NginxConfig {
 public:
  NginxConfig(const std::string& path, const ConfigReader& read) : path_(path), files_(read) {
    formats_.push_back({"combined", FormatLanguage::kNginx, quoted(kCombined), "nginx's combined"});
  }

  Status read() {
    return files_.open(path_, [this](const ConfigFile& file) { return read_file(file); });
  }

  [[nodiscard]] Result<std::vector<FormatSource>> used() const {
    std::vector<FormatSource> used;
    for (const Use& use : uses_) {
      const FormatSource* format = find(use.name);
      if (format == nullptr) {
        return config_error(use.place, fmt::format("no log_format is called {}; there are {}. When it stands "
                                                   "in another file, name the nginx.conf that includes both",
                                                   use.name, names()));
      }
      if (!holds_format(used, *format)) used.push_back(*format);
    }
    if (!used.empty()) return used;
    // nginx logs in `combined` where nothing says otherwise. A file that only defines formats is a part of another.
    if (!has_access_log_ && formats_.size() > 1) {
      return fail(ErrorKind::kUsage,
                  fmt::format("{}: no access_log says which log_format is in use; there are {}. Name one, as "
                              "nginx:{}#{}",
                              path_, names(), path_, formats_.back().name));
    }
    used.push_back(formats_.front());
    return used;
  }

  [[nodiscard]] Result<std::vector<FormatSource>> named(std::string_view name) const {
    const FormatSource* format = find(name);
    if (format != nullptr) return std::vector<FormatSource>{*format};
    return fail(ErrorKind::kUsage,
                fmt::format("{}: no log_format is called {}; there are {}", path_, name, names()));
  }

 private:
  struct Use {
    std::string name;
    ConfigPlace place;
  };
  struct Block {
    bool logs;           // outside of it
    std::size_t offset;  // of its {
  };
  struct Directive {
    std::string_view name;
    Status (NginxConfig::*take)(const ConfigFile& file, const std::vector<ConfigWord>& words);
  };
  static std::span<const Directive> directives();
  Status read_file(const ConfigFile& file) {
    NginxLexer lexer(file);
    std::vector<Block> blocks;
    bool logs = true;
    for (;;) {
      Result<NginxStatement> statement = lexer.next();
      if (!statement) return Status(tl::unexpect, std::move(statement).error());
      Status status;
      switch (statement->end) {
        case NginxStatement::End::kSemicolon:
          if (logs) status = take(file, statement->words);
          break;
        case NginxStatement::End::kBlock:
          if (statement->words.front().text.ends_with("_by_lua_block")) {
            status = lexer.skip_lua_block();
            break;
          }
          blocks.push_back({logs, statement->offset});
          logs = logs && holds(kLogBlocks, statement->words.front().text);
          break;
        case NginxStatement::End::kBlockEnd:
          if (blocks.empty()) return config_error({&file, statement->offset}, "no block ends here");
          logs = blocks.back().logs;
          blocks.pop_back();
          break;
        case NginxStatement::End::kFile:
          if (blocks.empty()) return {};
          return config_error({&file, blocks.back().offset}, "this block is never closed");
      }
      if (!status) return status;
    }
  }

  Status take(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    for (const Directive& directive : directives()) {
      if (directive.name == words.front().text) return (this->*directive.take)(file, words);
    }
    return {};
  }

  Status take_include(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    const ConfigPlace place{&file, words.front().offset};
    if (words.size() != 2) return config_error(place, "include takes one path");
    const std::string path = in_folder(folder_of(path_), words[1].text);
    return files_.include(path, {&file, words[1].offset}, is_config_pattern(path),
                          [this](const ConfigFile& included) { return read_file(included); });
  }

  // log_format NAME [escape=default|json|none] STRING...
  Status take_log_format(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    const ConfigPlace place{&file, words.front().offset};
    if (words.size() < 3) return config_error(place, "log_format takes a name and a format");
    const std::string& name = words[1].text;
    if (find(name) != nullptr) {
      return config_error({&file, words[1].offset}, "there is a log_format of this name already");
    }
    constexpr std::string_view kEscape = "escape=";
    std::string text;
    std::size_t first = 2;
    if (words[first].text.starts_with(kEscape)) {
      if (!holds(kEscapes, std::string_view(words[first].text).substr(kEscape.size()))) {
        return config_error({&file, words[first].offset}, "the escape is not one of default, json, none");
      }
      text = words[first++].text + " ";
    }
    std::string format;
    for (std::size_t i = first; i < words.size(); ++i) format += words[i].text;
    formats_.push_back({name, FormatLanguage::kNginx, text + quoted(format),
                        fmt::format("{}: log_format {}", file_and_line(place), name)});
    return {};
  }

  // access_log off | PATH [FORMAT [OPTION=...]...]
  Status take_access_log(const ConfigFile& file, const std::vector<ConfigWord>& words) {
    has_access_log_ = true;
    if (words.size() < 2) {
      return config_error({&file, words.front().offset}, "access_log takes a path, or off");
    }
    if (words.size() == 2 && words[1].text == "off") return {};
    if (words.size() == 2) {
      uses_.push_back({formats_.front().name, {}});
    } else {
      uses_.push_back({words[2].text, {&file, words[2].offset}});
    }
    return {};
  }

  [[nodiscard]] const FormatSource* find(std::string_view name) const {
    const auto format = std::find_if(formats_.begin(), formats_.end(),
                                     [name](const FormatSource& row) { return row.name == name; });
    return format == formats_.end() ? nullptr : &*format;
  }

  static bool holds_format(const std::vector<FormatSource>& formats, const FormatSource& format) {
    return std::any_of(formats.begin(), formats.end(),
                       [&format](const FormatSource& other) { return other.is_same_format(format); });
  }

  [[nodiscard]] std::string names() const {
    std::string names;
    for (const FormatSource& format : formats_) names += (names.empty() ? "" : ", ") + format.name;
    return names;
  }
  std::string path_;  // of the main file
  ConfigFiles files_;
  std::vector<FormatSource> formats_;  // as they are defined; the first is nginx's own
  std::vector<Use> uses_;
  bool has_access_log_ = false;
};

std::span<const NginxConfig::Directive> NginxConfig::directives() {
  static constexpr Directive kDirectives[] = {
      {"include", &NginxConfig::take_include},
      {"log_format", &NginxConfig::take_log_format},
      {"access_log", &NginxConfig::take_access_log},
  };
  return kDirectives;
}

}  // namespace

Result<std::vector<FormatSource>> read_nginx_config(const std::string& path, std::string_view name,
                                                    const ConfigReader& read) {
  NginxConfig config(path, read);
  if (Status status = config.read(); !status) return tl::unexpected(std::move(status).error());
  return name.empty() ? config.used() : config.named(name);
}

}  // namespace anonlog
